"""Directories in which a small site may live."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrant_health.small_site import SmallSite


@pytest.fixture(scope="module")
def open_directory() -> Iterator[Path]:
    """Make a directory with a blank in its name, which every user may enter (pytest's are not)."""
    directory = Path(tempfile.mkdtemp(prefix="migrant health "))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def site(open_directory: Path) -> Iterator[SmallSite]:
    """Make one site for all tests of a module: its cluster is made once."""
    made = SmallSite(open_directory / "site")
    made.checkout.prepare()
    yield made
    made.clean()
