"""What ends an envelope though nobody took it back: consent, a block, a corrected citizenship."""

import datetime

import pytest

from accounts.acting import for_member, for_system
from cases.actions import assign_case, change_migrant
from cases.actions.migrant import MigrantFacts
from cases.models import Case, Migrant
from referrals.actions.send import CaseIsClosed
from referrals.envelope_basis import ContactIsBlocked, Missing, NotAgreed
from referrals.models import Envelope, EnvelopeAnswer
from tests.cast import NOW, Cast
from tests.referrals.envelopes import (
    OPEN,
    agreed,
    blocked,
    brought_to,
    closed,
    fresh,
    lifted,
    posted,
    steps_of,
    taken_back,
    zarinas,
)
from tests.watching import audited, unchanged


@pytest.mark.parametrize("state", OPEN)
def test_with_the_consent_every_open_envelope_ends_in_the_same_transaction(
    cast: Cast, state: str
) -> None:
    envelope = brought_to(cast, state)
    with audited() as entries:
        taken_back(cast, envelope.consent)
    ended, last = fresh(envelope), steps_of(envelope)[-1]
    assert (ended.state, ended.ended_at) == ("withdrawn", NOW)
    assert (last.move, last.because, last.by_id) == (
        "withdraw", "consent_ended", cast.aigul.user_id
    )  # fmt: skip
    assert {"move": "withdraw", "because": "consent_ended"} in [entry.detail for entry in entries]


def test_another_consent_withdrawn_leaves_it_open(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    taken_back(cast, cast.gulnaras_consent)
    assert fresh(envelope).state == "seen"


def test_what_has_ended_stays_as_it_ended(cast: Cast) -> None:
    envelope = brought_to(cast, "closed")
    taken_back(cast, envelope.consent)
    assert fresh(envelope).state == "closed"


@pytest.mark.parametrize("state", OPEN)
def test_a_block_of_contact_ends_every_open_envelope_at_once(cast: Cast, state: str) -> None:
    envelope = brought_to(cast, state)
    blocked(cast)
    assert fresh(envelope).state == "withdrawn"
    assert steps_of(envelope)[-1].because == "contact_blocked"


def test_while_contact_is_blocked_nothing_is_sent(cast: Cast) -> None:
    agreed(cast)
    blocked(cast)
    with unchanged(), pytest.raises(ContactIsBlocked):
        posted(cast)


def test_after_the_lifting_only_a_newer_consent_counts(cast: Cast) -> None:
    agreed(cast)
    blocked(cast)
    lifted(cast)
    with unchanged(), pytest.raises(NotAgreed) as refusal:
        posted(cast)
    assert refusal.value.gaps == {Missing.BEFORE_LIFTING}
    newer = agreed(cast, now=NOW + datetime.timedelta(seconds=1))
    assert posted(cast).consent_id == newer.pk


def test_a_block_on_another_file_of_the_same_person_counts_too(cast: Cast) -> None:
    agreed(cast)
    envelope = posted(cast)
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.zarina.pk).update(person=cast.gulnara.person_id)
    blocked(cast, cast.zarina, cast.timur)
    assert fresh(envelope).state == "withdrawn"
    with unchanged(), pytest.raises(ContactIsBlocked):
        posted(cast)


def test_files_found_to_be_one_person_share_the_block(cast: Cast) -> None:
    blocked(cast, cast.zarina, cast.timur)
    agreed(cast)
    envelope = posted(cast)
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.zarina.pk).update(person=cast.gulnara.person_id)
        Migrant.objects.filter(pk=cast.gulnara.pk).update(person=cast.zarina.person_id)
    assert fresh(envelope).state == "withdrawn"


def test_a_corrected_citizenship_takes_the_envelope_from_the_wrong_state(cast: Cast) -> None:
    envelope = brought_to(cast, "in_work")
    facts = MigrantFacts("ky", "female", datetime.date(1991, 5, 17), "day", "TJ")
    with for_member(cast.aigul) as by:
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    assert fresh(envelope).state == "withdrawn"
    assert steps_of(envelope)[-1].because == "citizenship_changed"


def test_a_citizenship_corrected_in_the_same_statement_hides_no_shared_block(cast: Cast) -> None:
    of_zarina = zarinas(cast)
    blocked(cast)
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(
            citizenship="TJ", person=cast.zarina.person_id
        )
    assert fresh(of_zarina).state == "withdrawn"
    assert steps_of(of_zarina)[-1].because == "contact_blocked"


@pytest.mark.parametrize("state", OPEN)
def test_with_the_case_every_open_envelope_ends_in_the_same_transaction(
    cast: Cast, state: str
) -> None:
    envelope = brought_to(cast, state)
    with audited() as entries:
        closed(cast, by=cast.saule)
    ended, last = fresh(envelope), steps_of(envelope)[-1]
    assert (ended.state, ended.ended_at, ended.noted_at) == ("withdrawn", NOW, NOW)
    assert (last.move, last.because, last.by_id, last.organisation_id) == (
        "withdraw", "case_closed", cast.saule.user_id, cast.komek.pk
    )  # fmt: skip
    assert {"move": "withdraw", "because": "case_closed"} in [entry.detail for entry in entries]


def test_of_a_closed_case_the_consulate_sees_nothing_and_the_sender_keeps_the_answer(
    cast: Cast,
) -> None:
    envelope = brought_to(cast, "answered")
    closed(cast)
    with for_member(cast.officer_kg) as officer:
        assert not Envelope.objects.visible_to(officer).exists()
        assert not Envelope.objects.exists()
        assert not EnvelopeAnswer.objects.exists()
    with for_member(cast.aigul) as sender:
        assert EnvelopeAnswer.objects.visible_to(sender).get().envelope_id == envelope.pk


def test_a_pause_and_another_case_closed_leave_it_open(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    with for_system(reason="tests"):
        Case.objects.filter(pk=cast.gulnaras_case.pk).update(state="paused")
        Case.objects.filter(pk=cast.rustams_case.pk).update(
            state="closed", closed_on=NOW, closing_reason="resolved"
        )
    assert fresh(envelope).state == "seen"


def test_from_a_closed_case_nothing_is_sent(cast: Cast) -> None:
    agreed(cast)
    closed(cast)
    with for_member(cast.aigul):
        case = Case.objects.get(pk=cast.gulnaras_case.pk)
    with unchanged(), pytest.raises(CaseIsClosed):
        posted(cast, case=case)
    # Nor by a page that read the case before: the database knows.
    with unchanged(), pytest.raises(CaseIsClosed):
        posted(cast)


def test_a_colleagues_case_of_the_same_person_loses_its_envelope_too(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    with for_member(cast.saule) as by:
        assign_case(by=by, case=cast.gulnaras_case, to_id=cast.daniyar.user_id, now=NOW)
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(caseworker=cast.aigul.user_id)
    taken_back(cast, envelope.consent)
    assert fresh(envelope).state == "withdrawn"
