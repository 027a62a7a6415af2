"""The forms of both sides: good input, each wrong input with its sentence, what was typed kept."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.acting import for_member
from accounts.forms import PlainForm
from accounts.models import Organisation
from referrals import directory
from referrals.actions.send import ReferralTerms
from referrals.forms import (
    AnswerForm,
    DeclineForm,
    LeftEarlyForm,
    ReasonForm,
    RedirectForm,
    ReferralForm,
    ScheduleForm,
)
from referrals.models import Service
from tests.cast import NOW, TODAY, Cast
from tests.referrals.filled_in import ANYTHING, TOO_LONG, assert_keeps, said, sent
from tests.referrals.stages import offered_by


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- the referral ---------------------------------------------------------------------------------


@pytest.fixture
def offered(cast: Cast) -> dict[str, Service]:
    return offered_by(cast)


def typed_referral(offer: Service, **changed: Any) -> dict[str, Any]:
    return {
        "service": offer.pk,
        "reason": "initial_test",
        "priority": "urgent",
        "asked": "Coughs for a month",
        "shared": ["identity", "tb"],
        "needs_interpreter": "on",
        "submission": uuid.UUID(int=7),
    } | changed


def referral_form(cast: Cast, **kwargs: Any) -> ReferralForm:
    return ReferralForm(services=directory.services_for(cast.aigul), **kwargs)


def test_a_whole_referral_becomes_its_terms(cast: Cast, offered: dict[str, Service]) -> None:
    service = offered["tb_examination"]
    form = referral_form(cast, data=sent(typed_referral(service)))
    assert form.is_valid(), form.errors
    assert form.terms() == ReferralTerms(
        recipient=cast.tb_clinic,
        reason="initial_test",
        asked="Coughs for a month",
        data_classes=("identity", "tb"),
        service=service,
        priority="urgent",
        needs_interpreter=True,
    )
    assert form.cleaned_data["submission"] == uuid.UUID(int=7)


def test_no_tick_means_no_interpreter(cast: Cast, offered: dict[str, Service]) -> None:
    values = typed_referral(offered["emergency"])
    del values["needs_interpreter"]
    form = referral_form(cast, data=sent(values))
    assert form.is_valid()
    assert not form.terms().needs_interpreter


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("service", "", "Choose where you refer the person."),
        ("service", uuid.UUID(int=1), "Select a valid choice."),
        ("service", "the clinic", "is not a valid UUID."),
        ("reason", "", ANYTHING),
        ("reason", "curiosity", "Select a valid choice."),
        ("priority", "", ANYTHING),
        ("priority", "whenever", "Select a valid choice."),
        ("asked", "", ANYTHING),
        ("asked", "   ", ANYTHING),
        ("asked", TOO_LONG, "Ensure this value has at most 5000 characters"),
        ("shared", [], "Choose at least one."),
        ("shared", ["identity", "notes"], "Select a valid choice. notes is not one"),
        ("shared", ["stay"], "Select a valid choice. stay is not one"),
        ("submission", "", ANYTHING),
        ("submission", "again", "Enter a valid UUID."),
    ],
)
def test_each_thing_wrong_with_a_referral_is_said_and_the_rest_is_kept(
    cast: Cast, offered: dict[str, Service], field: str, value: Any, sentence: str
) -> None:
    values = typed_referral(offered["tb_examination"], **{field: value})
    form = referral_form(cast, data=sent(values))
    assert not form.is_valid()
    assert list(said(form)) == [field]
    assert sentence in said(form)[field][0]
    assert form["needs_interpreter"].value() is True
    del values["shared"], values["needs_interpreter"]
    assert_keeps(form, values)


def test_an_empty_referral_says_all_that_is_missing_at_once(
    cast: Cast, offered: dict[str, Service]
) -> None:
    assert offered
    assert set(said(referral_form(cast, data=QueryDict()))) == {
        "service", "reason", "priority", "asked", "shared", "submission"
    }  # fmt: skip


def test_one_may_choose_among_what_others_offer_by_organisation(
    cast: Cast, offered: dict[str, Service]
) -> None:
    choices = dict(referral_form(cast).fields["service"].choices)  # type: ignore[attr-defined]
    assert next(iter(choices)) == ""
    assert set(choices) == {"", "City TB clinic", "City hospital"}
    assert [label for _key, label in choices["City TB clinic"]] == [
        "Tb_Examination", "Tb_Treatment"
    ]  # fmt: skip
    assert choices["City hospital"] == [(str(offered["emergency"].pk), "Emergency")]


def test_what_is_not_offered_any_more_is_refused(cast: Cast, offered: dict[str, Service]) -> None:
    Service.objects.filter(kind="emergency").update(is_active=False)
    Organisation.objects.filter(pk=cast.tb_clinic.pk).update(is_active=False)
    for service in offered.values():
        form = referral_form(cast, data=sent(typed_referral(service)))
        assert "Select a valid choice" in said(form)["service"][0]


def test_a_new_page_has_a_key_of_its_own(cast: Cast) -> None:
    keys = {referral_form(cast)["submission"].value() for _ in range(3)}
    assert len(keys) == 3


def test_what_was_typed_into_a_referral_survives_another_language(
    cast: Cast, offered: dict[str, Service]
) -> None:
    values = typed_referral(offered["emergency"], asked="", reason="", shared=["tb", "health"])
    form = referral_form(cast, typed=sent(values), initial={"asked": "Before", "shared": []})
    assert not form.is_bound
    assert form["shared"].value() == ["tb", "health"]
    assert form["needs_interpreter"].value() is True
    del values["shared"], values["needs_interpreter"]
    assert_keeps(form, values)


def test_what_was_unticked_stays_unticked_in_another_language(cast: Cast) -> None:
    started = {"needs_interpreter": True, "shared": ["identity"]}
    form = referral_form(cast, typed=QueryDict("asked=Hello"), initial=started)
    assert form["needs_interpreter"].value() is False
    assert form["shared"].value() == []


# --- explaining -----------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [ReasonForm, LeftEarlyForm])
def test_what_must_be_explained_needs_words(make: type[PlainForm]) -> None:
    good = make(data=sent({"note": " She went home. "}))
    assert good.is_valid()
    assert good.cleaned_data == {"note": "She went home."}
    for wrong, sentence in (("", ANYTHING), ("  \n", ANYTHING), (TOO_LONG, "at most 5000")):
        form = make(data=sent({"note": wrong}))
        assert sentence in said(form)["note"][0]
        assert form["note"].value() == wrong
    assert make(typed=sent({"note": "She"}))["note"].value() == "She"


def test_a_no_has_a_reason_and_a_sentence() -> None:
    values = {"because": "no_capacity", "note": "Full until May"}
    form = DeclineForm(data=sent(values))
    assert form.is_valid()
    assert form.cleaned_data == values


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("because", "", ANYTHING),
        ("because", "mood", "Select a valid choice."),
        ("note", "", ANYTHING),
        ("note", TOO_LONG, "at most 5000"),
    ],
)
def test_each_thing_wrong_with_a_no_is_said_and_the_rest_is_kept(
    field: str, value: str, sentence: str
) -> None:
    values = {"because": "other", "note": "Because"} | {field: value}
    form = DeclineForm(data=sent(values))
    assert list(said(form)) == [field]
    assert sentence in said(form)[field][0]
    assert_keeps(form, values)
    assert_keeps(DeclineForm(typed=sent(values)), values)


# --- pointing elsewhere ---------------------------------------------------------------------------


def redirect_form(cast: Cast, **kwargs: Any) -> RedirectForm:
    return RedirectForm(organisations=directory.organisations_for(cast.dr_ahmetov), **kwargs)


def test_pointing_elsewhere_names_another_clinic(cast: Cast) -> None:
    form = redirect_form(cast, data=sent({"to": cast.hospital.pk, "note": "They have a ward"}))
    assert form.is_valid()
    assert form.cleaned_data == {"to": cast.hospital, "note": "They have a ward"}


@pytest.mark.parametrize(
    "place", ["tb_clinic", "consulate_kg", "reception_centre", "komek", "health_department"]
)
def test_one_points_neither_to_oneself_nor_to_who_gives_no_care(cast: Cast, place: str) -> None:
    values = {"to": getattr(cast, place).pk, "note": "There"}
    form = redirect_form(cast, data=sent(values))
    assert "Select a valid choice" in said(form)["to"][0]
    assert_keeps(form, values)


@pytest.mark.parametrize("missing", ["to", "note"])
def test_pointing_elsewhere_says_where_and_why(cast: Cast, missing: str) -> None:
    values = {"to": str(cast.hospital.pk), "note": "There"} | {missing: ""}
    form = redirect_form(cast, data=sent(values))
    assert list(said(form)) == [missing]
    assert_keeps(form, values)
    assert_keeps(redirect_form(cast, typed=sent(values)), values)


# --- all of them ----------------------------------------------------------------------------------


def forms_of(cast: Cast) -> list[PlainForm]:
    with for_member(cast.aigul):
        return [
            referral_form(cast),
            ReasonForm(),
            LeftEarlyForm(),
            DeclineForm(),
            redirect_form(cast),
            ScheduleForm(now=NOW),
            AnswerForm(today=TODAY),
        ]


def test_every_field_a_person_fills_in_has_a_label_and_says_when_it_may_stay_empty(
    cast: Cast,
) -> None:
    optional = set()
    for form in forms_of(cast):
        for bound in form.visible_fields():
            assert bound.label, bound.name
            if "(optional)" in str(bound.label):
                optional.add(bound.name)
    assert optional == {"documents", "place", "advice", "next_visit_on"}
