"""Cases: opened once, moved by the table, given to another caseworker, corrected knowingly."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.acting import for_member, for_system
from accounts.actions import add_member
from accounts.permissions import DataClass, Role
from cases import actions, numbers
from cases.actions.case import NotAMember
from cases.actions.migrant import MigrantFacts
from cases.models import Case, CaseGrant, CaseStep, Migrant
from cases.stale import ChangedMeanwhile
from cases.states import CaseMove, CaseState, MoveNotOpen
from tests.cast import NOW, TODAY, Cast
from tests.situations import share_a_file
from tests.watching import assert_codes_only, audited, unchanged

LATER = NOW + timedelta(hours=1)
CLOSING = {"reason": "Treated", "closing_reason": "resolved"}


def opened(cast: Cast, submission: uuid.UUID, kind: str = "papers") -> Case:
    with for_member(cast.aigul) as aigul:
        return actions.open_case(
            by=aigul, migrant=cast.gulnara, kind=kind, submission=submission, now=NOW
        )


def move(cast: Cast, what: CaseMove, **given: str) -> CaseState:
    """Let Aigul move Gulnara's case from whatever state it is in."""
    with for_member(cast.aigul) as aigul:
        return actions.move_case(
            by=aigul, case=stored(cast), move=what, now=LATER, today=TODAY, **given
        )


def stored(cast: Cast) -> Case:
    with for_system(reason="tests"):
        return Case.objects.get(pk=cast.gulnaras_case.pk)


def grant_of(case: Case) -> CaseGrant:
    with for_system(reason="tests"):
        return CaseGrant.objects.get(case=case, reason="owner")


# --- opening ----------------------------------------------------------------------------------------


def test_an_opened_case_has_a_valid_number_and_its_holders_grant(cast: Cast) -> None:
    with audited() as entries:
        case = opened(cast, uuid.uuid4())
    assert numbers.is_valid(case.number)
    assert (case.organisation, case.caseworker, case.state) == (
        cast.komek,
        cast.aigul.user,
        CaseState.OPEN,
    )
    grant = grant_of(case)
    assert (grant.organisation_id, grant.owner_id, grant.ends_at) == (
        cast.komek.pk,
        cast.komek.pk,
        None,
    )
    assert set(grant.data_classes) == {one.value for one in DataClass}
    assert [(entry.verb, entry.subject_type) for entry in entries] == [("created", "case")]
    assert_codes_only(entries)


def test_the_same_submission_opens_one_case(cast: Cast) -> None:
    submission = uuid.uuid4()
    first = opened(cast, submission)
    with unchanged():
        assert opened(cast, submission, kind="injury") == first


def test_a_number_already_taken_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([cast.gulnaras_case.number, cast.rustams_case.number, "1000000009"])
    monkeypatch.setattr(numbers, "new_number", lambda: next(drawn))
    assert opened(cast, uuid.uuid4()).number == "1000000009"


def test_numbers_that_are_all_taken_leave_no_half_a_case(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "new_number", lambda: cast.gulnaras_case.number)
    with unchanged(), for_member(cast.aigul) as aigul, pytest.raises(IntegrityError):
        actions.open_case(
            by=aigul, migrant=cast.gulnara, kind="papers", submission=uuid.uuid4(), now=NOW
        )


def test_a_case_is_not_opened_on_a_file_of_others(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            actions.open_case(
                by=by, migrant=cast.gulnara, kind="papers", submission=uuid.uuid4(), now=NOW
            )


# --- moving -----------------------------------------------------------------------------------------


def test_a_move_changes_the_state_and_leaves_its_step(cast: Cast) -> None:
    with audited() as entries:
        assert move(cast, CaseMove.PAUSE, reason="Away in June") is CaseState.PAUSED
    case = stored(cast)
    assert (case.state, case.changed_at, case.version) == ("paused", LATER, 2)
    with for_member(cast.aigul):
        step = CaseStep.objects.get(case=case)
    assert (step.move, step.from_state, step.to_state) == ("pause", "open", "paused")
    assert (step.by, step.at, step.reason) == (cast.aigul.user, LATER, "Away in June")
    assert [(entry.verb, entry.detail) for entry in entries] == [("moved", {"move": "pause"})]
    assert_codes_only(entries)


def test_the_grants_follow_the_case(cast: Cast) -> None:
    move(cast, CaseMove.PAUSE, reason="Away")
    grant = grant_of(cast.gulnaras_case)
    assert (grant.case_state, grant.sorted_at) == ("paused", LATER)


def test_closing_says_why_and_on_which_day_and_reopening_forgets_it(cast: Cast) -> None:
    assert move(cast, CaseMove.CLOSE, **CLOSING) is CaseState.CLOSED
    case = stored(cast)
    assert (case.closed_on, case.closing_reason) == (TODAY, "resolved")
    move(cast, CaseMove.REOPEN, reason="Ill again")
    case = stored(cast)
    assert (case.closed_on, case.closing_reason, case.version) == (None, "", 3)


def test_the_same_move_twice_is_refused_and_changes_nothing(cast: Cast) -> None:
    move(cast, CaseMove.PAUSE, reason="Away")
    with unchanged(), pytest.raises(MoveNotOpen):
        move(cast, CaseMove.PAUSE, reason="Away")


def test_of_two_who_saw_the_same_state_the_second_is_refused(cast: Cast) -> None:
    seen = stored(cast)
    move(cast, CaseMove.CLOSE, **CLOSING)
    with unchanged(), for_member(cast.saule) as saule, pytest.raises(MoveNotOpen):
        actions.move_case(
            by=saule, case=seen, move=CaseMove.PAUSE, now=NOW, today=TODAY, reason="Away"
        )


@pytest.mark.parametrize("what", [CaseMove.PAUSE, CaseMove.CLOSE])
def test_a_move_without_the_reason_it_needs_is_refused_whole(cast: Cast, what: CaseMove) -> None:
    given = {"closing_reason": "resolved"} if what is CaseMove.CLOSE else {}
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="its_reason"):
        move(cast, what, **given)


