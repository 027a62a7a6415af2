"""The case file: what one may do, what is to be done, who else sees it, whether it may be shared."""

import datetime
from collections.abc import Iterator

import pytest
from django.urls import resolve
from django.utils import translation
from lucide import _load_icon

from accounts.acting import for_member, for_system
from accounts.permissions import Permission
from cases.access import get_case
from cases.actions import (
    add_task,
    finish_task,
    move_case,
    record_consent,
    record_legal_basis,
    withdraw_consent,
)
from cases.actions.consent import ConsentTerms
from cases.models import Case, Consent, LegalBasis
from cases.sheets import CaseSheet, case_sheet
from cases.states import CaseMove
from desk import case_file
from desk.case_file import MOVE_ICONS, Button, Glance
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.referrals.stages import brought_to, done

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet(cast: Cast, name: str = "aigul", case: Case | None = None) -> CaseSheet:
    with for_member(cast.members[name]) as reader:
        found = get_case(reader, (case or cast.gulnaras_case).pk, Permission.SEE_CASE)
        return case_sheet(reader, found, TODAY)


def move(cast: Cast, *moves: CaseMove) -> None:
    with for_member(cast.aigul) as by:
        for one in moves:
            case = get_case(by, cast.gulnaras_case.pk, Permission.MOVE_CASE)
            closing = "resolved" if one is CaseMove.CLOSE else ""
            move_case(
                by=by,
                case=case,
                move=one,
                now=NOW,
                today=TODAY,
                reason="Because",
                closing_reason=closing,
            )


def words(found: list[Button]) -> list[str]:
    return [str(resolve(button.url).url_name) for button in found]


# --- buttons --------------------------------------------------------------------------------------


def test_each_role_has_its_acts_on_an_open_case(cast: Cast) -> None:
    brought_to(cast, "accepted")
    acts = {
        name: words(case_file.acts_on(cast.members[name], sheet(cast, name)))
        for name in ("aigul", "saule", "dr_ahmetov", "nurse_olga")
    }
    assert acts == {
        "aigul": ["write", "add_note", "add_task"],
        "saule": ["add_task", "assign"],
        "dr_ahmetov": ["add_note"],
        "nurse_olga": ["add_note"],
    }


def test_a_paused_case_is_still_worked_on_and_a_closed_one_is_not(cast: Cast) -> None:
    move(cast, CaseMove.PAUSE)
    assert len(case_file.acts_on(cast.aigul, sheet(cast))) == 3
    move(cast, CaseMove.CLOSE)
    assert case_file.acts_on(cast.aigul, sheet(cast)) == []


@pytest.mark.parametrize(
    ("moves", "buttons"),
    [
        ((), ["change_case", "pause", "close"]),
        ((CaseMove.PAUSE,), ["change_case", "resume", "close"]),
        ((CaseMove.CLOSE,), ["change_case", "reopen"]),
    ],
)
def test_the_moves_of_a_case_are_those_its_state_allows(
    cast: Cast, moves: tuple[CaseMove, ...], buttons: list[str]
) -> None:
    move(cast, *moves)
    found = case_file.moves_on(cast.aigul, sheet(cast))
    assert words(found) == buttons
    assert [button.is_post for button in found] == [name == "resume" for name in buttons]


def test_who_may_not_see_tb_does_not_correct_what_a_case_of_tb_is_about(cast: Cast) -> None:
    assert words(case_file.moves_on(cast.saule, sheet(cast, "saule"))) == ["pause", "close"]
    rustams = sheet(cast, "daniyar", cast.rustams_case)
    assert words(case_file.moves_on(cast.daniyar, rustams)) == ["change_case", "pause", "close"]


def test_the_clinic_does_not_move_a_case_that_is_not_its_own(cast: Cast) -> None:
    brought_to(cast, "accepted")
    assert case_file.moves_on(cast.dr_ahmetov, sheet(cast, "dr_ahmetov")) == []


def test_every_button_has_a_picture(cast: Cast) -> None:
    assert set(MOVE_ICONS) == set(CaseMove)
    buttons = case_file.acts_on(cast.aigul, sheet(cast))
    for icon in (*MOVE_ICONS.values(), *(button.icon for button in buttons)):
        assert _load_icon(icon) is not None


# --- what is to be done ---------------------------------------------------------------------------


