#!/bin/sh
# Starts the queue's server. The password comes in through standard input: on a command line or in
# the environment more than one process could see it.
set -eu

exec "${QUEUE_SERVER:-valkey-server}" - <<CONFIGURATION
requirepass $(cat "$REDIS_PASSWORD_FILE")
dir "${QUEUE_DIRECTORY:-/data}"
port ${QUEUE_PORT:-6379}
bind ${QUEUE_BIND:-0.0.0.0}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
CONFIGURATION
