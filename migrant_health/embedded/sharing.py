"""Using one embedded server together with the other commands of this checkout."""

import json
import subprocess
import time
from pathlib import Path

from migrant_health.embedded import records
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.usage import INSIDE, KEEP

SECONDS_TO_STOP = 40.0


class SharedServer:
    """A server that runs while somebody uses it; joining starts it where it does not run yet."""

    def __init__(self, checkout: Checkout, name: str) -> None:
        self.checkout = checkout
        self.name = name
        self.users = FileLock(checkout.state / f"{name}.users")
        self.keeping = FileLock(checkout.state / f"{name}.keeper")
        self.keeper: subprocess.Popen[str] | None = None

    def join(self) -> int:
        """Use the server, starting it if need be, and return its port."""
        if not self.users.take(shared=True, patience=SECONDS_TO_STOP):
            raise Problem(f"{self.name} is being stopped by another command and does not end.")
        starting = FileLock(self.checkout.state / f"{self.name}.starting")
        starting.take(patience=180)
        try:
            return self._known_port() if self.is_running() else self._start()
        finally:
            starting.release()

    def is_running(self) -> bool:
        """Return whether the server is being kept, by whichever command started it."""
        return self.keeping.is_held_by_another()

    def leave(self) -> None:
        """Stop using the server and, if nobody else does, see it stopped."""
        if self.users.take():
            self._stop()
        self.users.release()
        if not self.users.is_held_by_another():
            return
        # The keeper itself found that nobody is left: wait until it is through.
        self._wait_for_keeper()

    def _known_port(self) -> int:
        note = self.checkout.state / f"{self.name}.port"
        try:
            return int(note.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise Problem(f"var/run/{note.name} is missing; stop ./run and start again.") from error

    def _start(self) -> int:
        log = self.checkout.log / f"{self.name}.log"
        with log.open("ab") as output:
            self.keeper = subprocess.Popen(
                [self.checkout.python, self.checkout.root / "run", INSIDE, KEEP, self.name],
                cwd=self.checkout.root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                start_new_session=True,
            )
        return self._listen(self.keeper)

    def _listen(self, keeper: subprocess.Popen[str]) -> int:
        assert keeper.stdout is not None
        try:
            news = json.loads(keeper.stdout.readline())
        except ValueError as error:
            keeper.wait()
            raise Problem(f"{self.name} did not start; see var/log/{self.name}.log") from error
        finally:
            keeper.stdout.close()
        if news["problem"]:
            keeper.wait()
            raise Problem(news["problem"])
        return int(news["port"])

    def _stop(self) -> None:
        if self.keeper is not None:
            # Ours, and perhaps so young that it has left no record yet.
            self.keeper.terminate()
        elif record := records.read(self._keeper_note):
            records.ask(record)
        if not self._wait_for_keeper():
            records.stop_leftover(self._keeper_note, patience=0)
        records.stop_leftover(self.checkout.state / f"server-{self.name}.json")

    def _wait_for_keeper(self) -> bool:
        until = time.monotonic() + SECONDS_TO_STOP
        while self.is_running() or not self._is_reaped():
            if time.monotonic() > until:
                return False
            time.sleep(0.03)
        return True

    def _is_reaped(self) -> bool:
        return self.keeper is None or self.keeper.poll() is not None

    @property
    def _keeper_note(self) -> Path:
        return self.checkout.state / f"keeper-{self.name}.json"
