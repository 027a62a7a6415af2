"""The database as it stands before a policy is broken: rows, members, what each of them sees."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from accounts import row_security
from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from cases.actions import add_contact
from cases.models import Migrant
from tests.cast import NOW, Cast
from tests.may_write import MAY_ADD, MAY_CHANGE, Row, Writer, nobody
from tests.situations import ask_from_custody, daniyars_other_roles, grants_active
from tests.two_rules import Model, protected, seen_by_rule, seen_in_sql

REFUSED, CHECKED = "42501", "23514"
ORGANISATIONS = ("organisation_id", "sender_id", "owner_id", "recipient_id", "consulate_id")
USERS = (
    *("user_id", "author_id", "set_by_id", "created_by_id"),
    *("by_id", "answered_by_id", "muted_by_id", "caseworker_id"),
)
# A value that a rule forbids, in columns where no row on stage has one.
FORBIDDEN: dict[str, dict[str, Any]] = {
    "StateContactBlock": {
        "lift_asked_at": "2026-01-01T00:00:00Z",
        "lifted_at": "2026-01-01T00:00:00Z",
    },
    "Mute": {"ended_at": "2026-01-01T00:00:00Z"},
    "Envelope": {"state": "withdrawn"},
    "EnvelopeStep": {"because": "expired", "move": "withdraw"},
    "Referral": {
        "kind": "care",
        "state": "received",
        "custody_ended_at": "2026-01-01T00:00:00Z",
        "data_classes": ["health", "identity", "tb"],
        "received_at": "2026-01-01T00:00:00Z",
        "accepted_at": "2026-01-01T00:00:00Z",
        "appointment_at": "2026-01-01T00:00:00Z",
        "appointment_place": "Room 1",
        "arrived_at": "2026-01-01T00:00:00Z",
    },
    "ReferralStep": {"move": "receive"},
    "CaseGrant": {"reason": "owner", "source_id": str(uuid.UUID(int=7))},
}
# How a request from custody looks when it is asked.
FRESH = {
    "state": "sent",
    "received_at": None,
    "accepted_at": None,
    "appointment_at": None,
    "appointment_place": "",
    "arrived_at": None,
    "ended_at": None,
}
# An update that changes nothing and reads no column, so that only the policy on changes decides.
IDLE = {
    "CaseGrant": "case_state = 'open'",
    "Migrant": "version = 1",
    "MigrantName": "language = ''",
    "ContactPoint": "is_current = true",
    "Case": "version = 1",
    "Consent": "interpreter = ''",
    "Task": "text = 'x'",
    "Draft": "saved_at = now()",
    "StateContactBlock": "lift_reason = ''",
    "Referral": "noted_at = NULL",
    "Envelope": "purpose = 'papers'",
    "Mute": "ended_at = NULL",
}


def stage_everything(cast: Cast) -> dict[str, Acting]:
    """Let everything happen; return everybody, with what Daniyar is elsewhere."""
    grants_active(cast)
    # One more that nobody answered yet.
    ask_from_custody(cast)
    with for_system(reason="tests"):
        without_a_case = Migrant.objects.get(caseworker=cast.aigul.user_id, cases=None)
    with for_member(cast.aigul) as by:
        add_contact(by=by, migrant=without_a_case, phone="+77010000001", now=NOW)
    return cast.members | daniyars_other_roles(cast)


@dataclass
class Stage:
    """What was there before."""

    members: Mapping[str, Acting]
    rows: dict[str, dict[str, Row]]
    writers: dict[str, Writer]
    seen: dict[str, dict[Model, set[uuid.UUID]]]

    @classmethod
    def of(cls, members: Mapping[str, Acting]) -> "Stage":
        """Look at everything once."""
        stored: list[Model] = [*protected(), Organisation]
        rows = {model.__name__: _rows(model) for model in stored}
        writers = {}
        for name, acting in members.items():
            seen = seen_in_sql(protected(), acting)
            sees = {
                model.__name__: {str(key): rows[model.__name__][str(key)] for key in keys}
                for model, keys in seen.items()
            }
            writers[name] = Writer(acting, sees, rows)
        rule = {name: seen_by_rule(protected(), acting) for name, acting in members.items()}
        return cls(members, rows, writers, rule)

    def reads_differently(self, model: Model) -> bool:
        """Say whether the database shows anybody other rows than the application's rule."""
        return any(
            seen_in_sql([model], acting)[model] != self.seen[name][model]
            for name, acting in self.members.items()
        )

    def adds_differently(self, model: Model) -> bool:
        """Say whether anybody may add a row that they should not, or not one that they should."""
        may = MAY_ADD.get(model.__name__, nobody)
        statement = inserting(model)
        return any(
            _is_wrong(may(writer, row), outcome)
            for writer in self.writers.values()
            for row, outcome in _attempts(writer, statement, self._offered(model, writer))
        )

    def changes_differently(self, model: Model) -> bool:
        """Say whether anybody's change reaches other rows than it should."""
        name = model.__name__
        may = MAY_CHANGE.get(name, nobody)
        statement = f"UPDATE {model._meta.db_table} SET {IDLE.get(name, 'id = DEFAULT')}"
        return any(
            _reached(writer, statement) != sum(may(writer, row) for row in self.rows[name].values())
            for writer in self.writers.values()
        )

    def _somebody_else(self, writer: Writer) -> str:
        return next(one.me for one in self.writers.values() if one.me != writer.me)

    def _offered(self, model: Model, writer: Writer) -> Iterator[Row]:
        """Yield every row as it is, made the writer's own, and with one thing not so."""
        for row in self.rows[model.__name__].values():
            yield row
            changes: Row = {one: writer.us for one in ORGANISATIONS[:2] if row.get(one)}
            changes |= {one: writer.me for one in USERS if row.get(one)}
            if model.__name__ == "CaseGrant" and row["reason"] == "owner":
                changes["owner_id"] = writer.us
            yield row | changes
            for kept in changes:
                yield row | {key: value for key, value in changes.items() if key != kept}
            if model.__name__ == "Referral" and row["case_id"] is None:
                changes |= FRESH
                yield row | changes
            for user in changes.keys() & set(USERS):
                yield row | changes | {user: self._somebody_else(writer)}
            if "organisation_id" in changes:
                another = next(key for key in self.rows["Organisation"] if key != writer.us)
                yield row | changes | {"organisation_id": another}
            for column, value in FORBIDDEN.get(model.__name__, {}).items():
                yield row | changes | {column: value}


