"""The reception centre's firewall: what it sees says nothing of whether anybody knows the person.

Invariants 1 and 2 of who may see and do what: unknown, known and forbidden get the same answer;
nothing the clinic or an organisation wrote reaches the centre, by page or by raw SQL.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import for_member
from cases.actions import add_note
from referrals.models import Examination, Service
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.browsers import browser
from tests.referrals.custody_stages import (
    CUSTODY_ROADS,
    SECRET,
    asked,
    examined_to,
    released,
    seen,
    step,
)
from tests.referrals.stages import brought_to, offered_by
from tests.test_row_security_writes import attempt
from tests.watching import ROOMS, unchanged

NOISE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{3}-\d{3}-\d{4}"
)
STRANGER = "Айнура Бекова"
AUDIT = frozenset({"audit_entry", "accounts_user"})


def masked(answer: Any, *names: str) -> str:
    """Return a page without what is drawn anew each time, and without names."""
    text = NOISE.sub("", answer.content.decode())
    for name in names:
        text = text.replace(name, "NAME")
    return f"{answer.status_code} {text}"


def page(name: str, key: uuid.UUID) -> str:
    return reverse(f"referrals:{name}", args=[key])


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- unknown, known and forbidden -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["examination", "take_back", "release"])
def test_anothers_an_organisations_and_nothing_get_the_same_bytes(cast: Cast, name: str) -> None:
    keys = {
        "another centre's": asked(cast, "officer_south").pk,
        "an organisation's": brought_to(cast, "scheduled").pk,
        "its case's": cast.gulnaras_case.pk,
        "nothing": uuid.uuid4(),
    }
    officer = browser(cast, "officer_reception")
    for method in ("get", "post"):
        answers = {
            which: masked(getattr(officer, method)(page(name, key))) for which, key in keys.items()
        }
        assert set(answers.values()) == {answers["nothing"]}
        assert answers["nothing"].startswith(("404", "405"))


def test_what_is_not_ones_own_is_not_asked_for_again(cast: Cast) -> None:
    officer = browser(cast, "officer_reception")
    ask = reverse("referrals:ask_examination")
    keys = (asked(cast, "officer_south").pk, brought_to(cast, "scheduled").pk, uuid.uuid4())
    answers = {masked(officer.get(f"{ask}?again={key}")) for key in keys}
    assert len(answers) == 1
    assert answers.pop().startswith("404")


def test_the_pages_of_care_are_shut_whatever_is_behind_them(cast: Cast) -> None:
    own, theirs = asked(cast), brought_to(cast, "scheduled")
    officer = browser(cast, "officer_reception")
    for key in (own.pk, theirs.pk):
        for name in ("referral", "complete", "cancel"):
            shut = masked(officer.get(page(name, key)))
            assert shut == masked(officer.get(page(name, uuid.uuid4())))
            assert shut.startswith("403")
    for path in ("/search/", "/migrants/", "/cases/", "/referrals/"):
        assert officer.get(path).status_code == 403


# --- one who is known and one who is not ----------------------------------------------------------


def told(cast: Cast, name: str, service: Service) -> list[str]:
    """Return every page the officer gets about a person, from asking to the end of custody."""
    officer = browser(cast, "officer_reception")
    typed = {
        "full_name": name,
        "birth_year": "1991",
        "sex": "female",
        "citizenship": "KG",
        "language": "ky",
        "service": str(service.pk),
        "priority": "routine",
        "asked": "",
        "escort": "Two officers",
        "submission": str(uuid.uuid4()),
    }
    ask = reverse("referrals:ask_examination")
    pages: list[Any] = [officer.post(ask, typed)]
    pages.append(officer.post(ask, typed | {"asked": "It hurts"}, follow=True))
    key = pages[-1].context["examination"].id
    examination = seen(Examination(pk=key))
    for move in ("receive", "accept", "schedule", "miss", "schedule", "arrive", "complete"):
        step(cast, examination, move)
        pages += look_around(officer, key)
    pages.append(officer.get(f"{ask}?again={key}"))
    pages.append(officer.post(page("release", key), follow=True))
    return [masked(one, name) for one in [*pages, *look_around(officer, key)]]


def look_around(officer: Client, key: uuid.UUID) -> list[Any]:
    own = [page(name, key) for name in ("examination", "take_back", "release")]
    paths = ["/", "/custody/", *own]
    return [officer.get(path, follow=True) for path in paths]


def test_one_in_treatment_and_one_never_seen_give_the_same_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    service = offered_by(cast)["emergency"]
    brought_to(cast, "arrived")
    with for_member(cast.dr_ahmetov) as by:
        add_note(by=by, case=cast.gulnaras_case, text="HRZE", submission=uuid.uuid4(), now=NOW)
    with taken_back():
        known = told(cast, GULNARA, service)
    with taken_back():
        unknown = told(cast, STRANGER, service)
    assert known == unknown
    assert any("Fit to be held" in one for one in known)


# --- what was planted stays where it was planted --------------------------------------------------


def bytes_of(cast: Cast, key: uuid.UUID) -> str:
    officer = browser(cast, "officer_reception")
    ask = reverse("referrals:ask_examination")
    own = [page(name, key) for name in ("examination", "take_back", "release")]
    paths = ["/", "/custody/", *own]
    answers = [officer.get(path, follow=True) for path in (*paths, f"{ask}?again={key}")]
    return " ".join(f"{one.headers} {one.content.decode()}" for one in answers)


def rows_of(cast: Cast) -> str:
    """Return whatever a session of the officer can read in any table, as text."""
    tables = [
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model._meta.db_table != "audit_entry"
    ]
    found = []
    with for_member(cast.officer_reception), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_no_word_of_the_clinic_reaches_the_centre(cast: Cast, state: str) -> None:
    with for_member(cast.aigul) as by:
        text = f"{SECRET} note"
        add_note(by=by, case=cast.gulnaras_case, text=text, submission=uuid.uuid4(), now=NOW)
    sheet = examined_to(cast, state)
    for read in (bytes_of(cast, sheet.pk), rows_of(cast)):
        assert SECRET not in read
        assert GULNARA not in read
        assert "no_capacity" not in read
    assert "Dr_Lee" not in bytes_of(cast, sheet.pk)


def test_after_custody_ended_no_appointment_and_no_answer_reach_the_centre(cast: Cast) -> None:
    sheet = released(cast, asked(cast))
    before = bytes_of(cast, sheet.pk)
    for move in ("receive", "accept", "schedule", "arrive", "complete"):
        step(cast, sheet, move)
    after = bytes_of(cast, sheet.pk)
    assert NOISE.sub("", before) == NOISE.sub("", after)
    for word in ("Gate 2", "Fit to be held"):
        assert word not in after
        assert word not in rows_of(cast)


def test_a_session_of_the_officer_changes_no_sheet_and_no_referral(cast: Cast) -> None:
    sheet = examined_to(cast, "completed")
    with unchanged():
        for statement in (
            "UPDATE referrals_examination SET fitness = 'not_fit'",
            "UPDATE referrals_examination SET centre_id = clinic_id",
            "UPDATE referrals_referral SET custody_ended_at = now()",
            "UPDATE referrals_referral SET state = 'cancelled'",
            "UPDATE referrals_formalanswer SET fitness = 'fit'",
        ):
            assert attempt(cast.officer_reception, statement) == 0
    assert seen(sheet).fitness == "fit"


def test_a_session_of_the_clinic_does_not_end_custody(cast: Cast) -> None:
    asked(cast)
    statement = "UPDATE referrals_referral SET custody_ended_at = now()"
    with unchanged():
        assert attempt(cast.dr_lee, statement) == "23514"


# --- shifts change, centres do not ----------------------------------------------------------------


def test_another_centre_sees_nothing_in_its_list(cast: Cast) -> None:
    asked(cast)
    south = browser(cast, "officer_south")
    assert "No examination was asked for yet" in south.get("/custody/").content.decode()


def test_taking_back_what_the_clinic_just_closed_says_neither_who_nor_why(cast: Cast) -> None:
    sheet = examined_to(cast, "received")
    officer = browser(cast, "officer_reception")
    step(cast, sheet, "decline")
    with unchanged(AUDIT):
        answer = officer.post(page("take_back", sheet.pk), {"because": "wish"}, follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert said == ["This is not possible now. Nothing was changed."]
    assert "Dr_Lee" not in answer.content.decode()
