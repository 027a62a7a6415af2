"""Whom a page is about, how a referral ended, whom one can refer to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation
from lucide import _load_icon

from accounts.acting import for_member
from accounts.models import Organisation
from accounts.permissions import Permission
from cases import numbers
from cases.access import get_case
from cases.actions import withdraw_consent
from referrals import directory
from referrals.about import About, about_case, about_referral, person_facts
from referrals.access import get_referral, side_of
from referrals.ending import Ending, ending_of
from referrals.models import Referral, Service
from referrals.sharing import LINES, line_of
from referrals.sheets import ReferralSheet, referral_sheet
from referrals.states import Side
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.referrals.stages import ROADS, asking, brought_to, drafted, offered_by
from tests.watching import audited, unchanged

AUDIT = frozenset({"audit_entry"})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet(cast: Cast, name: str, referral: Referral) -> ReferralSheet:
    with for_member(cast.members[name]) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        return referral_sheet(reader, found, TODAY)


# --- whom it is about -----------------------------------------------------------------------------


def about(cast: Cast, name: str, referral: Referral) -> About:
    with unchanged(AUDIT), for_member(cast.members[name]) as reader:
        return about_referral(reader, get_referral(reader, referral.pk, Permission.SEE_REFERRAL))


def test_a_form_says_on_top_whom_it_is_about_and_who_is_on_the_other_side(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    assert about(cast, "aigul", referral) == About(GULNARA, "City TB clinic · A first test")
    assert about(cast, "nurse_olga", referral) == About(GULNARA, "Komek · A first test")


def test_a_form_names_the_number_where_the_name_was_not_shared(cast: Cast) -> None:
    referral = brought_to(cast, "sent", asking(cast, "health"))
    assert about(cast, "dr_ahmetov", referral).title == numbers.format_number(referral.number)
    assert about(cast, "aigul", referral).title == GULNARA


def test_a_form_on_a_case_names_the_person_and_the_case(cast: Cast) -> None:
    with audited() as entries, for_member(cast.aigul) as reader:
        case = get_case(reader, cast.gulnaras_case.pk, Permission.SEND_REFERRAL)
        found = about_case(reader, case)
    number = numbers.format_number(cast.gulnaras_case.number)
    assert (found.title, str(found.detail)) == (GULNARA, f"Case {number}")
    assert [(e.verb, e.subject_type, e.subject_id) for e in entries] == [
        ("read", "case", cast.gulnaras_case.pk)
    ]


def test_who_saw_the_top_of_a_form_is_written_down(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    with audited() as entries:
        about(cast, "dr_ahmetov", referral)
    (entry,) = entries
    assert (entry.verb, entry.subject_id, entry.data_classes) == (
        "read", referral.pk, ["identity"]
    )  # fmt: skip


def test_what_is_known_of_the_person_stands_beside_the_name(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    facts = person_facts(sheet(cast, "dr_ahmetov", referral))
    assert [str(fact.value) for fact in facts][:3] == ["born in 1991", "Woman", "Kyrgyz"]
    for fact in facts:
        assert _load_icon(fact.icon) is not None


def test_what_was_not_shared_is_left_out(cast: Cast) -> None:
    referral = brought_to(cast, "sent", asking(cast, "health"))
    facts = person_facts(sheet(cast, "dr_ahmetov", referral))
    assert {"1991", "Woman"}.isdisjoint(str(fact.value) for fact in facts)
    assert str(facts[0].value) == "Kyrgyz"


def test_each_member_is_on_the_side_of_their_house(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    sides = {name: side_of(cast.members[name], referral) for name in ("aigul", "saule")}
    assert set(sides.values()) == {Side.SENDER}
    assert side_of(cast.dr_ahmetov, referral) is Side.RECEIVER


# --- how it ended ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "title", "reason", "note"),
    [
        ("declined", "They said no", "No free place", "Full until May"),
        ("redirected", "They point to another organisation", "City hospital", "They have a ward"),
        ("left_early", "The person left before the end", "", "Went after an hour"),
        ("cancelled", "The referral was taken back", "", "She went home"),
    ],
)
def test_an_ending_says_who_ended_it_and_why(
    cast: Cast, state: str, title: str, reason: str, note: str
) -> None:
    referral = brought_to(cast, state)
    for name in ("aigul", "nurse_olga"):
        found = ending_of(sheet(cast, name, referral))
        assert found == Ending(title, reason, note)


def test_what_ended_by_itself_says_so(cast: Cast) -> None:
    found = ending_of(sheet(cast, "aigul", brought_to(cast, "expired")))
    assert found is not None
    assert str(found.title) == "The referral ended by itself"
    assert "a month" in str(found.note)


@pytest.mark.parametrize("state", ["draft", "sent", "arrived", "completed"])
def test_what_is_open_or_was_answered_has_no_such_ending(cast: Cast, state: str) -> None:
    assert ending_of(sheet(cast, "aigul", brought_to(cast, state))) is None


@pytest.mark.parametrize("state", ROADS)
def test_it_is_said_who_sees_the_file_and_only_while_they_do(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    said = sheet(cast, "aigul", referral)
    assert line_of(said) in LINES.values()
    if state != "draft":
        theirs = sheet(cast, "dr_ahmetov", referral)
        is_open = line_of(theirs) == LINES[Side.RECEIVER, "open"]
        assert is_open == (theirs.case_id is not None)


def test_after_consent_is_withdrawn_neither_side_reads_that_the_file_is_seen(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    for name in ("aigul", "dr_ahmetov"):
        assert line_of(sheet(cast, name, referral)) not in LINES.values()


# --- whom one can refer to ------------------------------------------------------------------------


def test_one_refers_to_what_other_clinics_that_work_offer_now(cast: Cast) -> None:
    offered = offered_by(cast)
    Service.objects.create(organisation=cast.tirek, kind="shelter", name="A bed")
    found = list(directory.services_for(cast.aigul))
    assert (len(found), set(found)) == (3, set(offered.values()))
    Service.objects.filter(kind="tb_treatment").update(is_active=False)
    Organisation.objects.filter(pk=cast.hospital.pk).update(is_active=False)
    assert list(directory.services_for(cast.aigul)) == [offered["tb_examination"]]


def test_one_does_not_refer_to_oneself(cast: Cast) -> None:
    offered = offered_by(cast)
    assert list(directory.services_for(cast.dr_ahmetov)) == [offered["emergency"]]


def test_one_points_to_another_clinic_that_works(cast: Cast) -> None:
    assert list(directory.organisations_for(cast.dr_ahmetov)) == [cast.hospital]
    assert set(directory.organisations_for(cast.aigul)) == {cast.tb_clinic, cast.hospital}
    Organisation.objects.filter(pk=cast.hospital.pk).update(is_active=False)
    assert list(directory.organisations_for(cast.dr_ahmetov)) == []


def test_without_a_place_to_go_there_is_no_service_to_choose(cast: Cast) -> None:
    offered = offered_by(cast)
    declined = drafted(cast, replace(asking(cast), service=offered["tb_examination"]))
    with for_member(cast.aigul) as by:
        assert directory.service_at(by, declined) is None
