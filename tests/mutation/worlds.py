"""Worlds in which one thing is otherwise, and may be as the product would never make it.

Rules agree where everything is in order: whoever holds a case also wrote its notes, so nobody would
miss the one or the other condition. So each column that a policy names takes other values, in rows
that are put beside those there (without triggers, which would refuse them), or in all rows of a
table that the policy looks at. In each such world every condition must hold by itself.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from accounts.acting import for_system
from accounts.permissions import DataClass
from accounts.policies import FUNCTIONS, TABLES
from tests.may_write import Row
from tests.two_rules import Model

AS_IT_IS = "as it is"
LONG_AGO, LONG_AFTER = "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


def named(table: str, command: str) -> set[str]:
    """Return what the policies of a table for a command name, by way of their functions too."""
    if table not in TABLES:
        return {"kind", "country", "is_active"}
    policies = [one for one in TABLES[table].policies.values() if one.command == command]
    said = " ".join(f"{one.using} {one.check}" for one in policies)
    called = [one.body for name, one in FUNCTIONS.items() if name in said]
    return set(re.findall(r"\w+", " ".join([said, *called])))


# Keys in columns that are no foreign keys.
KEYS = {
    "case_id": "cases_case", "migrant_id": "cases_migrant", "source_id": "referrals_referral",
    "organisation_id": "accounts_organisation", "caseworker_id": "accounts_user",
}  # fmt: skip
# Of people and houses, those who stand for all of their kind.
WHO = {
    "accounts_user": "WHERE split_part(email, '@', 1) IN"
    " ('aigul', 'daniyar', 'timur', 'dr_ahmetov', 'nurse_olga')",
    "accounts_organisation": "WHERE name_en IN ('Komek', 'Tirek', 'City TB clinic')"
    " OR kind = 'consulate'",
}
# What a row must be when it is new; a clinic, a supervisor or the clock says the rest.
FRESH: dict[str, Row] = {
    "accounts_invitation": {"accepted_at": None, "withdrawn_at": None},
    "cases_brokenglass": {"reviewed_at": None, "alarmed_at": None},
    "cases_datarequest": {"state": "asked"},
    "cases_legalhold": {"lifted_at": None},
    "cases_sharingagreement": {"confirmed_at": None, "ended_at": None},
    "cases_statecontactblock": {"lift_asked_at": None, "lifted_at": None},
    "referrals_envelope": {"state": "sent"},
    "referrals_envelopestep": {"because": ""},
    "referrals_referral": {
        "state": "sent", "custody_ended_at": None, "data_classes": ["health", "identity"],
        "received_at": None, "accepted_at": None, "appointment_at": None, "appointment_place": "",
        "arrived_at": None, "replaces_id": None,
    },
    "reminders_mute": {"ended_at": None},
    "reports_wholeexport": {"state": "asked"},
}  # fmt: skip
HOUSE, USER = "accounts_organisation", "accounts_user"
# All that keeps rows in order but policies. Keys that others point at stay.
CONSTRAINTS = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT conrelid::regclass AS what, conname FROM pg_constraint
        WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('c', 'u', 'x') LOOP
        EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', one.what, one.conname);
    END LOOP;
    FOR one IN SELECT indexrelid::regclass AS what FROM pg_index
        WHERE indrelid = ANY (%s::regclass[]) AND indisunique AND NOT indisprimary LOOP
        EXECUTE format('DROP INDEX %%s', one.what);
    END LOOP;
END $$
"""
# A function for each table, so that PostgreSQL plans a statement once for all rows.
PUT = """
CREATE OR REPLACE FUNCTION pg_temp.put_{table}(_rows json[], _stays boolean) RETURNS text[]
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE _row json; _codes text[] := '{{}}';
BEGIN
    FOREACH _row IN ARRAY _rows LOOP
        BEGIN
            INSERT INTO {table} ({columns}) SELECT {columns}
                FROM json_populate_record(NULL::{table}, _row);
            IF NOT _stays THEN RAISE EXCEPTION USING ERRCODE = 'MH000'; END IF;
            _codes := _codes || ''::text;
        EXCEPTION WHEN OTHERS THEN _codes := _codes || SQLSTATE::text; END;
    END LOOP;
    RETURN _codes;
END $$
"""


