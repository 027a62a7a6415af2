"""The whole site as real processes on a PostgreSQL and a Redis of its own, to kill at will."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import redis

from migrant_health.embedded import healthz, ports, redis_server, variables
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.postgres_cluster import SUPERUSER
from migrant_health.embedded.postgres_roles import DATABASE, Administrator
from migrant_health.embedded.postgres_server import PostgresServer
from tests.reminders.processes import PROJECT, Process, Simulator, eventually

SECRET = "a-secret-of-this-test-0123456789"
CELERY = (sys.executable, "-m", "celery", "-A", "migrant_health")
PLAN = "reminders.tasks.plan_reminders"
QUIETLY = ("--loglevel", "warning")


class Database:
    """A PostgreSQL cluster of the test alone, with the site's tables in it."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.port = ports.choose()
        self.server = PostgresServer(checkout)
        self.process = Process([], self.server.log, user=self.server.user, stop_with=signal.SIGINT)

    def start(self) -> None:
        """Start the server, after a hard kill too, and return once it answers."""
        self.server.prepare()
        self.process.command = [str(word) for word in self.server.command(self.port)]
        self.process.start()
        eventually(lambda: self.server.is_ready(self.port), patience=30)

    def furnish(self) -> None:
        """Make the roles and the tables."""
        self.server.furnish(self.port)
        migrate = [sys.executable, "manage.py", "migrate", "--database", "owner", "--noinput"]
        subprocess.run(
            migrate, cwd=PROJECT, env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    @property
    def environment(self) -> dict[str, str]:
        return variables.for_django(self.checkout, {"postgres": self.port})

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Ask as the superuser, whom no policy binds."""
        administrator = Administrator(self.port, SUPERUSER, self.server.password)
        with administrator.cursor(DATABASE) as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())

    def remove(self) -> None:
        """Stop the server and remove its files, those under /var/tmp as well."""
        self.process.end()
        if self.server.place.home != self.checkout.var / "postgres":
            shutil.rmtree(self.server.place.home)


@contextmanager
def database(home: Path) -> Iterator[Database]:
    """Run a furnished server for the length of the block."""
    checkout = Checkout(home / "site")
    checkout.root.mkdir()
    checkout.prepare()
    made = Database(checkout)
    try:
        made.start()
        made.furnish()
        yield made
    finally:
        made.remove()


class RealSite:
    """Web server, worker, beat, Redis and the gateway's simulator."""

    def __init__(self, home: Path, database: Database, *options: str) -> None:
        self.home = home
        self.database = database
        self.web_port, self.redis_port = ports.choose(), ports.choose()
        receipts = f"http://127.0.0.1:{self.web_port}/hooks/smsc/{SECRET}/"
        self.simulator = Simulator(home, options, receipts)
        self.environment = database.environment | {
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "PORT": str(self.web_port),
            "PLAIN_STATIC": "1",
            "GATEWAY_URL": self.simulator.address,
            "GATEWAY_LOGIN": "tests",
            "GATEWAY_PASSWORD": "of nobody",
            "GATEWAY_HOOK_SECRET": SECRET,
        }
        self.redis = self._process("redis", *self._redis())
        self.web = self._process("web", *self._web())
        self.workers = [self._worker(1)]
        self.beats = [self._beat(1)]

    def double(self) -> None:
        """Have two of each, as after a mistaken deployment."""
        self.workers.append(self._worker(2))
        self.beats.append(self._beat(2))

    def start(self) -> None:
        """Start everything, and return once the site answers."""
        self.start_redis()
        self.simulator.start()
        for process in (self.web, *self.workers, *self.beats):
            process.start()
        eventually(lambda: healthz.answers(self.web_port), patience=30)

    def plan_twice_at_once(self) -> None:
        """Ask for the plan as two beats do whose minute has come."""
        asked = [self._process(f"call{one}", *CELERY, "call", PLAN) for one in range(2)]
        for call in asked:
            call.start()
        for call in asked:
            assert call.child is not None
            assert call.child.wait(timeout=30) == 0

    def start_redis(self) -> None:
        """Start Redis, which remembers nothing, and return once it answers."""
        self.redis.start()
        eventually(self._redis_answers)

    def end(self) -> None:
        """Stop everything that runs, quickly."""
        for process in (*self.beats, *self.workers, self.web, self.simulator.process, self.redis):
            if process.child is not None and process.child.returncode is None:
                process.kill()

    def _redis_answers(self) -> bool:
        with closing(redis.Redis(port=self.redis_port)) as client, suppress(redis.RedisError):
            return bool(client.ping())
        return False

    def _redis(self) -> list[str]:
        options = ["--bind", "127.0.0.1", "--port", str(self.redis_port), "--dir", str(self.home)]
        return [str(redis_server._program()), *options, "--save", "", "--appendonly", "no"]

    def _web(self) -> list[str]:
        bind = f"127.0.0.1:{self.web_port}"
        options = ["--bind", bind, "--threads", "4", "--no-control-socket"]
        return [sys.executable, "-m", "gunicorn", "migrant_health.wsgi", *options]

    def _worker(self, number: int) -> Process:
        alone = ("--without-gossip", "--without-mingle", "-c", "1", "-n", f"worker{number}@tests")
        return self._process(f"worker{number}", *CELERY, "worker", *QUIETLY, *alone)

    def _beat(self, number: int) -> Process:
        schedule = str(self.home / f"schedule{number}")
        return self._process(f"beat{number}", *CELERY, "beat", "--schedule", schedule, *QUIETLY)

    def _process(self, name: str, *command: str) -> Process:
        return Process(list(command), self.home / f"{name}.log", self.environment)
