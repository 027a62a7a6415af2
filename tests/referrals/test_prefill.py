"""What stands in a form before anybody typed."""

import datetime
import uuid
from dataclasses import replace

import pytest

from accounts.acting import for_member
from cases.actions import change_migrant
from cases.actions.migrant import MigrantFacts
from cases.models import Case
from referrals import prefill
from referrals.models import Referral, Service
from tests.cast import NOW, Cast
from tests.referrals.stages import TOMORROW, asking, brought_to, drafted, fresh, offered_by


def usual(cast: Cast, name: str = "aigul", service: str = "") -> dict[str, object]:
    with for_member(cast.members[name]) as by:
        case = Case.objects.select_related("migrant").get(pk=cast.gulnaras_case.pk)
        return prefill.usual_terms(by, case, service)


def test_a_case_of_tuberculosis_is_usually_shared_with_its_tuberculosis(cast: Cast) -> None:
    assert usual(cast)["shared"] == ["identity", "contact", "health", "tb"]


def test_who_may_not_see_tb_is_not_offered_to_share_it(cast: Cast) -> None:
    assert usual(cast, "saule")["shared"] == ["identity", "contact", "health"]


def test_another_case_is_usually_shared_without_it(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        case = Case.objects.select_related("migrant").get(pk=cast.rustams_case.pk)
        assert prefill.usual_terms(by, case, "")["shared"] == ["identity", "contact", "health"]


@pytest.mark.parametrize(
    ("language", "others", "needs"),
    [
        ("ky", (), True),
        ("ru", (), False),
        ("kk", (), False),
        ("tg", ("ru",), False),
        ("uz", ("tg",), True),
    ],
)
def test_an_interpreter_is_offered_to_who_speaks_neither_russian_nor_kazakh(
    cast: Cast, language: str, others: tuple[str, ...], needs: bool
) -> None:
    with for_member(cast.aigul) as by:
        facts = MigrantFacts(language, other_languages=others)
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    assert usual(cast)["needs_interpreter"] is needs


def test_a_service_named_in_the_address_is_chosen(cast: Cast) -> None:
    assert usual(cast)["service"] is None
    assert usual(cast, service="some-key")["service"] == "some-key"


def test_a_draft_is_shown_as_it_was_written(cast: Cast) -> None:
    service = offered_by(cast)["tb_examination"]
    terms = replace(asking(cast, "health", "tb"), service=service, priority="stat")
    referral = drafted(cast, terms)
    assert prefill.as_typed(referral) == {
        "reason": "initial_test",
        "priority": "stat",
        "asked": "Coughs for a month, please examine",
        "shared": ["health", "tb"],
        "needs_interpreter": False,
        "service": service.pk,
        "submission": referral.submission,
    }
    assert isinstance(referral.submission, uuid.UUID)


def asked_before(cast: Cast, state: str, kind: str = "tb_examination") -> dict[str, object]:
    service = Service.objects.get(kind=kind, organisation=cast.tb_clinic)
    earlier = brought_to(cast, state, replace(asking(cast), service=service))
    with for_member(cast.aigul) as by:
        return prefill.asked_before(by, earlier)


def test_without_an_earlier_referral_nothing_is_repeated(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        assert prefill.asked_before(by, None) == {}


def test_after_a_no_the_question_is_repeated_and_the_place_left_open(cast: Cast) -> None:
    offered_by(cast)
    found = asked_before(cast, "declined")
    assert found["asked"] == "Coughs for a month, please examine"
    assert found["reason"] == "initial_test"
    assert found["service"] is None
    assert "submission" not in found


def test_where_it_was_pointed_the_only_service_there_is_chosen(cast: Cast) -> None:
    offered = offered_by(cast)
    assert asked_before(cast, "redirected")["service"] == offered["emergency"].pk


def test_where_it_was_pointed_the_same_service_goes_before_others(cast: Cast) -> None:
    offered_by(cast)
    same = Service.objects.create(organisation=cast.hospital, kind="tb_examination", name="X-ray")
    assert asked_before(cast, "redirected")["service"] == same.pk


def test_where_it_was_pointed_nothing_is_guessed_among_several(cast: Cast) -> None:
    offered_by(cast)
    Service.objects.create(organisation=cast.hospital, kind="maternity", name="Birth")
    assert asked_before(cast, "redirected")["service"] is None


def test_moving_an_appointment_begins_with_the_old_one_in_almatys_time(cast: Cast) -> None:
    referral = fresh(brought_to(cast, "scheduled"))
    assert prefill.appointment_before(referral) == {
        "place": "Room 4",
        "on": TOMORROW.date(),
        "at": TOMORROW.time(),
    }
    assert TOMORROW.utcoffset() == datetime.timedelta(hours=5)
    assert TOMORROW > NOW


def test_a_missed_day_is_not_offered_again_but_the_place_is(cast: Cast) -> None:
    assert prefill.appointment_before(brought_to(cast, "did_not_arrive")) == {"place": "Room 4"}
    assert prefill.appointment_before(drafted(cast, asking(cast, reason="screening"))) == {
        "place": ""
    }


def test_an_answer_is_taken_to_be_about_tb_where_tb_was_shared_or_asked_for(cast: Cast) -> None:
    offered = offered_by(cast)
    for kind, classes, expected in (
        ("tb_examination", ("health",), True),
        ("tb_treatment", ("health",), True),
        ("emergency", ("health",), False),
        ("emergency", ("health", "tb"), True),
    ):
        referral = Referral(service=offered[kind], data_classes=list(classes))
        assert prefill.concerns_tb(referral) is expected, kind
    assert not prefill.concerns_tb(Referral(data_classes=["health"]))
