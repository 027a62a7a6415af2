"""What is made from the sources before anything is served: catalogues and static files.

Each is made again only where its sources, or the installed packages, changed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from migrant_health.embedded import environment
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.management import Management

DECIDES = ("migrant_health/settings.py", "migrant_health/static_files.py")


def compile_catalogues(management: Management) -> None:
    """Write the .mo files beside the .po files."""
    checkout = management.checkout
    sources = sorted(checkout.root.glob("locale/*/LC_MESSAGES/*.po"))
    are_there = all(source.with_suffix(".mo").exists() for source in sources)
    stamp = checkout.state / "catalogues.stamp"
    if not are_there or not _is_current(checkout, stamp, sources):
        management.run("compile_catalogues")
        _note(checkout, stamp, sources)


def collect_static(management: Management) -> None:
    """Gather the static files, compressed and named by their content."""
    with static_files(management) as finish:
        finish()


@contextmanager
def static_files(management: Management) -> Iterator[Callable[[], None]]:
    """Begin to gather the static files; the function given waits until they are there.

    Compressing them keeps one core busy for a while, which the other need not wait for.
    """
    checkout = management.checkout
    sources = sorted(_static_sources(checkout))
    stamp = checkout.var / "static" / ".stamp"
    if _is_current(checkout, stamp, sources):
        yield lambda: None
        return
    job = management.begin("collectstatic", "--noinput")

    def finish() -> None:
        job.result()
        _note(checkout, stamp, sources)

    try:
        yield finish
    finally:
        job.cancel()


def _static_sources(checkout: Checkout) -> Iterable[Path]:
    yield from (path for name in DECIDES if (path := checkout.root / name).exists())
    for directory in checkout.root.glob("*/static"):
        if directory.parent != checkout.var:
            yield from (path for path in directory.rglob("*") if path.is_file())


def _is_current(checkout: Checkout, stamp: Path, sources: list[Path]) -> bool:
    try:
        return stamp.read_text(encoding="ascii") == _fingerprint(checkout, sources)
    except (OSError, UnicodeDecodeError):
        return False


def _note(checkout: Checkout, stamp: Path, sources: list[Path]) -> None:
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(_fingerprint(checkout, sources), encoding="ascii")


def _fingerprint(checkout: Checkout, sources: list[Path]) -> str:
    digest = hashlib.sha256(environment.fingerprint(checkout).encode())
    for source in sources:
        digest.update(str(source.relative_to(checkout.root)).encode())
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()
