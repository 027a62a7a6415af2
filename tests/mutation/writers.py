"""What members may add and change in raw SQL, against `tests/may_write.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts import row_security
from accounts.acting import Acting
from accounts.models import Organisation
from tests.may_write import MAY_ADD, MAY_CHANGE, Row, Writer, nobody
from tests.mutation import worlds
from tests.two_rules import Model, protected, seen_in_sql

REFUSED = "42501"
HOUSES = ("organisation_id", "sender_id", "first_id")
USERS = (
    *("user_id", "author_id", "set_by_id", "created_by_id", "by_id", "answered_by_id"),
    *("muted_by_id", "caseworker_id", "asked_by_id", "invited_by_id", "proposed_by_id"),
    "recorded_by_id",
)
# An update that changes nothing and reads no column, so that only the policy on changes decides.
IDLE = {
    "accounts_invitation": "withdrawn_at = NULL",
    "cases_brokenglass": "review_note = ''",
    "cases_case": "version = 1",
    "cases_casegrant": "case_state = 'open'",
    "cases_consent": "interpreter = ''",
    "cases_contactpoint": "is_current = true",
    "cases_datarequest": "refusal = ''",
    "cases_documentshare": "left_out_at = NULL",
    "cases_draft": "saved_at = now()",
    "cases_legalhold": "lifted_at = NULL",
    "cases_migrant": "version = 1",
    "cases_migrantname": "language = ''",
    "cases_sharingagreement": "ended_at = NULL",
    "cases_statecontactblock": "lift_reason = ''",
    "cases_task": "text = 'x'",
    "referrals_envelope": "purpose = 'papers'",
    "referrals_referral": "noted_at = NULL",
    "reminders_mute": "ended_at = NULL",
    "reports_wholeexport": "written_at = NULL",
}


@dataclass
class _Asked:
    """Members, one table, and what each of them may do there in the world that is."""

    members: Mapping[str, Acting]
    models: Sequence[Model]
    truth: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        return self.models[0]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def _writers(self) -> dict[str, Writer]:
        """Return everybody with the rows they see and all there are, looked up when asked for."""
        models: list[Model] = [*protected(), Organisation]
        stored = {one.__name__: one for one in models}

        def all_rows(name: str) -> dict[str, Row]:
            key = worlds.key_of(stored[name])
            return {row[key]: row for row in worlds.rows_of(stored[name])}

        rows = Lazily(all_rows)

        def seen(acting: Acting, name: str) -> dict[str, Row]:
            keys = seen_in_sql([stored[name]], acting)[stored[name]]
            return {str(key): rows[name][str(key)] for key in keys}

        return {
            name: Writer(acting, Lazily(partial(seen, acting)), rows)
            for name, acting in self.members.items()
        }


class Lazily(dict[str, dict[str, Row]]):
    """Rows by the name of their model, each looked up once, when somebody asks."""

    def __init__(self, look_up: Callable[[str], dict[str, Row]]) -> None:
        super().__init__()
        self.look_up = look_up

    def __missing__(self, name: str) -> dict[str, Row]:
        self[name] = self.look_up(name)
        return self[name]


@dataclass
class Adders(_Asked):
    """Whoever tries to add rows."""

    offered: dict[str, list[Row]] = field(default_factory=dict)

    def settle(self) -> bool:
        """Ask what everybody may add; say whether the database agrees."""
        may = MAY_ADD.get(self.model.__name__, nobody)
        writers = self._writers()
        # In the world as it is, every row with one thing otherwise; then the world is otherwise.
        is_first = not self.offered
        self.offered = {name: list(self._offers(one, is_first)) for name, one in writers.items()}
        self.truth = {
            name: [may(writer, row) for row in self.offered[name]]
            for name, writer in writers.items()
        }
        agree = not self.differ()
        # In worlds that the product never makes: what the two do not agree on tells nothing.
        for name, meant in self.truth.items():
            pairs = zip(meant, self.added(name), strict=True) if not agree else ()
            self.truth[name] = [a if a == b else None for a, b in pairs] or meant
        return agree

    def differ(self) -> bool:
        """Say whether anybody may add a row that they should not, or not one that they should."""
        return any(
            meant is not None and may is not meant
            for name in self.members
            for may, meant in zip(self.added(name), self.truth[name], strict=True)
        )

    def added(self, name: str) -> list[bool]:
        """Return which of the rows offered no policy refuses a member."""
        with transaction.atomic():
            row_security.bind(self.members[name])
            codes = worlds.put(self.model, self.offered[name], stays=False)
        return [code != REFUSED for code in codes]

    def _offers(self, writer: Writer, is_first: bool) -> Iterator[Row]:
        """Yield rows as the member would write them, at first each with one thing otherwise too."""
        words = worlds.named(self.table, "INSERT")
        told = set()
        for row in worlds.rows_of(self.model):
            own = self._own(row, writer)
            for offer in (row, own, *(self._otherwise(own, words) if is_first else ())):
                # Rows that are the same to every policy are offered once.
                same = str([offer[column] for column in sorted(words & offer.keys())])
                if same not in told:
                    told.add(same)
                    yield offer | {worlds.key_of(self.model): worlds.new_key()}

    def _own(self, row: Row, writer: Writer) -> Row:
        """Return the row as the writer's."""
        mine = {one: writer.us for one in HOUSES if row.get(one)}
        mine |= {one: writer.me for one in USERS if one in row}
        if row.get("reason") == "owner":
            mine["owner_id"] = writer.us
        return row | mine | worlds.FRESH.get(self.table, {})

    def _otherwise(self, row: Row, words: set[str]) -> Iterator[Row]:
        for column, values in worlds.values_of(self.model, words).items():
            for value in values:
                yield row | {column: value}


@dataclass
class Changers(_Asked):
    """Whoever tries to change rows."""

    def settle(self) -> bool:
        """Ask what everybody may change; say whether the database agrees."""
        may = MAY_CHANGE.get(self.model.__name__, nobody)
        writers = self._writers()
        self.truth = {
            name: sum(may(writer, row) for row in writer.everything[self.model.__name__].values())
            for name, writer in writers.items()
        }
        agree = not self.differ()
        if not agree:
            self.truth = {
                name: count for name, count in self.truth.items() if count == self.reached(name)
            }
        return agree

    def differ(self) -> bool:
        """Say whether anybody's change reaches other rows than it should."""
        return any(self.reached(name) != count for name, count in self.truth.items())

    def reached(self, name: str) -> int:
        """Return how many rows a member's change of all rows reaches."""
        key = worlds.key_of(self.model)
        column = IDLE.get(self.table, f"{key} = DEFAULT")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                row_security.bind(self.members[name])
                cursor.execute(f"UPDATE {self.table} SET {column}")
                count: int = cursor.rowcount
                transaction.set_rollback(True)
        except IntegrityError:
            # A key is never empty: a row was reached.
            return -1
        return count
