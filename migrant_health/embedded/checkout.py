"""Where things lie in this checkout; everything that is written goes under var/ and .venv/."""

import errno
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from migrant_health.embedded.problem import Problem


@dataclass(frozen=True)
class Checkout:
    """One copy of the project on this machine."""

    root: Path

    @property
    def var(self) -> Path:
        """Everything that running leaves behind."""
        return self.root / "var"

    @property
    def state(self) -> Path:
        """Which process runs where: locks and records."""
        return self.var / "run"

    @property
    def log(self) -> Path:
        """One file for each process, and one for the set-up."""
        return self.var / "log"

    @property
    def secrets(self) -> Path:
        """Passwords and keys made on this machine."""
        return self.var / "secrets"

    @property
    def venv(self) -> Path:
        """The project's own Python environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The Python of that environment."""
        return self.venv / "bin" / "python"

    @property
    def marker(self) -> str:
        """What stands in the command line of every process that belongs here."""
        return f"{self.root}{os.sep}"

    def prepare(self) -> None:
        """Make var/ and its directories; a var/ that cannot be used is one clear sentence."""
        for directory in (self.var, self.state, self.log, self.secrets):
            try:
                directory.mkdir(exist_ok=True)
                with tempfile.TemporaryFile(dir=directory):
                    pass
            except OSError as error:
                error.filename = str(directory)
                raise Problem(self.damage(error)) from error
        with suppress(OSError):
            self.secrets.chmod(0o700)

    def damage(self, error: OSError) -> str:
        """Return the sentence about a var/ that cannot be used."""
        if error.errno == errno.ENOSPC:
            return f"the disk is full ({error.filename or self.var}); make room and try again."
        if not self.var.exists() and not os.access(self.root, os.W_OK):
            return f"nothing can be written in {self.root} ({error.strerror})."
        return (
            f"var/ is damaged or not writable ({error.strerror}: {error.filename}); "
            "move it aside and start again: mv var var.aside"
        )
