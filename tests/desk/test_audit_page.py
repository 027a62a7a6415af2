"""The page that searches the audit: to each role what the matrix says, and nothing of a person."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import for_member
from audit import actions as audit
from audit.keys import first_key_of, new_key
from audit.models import Entry, Verb
from cases import numbers
from desk.oversight import search
from desk.oversight.search import Act, Asked
from tests.audit.damage import faults, seal
from tests.cast import GULNARA, RUSTAM, TODAY, ZARINA, Cast
from tests.emergencies import break_the_glass
from tests.referrals.browsers import browser
from tests.situations import grants_active
from tests.watching import audited

PAGE = "/audit/"
READERS = ("aigul", "saule", "dr_ahmetov", "madina")
WEEK = Asked(TODAY - datetime.timedelta(days=6), TODAY)


def acts(cast: Cast, name: str, asked: Asked = WEEK) -> list[Act]:
    """Return the first page of what somebody finds."""
    with for_member(cast.members[name]) as acting:
        return list(search.find_acts(acting, asked, number=1).page.rows)


def page(cast: Cast, name: str, query: str = "") -> Any:
    return browser(cast, name).get(f"{PAGE}{query}")


def look(cast: Cast, name: str, case: str) -> None:
    """Let somebody open a case."""
    assert browser(cast, name).get(f"/cases/{getattr(cast, case).pk}/").status_code == 200


def test_a_supervisor_sees_what_anybody_did_with_the_teams_records(cast: Cast) -> None:
    grants_active(cast)
    look(cast, "dr_ahmetov", "gulnaras_case")
    look(cast, "timur", "zarinas_case")
    found = acts(cast, "saule")
    assert ("City TB clinic", "Clinic staff") in {
        (one.organisation, str(one.role)) for one in found
    }
    assert not any(one.organisation == "Tirek" for one in found)
    assert not any("ahmetov" in one.who.lower() for one in found)


def test_a_caseworker_sees_what_was_done_with_their_own(cast: Cast) -> None:
    look(cast, "saule", "gulnaras_case")
    look(cast, "saule", "rustams_case")
    number = numbers.format_number(cast.gulnaras_case.number)
    assert {one.number for one in acts(cast, "aigul")} == {number, ""}
    others = numbers.format_number(cast.rustams_case.number)
    assert {one.number for one in acts(cast, "daniyar")} == {others, ""}
    assert ("Saule", number) in {(one.who, one.number) for one in acts(cast, "aigul")}


def test_what_was_done_with_a_colleagues_file_is_not_theirs_though_they_know_of_it(
    cast: Cast,
) -> None:
    break_the_glass(cast.saule, cast.rustam)
    told = {name: {str(one.what) for one in acts(cast, name)} for name in ("daniyar", "aigul")}
    assert str(Verb.BROKE_GLASS.label) in told["daniyar"]
    assert str(Verb.BROKE_GLASS.label) not in told["aigul"]


def test_a_clinic_sees_only_what_one_did_oneself(cast: Cast) -> None:
    grants_active(cast)
    look(cast, "nurse_olga", "gulnaras_case")
    look(cast, "dr_ahmetov", "gulnaras_case")
    assert {one.who for one in acts(cast, "dr_ahmetov")} == {"Dr_Ahmetov"}


def test_an_administrator_sees_acts_of_members_and_never_about_whom(cast: Cast) -> None:
    look(cast, "aigul", "gulnaras_case")
    look(cast, "timur", "zarinas_case")
    found = acts(cast, "madina")
    assert {one.organisation for one in found} == {"Komek"}
    assert not any(one.number or one.url for one in found)
    text = page(cast, "madina").content.decode()
    assert not any(str(key) in text for key in (cast.gulnara.pk, cast.gulnaras_case.pk))


@pytest.mark.parametrize("name", READERS)
def test_no_page_says_the_name_of_a_person_or_a_class_of_data(cast: Cast, name: str) -> None:
    grants_active(cast)
    text = page(cast, name).content.decode()
    assert not any(person in text for person in (GULNARA, RUSTAM, ZARINA))
    assert "tuberc" not in text.lower()
    assert " TB" not in text.replace("City TB clinic", "")


def test_a_system_administrator_sees_seals_and_no_act(cast: Cast) -> None:
    assert page(cast, "sysadmin").context["seals"].page.rows == []
    seal()
    faults()
    answer = page(cast, "sysadmin")
    (row,) = answer.context["seals"].page.rows
    text = answer.content.decode()
    assert row.hash in text
    assert "Nothing was changed" in text
    assert "Komek" not in text


def test_looking_at_the_page_is_written_down(cast: Cast) -> None:
    for name in ("saule", "sysadmin"):
        with audited() as entries:
            page(cast, name)
        (entry,) = entries
        assert (entry.verb, entry.subject_type, entry.subject_id) == ("read", "audit", None)


def test_filters_find_by_day_member_act_and_kind(cast: Cast) -> None:
    look(cast, "aigul", "gulnaras_case")
    look(cast, "daniyar", "rustams_case")
    mine = Asked(WEEK.since, WEEK.until, member_id=cast.aigul.user_id, verb="read", kind="case")
    assert [(one.who, str(one.what), str(one.kind)) for one in acts(cast, "saule", mine)] == [
        ("Aigul", "read", "Case")
    ]
    before = Asked(WEEK.since, TODAY - datetime.timedelta(days=1))
    assert acts(cast, "saule", before) == []
    later = Asked(TODAY + datetime.timedelta(days=1), TODAY + datetime.timedelta(days=2))
    assert acts(cast, "saule", later) == []


def test_filters_stand_in_the_address_and_go_along_to_the_next_page(cast: Cast) -> None:
    with for_member(cast.aigul) as aigul:
        keys = [new_key() for _ in range(60)]
        audit.record(Verb.CHANGED, by=aigul, subject_type="note", subject_ids=keys)
    query = f"?verb=changed&kind=note&member={cast.aigul.user_id}"
    answer = page(cast, "saule", query)
    assert (len(answer.context["found"].page.rows), answer.context["found"].count) == (50, 60)
    assert "60 acts" in answer.content.decode()
    assert answer.context["query"] == f"member={cast.aigul.user_id}&verb=changed&kind=note&"
    assert len(page(cast, "saule", f"{query}&page=2").context["found"].page.rows) == 10


@pytest.mark.parametrize(
    "query",
    ["?since=soon", "?verb=peeked", "?kind=nothing", "?member=x", f"?member={uuid.UUID(int=4)}"],
)
def test_what_is_not_understood_is_said_and_filters_nothing(cast: Cast, query: str) -> None:
    answer = page(cast, "saule", query)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["found"].page.rows


def test_where_nothing_was_done_it_says_so(cast: Cast) -> None:
    text = page(cast, "saule", "?since=2001-01-01&until=2001-01-02").content.decode()
    assert "Nothing was done in these days that fits." in text


def test_a_key_bears_its_moment() -> None:
    moment = timezone.now().replace(microsecond=5000)
    assert first_key_of(moment) <= new_key()
    assert first_key_of(moment + datetime.timedelta(seconds=60)) > new_key()


@pytest.mark.parametrize("name", READERS)
def test_the_page_costs_the_same_however_much_was_done(cast: Cast, name: str) -> None:
    visitor = browser(cast, name)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(PAGE).status_code == 200
        return len(asked)

    look(cast, "aigul", "gulnaras_case")
    visitor.get(PAGE)
    few = cost()
    for acting in cast.members.values():
        with for_member(acting):
            cases = [cast.gulnaras_case.pk, cast.rustams_case.pk] * 10
            audit.record(Verb.READ, by=acting, subject_type="case", subject_ids=cases)
    assert cost() <= few + 1  # organisations, where there was none to name before


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("saule", "audit_by_holder"),
        ("dr_ahmetov", "audit_by_actor"),
        ("madina", "audit_by_organisation"),
    ],
)
def test_lists_come_in_the_order_of_an_index(cast: Cast, name: str, index: str) -> None:
    with for_member(cast.members[name]) as acting, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Entry.objects.readable_by(acting).filter(id__gte=first_key_of(timezone.now()))
        plan = rows.order_by("-id")[:50].explain()
    assert f"Index Scan Backward using {index}" in plan
    assert "Sort" not in plan
