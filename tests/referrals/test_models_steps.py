"""What the tables refuse of steps, answers and services, and who sees which rows."""

from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import for_member, for_system
from referrals.models import Referral, ReferralAnswer, ReferralStep, Service
from referrals.states import MOVES, ReferralMove
from tests.cast import NOW, Cast
from tests.referrals.stages import (
    asking,
    brought_to,
    done,
    drafted,
    offered_by,
    steps_of,
)
from tests.watching import unchanged


def refused(constraint: str) -> AbstractContextManager[object]:
    return pytest.raises(IntegrityError, match=constraint)


# --- steps ----------------------------------------------------------------------------------------


def step(cast: Cast, move: str, **columns: object) -> ReferralStep:
    referral = drafted(cast)
    given = {"by": cast.aigul.user, "organisation": cast.komek, "at": NOW, "note": "Because"}
    with for_system(reason="tests"), transaction.atomic():
        return ReferralStep.objects.create(
            referral=referral,
            move=move,
            from_state="draft",
            to_state="sent",
            **(given | columns),
        )


@pytest.mark.parametrize("move", ReferralMove)
def test_a_step_is_explained_exactly_where_the_table_of_moves_says_so(
    cast: Cast, move: ReferralMove
) -> None:
    alone = {"by": None} if move is ReferralMove.EXPIRE else {}
    assert step(cast, move, **alone).note == "Because"
    with for_system(reason="tests"):
        Referral.objects.update(state="cancelled", ended_at=NOW)
    if MOVES[move].needs_reason:
        with refused("referral_step_has_its_reason"):
            step(cast, move, note="", **alone)
    else:
        assert step(cast, move, note="", **alone).note == ""


def test_nobody_but_the_clock_moves_alone(cast: Cast) -> None:
    with refused("only_the_clock_moves_alone"):
        step(cast, "send", by=None)


def test_the_clock_moves_alone(cast: Cast) -> None:
    with refused("only_the_clock_moves_alone"):
        step(cast, "expire")


def test_a_step_of_the_clock_has_nobodys_name(cast: Cast) -> None:
    assert step(cast, "expire", by=None, organisation=None, note="").by is None


# --- answers and services -------------------------------------------------------------------------


def test_a_referral_is_answered_once(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    with (
        unchanged(),
        refused("referralanswer_referral_id"),
        for_system(reason="tests"),
        transaction.atomic(),
    ):
        ReferralAnswer.objects.create(
            referral=referral,
            outcome="treated",
            findings="Again",
            answered_by=cast.dr_ahmetov.user,
            answered_at=NOW,
        )


def test_a_clinic_offers_one_thing_once_and_two_clinics_may_offer_the_same(cast: Cast) -> None:
    offered_by(cast)
    create = Service.objects.create
    with refused("an_organisation_offers_it_once"), transaction.atomic():
        create(organisation=cast.tb_clinic, kind="tb_examination", name="Again")
    assert create(organisation=cast.hospital, kind="tb_examination", name="Also").pk


# --- who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("draft", {"aigul", "saule"}),
        ("sent", {"aigul", "saule", "dr_ahmetov", "nurse_olga"}),
        ("completed", {"aigul", "saule", "dr_ahmetov", "nurse_olga"}),
    ],
)
def test_a_referral_with_its_steps_and_answer_is_read_by_its_two_sides_only(
    cast: Cast, state: str, readers: set[str]
) -> None:
    referral = brought_to(cast, state)
    for name, member in cast.members.items():
        with for_member(member) as reader:
            seen = list(Referral.objects.visible_to(reader))
            steps = ReferralStep.objects.visible_to(reader).count()
            answers = ReferralAnswer.objects.visible_to(reader).count()
        assert seen == ([referral] if name in readers else []), name
        assert steps == (len(steps_of(referral)) if name in readers else 0), name
        assert answers == (state == "completed" and name in readers), name


def test_the_applications_rule_alone_keeps_what_was_never_sent_from_its_receiver(
    cast: Cast,
) -> None:
    for referral in (
        drafted(cast),
        done(cast, drafted(cast, asking(cast, reason="other_services")), "cancel"),
    ):
        # As the system, so that row-level security does not help.
        with for_system(reason="tests"):
            seen = Referral.objects.visible_to(cast.dr_ahmetov)
            assert not seen.filter(pk=referral.pk).exists()
            assert Referral.objects.visible_to(cast.aigul).filter(pk=referral.pk).exists()


def test_the_applications_rule_alone_keeps_referrals_from_strangers(cast: Cast) -> None:
    brought_to(cast, "completed")
    with for_system(reason="tests"):
        for name in ("daniyar", "timur", "dr_lee", "officer_kg", "sysadmin"):
            stranger = cast.members[name]
            for model in (Referral, ReferralStep, ReferralAnswer):
                assert not model.objects.visible_to(stranger).exists(), (name, model)


def test_the_system_sees_every_referral(cast: Cast) -> None:
    referral = drafted(cast)
    with for_system(reason="tests") as system:
        assert list(Referral.objects.visible_to(system)) == [referral]


def test_open_keeps_what_has_not_ended(cast: Cast) -> None:
    there = brought_to(cast, "arrived")
    brought_to(cast, "expired", asking(cast, reason="screening"))
    with for_system(reason="tests"):
        assert list(Referral.objects.open()) == [there]


def test_rows_say_no_more_of_themselves_than_their_number_or_key(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    with for_system(reason="tests"):
        answer = ReferralAnswer.objects.get(referral=referral)
    assert str(referral) == referral.number
    assert str(steps_of(referral)[0]) == "draft > sent"
    assert str(answer) == str(answer.pk)
    assert str(Service(name="TB examination")) == "TB examination"
