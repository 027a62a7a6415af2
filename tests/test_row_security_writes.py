"""Row-level security on writing: raw SQL changes no row that the product would not let change."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from accounts.acting import Acting, for_member, for_system
from cases.models import BrokenGlass, CaseGrant
from tests.cast import AGREED, NOW, Cast
from tests.situations import accept, referrals_sent, send
from tests.two_rules import Model, protected

NOT_PERMITTED, CHECK_FAILED = "42501", "23514"
HOLDERS = {"aigul", "daniyar", "saule", "timur", "bekzat"}
RECEIVERS = {"dr_ahmetov", "nurse_olga", "dr_lee"}
# Who may change any row of a table, once grants are active. Whatever is not here nobody changes.
MAY_CHANGE = {
    "Migrant": HOLDERS,
    "MigrantName": HOLDERS,
    "ContactPoint": HOLDERS,
    "Case": HOLDERS,
    "Consent": HOLDERS,
    "Task": HOLDERS,
    "Mute": HOLDERS - {"aigul"},
    "Draft": {"aigul", "daniyar"},
    "DocumentShare": HOLDERS,
    "CaseGrant": HOLDERS | RECEIVERS,
    "Referral": HOLDERS | RECEIVERS,
    # For the sender a caseworker only; a supervisor reads.
    "Envelope": {"aigul", "daniyar", "officer_kg"},
    "StateContactBlock": HOLDERS - {"daniyar"},
    "Invitation": {"madina", "sysadmin"},
    "SharingAgreement": {"madina", "karima"},
    # Held by who is in charge; what a person asks is kept by all who keep the file.
    "LegalHold": {"saule", "bekzat"},
    # Whoever broke it ends it, whoever leads the team reviews it.
    "BrokenGlass": {"daniyar", "nurse_olga", "dr_lee", "saule", "bekzat"},
    # The supervisor takes, the administrator decides.
    "WholeExport": {"saule", "madina"},
    "DataRequest": HOLDERS,
}
SHARES = 4
# The stage is set once for several tables: setting it takes longer than looking at one of them.
each_share = pytest.mark.parametrize("share", range(SHARES))
each_model = pytest.mark.parametrize("model", protected(), ids=lambda model: model.__name__)


def attempt(acting: Acting, statement: str, *values: Any) -> int | str:
    """Return how many rows the statement changed, or the code with which it was refused."""
    with for_member(acting):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return int(cursor.rowcount)
        except DatabaseError as error:
            return str(getattr(error.__cause__, "pgcode", ""))


def copies(model: Model) -> list[str]:
    """Return every row of a table as JSON, with a key of its own."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
        rows = [json.loads(text) for (text,) in cursor.fetchall()]
    return [json.dumps(row | {"id": str(uuid.uuid4())}) for row in rows]


def inserting(model: Model) -> str:
    """Return the statement that inserts a row given as JSON."""
    written = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
    columns = ", ".join(f'"{field.attname}"' for field in written)
    table = model._meta.db_table
    row = f"json_populate_record(NULL::{table}, %s)"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {row}"


@pytest.mark.situation("grants active")
@each_share
def test_a_row_of_others_is_not_added_by_raw_sql(cast: Cast, share: int) -> None:
    officers = (cast.officer_tj, cast.officer_reception, cast.officer_south)
    for model in protected()[share::SHARES]:
        rows = copies(model)
        assert rows, model
        for writer in (cast.madina, *officers, cast.sysadmin):
            for row in rows:
                if json.loads(row).get("invited_by_id") == str(writer.user_id):
                    continue
                # The trigger of broken glass speaks before the policies do.
                refusals = {NOT_PERMITTED, "23514"} if model is BrokenGlass else {NOT_PERMITTED}
                assert attempt(writer, inserting(model), row) in refusals, model


@pytest.mark.situation("grants active")
def test_a_stranger_adds_no_row_to_gulnaras_file(cast: Cast) -> None:
    gulnaras = {str(cast.gulnara.pk), str(cast.gulnaras_case.pk)}
    for model in protected():
        for row in copies(model):
            if gulnaras & set(map(str, json.loads(row).values())):
                assert attempt(cast.timur, inserting(model), row) == NOT_PERMITTED, model


@pytest.mark.situation("grants active")
def test_only_who_may_change_rows_of_a_table_changes_any(cast: Cast) -> None:
    for model in protected():
        key = model._meta.pk.column
        statement = f"UPDATE {model._meta.db_table} SET {key} = {key}"
        changed = {name: attempt(acting, statement) for name, acting in cast.members.items()}
        expected = MAY_CHANGE.get(model.__name__, set())
        assert {name for name, count in changed.items() if count != 0} == expected, (model, changed)


@pytest.mark.parametrize("model", ["case", "migrant", "migrantname", "contactpoint", "consent"])
def test_a_row_is_not_given_away_by_raw_sql(cast: Cast, model: str) -> None:
    statement = f"UPDATE cases_{model} SET organisation_id = %s"
    assert attempt(cast.aigul, statement, cast.tirek.pk) == NOT_PERMITTED


