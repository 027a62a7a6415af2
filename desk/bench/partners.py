"""What a large organisation shares: consents, referrals accepted, reminders, letters to a consulate.

Written by the owner of the tables with their triggers off: what they would check is true by
construction, and they would take minutes over it.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from accounts.acting import Acting, for_system
from accounts.actions import add_member
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role

TRIGGERED = ("cases_casegrant", "referrals_referral", "referrals_envelope")
# Every fifth person was referred to the clinic, every tenth wrote to the consulate.
SHARED = """
CREATE TEMP TABLE bench_cases ON COMMIT DROP AS
    SELECT number::bigint - 1000000000 AS n, c.id AS case_id, c.migrant_id, c.organisation_id,
        c.caseworker_id, c.state, c.changed_at, uuidv7() AS consent_id, uuidv7() AS referral_id
    FROM cases_case c WHERE c.organisation_id = %(organisation)s;
INSERT INTO cases_consent (id, migrant_id, organisation_id, purpose, data_classes, recipient_kinds,
    language, given_how, given_on, interpreter, witness, was_read_back, recorded_at,
    recorded_by_id, text_id, goes_abroad, is_published, age_group, guardian, guardian_relation,
    without_guardian_reason, withdrawn_how)
SELECT consent_id, migrant_id, organisation_id, 'care', '{identity,contact,health,tb}', '{clinic}',
    'uz', 'written', %(today)s, '', '', true, %(now)s, caseworker_id,
    (SELECT id FROM cases_consenttext LIMIT 1), false, false, 'adult', '', '', '', ''
FROM bench_cases;
INSERT INTO referrals_referral (id, number, kind, state, case_id, migrant_id, sender_id,
    recipient_id, priority, reason, asked, data_classes, shown_name, shown_sex, shown_language,
    needs_interpreter, created_by_id, created_at, sent_at, received_at, accepted_at,
    appointment_place, moved_at, decline_reason, shown_citizenship, escort, submission, consent_id)
SELECT referral_id, (3000000000 + n)::text, 'care', 'accepted', case_id, migrant_id,
    organisation_id, %(clinic)s, 'routine', 'initial_test', 'Please look',
    '{identity,contact,health,tb}', '', '', 'uz', false, caseworker_id, %(now)s, %(now)s, %(now)s,
    %(now)s, '', changed_at, '', '', '', uuidv7(), consent_id
FROM bench_cases WHERE n %% 5 = 0;
INSERT INTO cases_casegrant (id, case_id, migrant_id, owner_id, organisation_id, data_classes,
    reason, source_id, consent_id, granted_by_id, end_reason, caseworker_id, case_state, sorted_at)
SELECT uuidv7(), case_id, migrant_id, organisation_id, %(clinic)s, '{identity,contact,health,tb}',
    'referral', referral_id, consent_id, %(doctor)s, '', caseworker_id, state, changed_at
FROM bench_cases WHERE n %% 5 = 0;
INSERT INTO reminders_reminder (id, organisation_id, migrant_id, case_id, subject_type, subject_id,
    rule, due_on, due_at, useful_until, state, denial, failure, language, text, key, attempts,
    asks, next_at, planned_at)
SELECT uuidv7(), organisation_id, migrant_id, case_id, 'task', uuidv7(), 'call_today',
    %(today)s::date + (n %% 30)::int, %(now)s::timestamptz + (n %% 30) * interval '1 day',
    %(now)s::timestamptz + (n %% 30 + 1) * interval '1 day', 'scheduled', '', '', 'uz', '',
    uuidv7(), 0, 0, %(now)s::timestamptz + (n %% 30) * interval '1 day', %(now)s
FROM bench_cases;
INSERT INTO referrals_envelope (id, number, case_id, migrant_id, sender_id, consulate_id,
    consent_id, purpose, request, shown_name, shown_birth_precision, shown_sex, shown_citizenship,
    state, created_by_id, sent_at, expires_at, submission)
SELECT uuidv7(), (4000000000 + n)::text, case_id, migrant_id, organisation_id, %(consulate)s,
    consent_id, 'papers', 'passport', 'Karimov Rustam', '', '', 'UZ', 'sent', caseworker_id,
    %(now)s::timestamptz - n * interval '1 second', %(now)s::timestamptz + interval '20 days',
    uuidv7()
FROM bench_cases WHERE n %% 10 = 0;
"""


@dataclass(frozen=True)
class Readers:
    """One member of each scope that reads people."""

    caseworker: Acting
    supervisor: Acting
    doctor: Acting
    officer: Acting


def add_partners(caseworker: Acting, now: datetime.datetime) -> Readers:
    """Give the bench's organisation a supervisor, a clinic and a consulate with work to read."""
    house = caseworker.works_for
    clinic = Organisation.objects.get(kind="clinic")
    with for_system(reason="bench"):
        consulate = Organisation.objects.create(
            kind="consulate", name="Bench consulate", country="UZ"
        )
    readers = Readers(
        caseworker,
        _member("supervisor", house, Role.SUPERVISOR),
        _member("doctor", clinic, Role.CLINIC_STAFF),
        _member("officer", consulate, Role.CONSULATE_OFFICER),
    )
    values: dict[str, Any] = {
        "organisation": house.pk,
        "clinic": clinic.pk,
        "consulate": consulate.pk,
        "doctor": readers.doctor.user_id,
        "now": now,
        "today": timezone.localdate(now),
    }
    with _without_triggers(), connections["owner"].cursor() as cursor:
        cursor.execute(SHARED, values)
    return readers


def _member(name: str, house: Organisation, role: Role) -> Acting:
    with for_system(reason="bench") as system:
        user = User.objects.create_user(f"{name}@bench.example", name=name)
        found: Membership = add_member(
            by=system, user=user, organisation=house, role=role, may_see_tb=True
        )
    return Acting(found)


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Let the owner fill tables as the system, nobody checking."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', 'on', true)")
        for table in TRIGGERED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TRIGGERED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
