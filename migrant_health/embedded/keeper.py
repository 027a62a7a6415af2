"""The process that runs one embedded server for as long as any command of this checkout uses it.

Whoever uses the server holds a shared lock, which the kernel frees even after a hard kill. The
keeper tries to take that lock alone: once it can, nobody is left and it stops the server.
"""

import json
import os
import sys
import time
from contextlib import suppress
from typing import NoReturn

from migrant_health.embedded import children, ports, records
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.interruption import Interruption, Stopped
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.postgres_server import PostgresServer
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.redis_server import RedisServer
from migrant_health.embedded.restarts import Restarts
from migrant_health.embedded.server import Server

ATTEMPTS = 3
SECONDS_TO_START = 300.0
SECONDS_TO_STOP = 30.0
SECONDS_BETWEEN_LOOKS = 0.2


def main(checkout: Checkout, name: str) -> int:
    """Keep the named server; say on standard output whether it started."""
    lock = FileLock(checkout.state / f"{name}.keeper")
    if not lock.take(patience=SECONDS_TO_STOP):
        return announce(problem=f"another process is busy with {name} in this checkout.")
    note = checkout.state / f"keeper-{name}.json"
    try:
        records.write(note, records.of(os.getpid(), checkout.marker))
        Interruption().listen()
        Keeper(checkout, make(checkout, name)).run()
    except Problem as problem:
        return announce(problem=str(problem))
    except OSError as error:
        return announce(problem=checkout.damage(error))
    except Stopped:
        return 0
    finally:
        note.unlink(missing_ok=True)
    return 0


def make(checkout: Checkout, name: str) -> Server:
    """Return the named server of the checkout."""
    return PostgresServer(checkout) if name == PostgresServer.name else RedisServer(checkout)


def announce(*, port: int = 0, problem: str = "") -> int:
    """Tell the command that waits for us, then let go of its pipe; return an exit code."""
    with suppress(OSError, ValueError):
        print(json.dumps({"port": port, "problem": problem}), flush=True)
    if problem:
        print(problem, file=sys.stderr, flush=True)
    os.dup2(2, 1)
    return 1 if problem else 0


class Keeper:
    """One server and its fate."""

    def __init__(self, checkout: Checkout, server: Server) -> None:
        self.server = server
        self.users = FileLock(checkout.state / f"{server.name}.users")
        self.note = checkout.state / f"server-{server.name}.json"
        self.port_note = checkout.state / f"{server.name}.port"
        self.child: children.Child | None = None

    def run(self) -> None:
        """Start the server, announce it, watch it, and stop it when its last user is gone."""
        records.stop_leftover(self.note, patience=SECONDS_TO_STOP)
        children.rotate(self.server.log)
        self.server.prepare()
        try:
            port = self.start()
            announce(port=port)
            self.watch(port)
        finally:
            self.stop()

    def start(self) -> int:
        """Start the server on a free port and return the port."""
        for _ in range(ATTEMPTS):
            port = ports.remembered(self.port_note)
            if self.comes_up(port):
                self.server.furnish(port)
                self.port_note.write_text(f"{port}\n", encoding="ascii")
                return port
            if ports.is_free(port):
                break
            # Someone took the port in between.
            self.port_note.unlink(missing_ok=True)
        raise Problem(self.server.explain())

    def comes_up(self, port: int) -> bool:
        """Start the server and return whether it answers."""
        with self.server.log.open("ab") as log:
            self.child = children.spawn(
                self.server.command(port),
                directory="/",
                output=log,
                user=self.server.user,
                stop_with=self.server.stop_with,
            )
        records.write(
            self.note, records.of(self.child.pid, self.server.marker, self.server.stop_with)
        )
        return self.answers(self.child, port)

    def answers(self, child: children.Child, port: int) -> bool:
        """Wait until the server answers; return False where it ends instead."""
        until = time.monotonic() + SECONDS_TO_START
        while not children.has_ended(child):
            if self.server.is_ready(port):
                return True
            if time.monotonic() > until:
                raise Problem(f"{self.server.title} does not answer; see {self.server.log}")
            time.sleep(0.03)
        children.sweep(child)
        return False

    def watch(self, port: int) -> None:
        """Return once nobody uses the server any more; start it again where it dies."""
        restarts = Restarts()
        while not self.users.take():
            if self.child is not None and children.has_ended(self.child):
                children.sweep(self.child)
                self.start_again(port, restarts)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def start_again(self, port: int, restarts: Restarts) -> None:
        """Start the server again on the port that its users know."""
        delay = restarts.next_delay()
        if delay is None:
            self.give_up()
        time.sleep(delay)
        restarts.note_start()
        self.server.prepare()
        self.comes_up(port)

    def give_up(self) -> NoReturn:
        """End, with the reason in the server's log."""
        raise Problem(f"{self.server.title} stopped again and again. {self.server.explain()}")

    def stop(self) -> None:
        """Stop the server and forget it."""
        if self.child is not None:
            children.stop(self.child, stop_with=self.server.stop_with, patience=SECONDS_TO_STOP)
        self.note.unlink(missing_ok=True)
