"""Two at the same moment, on connections of their own: one winner, and nothing seen without consent."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.acting import Acting, for_system
from accounts.actions import add_member
from accounts.models import User
from accounts.permissions import Role
from cases.actions import block_state_contact, change_migrant, withdraw_consent
from cases.actions.migrant import MigrantFacts
from cases.models import Migrant
from referrals import actions
from referrals.actions.envelope import FileChangedMeanwhile
from referrals.actions.send import CaseIsClosed
from referrals.envelope_basis import ContactIsBlocked, NotAgreed
from referrals.models import Envelope, EnvelopeAnswer
from tests.at_once import second_waits_for_first
from tests.cast import NOW, TODAY, Cast
from tests.referrals.envelopes import (
    ANSWER,
    agreed,
    asking,
    brought_to,
    closed,
    fresh,
    steps_of,
    zarinas,
)

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]


@pytest.fixture
def colleague(cast: Cast) -> Acting:
    """A second officer of the consulate of Kyrgyzstan."""
    with for_system(reason="tests") as system:
        user = User.objects.create_user("second@example.org", "x", name="Second")
        house, role = cast.consulate_kg, Role.CONSULATE_OFFICER
        return Acting(add_member(by=system, user=user, organisation=house, role=role))


def taking(by: Acting, envelope: Envelope) -> tuple[Acting, Act]:
    return by, lambda: actions.take_envelope(by=by, envelope=envelope, now=NOW)


def answering(by: Acting, envelope: Envelope) -> tuple[Acting, Act]:
    return by, lambda: actions.answer_envelope(by=by, envelope=envelope, answer=ANSWER, now=NOW)


def withdrawing(by: Acting, envelope: Envelope) -> tuple[Acting, Act]:
    return by, lambda: actions.withdraw_envelope(
        by=by, envelope=envelope, reason="No need", now=NOW
    )


def sending(cast: Cast) -> tuple[Acting, Act]:
    return cast.aigul, lambda: actions.send_envelope(
        by=cast.aigul, case=cast.gulnaras_case, terms=asking(cast), submission=uuid.uuid4(),
        now=NOW, today=TODAY,
    )  # fmt: skip


def blocking(cast: Cast) -> tuple[Acting, Act]:
    return cast.saule, lambda: block_state_contact(
        by=cast.saule, migrant=cast.gulnara, reason="Afraid", submission=uuid.uuid4(), now=NOW
    )


def closing(cast: Cast) -> tuple[Acting, Act]:
    return cast.saule, lambda: closed(cast, by=cast.saule)


def joining(cast: Cast) -> tuple[Acting, Act]:
    """Gulnara turns out to be the person whom another organisation knows as Zarina."""

    def act() -> None:
        with for_system(reason="tests"):
            Migrant.objects.filter(pk=cast.gulnara.pk).update(person=cast.zarina.person_id)

    return cast.aigul, act


@pytest.mark.parametrize("act", [taking, answering])
def test_of_two_officers_at_once_one_does_it(
    cast: Cast, colleague: Acting, act: Callable[[Acting, Envelope], tuple[Acting, Act]]
) -> None:
    envelope = brought_to(cast, "seen")
    first, second = second_waits_for_first(act(cast.officer_kg, envelope), act(colleague, envelope))
    assert first == fresh(envelope).state
    assert isinstance(second, actions.EnvelopeMovedMeanwhile)
    assert len(steps_of(envelope)) == 2
    with for_system(reason="tests"):
        assert EnvelopeAnswer.objects.count() == (act is answering)


def test_an_answer_that_comes_while_it_is_taken_back_is_not_written(cast: Cast) -> None:
    envelope = brought_to(cast, "in_work")
    _first, second = second_waits_for_first(
        withdrawing(cast.aigul, envelope), answering(cast.officer_kg, envelope)
    )
    assert isinstance(second, actions.EnvelopeMovedMeanwhile)
    assert fresh(envelope).state == "withdrawn"


def test_taking_back_what_is_being_answered_finds_the_answer(cast: Cast) -> None:
    envelope = brought_to(cast, "in_work")
    _first, second = second_waits_for_first(
        answering(cast.officer_kg, envelope), withdrawing(cast.aigul, envelope)
    )
    assert isinstance(second, actions.EnvelopeMovedMeanwhile)
    assert fresh(envelope).state == "answered"


def test_a_consent_withdrawn_while_it_is_sent_takes_it_back(cast: Cast) -> None:
    consent = agreed(cast)
    withdraw = (
        cast.saule,
        lambda: withdraw_consent(by=cast.saule, consent=consent, now=NOW, today=TODAY),
    )
    sent, _second = second_waits_for_first(sending(cast), withdraw)
    assert fresh(sent).state == "withdrawn"


def test_nothing_is_sent_on_a_consent_being_withdrawn(cast: Cast) -> None:
    consent = agreed(cast)
    withdraw = (
        cast.saule,
        lambda: withdraw_consent(by=cast.saule, consent=consent, now=NOW, today=TODAY),
    )
    _first, second = second_waits_for_first(withdraw, sending(cast))
    assert isinstance(second, NotAgreed)
    nothing_was_sent()


def test_a_block_set_while_it_is_sent_takes_it_back(cast: Cast) -> None:
    agreed(cast)
    sent, _second = second_waits_for_first(sending(cast), blocking(cast))
    assert fresh(sent).state == "withdrawn"


def test_nothing_is_sent_while_a_block_is_being_set(cast: Cast) -> None:
    agreed(cast)
    _first, second = second_waits_for_first(blocking(cast), sending(cast))
    assert isinstance(second, ContactIsBlocked)
    nothing_was_sent()


def test_a_case_closed_while_it_is_sent_takes_it_back(cast: Cast) -> None:
    agreed(cast)
    sent, _second = second_waits_for_first(sending(cast), closing(cast))
    assert fresh(sent).state == "withdrawn"


def test_nothing_is_sent_from_a_case_that_is_being_closed(cast: Cast) -> None:
    agreed(cast)
    _first, second = second_waits_for_first(closing(cast), sending(cast))
    assert isinstance(second, CaseIsClosed)
    nothing_was_sent()


def test_nothing_is_sent_of_a_file_that_is_being_corrected(cast: Cast) -> None:
    agreed(cast)
    facts = MigrantFacts("ky", "female", datetime.date(1991, 5, 18), "day", "KG")
    correct = (
        cast.aigul,
        lambda: change_migrant(by=cast.aigul, migrant=cast.gulnara, facts=facts, version=1),
    )
    _first, second = second_waits_for_first(correct, sending(cast))
    assert isinstance(second, FileChangedMeanwhile)
    nothing_was_sent()


def test_a_block_that_is_being_set_reaches_a_file_found_to_be_the_same_person(cast: Cast) -> None:
    envelope = brought_to(cast, "sent")
    block = (
        cast.timur,
        lambda: block_state_contact(
            by=cast.timur, migrant=cast.zarina, reason="Afraid", submission=uuid.uuid4(), now=NOW
        ),
    )
    second_waits_for_first(block, joining(cast))
    assert fresh(envelope).state == "withdrawn"


def test_a_file_that_is_being_blocked_brings_its_block_to_its_person(cast: Cast) -> None:
    envelope = zarinas(cast)
    second_waits_for_first(blocking(cast), joining(cast))
    assert fresh(envelope).state == "withdrawn"


def nothing_was_sent() -> None:
    with for_system(reason="tests"):
        assert not Envelope.objects.exists()
