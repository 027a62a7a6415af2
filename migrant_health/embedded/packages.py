"""Installing packages with pip: progress on the screen, its full output in var/log/setup.log."""

import re
import subprocess
import time
from pathlib import Path
from typing import IO

from migrant_health.embedded import children
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console
from migrant_health.embedded.problem import Problem

SECONDS_BETWEEN_NOTES = 10.0
FULL = "No space left on device"
UNREACHABLE = re.compile(
    r"connection broken|NewConnectionError|ConnectTimeout|Max retries exceeded"
    r"|Temporary failure in name resolution|Network is unreachable|ProxyError|SSLError"
    r"|Could not find a version that satisfies|ReadTimeout",
    re.IGNORECASE,
)
OPTIONS = ("--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=2")


def install(checkout: Checkout, console: Console, requirements: Path) -> None:
    """Install what the file names; a failure becomes a sentence that says what to do."""
    command = [str(checkout.python), "-m", "pip", "install", *OPTIONS, "-r", str(requirements)]
    pip = children.spawn(command, output=subprocess.PIPE)
    try:
        output = _follow(pip, checkout.log / "setup.log", console)
        pip.wait()
    finally:
        children.stop(pip)
    if pip.returncode:
        raise Problem(explain(output))


def _follow(pip: children.Child, log: Path, console: Console) -> str:
    assert pip.stdout is not None
    with log.open("ab") as copy:
        return _copy_lines(pip.stdout, copy, console)


def _copy_lines(source: IO[bytes], copy: IO[bytes], console: Console) -> str:
    lines: list[str] = []
    found, noted_at = 0, time.monotonic()
    for raw in source:
        copy.write(raw)
        copy.flush()
        lines.append(raw.decode("utf-8", "replace"))
        found += lines[-1].startswith("Collecting")
        if _is_last_part(lines[-1]):
            console.say("      unpacking them (a minute or less)")
        elif time.monotonic() - noted_at > SECONDS_BETWEEN_NOTES:
            console.say(f"      {found} found so far")
            noted_at = time.monotonic()
    return "".join(lines)


def _is_last_part(line: str) -> bool:
    return line.startswith("Installing collected packages")


def explain(output: str) -> str:
    """Return why pip failed, in one sentence."""
    if FULL in output:
        return "the disk is full: the packages could not be installed; make room and try again."
    if UNREACHABLE.search(output):
        reason = "the package index cannot be reached (is the network up?)"
    else:
        reason = _last_error(output)
    return (
        f"the packages could not be installed: {reason}; nothing else was changed, so just try "
        "again; pip's full output is in var/log/setup.log"
    )


def _last_error(output: str) -> str:
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    return errors[-1].removeprefix("ERROR:").strip() if errors else "pip failed"
