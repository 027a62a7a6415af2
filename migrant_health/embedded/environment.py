"""The project's own Python environment: .venv with the pinned requirements in it."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from migrant_health.embedded import children
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console
from migrant_health.embedded.packages import install
from migrant_health.embedded.problem import Problem

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"


def ensure(checkout: Checkout, console: Console) -> None:
    """Make .venv and install what the requirement files pin; do nothing where that was done."""
    wanted = fingerprint(checkout)
    if is_ready(checkout, wanted):
        return
    stamp(checkout).unlink(missing_ok=True)
    with console.step("Python environment in .venv"):
        make(checkout)
    with console.step("Packages from requirements-dev.txt"):
        install(checkout, console, checkout.root / REQUIREMENTS[-1])
    stamp(checkout).write_text(f"{wanted}\n{version(checkout)}\n", encoding="ascii")


def stamp(checkout: Checkout) -> Path:
    """Return the file that says which requirements .venv holds."""
    return checkout.venv / "requirements.stamp"


def fingerprint(checkout: Checkout) -> str:
    """Return a hash of the requirement files."""
    digest = hashlib.sha256()
    for name in REQUIREMENTS:
        try:
            digest.update((checkout.root / name).read_bytes())
        except OSError as error:
            raise Problem(f"{name} cannot be read ({error.strerror}).") from error
    return digest.hexdigest()


def is_ready(checkout: Checkout, wanted: str) -> bool:
    """Return whether .venv runs, and holds what the requirement files name."""
    try:
        held, made_for = stamp(checkout).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    return held == wanted and made_for == version(checkout)


def version(checkout: Checkout) -> str:
    """Return the version of .venv's Python, empty where it does not run."""
    return _output(checkout, PROBE)


def make(checkout: Checkout) -> None:
    """Make .venv, again where what is there does not run."""
    if version(checkout) and _output(checkout, "import pip; print(pip.__name__)"):
        return
    refuse_without_ensurepip()
    _remove(checkout.venv)
    # Started from inside a broken .venv, its own base Python is the one to build with.
    builder = getattr(sys, "_base_executable", "") or sys.executable
    with (checkout.log / "setup.log").open("ab") as log:
        made = children.spawn([builder, "-m", "venv", checkout.venv], output=log)
    if children.finish(made):
        raise Problem(
            "the Python environment .venv could not be made; the reason stands in "
            "var/log/setup.log, nothing else was changed."
        )


def refuse_without_ensurepip() -> None:
    """Say the one line to type where Debian left a part of Python out."""
    if all(importlib.util.find_spec(name) for name in ("ensurepip", "venv")):
        return
    administrator = "" if os.geteuid() == 0 else "sudo "
    raise Problem(
        "this Python cannot make environments (ensurepip is missing); on Debian or Ubuntu type: "
        f"{administrator}apt-get install -y python3-venv"
    )


def _remove(venv: Path) -> None:
    with suppress(FileNotFoundError):
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        else:
            shutil.rmtree(venv)


def _output(checkout: Checkout, code: str) -> str:
    try:
        ran = subprocess.run(
            [checkout.python, "-I", "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""