@dataclass(frozen=True)
class World:
    """What is otherwise: in words, and how it becomes so."""

    name: str
    begin: Callable[[], None]


def rows_of(model: Model) -> list[Row]:
    """Return every row of a table, as JSON has it."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
        return [json.loads(text) for (text,) in cursor.fetchall()]


def put(model: Model, rows: Iterable[Row], *, stays: bool) -> list[str]:
    """Insert rows one by one; return the code each was refused with, empty where it was not."""
    texts = [json.dumps(row) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_temp.put_{model._meta.db_table}(%s::json[], %s)", [texts, stays])
        codes: list[str] = cursor.fetchone()[0]
    return codes


def worlds_of(table: str, command: str) -> Iterator[World]:
    """Yield the world as it is, then each in which something is otherwise that its policies name."""
    yield World(AS_IT_IS, lambda: None)
    words = named(table, command)
    yield from _with_rows_beside(table, words)
    for one in looked_at(table, command):
        words |= named(one, "SELECT")
        yield from _with_rows_beside(one, words)
        yield from _with_all_rows_changed(one, words)
    yield from _where_all_is_one_members([table, *looked_at(table, command)])


def looked_at(table: str, command: str) -> list[str]:
    """Return the tables that the policies of a table look at, those by way of others last."""
    stored = TABLES.keys() | {"accounts_organisation"}
    found = sorted(named(table, command) & stored - {table})
    for one in found:
        found += sorted((named(one, "SELECT") & stored) - {table, *found})
    return found


def variants(model: Model, words: set[str]) -> dict[str, list[Row]]:
    """Return by column every row with another value in it."""
    rows = rows_of(model)
    return {
        column: [
            row | {column: value, key_of(model): new_key()}
            for row in rows
            for value in values
            if value != row[column]
        ]
        for column, values in values_of(model, words).items()
    }


def values_of(model: Model, words: set[str]) -> dict[str, list[Any]]:
    """Return by column, of those named, the values to try."""
    rows = rows_of(model)
    return {str(field.column): _values(field, rows, words) for field in _named(model, words)}


def key_of(model: Model) -> str:
    """Return the column of a table's own key."""
    return str(model._meta.pk.column)


def new_key() -> str:
    """Return a key that no row has."""
    return str(uuid.uuid4())


def _with_rows_beside(table: str, words: set[str]) -> Iterator[World]:
    model = model_of(table)
    for column, rows in variants(model, words).items():

        def begin(rows: list[Row] = rows) -> None:
            put(model, rows, stays=True)

        yield World(f"{table} beside, {column}", begin)


def _with_all_rows_changed(table: str, words: set[str]) -> Iterator[World]:
    model = model_of(table)
    rows = rows_of(model)
    for field in _named(model, words):
        if _leads_elsewhere(field):
            # That it leads to the row looked at, any world shows.
            continue
        for value in _values(field, rows, words):

            def begin(column: str = str(field.column), value: Any = value) -> None:
                _set_all(table, column, value)

            yield World(f"{table}.{field.column} = {value}", begin)


def _where_all_is_one_members(tables: list[str]) -> Iterator[World]:
    """Yield worlds in which everything is one organisation's, one member's, or both."""
    for email, house, user in _members():
        for whose in ({HOUSE: house}, {USER: user}, {HOUSE: house, USER: user}):

            def begin(whose: dict[str, str]) -> None:
                for table in tables:
                    _give(table, whose)

            yield World(f"{' and '.join(whose)}: all are those of {email}", partial(begin, whose))

            def begin_further(whose: dict[str, str] = whose, begin: Any = begin) -> None:
                begin(whose)
                _set_all(HOUSE, "kind", "consulate")
                _set_all(HOUSE, "country", "KG")
                _set_all("cases_casegrant", "data_classes", ["identity"])

            yield World(
                f"{' and '.join(whose)}: of {email}, a consulate's, identity only", begin_further
            )