@each_model
def test_no_row_is_removed(cast: Cast, model: Model) -> None:
    assert attempt(cast.aigul, f"DELETE FROM {model._meta.db_table}") == NOT_PERMITTED
    assert attempt(cast.aigul, f"TRUNCATE {model._meta.db_table} CASCADE") == NOT_PERMITTED


@pytest.mark.parametrize(
    "widening",
    [
        "data_classes = data_classes || ARRAY['notes']",
        "reason = 'owner', source_id = NULL, consent_id = NULL, organisation_id = owner_id",
        "source_id = '00000000-0000-7000-8000-000000000000'",
        "case_id = '{rustams_case.pk}'",
        "organisation_id = owner_id",
        "granted_at = now() - interval '1 year'",
    ],
)
def test_a_grant_is_never_widened(cast: Cast, widening: str) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    grant = accept(cast.dr_ahmetov, referral)
    statement = f"UPDATE cases_casegrant SET {widening.format(**vars(cast))} WHERE id = %s"
    for member in (cast.dr_ahmetov, cast.aigul, cast.saule):
        outcome = attempt(member, statement, grant.pk)
        assert outcome in {CHECK_FAILED, NOT_PERMITTED}, outcome


@pytest.mark.parametrize(
    "widening",
    [
        "data_classes = data_classes || ARRAY['notes']",
        "recipient_kinds = recipient_kinds || ARRAY['consulate']",
        "expires_on = NULL",
        "expires_on = expires_on + 1",
        "goes_abroad = true",
        "purpose = 'papers', goes_abroad = true",
        "is_published = true",
        "migrant_id = '{rustam.pk}'",
    ],
)
def test_what_a_person_agreed_to_is_never_widened(cast: Cast, widening: str) -> None:
    with for_system(reason="tests"):
        cast.gulnaras_consent.expires_on = NOW.date()
        cast.gulnaras_consent.save()
    statement = f"UPDATE cases_consent SET {widening.format(**vars(cast))} WHERE id = %s"
    for member in (cast.aigul, cast.saule):
        assert attempt(member, statement, cast.gulnaras_consent.pk) == CHECK_FAILED


@pytest.mark.situation("consent withdrawn")
def test_a_consent_taken_back_does_not_come_back(cast: Cast) -> None:
    statement = (
        "UPDATE cases_consent SET withdrawn_at = NULL, withdrawn_on = NULL,"
        " withdrawn_by_id = NULL, withdrawn_how = '' WHERE id = %s"
    )
    for member in (cast.aigul, cast.saule):
        assert attempt(member, statement, cast.gulnaras_consent.pk) == CHECK_FAILED


@pytest.mark.parametrize("later", ["NULL", "now() + interval '1 day'"])
def test_a_grant_that_has_ended_does_not_begin_again(cast: Cast, later: str) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    grant = accept(cast.dr_ahmetov, referral)
    with for_system(reason="tests"):
        ended = CaseGrant.objects.filter(pk=grant.pk)
        ended.update(ends_at=NOW - datetime.timedelta(hours=1), end_reason="referral_ended")
    for member in (cast.dr_ahmetov, cast.aigul):
        statement = f"UPDATE cases_casegrant SET ends_at = {later} WHERE id = %s"
        assert attempt(member, statement, grant.pk) == CHECK_FAILED


@pytest.mark.parametrize(
    ("difference", "code"),
    [
        ({}, NOT_PERMITTED),
        ({"source_id": str(uuid.uuid4())}, NOT_PERMITTED),
        ({"reason": "owner", "source_id": None, "consent_id": None}, NOT_PERMITTED),
        ({"data_classes": [*AGREED, "notes"]}, CHECK_FAILED),
    ],
)
def test_a_clinic_opens_no_case_to_itself_without_an_accepted_referral(
    cast: Cast, difference: dict[str, object], code: str
) -> None:
    (_, referral), *_others = referrals_sent(cast)
    row = {
        "id": str(uuid.uuid4()),
        "case_id": str(referral.case_id),
        "migrant_id": str(referral.migrant_id),
        "owner_id": str(referral.sender_id),
        "organisation_id": str(cast.tb_clinic.pk),
        "data_classes": list(AGREED),
        "reason": "referral",
        "source_id": str(referral.pk),
        "consent_id": str(referral.consent_id),
        "granted_by_id": str(cast.dr_ahmetov.user_id),
        "granted_at": NOW.isoformat(),
        "end_reason": "",
        "case_state": "open",
        "sorted_at": NOW.isoformat(),
    }
    text = json.dumps(row | difference)
    assert attempt(cast.dr_ahmetov, inserting(CaseGrant), text) == code


@pytest.mark.situation("grants active")
def test_another_clinic_opens_nothing_by_a_referral_that_is_not_its_own(cast: Cast) -> None:
    taken = [json.loads(row) for row in copies(CaseGrant)]
    for row in (one for one in taken if one["reason"] == "referral"):
        text = json.dumps(row | {"organisation_id": str(cast.reception_centre.pk)})
        assert attempt(cast.officer_reception, inserting(CaseGrant), text) == NOT_PERMITTED
        assert attempt(cast.timur, inserting(CaseGrant), text) == NOT_PERMITTED
