"""The table of processes that `./run` keeps running, in the order in which they are started."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from migrant_health.embedded import messages
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.ports import HOST


@dataclass(frozen=True)
class Program:
    """One process: what the person reads, what Python runs, how it is asked to stop."""

    name: str
    module: str
    arguments: tuple[str, ...]
    stop_with: signal.Signals = signal.SIGTERM

    def command(self, checkout: Checkout) -> list[str]:
        """Return the command line; modules, because scripts would carry the path of .venv."""
        return [str(checkout.python), "-m", self.module, *self.arguments]


def table(checkout: Checkout, environment: Mapping[str, str]) -> list[Program]:
    """Return the processes of the site; they are stopped in this order too."""
    bind = f"{HOST}:{environment['PORT']}"
    simulator = [_simulator(checkout, environment)] if messages.is_simulated(environment) else []
    return [
        Program("web", "gunicorn", ("migrant_health.wsgi", "--bind", bind, *WEB)),
        Program("worker", "celery", (*CELERY, "worker", "-c", "1", *QUIETLY, *ALONE)),
        Program("beat", "celery", (*CELERY, "beat", *QUIETLY)),
        # Last: the worker may be in the middle of a message when it is asked to stop.
        *simulator,
    ]


def _simulator(checkout: Checkout, environment: Mapping[str, str]) -> Program:
    port = str(urlsplit(environment["GATEWAY_URL"]).port)
    taken = str(checkout.var / "messages.jsonl")
    return Program("simulator", "reminders.simulator", ("--port", port, "--log", taken))


WEB = ("--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--no-control-socket")
CELERY = ("-A", "migrant_health")
QUIETLY = ("--loglevel", "warning")
# There is one worker: nothing to gossip with.
ALONE = ("--without-gossip", "--without-mingle")