def test_open_tasks_stand_in_the_order_of_their_days_and_say_how_late_they_are(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        for days, kind in ((2, "refer"), (-1, "call_back"), (0, "papers")):
            due_on = TODAY + days * DAY
            last = add_task(by=by, case=cast.gulnaras_case, kind=kind, due_on=due_on, now=NOW)
        finish_task(by=by, task=last, now=NOW)
    found = case_file.open_tasks(sheet(cast), TODAY)
    assert [(task.label, task.is_late) for task in found] == [("Call back", True), ("Refer", False)]
    assert found[0].when == "1 day late"
    assert found[1].when == f"by {TODAY + 2 * DAY:%d.%m.%Y}"


def test_the_clinic_reads_no_tasks(cast: Cast) -> None:
    brought_to(cast, "accepted")
    with for_member(cast.aigul) as by:
        add_task(by=by, case=cast.gulnaras_case, kind="refer", due_on=TODAY, now=NOW)
    assert case_file.open_tasks(sheet(cast, "dr_ahmetov"), TODAY) == []


# --- who else sees it -----------------------------------------------------------------------------


def test_who_else_sees_the_case_is_said_with_what_and_why_no_more(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    (access,) = case_file.access_to(sheet(cast), NOW)
    assert (access.organisation, access.has_ended, access.ends_at) == (
        "City TB clinic",
        False,
        None,
    )
    assert "Health in general" in [str(one) for one in access.shared]
    done(cast, referral, "cancel")
    (access,) = case_file.access_to(sheet(cast), NOW + DAY)
    assert (access.has_ended, access.why_ended) == (True, "the referral ended")


def test_access_that_will_end_has_not_ended_yet(cast: Cast) -> None:
    terms = ConsentTerms(
        AGREED, "ky", "written", TODAY, recipient_kinds=("clinic",), expires_on=TODAY + DAY
    )
    with for_member(cast.aigul) as by:
        record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    brought_to(cast, "accepted")
    (access,) = case_file.access_to(sheet(cast), NOW)
    assert access.ends_at is not None
    assert not access.has_ended
    (later,) = case_file.access_to(sheet(cast), access.ends_at)
    assert later.has_ended


def test_before_anybody_accepted_nobody_else_sees_it(cast: Cast) -> None:
    brought_to(cast, "received")
    assert case_file.access_to(sheet(cast), NOW) == []


def test_the_clinic_is_not_told_who_else_sees_it(cast: Cast) -> None:
    brought_to(cast, "accepted")
    assert case_file.access_to(sheet(cast, "dr_ahmetov"), NOW) == []


def test_the_referrals_of_the_case_stand_on_its_page(cast: Cast) -> None:
    brought_to(cast, "declined")
    brought_to(cast, "sent")
    with for_member(cast.aigul) as reader:
        found = case_file.referral_items(reader, cast.gulnaras_case.pk, TODAY)
    assert [(item.title, item.badge) for item in found] == [
        ("City TB clinic", "Sent"), ("City TB clinic", "Declined")
    ]  # fmt: skip


# --- whether it may be shared ---------------------------------------------------------------------


def glance(cast: Cast, name: str = "aigul", case: Case | None = None) -> Glance:
    return case_file.consent_at_a_glance(sheet(cast, name, case), TODAY)


def rustams(cast: Cast) -> Glance:
    return glance(cast, "daniyar", cast.rustams_case)


def agree(cast: Cast, **terms: object) -> Consent:
    given = {"recipient_kinds": ("clinic",), "given_on": TODAY, **terms}
    with for_member(cast.daniyar) as by:
        whole = ConsentTerms(AGREED, "tg", "written", **given)  # type: ignore[arg-type]
        return record_consent(by=by, migrant=cast.rustam, terms=whole, now=NOW)


def test_a_consent_says_for_whom_and_until_when(cast: Cast) -> None:
    found = glance(cast)
    assert (found.state, str(found.text), found.until) == ("ok", "Clinic or hospital", None)
    agree(cast, expires_on=TODAY + 200 * DAY)
    assert (rustams(cast).state, rustams(cast).until) == ("ok", TODAY + 200 * DAY)


def test_a_consent_that_soon_ends_says_so(cast: Cast) -> None:
    agree(cast, expires_on=TODAY + 3 * DAY)
    assert rustams(cast).state == "expiring"


def test_without_a_consent_nothing_may_be_shared(cast: Cast) -> None:
    assert rustams(cast).state == "missing"
    agree(cast, given_on=TODAY - 9 * DAY, expires_on=TODAY - DAY)
    assert rustams(cast).state == "missing"
    agree(cast, given_on=TODAY + DAY)
    assert rustams(cast).state == "missing"


def test_a_withdrawn_consent_says_so_until_there_is_another(cast: Cast) -> None:
    consent = agree(cast)
    with for_member(cast.daniyar) as by:
        withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)
    assert rustams(cast).state == "withdrawn"
    agree(cast)
    assert rustams(cast).state == "ok"


def test_a_ground_in_law_stands_in_for_it_until_its_last_day(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        record_legal_basis(
            by=by,
            case=cast.rustams_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW,
            today=TODAY,
        )
    found = rustams(cast)
    assert (found.state, found.text, found.until) == (
        "basis", "Danger to life", TODAY + 30 * DAY
    )  # fmt: skip
    with for_system(reason="tests"):
        LegalBasis.objects.update(ends_on=TODAY - DAY)
    assert rustams(cast).state == "missing"


def test_a_consent_to_something_else_than_care_is_none_to_care(cast: Cast) -> None:
    consent = agree(cast)
    with for_system(reason="tests"):
        Consent.objects.filter(pk=consent.pk).update(purpose="papers", goes_abroad=True)
    assert rustams(cast).state == "missing"
