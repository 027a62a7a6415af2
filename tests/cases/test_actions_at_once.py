"""Two at the same moment, on two connections: one outcome, and nobody's work lost unseen."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.acting import for_member, for_system
from cases import actions
from cases.actions.consent import ConsentTerms
from cases.actions.first_contact import NewPerson
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from cases.models import Case, CaseGrant, CaseStep, Consent, Migrant, Note
from cases.stale import ChangedMeanwhile
from cases.states import CaseMove, CaseState, MoveNotOpen
from referrals import actions as referrals
from tests.at_once import second_waits_for_first
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.situations import send

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = MigrantFacts("tg")


def first_page(cast: Cast, submission: uuid.UUID) -> Callable[[], Case]:
    return lambda: actions.begin_first_contact(
        by=cast.aigul,
        person=NewPerson(full_name="Фарход Назаров", facts=FACTS),
        kind="injury",
        basis=ConsentTerms(AGREED, "tg", "written", TODAY),
        symptoms=Symptoms(),
        concern="Fell",
        submission=submission,
        now=NOW,
        today=TODAY,
    )


def test_a_first_page_sent_twice_at_once_makes_one_case(cast: Cast) -> None:
    submit = first_page(cast, uuid.uuid4())
    first, second = second_waits_for_first((cast.aigul, submit), (cast.aigul, submit))
    assert first == second
    with for_system(reason="tests"):
        assert Case.objects.count() == 4
        assert Migrant.objects.count() == 4
        assert Consent.objects.count() == 2
        assert Note.objects.count() == 1


def test_two_corrections_at_once_lose_neither_unseen(cast: Cast) -> None:
    def correct(facts: MigrantFacts) -> Callable[[], None]:
        return lambda: actions.change_migrant(
            by=cast.aigul, migrant=cast.gulnara, facts=facts, version=1
        )

    _, second = second_waits_for_first(
        (cast.saule, correct(FACTS)), (cast.aigul, correct(replace(FACTS, reads="no")))
    )
    assert isinstance(second, ChangedMeanwhile)
    assert [(one.field, one.yours, one.theirs) for one in second.differences] == [
        ("reads", "no", "unknown")
    ]
    with for_system(reason="tests"):
        stored = Migrant.objects.get(pk=cast.gulnara.pk)
    assert (stored.reads, stored.version) == ("unknown", 2)


def test_of_two_moves_at_once_one_happens(cast: Cast) -> None:
    def pause() -> CaseState:
        return actions.move_case(
            by=cast.aigul,
            case=cast.gulnaras_case,
            move=CaseMove.PAUSE,
            now=NOW,
            today=TODAY,
            reason="Away",
        )

    first, second = second_waits_for_first((cast.saule, pause), (cast.aigul, pause))
    assert first is CaseState.PAUSED
    assert isinstance(second, MoveNotOpen)
    with for_system(reason="tests"):
        assert CaseStep.objects.count() == 1


def test_a_note_sent_twice_at_once_is_written_once(cast: Cast) -> None:
    submission = uuid.uuid4()

    def write() -> Note:
        return actions.add_note(
            by=cast.aigul, case=cast.gulnaras_case, text="Seen", submission=submission, now=NOW
        )

    first, second = second_waits_for_first((cast.aigul, write), (cast.aigul, write))
    assert first == second
    with for_system(reason="tests"):
        assert Note.objects.count() == 1


def test_a_withdrawal_while_a_clinic_accepts_leaves_no_access(cast: Cast) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    with for_member(cast.dr_ahmetov) as doctor:
        referrals.receive_referral(by=doctor, referral=referral, now=NOW)
        referral.refresh_from_db()

    def accept() -> int:
        referrals.accept_referral(by=cast.dr_ahmetov, referral=referral, now=NOW, today=TODAY)
        return 0

    def withdraw() -> int:
        return actions.withdraw_consent(
            by=cast.aigul, consent=cast.gulnaras_consent, now=NOW, today=TODAY
        )

    assert second_waits_for_first((cast.dr_ahmetov, accept), (cast.aigul, withdraw)) == (0, 1)
    with for_system(reason="tests"):
        assert not CaseGrant.objects.current().filter(reason="referral").exists()


def test_an_acceptance_while_consent_is_withdrawn_opens_nothing(cast: Cast) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    with for_member(cast.dr_ahmetov) as doctor:
        referrals.receive_referral(by=doctor, referral=referral, now=NOW)
        referral.refresh_from_db()

    def withdraw() -> int:
        return actions.withdraw_consent(
            by=cast.aigul, consent=cast.gulnaras_consent, now=NOW, today=TODAY
        )

    def accept() -> int:
        referrals.accept_referral(by=cast.dr_ahmetov, referral=referral, now=NOW, today=TODAY)
        return 0

    _, second = second_waits_for_first((cast.aigul, withdraw), (cast.dr_ahmetov, accept))
    assert isinstance(second, Exception)
    with for_system(reason="tests"):
        assert not CaseGrant.objects.filter(reason="referral").exists()
        referral.refresh_from_db()
    assert referral.state == "received"
