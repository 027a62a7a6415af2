"""What every test stands on: the databases, settings for tests, the cast."""

import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from accounts import row_security
from migrant_health.celery import app as queue
from migrant_health.embedded.locks import FileLock
from tests import database
from tests.cast import Cast, gather

PATIENCE = 900.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that lets the long simulations run too."""
    parser.addoption("--all", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is long unless asked for."""
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--all"):
            item.add_marker(pytest.mark.skip(reason="long: add --all"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let one serial test at a time run, whichever worker or run it belongs to.

    By a lock, because groups of xdist 3.8 have no effect under pytest 9.2.
    """
    if not item.get_closest_marker("serial"):
        return (yield)
    lock = FileLock(Path(tempfile.gettempdir()) / f"migrant-health-serial-{os.getuid()}")
    lock.take(patience=PATIENCE)
    try:
        return (yield)
    finally:
        lock.release()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker its own migrated database, seen by the product as the plain role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with (
        django_db_blocker.unblock(),
        database.copy_for(worker) as name,
        database.pointed_at(name, "default", "owner"),
        pytest.MonkeyPatch.context() as patch,
    ):
        kept = database.tables(name, filled=True)

        def empty(_: TransactionTestCase) -> None:
            database.empty(name, kept)

        # Django would empty the tables as the plain role, which may not.
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests() -> Iterator[None]:
    """Run what would be queued at once, and spend no time on passwords."""
    queue.conf.task_always_eager = True
    queue.conf.task_eager_propagates = True
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def every_request_starts_bound_to_nobody() -> Iterator[None]:
    """Forget whom the test's transaction was bound to: a real request begins a new one."""

    def forget(**_: object) -> None:
        if connection.in_atomic_block:
            row_security.bind(None)

    request_started.connect(forget)
    yield
    request_started.disconnect(forget)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, with their files and cases."""
    return gather()
