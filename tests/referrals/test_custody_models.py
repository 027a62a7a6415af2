"""What the tables refuse of examinations from custody, and every move in every state."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.acting import for_member, for_system
from referrals.models import Examination, FormalAnswer, Referral
from referrals.states import MoveNotOpen, Side, moves_open_to
from tests.cast import NOW, TODAY, Cast
from tests.referrals.custody_stages import (
    CUSTODY_ROADS,
    IN_A_WEEK,
    MOVES,
    asked,
    behind,
    examined_to,
    step,
)
from tests.referrals.stages import brought_to
from tests.watching import unchanged


def write(referral: Referral, **columns: object) -> None:
    with for_system(reason="tests"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**columns)


def copy_of(referral: Referral, **columns: object) -> None:
    """Store the row once more, changed."""
    for name, value in columns.items():
        setattr(referral, name, value)
    referral.pk, referral.number, referral.submission = uuid.uuid4(), "9999999999", uuid.uuid4()
    with for_system(reason="tests"):
        referral.save(force_insert=True)


@pytest.mark.parametrize(
    ("column", "constraint"),
    [
        ("case_id", "only_custody_has_no_file"),
        ("migrant_id", "only_custody_has_no_file"),
        ("consent_id", "referral_is_sent_on_one_basis"),
    ],
)
def test_an_examination_has_no_file_and_needs_no_consent(
    cast: Cast, column: str, constraint: str
) -> None:
    columns = {
        "case_id": cast.gulnaras_case.pk,
        "migrant_id": cast.gulnara.pk,
        "consent_id": cast.gulnaras_consent.pk,
    }
    examination = behind(asked(cast))
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(examination, **{column: columns[column]})


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"case": None}, "only_custody_has_no_file"),
        ({"migrant": None}, "only_custody_has_no_file"),
        ({"consent": None}, "referral_is_sent_on_one_basis"),
        ({"escort": "Two officers"}, "only_custody_brings_people"),
        ({"custody_ended_at": NOW}, "only_custody_brings_people"),
    ],
)
def test_every_other_referral_has_its_file_and_its_basis(
    cast: Cast, columns: dict[str, object], constraint: str
) -> None:
    referral = brought_to(cast, "sent")
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(referral, reason="screening", **columns)


def test_an_examination_is_never_a_draft_and_says_how_the_person_is_brought(cast: Cast) -> None:
    examination = asked(cast)
    for columns in ({"state": "draft"}, {"escort": ""}):
        with pytest.raises(IntegrityError, match="only_custody_brings_people"):
            copy_of(behind(examination), **columns)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("escort", "None"),
        ("shown_citizenship", "TJ"),
        ("shown_name", "Another"),
        ("asked", "Nothing"),
        ("kind", "care"),
    ],
)
def test_what_the_centre_sent_is_not_rewritten(cast: Cast, column: str, value: str) -> None:
    referral = behind(asked(cast))
    with unchanged(), pytest.raises(IntegrityError, match="stays as it was"):
        write(referral, **{column: value})


def test_the_end_of_custody_is_not_taken_back(cast: Cast) -> None:
    referral = behind(asked(cast))
    write(referral, custody_ended_at=NOW)
    with unchanged(), pytest.raises(IntegrityError, match="custody ends once"):
        write(referral, custody_ended_at=None)


def test_a_care_referral_gets_no_formal_answer(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    with (
        unchanged(),
        pytest.raises(DatabaseError, match="row-level security"),
        for_member(cast.dr_ahmetov) as by,
    ):
        FormalAnswer.objects.create(
            referral=referral,
            fitness="fit",
            look_again_on=IN_A_WEEK,
            answered_by=by.user,
            answered_at=NOW,
            answered_on=TODAY,
        )


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"fitness": "fit"}, "examination_answered_has_its_answer"),
        ({"look_again_on": TODAY}, "examination_answered_has_its_answer"),
        ({"phase": "answered"}, "examination_answered_has_its_answer"),
        ({"phase": "forgotten"}, "examination_answered_has_its_answer"),
        ({"place": "Ward 3"}, "examination_closed_says_nothing_else"),
        ({"appointment_at": NOW}, "examination_closed_says_nothing_else"),
    ],
)
def test_a_closed_sheet_can_hold_nothing_else(
    cast: Cast, columns: dict[str, object], constraint: str
) -> None:
    sheet = examined_to(cast, "declined")
    with (
        unchanged(),
        pytest.raises(IntegrityError, match=constraint),
        for_system(reason="tests"),
    ):
        Examination.objects.filter(pk=sheet.pk).update(**columns)


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_in_every_state_just_the_moves_of_the_table_are_open(cast: Cast, state: str) -> None:
    examination = examined_to(cast, state)
    table = {move.value for side in Side for move in moves_open_to(state, side)}
    for move in (*MOVES, "cancel", "expire"):
        with transaction.atomic():
            if move in table:
                step(cast, examination, move)
            else:
                with unchanged(), pytest.raises(MoveNotOpen):
                    step(cast, examination, move)
            transaction.set_rollback(True)


def test_an_examination_is_named_by_its_number_and_its_answer_by_its_key(cast: Cast) -> None:
    sheet = examined_to(cast, "completed")
    with for_system(reason="tests"):
        answer = FormalAnswer.objects.get()
    assert (str(sheet), str(answer)) == (sheet.number, str(answer.pk))
