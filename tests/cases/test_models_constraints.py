"""What the database itself refuses: each pair of fields that belong together, each coded word."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import for_system
from accounts.encrypted import Token
from cases.actions import record_consent, record_legal_basis
from cases.actions.consent import ConsentTerms
from cases.models import (
    Case,
    CaseGrant,
    CaseStep,
    Consent,
    ContactPoint,
    Draft,
    LegalBasis,
    Migrant,
    MigrantName,
    Note,
    Task,
)
from tests.agreements import agreement_of
from tests.cast import GULNARAS_PHONE, NOW, TODAY, Cast
from tests.situations import write_records


def change(model: Any, filters: dict[str, Any], columns: dict[str, Any]) -> None:
    """Change rows as somebody would who went around the actions."""
    with for_system(reason="tests"), transaction.atomic():
        assert model.objects.filter(**filters).update(**columns)


def refused(model: Any, constraint: str, filters: dict[str, Any], **columns: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        change(model, filters, columns)


def also_refused(model: Any, constraint: str, **columns: Any) -> None:
    """Fail unless a row like this cannot be added."""
    with (
        pytest.raises(IntegrityError, match=constraint),
        for_system(reason="tests"),
        transaction.atomic(),
    ):
        model.objects.create(**columns)


# --- pairs: one without the other, the other without the one, and both together ---------------------


def test_a_birth_date_has_its_precision(cast: Cast) -> None:
    gulnara, rule = {"pk": cast.gulnara.pk}, "birth_date_has_its_precision"
    refused(Migrant, rule, gulnara, birth_date=None, birth_precision="day")
    refused(Migrant, rule, gulnara, birth_date=TODAY, birth_precision="unknown")
    change(Migrant, gulnara, {"birth_date": None, "birth_precision": "unknown"})
    change(Migrant, gulnara, {"birth_date": TODAY, "birth_precision": "year"})


def test_a_closed_case_has_its_day_and_its_reason_and_an_open_one_neither(cast: Cast) -> None:
    case, rule = {"pk": cast.gulnaras_case.pk}, "closed_case_has_day_and_reason"
    refused(Case, rule, case, state="closed")
    refused(Case, rule, case, state="closed", closed_on=TODAY)
    refused(Case, rule, case, state="closed", closing_reason="resolved")
    refused(Case, rule, case, state="closed", closed_on=TODAY, closing_reason="bored")
    refused(Case, rule, case, closed_on=TODAY)
    refused(Case, rule, case, closing_reason="resolved")
    change(Case, case, {"state": "closed", "closed_on": TODAY, "closing_reason": "died"})


@pytest.mark.parametrize(
    "left_out", ["withdrawn_at", "withdrawn_on", "withdrawn_by", "withdrawn_how"]
)
def test_a_withdrawal_is_whole(cast: Cast, left_out: str) -> None:
    consent = {"pk": cast.gulnaras_consent.pk}
    whole = {"withdrawn_at": NOW, "withdrawn_on": TODAY, "withdrawn_by": cast.aigul.user}
    whole["withdrawn_how"] = "phone"
    nothing = "" if left_out == "withdrawn_how" else None
    refused(Consent, "withdrawal_is_whole", consent, **(whole | {left_out: nothing}))
    refused(Consent, "withdrawal_is_whole", consent, **{left_out: whole[left_out]})
    change(Consent, consent, whole)


def test_a_done_task_says_when_and_by_whom(cast: Cast) -> None:
    write_records(cast)
    task, rule = {"case": cast.rustams_case}, "a_done_task_says_by_whom"
    refused(Task, rule, task, done_at=NOW)
    refused(Task, rule, task, done_by=cast.daniyar.user)
    change(Task, task, {"done_at": NOW, "done_by": cast.daniyar.user})


def test_the_end_of_a_grant_has_its_reason(cast: Cast) -> None:
    grant, rule = {"case": cast.gulnaras_case}, "grant_end_has_its_reason"
    refused(CaseGrant, rule, grant, ends_at=NOW)
    refused(CaseGrant, rule, grant, end_reason="consent_ends")
    change(CaseGrant, grant, {"ends_at": NOW, "end_reason": "consent_ends"})


def new_grant(cast: Cast, **columns: Any) -> dict[str, Any]:
    """Return a grant on Gulnara's case to the clinic that could stand, with some changes."""
    return {
        "case": cast.gulnaras_case,
        "migrant": cast.gulnara,
        "owner": cast.komek,
        "organisation": cast.tb_clinic,
        "data_classes": ["identity"],
        "reason": "referral",
        "source_id": uuid.uuid4(),
        "consent": cast.gulnaras_consent,
        "granted_by": cast.aigul.user,
    } | columns


def test_a_grant_has_the_source_its_reason_needs(cast: Cast) -> None:
    rule = "grant_reason_has_its_source"
    also_refused(CaseGrant, rule, **new_grant(cast, source_id=None))
    owner = {"reason": "owner", "consent": None, "organisation": cast.komek}
    also_refused(CaseGrant, rule, **new_grant(cast, **owner))
    not_the_owner = owner | {"organisation": cast.tb_clinic, "source_id": None}
    also_refused(CaseGrant, rule, **new_grant(cast, **not_the_owner))