def _members() -> list[tuple[str, str, str]]:
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (email) email, m.organisation_id::text, user_id::text"
            " FROM accounts_membership m JOIN accounts_user u ON u.id = user_id"
            " WHERE split_part(email, '@', 1) IN"
            " ('aigul', 'saule', 'timur', 'dr_ahmetov', 'officer_kg', 'madina', 'officer_reception')"
            " ORDER BY email, m.id"
        )
        return list(cursor.fetchall())


def _give(table: str, whose: dict[str, str]) -> None:
    """Let every key of an organisation or a member in a table be the same."""
    if table not in TABLES:
        return
    for field in model_of(table)._meta.concrete_fields:
        is_key = field.is_relation or field.column in KEYS
        if is_key and not field.primary_key and _target(field) in whose:
            _set_all(table, str(field.column), whose[_target(field)])


def _set_all(table: str, column: str, value: Any) -> None:
    """Let as many rows as may have a value in a column."""
    key = key_of(model_of(table))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ DECLARE one record; BEGIN FOR one IN SELECT {key} AS key FROM {table} LOOP BEGIN"
            f" UPDATE {table} SET {column} = (json_populate_record(NULL::{table}, {_quoted({column: value})})).{column}"
            f" WHERE {key} = one.key; EXCEPTION WHEN integrity_constraint_violation THEN END;"
            f" END LOOP; END $$"
        )


def _quoted(row: Row) -> str:
    return "'" + json.dumps(row).replace("'", "''") + "'"


def model_of(table: str) -> Model:
    """Return the model of a table."""
    return next(one for one in apps.get_models() if one._meta.db_table == table)


def _named(model: Model, words: set[str]) -> list[models.Field[Any, Any]]:
    """Return the columns that some of the policies name, without the key."""
    return [f for f in model._meta.concrete_fields if f.column in words and not f.primary_key]


def _values(field: models.Field[Any, Any], rows: list[Row], words: set[str]) -> list[Any]:
    """Return the values a column may take in another world."""
    nothing = [None] if field.null else []
    if field.is_relation or field.column in KEYS:
        return nothing + _keys(field)
    if isinstance(field, ArrayField):
        if field.column == "case_ids":
            return [[row["id"]] for row in rows_of(model_of("cases_case"))]
        named = [one.value for one in DataClass if one.value in words]
        return [[one] for one in (*named, "notes")] + [sorted(DataClass)]
    if isinstance(field, models.BooleanField):
        return [True, False]
    if isinstance(field, models.DateTimeField):
        return [*nothing, LONG_AGO, LONG_AFTER]
    there = [value for value, _label in field.flatchoices]
    there = there or sorted({str(row[str(field.column)] or "") for row in rows} | {"", "x"})
    # What no policy names is all the same to them.
    unnamed = [value for value in there if value not in words]
    return [value for value in there if value in words] + unnamed[:2]


def _leads_elsewhere(field: models.Field[Any, Any]) -> bool:
    is_key = field.is_relation or field.column in KEYS
    return is_key and _target(field) not in WHO


def _target(field: models.Field[Any, Any]) -> str:
    """Return the table whose keys stand in a column."""
    related = field.related_model
    return related._meta.db_table if isinstance(related, type) else KEYS[str(field.column)]


def _keys(field: models.Field[Any, Any]) -> list[str]:
    """Return some keys that may stand in a column: of members and organisations, or the first three."""
    table = _target(field)
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(f"SELECT id::text FROM {table} {WHO.get(table, 'ORDER BY id LIMIT 3')}")
        return [key for (key,) in cursor.fetchall()]


@contextmanager
def living_in(world: World) -> Iterator[None]:
    """Let a world be inside the block."""
    with transaction.atomic():
        with for_system(reason="tests"):
            world.begin()
        yield
        transaction.set_rollback(True)


def _putting(model: Model) -> str:
    written = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
    columns = ", ".join(f'"{field.column}"' for field in written)
    return PUT.format(table=model._meta.db_table, columns=columns)


def nothing_but_policies() -> None:
    """Let no trigger and no constraint mend or refuse anything, until the transaction is over."""
    with connection.cursor() as cursor:
        for table in (*TABLES, HOUSE):
            cursor.execute(_putting(model_of(table)))
        # A table with keys still to be checked cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in [*TABLES, HOUSE]:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(CONSTRAINTS, [[*TABLES, HOUSE]] * 2)
