"""Requests of two members that follow each other on one connection never mix what they see."""

import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.acting import Acting
from accounts.models import User
from desk import homes
from tests.cast import GULNARA, ZARINA, Cast

FEW, MANY = 200, 1_000
BOUND = "SELECT coalesce(current_setting(name, true), '') FROM unnest(%s) AS name"
NAMES = ["app.user_id", "app.organisation_id", "app.scope", "app.system"]


def ask(statement: str, *values: Any) -> list[Any]:
    """Return one column of an answer of the database, on the connection that requests use."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [value for (value,) in cursor.fetchall()]


class Unwritable:
    """What fails while the page is being written."""

    def __str__(self) -> str:
        raise RuntimeError

    @property
    def items(self) -> list[object]:
        raise RuntimeError


def break_a_constraint(acting: Acting) -> list[object]:
    """Store a row whose key is taken."""
    ask("INSERT INTO cases_person SELECT id FROM cases_person LIMIT 1 RETURNING id")
    return []


def take_too_long(acting: Acting) -> list[object]:
    """Ask for longer than the database allows."""
    ask("SELECT set_config('statement_timeout', '1', true)")
    return ask("SELECT 1 FROM pg_sleep(5)")


def stop_while_writing(acting: Acting) -> list[object]:
    """Return what cannot be written down."""
    return [Unwritable()]


BREAKS: tuple[Callable[[Acting], list[object]], ...] = (
    break_a_constraint,
    take_too_long,
    stop_while_writing,
)


@pytest.mark.django_db(transaction=True)
def test_requests_of_two_on_one_connection_never_mix_rows(
    cast: Cast, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(1)
    theirs = {"aigul": (GULNARA, cast.gulnaras_case), "timur": (ZARINA, cast.zarinas_case)}
    browsers = {name: _browser(cast, name) for name in theirs}
    how_many = MANY if pytestconfig.getoption("--all") else FEW
    statuses = set()
    process = ask("SELECT pg_backend_pid()")
    for _ in range(how_many):
        name = chance.choice(sorted(theirs))
        (shown, case), (hidden, others_case) = theirs[name], theirs[_other(name)]
        address, expected = chance.choice(
            (
                (reverse("cases:cases"), 200),
                (reverse("cases:migrants"), 200),
                (reverse("desk:case", args=[case.pk]), 200),
                (reverse("desk:case", args=[others_case.pk]), 404),
                (reverse("desk:case", args=[uuid.UUID(int=7)]), 404),
                (reverse("referrals:examinations"), 403),
                (reverse("desk:home"), 500),
            )
        )
        with monkeypatch.context() as patch:
            if expected == 500:
                broken = chance.choice(BREAKS)
                patch.setattr(homes, "sections_for", lambda acting, _now, b=broken: b(acting))
            answer = browsers[name].get(address)
        statuses.add(answer.status_code)
        text = answer.content.decode()
        assert answer.status_code == expected, address
        assert hidden not in text
        assert (shown in text) == (expected == 200)
        assert not connection.in_atomic_block
        assert ask(BOUND, NAMES) == [""] * len(NAMES)
    assert statuses == {200, 403, 404, 500}
    assert ask("SELECT pg_backend_pid()") == process


def _browser(cast: Cast, name: str) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(pk=cast.members[name].user_id))
    return browser


def _other(name: str) -> str:
    return {"aigul": "timur", "timur": "aigul"}[name]
