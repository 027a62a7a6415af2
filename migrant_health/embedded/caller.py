"""Where `./run` was typed."""

import os
from pathlib import Path

from migrant_health.embedded.problem import Problem


def directory() -> Path:
    """Return the caller's directory: file names in the arguments start there."""
    try:
        return Path(os.getcwd())
    except OSError as error:
        raise Problem("the current directory is gone; go to another one.") from error
