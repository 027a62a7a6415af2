"""The health check: ok for the load balancer, unless the database cannot protect anybody."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connections
from django.test import Client, override_settings

from migrant_health import health


@pytest.fixture
def production() -> Iterator[None]:
    with override_settings(SECURE_PAGES=True, SECURE_SSL_REDIRECT=True):
        yield


def ask() -> tuple[int, str]:
    answer = Client().get("/healthz")
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_it_says_ok_without_a_login_to_the_plain_role(production: None) -> None:
    assert health.connected_as_plain_role()
    assert ask() == (200, "ok")


@pytest.mark.django_db(databases=["default", "owner"])
def test_in_production_the_owner_of_the_tables_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "connection", connections["owner"])
    assert not health.connected_as_plain_role()
    assert ask() == (503, "not a plain database role")


@pytest.mark.django_db
def test_it_says_that_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "connected_as_plain_role", away)
    assert ask() == (503, "database away")