def test_a_case_is_not_closed_for_a_reason_that_is_not_in_the_list(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="day_and_reason"):
        move(cast, CaseMove.CLOSE, reason="Enough", closing_reason="bored")


def test_nobody_else_moves_a_case(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with unchanged(), for_member(stranger) as by, pytest.raises(MoveNotOpen):
            actions.move_case(
                by=by,
                case=cast.gulnaras_case,
                move=CaseMove.PAUSE,
                now=NOW,
                today=TODAY,
                reason="Away",
            )


def expect_departure(cast: Cast) -> None:
    facts = MigrantFacts(language="ky", expected_departure_on=date(2027, 1, 31))
    with for_member(cast.aigul) as aigul:
        actions.change_migrant(by=aigul, migrant=cast.gulnara, facts=facts, version=1)


def departure(cast: Cast) -> date | None:
    with for_system(reason="tests"):
        return Migrant.objects.get(pk=cast.gulnara.pk).expected_departure_on


def test_the_expected_departure_is_forgotten_with_the_last_open_case(cast: Cast) -> None:
    expect_departure(cast)
    move(cast, CaseMove.CLOSE, **CLOSING)
    assert departure(cast) is None


def test_the_expected_departure_stays_while_a_colleague_has_an_open_case(cast: Cast) -> None:
    expect_departure(cast)
    share_a_file(cast)
    move(cast, CaseMove.CLOSE, **CLOSING)
    assert departure(cast) == date(2027, 1, 31)


# --- giving to another caseworker -------------------------------------------------------------------


def assign(cast: Cast, to_id: uuid.UUID) -> None:
    with for_member(cast.saule) as saule:
        actions.assign_case(by=saule, case=cast.gulnaras_case, to_id=to_id, now=LATER)


def test_a_case_given_to_a_colleague_is_theirs_at_once_and_no_longer_ones_own(cast: Cast) -> None:
    with audited() as entries:
        assign(cast, cast.daniyar.user_id)
    for member, sees in ((cast.daniyar, True), (cast.aigul, False)):
        with for_member(member) as acting:
            assert Case.objects.filter(pk=cast.gulnaras_case.pk).exists() is sees
            assert Migrant.objects.opened_to(acting).filter(pk=cast.gulnara.pk).exists() is sees
    assert [entry.detail for entry in entries] == [{"field": "caseworker"}]
    assert_codes_only(entries)


@pytest.mark.parametrize("to", ["timur", "saule", "madina", "dr_ahmetov", "sysadmin"])
def test_a_case_goes_only_to_a_caseworker_of_its_holder(cast: Cast, to: str) -> None:
    with unchanged(), for_member(cast.saule), pytest.raises(NotAMember):
        assign(cast, cast.members[to].user_id)


def test_a_case_does_not_go_to_a_suspended_colleague(cast: Cast) -> None:
    with for_system(reason="tests") as system:
        new = add_member(
            by=system, user=cast.timur.user, organisation=cast.komek, role=Role.CASEWORKER
        )
        type(new).objects.filter(pk=new.pk).update(is_active=False)
    with unchanged(), for_member(cast.saule), pytest.raises(NotAMember):
        assign(cast, cast.timur.user_id)


# --- correcting -------------------------------------------------------------------------------------


def correct(cast: Cast, kind: str, version: int = 1) -> None:
    with for_member(cast.aigul) as aigul:
        actions.change_case(
            by=aigul, case=cast.gulnaras_case, kind=kind, version=version, now=LATER
        )


def test_what_a_case_is_about_can_be_corrected(cast: Cast) -> None:
    with audited() as entries:
        correct(cast, "chronic_disease")
    case = stored(cast)
    assert (case.kind, case.version, case.changed_at) == ("chronic_disease", 2, LATER)
    assert [entry.detail for entry in entries] == [{"field": "kind"}]
    assert_codes_only(entries)


def test_a_correction_of_an_older_version_changes_nothing(cast: Cast) -> None:
    correct(cast, "chronic_disease")
    with unchanged(), for_member(cast.aigul), pytest.raises(ChangedMeanwhile) as refusal:
        correct(cast, "injury")
    (difference,) = refusal.value.differences
    assert (difference.field, difference.yours, difference.theirs) == (
        "kind",
        "injury",
        "chronic_disease",
    )


def test_a_kind_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="words_are"):
        correct(cast, "deportation")
