"""The browser for the journeys: found, or installed where this machine allows."""

import os
import shutil
import subprocess
from pathlib import Path

from migrant_health.embedded import children
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-core")
APT = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=60")
ABSENT = "no chromium here and it cannot be installed: the browser journeys are left out"


def find() -> str | None:
    """Return the path of a browser that playwright can drive."""
    given = os.environ.get(VARIABLE)
    if given and os.access(given, os.X_OK):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure(checkout: Checkout, console: Console) -> str | None:
    """Return the browser, installing it if need be; say so in one line where that fails."""
    if found := find():
        return found
    if may_install():
        console.say("      installing chromium (a minute or two)")
        install(checkout)
    if not (found := find()):
        console.say(f"      {ABSENT}")
    return found


def may_install() -> bool:
    """Return whether this is root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(checkout: Checkout) -> None:
    """Install Debian's chromium; whether that worked shows when it is looked for."""
    with (checkout.log / "setup.log").open("ab") as log:
        if not Path("/var/lib/apt/lists").exists() or not _install(log.fileno()):
            _apt(log.fileno(), "update")
            _install(log.fileno())


def _install(log: int) -> bool:
    return _apt(log, "install", "--no-install-recommends", *PACKAGES)


def _apt(log: int, *arguments: str) -> bool:
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        child = children.spawn([*APT, *arguments], environment=environment, output=log)
    except (OSError, subprocess.SubprocessError):
        return False
    return children.finish(child) == 0
