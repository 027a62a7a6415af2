"""One command at work: its checkout, what it says, the servers it uses."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from migrant_health.embedded import variables
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console
from migrant_health.embedded.interruption import Interruption
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.restarts import Restarts
from migrant_health.embedded.sharing import SharedServer


@dataclass
class Session:
    """What every command of the second half is given."""

    checkout: Checkout
    console: Console
    interruption: Interruption
    servers: dict[str, SharedServer] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    restarts: Restarts = field(default_factory=Restarts)

    @contextmanager
    def embedded_servers(self) -> Iterator[None]:
        """Use the embedded servers that are needed; leave them however this ends."""
        try:
            for name in variables.servers_needed():
                self.servers[name] = SharedServer(self.checkout, name)
                self.ports[name] = self.servers[name].join()
            yield
        finally:
            self.interruption.shield()
            for server in reversed(self.servers.values()):
                server.leave()

    @contextmanager
    def embedded_servers_as_step(self) -> Iterator[None]:
        """Use them too, and say how long it took until they answered."""
        with ExitStack() as stack:
            with self.console.step("PostgreSQL and Redis"):
                stack.enter_context(self.embedded_servers())
            yield

    def environment(self, redis_database: int = variables.SITE) -> dict[str, str]:
        """Return the environment for Django."""
        return variables.for_django(self.checkout, self.ports, redis_database=redis_database)

    def look_after_servers(self) -> None:
        """Have a server started again whose keeper was killed."""
        for name, server in self.servers.items():
            if not server.is_running():
                self._rejoin(name, server)

    def _rejoin(self, name: str, server: SharedServer) -> None:
        delay = self.restarts.next_delay()
        if delay is None:
            raise Problem(f"{name} stopped again and again; see var/log/{name}.log")
        time.sleep(delay)
        self.restarts.note_start()
        if server.join() != self.ports[name]:
            raise Problem(f"{name} had to move to another port; start ./run again.")
