#!/bin/sh
# Called by PostgreSQL for each finished piece of its log (path, name): kept whole or not at all.
# Together with a base backup these bring back any moment; copy them to another machine.
set -eu

keep="${ARCHIVE:-/var/lib/postgresql/archive}"
mkdir -p "$keep"
if [ -e "$keep/$2" ]; then
    # The same piece once more is no fault, another one under its name is.
    exec cmp -s "$1" "$keep/$2"
fi
cp "$1" "$keep/$2.part"
sync "$keep/$2.part"
mv "$keep/$2.part" "$keep/$2"
