"""A stolen dump of the whole database holds no telephone number, and no draft of anybody."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import reverse

from accounts.acting import for_member, for_system
from cases.actions import save_draft
from tests import database
from tests.cast import GULNARAS_PHONE, NOW, Cast
from tests.referrals.browsers import browser
from tests.situations import grants_active

TYPED_PHONE, TYPED_STREET = "+7 705 444 33 22", "улица Тестовая, 17"
# As people and programs write them: whole, without the plus, spaced, from the end.
PLANTED = {
    GULNARAS_PHONE[1:],
    "701 123 45 67",
    "7011234567",
    "+992900112233"[1:],
    "+998901234567"[1:],
    TYPED_PHONE,
    "77054443322",
    TYPED_STREET,
    json.dumps(TYPED_STREET).strip('"'),
}


def dump() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, as a dump would."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from ((table, text) for (text,) in cursor.fetchall())


@pytest.fixture
def lived_in(request: pytest.FixtureRequest, gathered: None) -> Iterator[Cast]:
    """Everybody's files, a draft, a search by number and a number looked at: read as the owner."""
    with database.tests_as_owner():
        cast: Cast = request.getfixturevalue("cast")
        grants_active(cast)
        with for_member(cast.aigul) as by:
            typed = {"phone": [TYPED_PHONE], "concern": [TYPED_STREET]}
            save_draft(by=by, form="first_contact", about="", typed=typed, now=NOW)
        yield cast


def test_no_table_holds_a_planted_number_or_draft_in_clear(lived_in: Cast) -> None:
    aigul = browser(lived_in, "aigul")
    aigul.post(reverse("desk:search"), {"text": GULNARAS_PHONE})
    rows = list(dump())
    assert len({table for table, _ in rows}) > 20
    found = {(table, planted) for table, text in rows for planted in PLANTED if planted in text}
    assert found == set()