def test_the_owners_grant_stands_once_and_rests_on_nothing(cast: Cast) -> None:
    owner = {"reason": "owner", "organisation": cast.komek, "source_id": None}
    also_refused(CaseGrant, "one_basis", **new_grant(cast, **owner))
    also_refused(CaseGrant, "one_owner_grant_a_case", **new_grant(cast, **owner, consent=None))


def test_a_grant_to_others_rests_on_just_one_basis(cast: Cast) -> None:
    with for_system(reason="tests"):
        ground = record_legal_basis(
            by=cast.aigul,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Any",
            now=NOW,
            today=TODAY,
        )
    rule = "grant_to_others_has_one_basis"
    also_refused(CaseGrant, rule, **new_grant(cast, consent=None))
    also_refused(CaseGrant, rule, **new_grant(cast, legal_basis=ground))
    with for_system(reason="tests"):
        lasts = {"ends_at": NOW + timedelta(days=9), "end_reason": "consent_ends"}
        CaseGrant.objects.create(**new_grant(cast, consent=None, legal_basis=ground, **lasts))
        agreement = agreement_of(cast.komek, cast.tb_clinic)
        CaseGrant.objects.create(**new_grant(cast, agreement=agreement))


def test_consent_that_was_not_signed_has_a_witness(cast: Cast) -> None:
    consent, rule = {"pk": cast.gulnaras_consent.pk}, "spoken_consent_has_a_witness"
    refused(Consent, rule, consent, given_how="spoken")
    refused(Consent, rule, consent, given_how="thumb")
    change(Consent, consent, {"given_how": "thumb", "witness": "A neighbour"})


# --- what stands once, and coded words --------------------------------------------------------------


@pytest.mark.situation("grants active")
@pytest.mark.parametrize(
    ("model", "constraint", "columns"),
    [
        (Migrant, "migrant_words_are_known", {"sex": "x"}),
        (Migrant, "migrant_words_are_known", {"citizenship": "SU"}),
        (Migrant, "migrant_words_are_known", {"language": "xx"}),
        (Migrant, "migrant_words_are_known", {"reads": "maybe"}),
        (Case, "case_words_are_known", {"kind": "deportation"}),
        (Case, "case_words_are_known", {"state": "lost"}),
        (Case, "case_number_has_ten_digits", {"number": "0123456789"}),
        (Case, "case_number_has_ten_digits", {"number": "123456789"}),
        (MigrantName, "a_name_is_not_empty", {"full": ""}),
        (ContactPoint, "a_phone_is_encrypted", {"phone": Token("+77011234567")}),
        (ContactPoint, "a_phone_is_encrypted", {"phone_index": "+77011234567"}),
        (CaseStep, "case_step_has_its_reason", {"reason": ""}),
        (Note, "a_note_says_something", {"text": ""}),
        (LegalBasis, "legal_basis_has_a_reason", {"reason": ""}),
        (Task, "an_other_task_says_what", {"kind": "other"}),
        (Consent, "consent_names_data", {"data_classes": []}),
    ],
)
def test_a_value_that_means_nothing_is_refused(
    cast: Cast, model: Any, constraint: str, columns: dict[str, Any]
) -> None:
    refused(model, constraint, {}, **columns)


def test_a_file_has_one_main_name_and_each_name_and_phone_once(cast: Cast) -> None:
    written = {
        "migrant": cast.gulnara,
        "organisation": cast.komek,
        "recorded_by": cast.aigul.user,
        "recorded_at": NOW,
    }
    other = written | {"full": "Another", "script": "latin"}
    also_refused(MigrantName, "one_main_name_a_file", **other, is_main=True)
    with for_system(reason="tests"):
        MigrantName.objects.create(**other)
    also_refused(MigrantName, "a_name_stands_once_in_a_file", **other)
    also_refused(ContactPoint, "a_phone_stands_once", **written, phone=GULNARAS_PHONE)


def test_a_form_has_one_draft_for_each_member_and_subject(cast: Cast) -> None:
    draft = {
        "user": cast.aigul.user,
        "organisation": cast.komek,
        "form": "note",
        "about": "",
        "saved_at": NOW,
    }
    with for_system(reason="tests"):
        Draft.objects.create(**draft)
    also_refused(Draft, "one_draft_a_form", **draft)


def test_a_consent_does_not_end_before_it_begins(cast: Cast) -> None:
    consent = {"pk": cast.gulnaras_consent.pk}
    refused(Consent, "ends_after_it_begins", consent, expires_on=TODAY.replace(year=2000))
    change(Consent, consent, {"expires_on": TODAY})


def test_a_consent_without_recipients_may_stand(cast: Cast) -> None:
    with for_system(reason="tests"):
        terms = ConsentTerms(("identity",), "ky", "written", TODAY)
        assert record_consent(by=cast.aigul, migrant=cast.gulnara, terms=terms, now=NOW)
