"""PostgreSQL 18 as a real server, listening on this machine only, its files under var/postgres."""

import signal
from collections.abc import Sequence
from pathlib import Path

from migrant_health.embedded import postgres_place, postgres_roles, secret_files
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.ports import HOST
from migrant_health.embedded.postgres_cluster import ASIDE, SUPERUSER, PostgresCluster
from migrant_health.embedded.problem import Problem

SETTINGS = {
    "listen_addresses": HOST,
    # Sockets would fail where the path is long.
    "unix_socket_directories": "",
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A failing statement would carry somebody's data into the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgresServer:
    """The database server of one checkout."""

    name = "postgres"
    title = "PostgreSQL"
    stop_with = signal.SIGINT

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.place = postgres_place.find(checkout)
        self.user = self.place.user
        self.log = checkout.log / "postgres.log"
        self.marker = str(self.place.data)
        self.cluster = PostgresCluster(self.place, self.log)
        self.password = ""

    def prepare(self) -> None:
        """Make the cluster on first use; clear what a hard kill left."""
        password_is_new = not secret_files.is_made(self.checkout, "postgres_superuser")
        self.password = secret_files.get(self.checkout, "postgres_superuser")
        try:
            if not self.place.data.exists():
                self.cluster.create(self.password)
            self.cluster.refuse_damage()
            self.cluster.clear_leftovers()
            if password_is_new:
                self.cluster.renew_password(self.password)
        except OSError as error:
            raise Problem(f"var/postgres cannot be used ({error.strerror}); {ASIDE}") from error

    def command(self, port: int) -> Sequence[str | Path]:
        """Return the server's command line."""
        settings = [f"{name}={value}" for name, value in (SETTINGS | {"port": str(port)}).items()]
        options = [word for setting in settings for word in ("-c", setting)]
        return [self.place.programs / "postgres", "-D", self.place.data, *options]

    def is_ready(self, port: int) -> bool:
        """Return whether it takes our connection, which it does not while it recovers."""
        return postgres_roles.answers(port, SUPERUSER, self.password)

    def furnish(self, port: int) -> None:
        """Make the two roles and the database, and give the roles their rights."""
        postgres_roles.furnish(
            postgres_roles.Administrator(port, SUPERUSER, self.password),
            owner_password=secret_files.get(self.checkout, "postgres_owner"),
            app_password=secret_files.get(self.checkout, "postgres_app"),
        )

    def explain(self) -> str:
        """Return the sentence for a server that does not stay up."""
        return self.cluster.explain()
