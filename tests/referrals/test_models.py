"""What the database itself refuses, whoever asks: each constraint, broken by raw writing."""

import uuid
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import for_member, for_system
from cases.actions import record_legal_basis
from cases.models import LegalBasis
from referrals.models import Referral
from tests.cast import NOW, Cast
from tests.referrals.stages import (
    brought_to,
    done,
    drafted,
    fresh,
)
from tests.watching import unchanged


def refused(constraint: str) -> AbstractContextManager[object]:
    return pytest.raises(IntegrityError, match=constraint)


def write(referral: Referral, **columns: object) -> None:
    """Write columns straight into the row, as the system."""
    with for_system(reason="tests"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**columns)


def test_write_writes(cast: Cast) -> None:
    referral = drafted(cast)
    write(referral, asked="Something else")
    assert fresh(referral).asked == "Something else"


# --- one open question ----------------------------------------------------------------------------


def copied(referral: Referral, **columns: object) -> Referral:
    """Store the same referral once more, as the system, with some columns changed."""
    kept = {
        field.attname: getattr(referral, field.attname)
        for field in Referral._meta.concrete_fields
        if field.attname not in {"id", "number", "submission"}
    }
    number = "".join(str(int(char, 16) % 10) for char in uuid.uuid4().hex[:10])
    with for_system(reason="tests"), transaction.atomic():
        return Referral.objects.create(
            **(kept | {"number": number, "submission": uuid.uuid4()} | columns)
        )


