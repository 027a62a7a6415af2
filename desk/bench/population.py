"""A large made-up organisation, written by the database itself in seconds."""

import datetime
import uuid
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from accounts.acting import Acting, for_system
from accounts.actions import add_member
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role

# Every fourth person is the measured caseworker's own; the rest are colleagues'.
SHARE = 4

PEOPLE = """
INSERT INTO cases_person (id) SELECT uuidv7() FROM generate_series(1, %(people)s);
CREATE TEMP TABLE bench_people AS
    SELECT row_number() OVER () AS n, id AS person_id, uuidv7() AS migrant_id, uuidv7() AS case_id
    FROM cases_person;
INSERT INTO cases_migrant (id, person_id, organisation_id, caseworker_id, sex, birth_precision,
    citizenship, language, other_languages, reads, registered_by_id, registered_at, version)
SELECT migrant_id, person_id, %(organisation)s,
    CASE WHEN n %% %(share)s = 0 THEN %(caseworker)s::uuid ELSE %(colleague)s::uuid END,
    'unknown', 'unknown', 'UZ', 'uz', '{}', 'unknown', %(colleague)s, %(now)s, 1
FROM bench_people;
INSERT INTO cases_migrantname (id, migrant_id, organisation_id, "full", kind, script, language,
    is_main, recorded_by_id, recorded_at)
SELECT uuidv7(), migrant_id, %(organisation)s, 'Karimov Rustam ' || n, 'as_spoken', 'latin', 'uz',
    true, %(colleague)s, %(now)s
FROM bench_people;
INSERT INTO cases_namekey (id, name_id, migrant_id, key)
SELECT uuidv7(), id, migrant_id, key FROM cases_migrantname
CROSS JOIN LATERAL unnest(ARRAY['karimov' || left(md5("full"), 3), 'rustam' || left(md5("full"), 2)]) AS key;
INSERT INTO cases_case (id, number, migrant_id, organisation_id, caseworker_id, kind, state,
    closing_reason, opened_by_id, opened_at, changed_at, submission, version)
SELECT case_id, (1000000000 + n)::text, migrant_id, %(organisation)s,
    CASE WHEN n %% %(share)s = 0 THEN %(caseworker)s::uuid ELSE %(colleague)s::uuid END,
    'papers', CASE WHEN n %% 3 = 0 THEN 'paused' ELSE 'open' END, '', %(colleague)s,
    %(now)s, %(now)s::timestamptz - n * interval '1 minute', uuidv7(), 1
FROM bench_people;
INSERT INTO cases_casegrant (id, case_id, migrant_id, owner_id, organisation_id, data_classes,
    reason, granted_by_id, end_reason)
SELECT uuidv7(), case_id, migrant_id, %(organisation)s, %(organisation)s,
    ARRAY['identity', 'other_names', 'contact', 'stay', 'health', 'tb', 'notes', 'referral'],
    'owner', %(colleague)s, ''
FROM bench_people;
INSERT INTO cases_task (id, case_id, organisation_id, kind, text, due_on, created_by_id,
    created_at, submission)
SELECT uuidv7(), case_id, %(organisation)s, 'call_back', '', %(today)s::date + (n %% 60)::int - 5,
    %(colleague)s, %(now)s, uuidv7()
FROM bench_people;
INSERT INTO referrals_referral (id, number, kind, state, case_id, migrant_id, sender_id,
    recipient_id, priority, reason, asked, data_classes, shown_name, shown_sex, shown_language,
    needs_interpreter, created_by_id, created_at, appointment_place, moved_at, decline_reason,
    shown_citizenship, escort, submission)
SELECT uuidv7(), (2000000000 + n)::text, 'care', 'draft', case_id, migrant_id, %(organisation)s,
    %(clinic)s, 'routine', 'screening', 'Please look', '{identity}', '', '', 'uz', false,
    %(colleague)s, %(now)s, '', %(now)s, '', '', '', uuidv7()
FROM bench_people WHERE n %% 2 = 0;
"""


def populate(people: int, now: datetime.datetime) -> tuple[Acting, uuid.UUID]:
    """Make the organisation with so many people; return its caseworker and one of their cases."""
    with for_system(reason="bench") as system:
        house = Organisation.objects.create(kind="ngo", name="Bench")
        clinic = Organisation.objects.create(kind="clinic", name="Bench clinic")
        members: list[Membership] = [
            add_member(
                by=system,
                user=User.objects.create_user(f"{name}@bench.example", name=name),
                organisation=house,
                role=Role.CASEWORKER,
                may_see_tb=True,
            )
            for name in ("caseworker", "colleague")
        ]
        values: dict[str, Any] = {
            "people": people,
            "share": SHARE,
            "organisation": house.pk,
            "clinic": clinic.pk,
            "caseworker": members[0].user_id,
            "colleague": members[1].user_id,
            "now": now,
            "today": timezone.localdate(now),
        }
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, values)
            cursor.execute("SELECT case_id FROM bench_people WHERE n = %s", [SHARE])
            case_id: uuid.UUID = cursor.fetchone()[0]
    return Acting(members[0]), case_id


def analyse() -> None:
    """Let the planner know the tables; only their owner may."""
    if "owner" not in connections:
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
