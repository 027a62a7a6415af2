"""What every test stands on: the databases, settings for tests, the cast."""

import copy
import os
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker

from accounts import row_security
from migrant_health.celery import app as queue
from migrant_health.embedded.locks import FileLock
from tests import database, situations
from tests.cast import Cast, gather

PATIENCE = 900.0
# A property is wrong or right; how fast it was found on a busy machine says nothing.
hypothesis.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("suite")
# Fixtures of tests that commit: they empty their database afterwards, the cast's stays as it is.
COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that lets the long simulations run too."""
    parser.addoption("--all", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is long unless asked for, and put first what is best run by one worker.

    xdist deals out an eighth of the tests at once. So one worker takes the serial ones and the
    other never waits for it, and what a module makes once is not made by both.
    """
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--all"):
            item.add_marker(pytest.mark.skip(reason="long: add --all"))
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    """Return when a test has its turn: serial ones, then those of a group, then all others."""
    marks = ("serial", "xdist_group")
    found = (place for place, mark in enumerate(marks) if item.get_closest_marker(mark))
    return next(found, len(marks))


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
        patch.setattr(database, "HOME", name)

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


@pytest.fixture(scope="session")
def stages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[str], tuple[str, Cast]]]:
    """More databases of this worker, one for each situation in which tests ask for the cast.

    In each the cast has gathered and its situation come about once and for all.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), ExitStack() as made:

        @cache
        def stage(situation: str) -> tuple[str, Cast]:
            place = re.sub(r"\W", "_", f"{worker}_{situation}")
            name = made.enter_context(database.copy_for(place))
            with database.pointed_at(name, "default", "owner"):
                people = gather()
                situations.bring_about(situation, people)
            return name, people

        yield stage
        database.point_to(database.HOME)


@pytest.fixture(autouse=True)
def where_the_test_stands(request: pytest.FixtureRequest) -> None:
    """Go to the cast's database for a test that asks for it and only rolls back what it does.

    Gathering takes longer than most tests; this is what keeps the suite under five minutes. The
    connection stays where it is until a test wants another place: a new one knows no table yet.
    """
    asked, is_marked = set(request.fixturenames), bool(request.node.get_closest_marker("django_db"))
    if "_django_db_helper" not in asked and not is_marked:
        return
    if "cast" in asked and not asked & COMMITTING and not is_marked:
        name, _people = request.getfixturevalue("stages")(_situation(request))
        database.point_to(name)
    else:
        request.getfixturevalue("django_db_setup")
        database.point_to(database.HOME)


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest, where_the_test_stands: None) -> None:
    """Do what pytest-django's fixture of this name does, but once it is clear where."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")


def _situation(request: pytest.FixtureRequest) -> str:
    mark = request.node.get_closest_marker("situation")
    return str(mark.args[0]) if mark else ""


@pytest.fixture
def gathered(request: pytest.FixtureRequest, where_the_test_stands: None) -> None:
    """Stand where the cast gathered, for a test that asks for it later and as somebody else."""
    name, _people = request.getfixturevalue("stages")(_situation(request))
    database.point_to(name)


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """The people of the tests, with their files and cases, in the situation the test names."""
    situation = _situation(request)
    name, kept = request.getfixturevalue("stages")(situation)
    people: Cast = copy.deepcopy(kept) if connection.settings_dict["NAME"] == name else gather()
    if people.komek != kept.komek:
        situations.bring_about(situation, people)
    return people
