"""The demonstration, loaded once into a database of its own for all tests that look at it."""

import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.acting import for_system
from tests import database
from tests.desk.loaded import Load, command, taken_back


@pytest.fixture(scope="session")
def demonstration(
    django_db_setup: None, settings_for_tests: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Load]:
    """Load once: it takes seconds."""
    now = timezone.localtime()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), database.copy_for(f"{worker}_demonstration") as name:
        loading = (
            override_settings(DEMONSTRATION=True),
            patch.object(timezone, "now", lambda: now),
        )
        with database.pointed_at(name, "default", "owner"), loading[0], loading[1]:
            printed = command()
        yield Load(now, printed, name)


@pytest.fixture
def load(demonstration: Load, django_db_blocker: DjangoDbBlocker) -> Iterator[Load]:
    """Look at the demonstration as the system; whatever a test does to it is undone."""
    usual = connection.settings_dict["NAME"]
    database.point_to(demonstration.database)
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True),
        taken_back(),
        for_system(reason="tests"),
    ):
        yield demonstration
    database.point_to(usual)