def _is_wrong(may: bool, outcome: str) -> bool:
    # A trigger may refuse before a policy is asked; who may, is never refused by a policy.
    return outcome == REFUSED if may else outcome not in {REFUSED, CHECKED}


def _rows(model: Model) -> dict[str, Row]:
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
        found = [json.loads(text) for (text,) in cursor.fetchall()]
    return {row["id"]: row for row in found}


def inserting(model: Model) -> str:
    """Return the statement that inserts a row given as JSON."""
    written = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
    columns = ", ".join(f'"{field.attname}"' for field in written)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_record(NULL::{table}, %s)"


@contextmanager
def bound(acting: Acting) -> Iterator[Any]:
    """Open a savepoint bound to a member; everything in it is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        row_security.bind(acting)
        yield cursor
        transaction.set_rollback(True)


def _attempts(writer: Writer, statement: str, rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Yield each row with the code its insertion was refused with, empty where it was not."""
    with bound(writer.acting) as cursor:
        for row in rows:
            cursor.execute("SAVEPOINT attempt")
            try:
                cursor.execute(statement, [json.dumps({**row, "id": str(uuid.uuid4())})])
                outcome = ""
            except DatabaseError as error:
                outcome = str(getattr(error.__cause__, "pgcode", ""))
            cursor.execute("ROLLBACK TO SAVEPOINT attempt")
            yield row, outcome


def _reached(writer: Writer, statement: str) -> int | str:
    """Return how many rows a change reaches, or the code with which it was refused."""
    try:
        with bound(writer.acting) as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError as error:
        code = str(getattr(error.__cause__, "pgcode", ""))
        return 0 if code == REFUSED and writer.acting.scope.value == "none" else code
