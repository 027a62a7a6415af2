"""What every test stands on: the databases, settings for tests, the cast."""

import os
from collections.abc import Iterator

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from accounts import row_security
from migrant_health.celery import app as queue
from tests import database
from tests.cast import Cast, gather


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that lets the long simulations run too."""
    parser.addoption("--all", action="store_true", help="run the tests marked long as well")


def pytest_configure(config: pytest.Config) -> None:
    """Let workers keep groups of tests together, where there are workers."""
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadgroup"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is long unless asked for, and keep serial tests on one worker."""
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--all"):
            item.add_marker(pytest.mark.skip(reason="long: add --all"))
        if item.get_closest_marker("serial"):
            item.add_marker(pytest.mark.xdist_group("serial"))


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