def test_the_same_question_is_open_once(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(), refused("one_open_referral_a_question"):
        copied(referral)


def test_an_ended_question_does_not_stand_in_the_way(cast: Cast) -> None:
    assert copied(brought_to(cast, "cancelled"), state="draft", ended_at=None).pk


@pytest.mark.parametrize("difference", [{"reason": "emergency"}, {"recipient_id": "{hospital.pk}"}])
def test_another_question_does_not_stand_in_the_way(cast: Cast, difference: dict[str, str]) -> None:
    columns = {name: value.format(**vars(cast)) for name, value in difference.items()}
    assert copied(brought_to(cast, "received"), **columns).pk


@pytest.mark.parametrize("column", ["number", "submission"])
def test_numbers_and_submissions_are_unique(cast: Cast, column: str) -> None:
    referral = brought_to(cast, "cancelled")
    with unchanged(), refused(column):
        copied(referral, **{column: getattr(referral, column)})


# --- words and houses -----------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["state", "kind", "reason", "priority"])
def test_a_word_nobody_defined_is_not_stored(cast: Cast, column: str) -> None:
    referral = brought_to(cast, "expired")
    with unchanged(), refused("referral_words_are_known"):
        copied(referral, **{column: "somehow"})


def test_a_referral_leaves_the_house(cast: Cast) -> None:
    referral = drafted(cast)
    with unchanged(), refused("referral_leaves_the_house"):
        write(referral, recipient=cast.komek)


# --- what it rests on -----------------------------------------------------------------------------


def ground_of(cast: Cast) -> LegalBasis:
    with for_member(cast.aigul) as by:
        return record_legal_basis(
            by=by,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW,
            today=NOW.date(),
        )


@pytest.mark.parametrize("state", ["sent", "accepted", "completed", "expired"])
def test_nothing_is_sent_on_no_basis(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged(), refused("referral_is_sent_on_one_basis"):
        copied(referral, consent_id=None, legal_basis_id=None)


def test_nothing_is_sent_on_two_bases(cast: Cast) -> None:
    referral, ground = brought_to(cast, "sent"), ground_of(cast)
    with unchanged(), refused("referral_is_sent_on_one_basis"):
        copied(referral, legal_basis_id=ground.pk)


def test_either_basis_alone_will_do(cast: Cast) -> None:
    referral, ground = brought_to(cast, "expired"), ground_of(cast)
    assert copied(referral, consent_id=None, legal_basis_id=ground.pk).pk
    assert copied(referral).consent_id == cast.gulnaras_consent.pk


def test_a_draft_needs_no_basis_even_when_it_is_taken_back(cast: Cast) -> None:
    referral = done(cast, drafted(cast), "cancel")
    assert (referral.consent_id, referral.legal_basis_id, referral.sent_at) == (None, None, None)


# --- columns that belong together -----------------------------------------------------------------


@pytest.mark.parametrize("state", ["sent", "scheduled", "declined", "expired"])
def test_what_was_sent_says_when(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged(), refused("a_sent_referral_says_when"):
        copied(referral, sent_at=None)


FROZEN: dict[str, object] = {
    "asked": "Something else",
    "reason": "emergency",
    "kind": "transfer",
    "data_classes": ["identity"],
    "shown_name": "Somebody Else",
    "shown_birth_year": 1950,
    "sent_at": NOW.replace(year=2020),
    "consent_id": None,
    "shown_sex": "male",
    "shown_language": "en",
    "needs_interpreter": True,
    "priority": "stat",
    "number": "0000000000",
    "submission": uuid.UUID(int=7),
}


@pytest.mark.parametrize("column", FROZEN)
def test_what_was_sent_is_not_rewritten(cast: Cast, column: str) -> None:
    for state in ("sent", "completed"):
        referral = brought_to(cast, state)
        with unchanged(), refused("what was sent stays as it was"):
            write(referral, **{column: FROZEN[column]})
        write(referral, state="cancelled", ended_at=NOW)


def test_a_no_has_its_coded_reason(cast: Cast) -> None:
    referral = brought_to(cast, "declined")
    with unchanged(), refused("declined_has_its_reason"):
        write(referral, decline_reason="")


def test_only_a_no_has_a_reason_to_decline(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(), refused("declined_has_its_reason"):
        write(referral, decline_reason="no_capacity")


def test_a_no_with_its_reason_is_stored(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    write(referral, state="declined", decline_reason="other", ended_at=NOW)


def test_pointing_elsewhere_says_where(cast: Cast) -> None:
    referral = brought_to(cast, "redirected")
    with unchanged(), refused("redirected_says_where"):
        write(referral, redirected_to=None)


def test_only_pointing_elsewhere_says_where(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(), refused("redirected_says_where"):
        write(referral, redirected_to=cast.hospital)


def test_pointing_elsewhere_with_the_place_is_stored(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    write(referral, state="redirected", redirected_to=cast.hospital, ended_at=NOW)


def test_an_appointment_has_its_moment(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    with unchanged(), refused("scheduled_has_its_moment"):
        write(referral, appointment_at=None)


def test_an_acceptance_without_a_moment_is_no_appointment(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with unchanged(), refused("scheduled_has_its_moment"):
        write(referral, state="scheduled")


def test_an_earlier_appointment_may_stand_in_what_was_missed(cast: Cast) -> None:
    assert brought_to(cast, "did_not_arrive").appointment_at is not None


def test_who_has_come_came_at_a_moment(cast: Cast) -> None:
    referral = brought_to(cast, "arrived")
    with unchanged(), refused("arrived_has_its_moment"):
        write(referral, arrived_at=None)


def test_who_is_expected_has_not_come_without_a_moment(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    with unchanged(), refused("arrived_has_its_moment"):
        write(referral, state="arrived")


def test_the_moment_of_coming_stays_in_the_answer(cast: Cast) -> None:
    assert brought_to(cast, "completed").arrived_at == NOW


@pytest.mark.parametrize("state", ["declined", "completed", "cancelled", "expired"])
def test_what_ended_says_when(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged(), refused("an_ended_referral_says_when"):
        write(referral, ended_at=None)


@pytest.mark.parametrize("state", ["draft", "sent", "arrived"])
def test_what_is_open_has_not_ended(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged(), refused("an_ended_referral_says_when"):
        write(referral, ended_at=NOW)


def test_what_ends_and_says_when_is_stored(cast: Cast) -> None:
    write(brought_to(cast, "sent"), state="expired", ended_at=NOW)
