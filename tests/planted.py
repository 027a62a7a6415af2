"""A word of its own in every text about a person, so that one can see where it comes out."""

import hashlib
import re
import uuid
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from psycopg2.extensions import connection as Connection  # noqa: N812

from accounts.acting import for_system
from cases.models import ContactPoint
from tests.database import connect_as_owner, run

TOKEN = re.compile(r"zq[0-9a-f]{12}q")
# As people write numbers and as pages space them.
NUMBER, BETWEEN_DIGITS = re.compile(r"\d{11,12}"), re.compile(r"(?<=\d)[\s\u00a0()-]+(?=\d)")
# Every text in somebody's own words, by the model it stands in.
COLUMNS: dict[str, tuple[str, ...]] = {
    "cases.MigrantName": ("full",),
    "cases.CaseStep": ("reason",),
    "cases.Consent": ("interpreter", "witness", "guardian"),
    "cases.ConsentEvent": ("interpreter", "witness", "guardian"),
    "cases.MigrantNameEvent": ("full",),
    "cases.LegalBasisEvent": ("reason",),
    "cases.BrokenGlass": ("reason", "review_note"),
    "cases.LegalHold": ("words",),
    "cases.DataRequest": ("words", "refusal"),
    "cases.LegalBasis": ("reason",),
    "cases.Note": ("text",),
    "cases.Task": ("text",),
    "cases.StateContactBlock": ("reason", "lift_reason"),
    "referrals.Referral": ("shown_name", "asked", "escort", "appointment_place"),
    "referrals.ReferralStep": ("note",),
    "referrals.ReferralAnswer": ("findings", "advice"),
    "referrals.Examination": ("name", "asked", "escort", "place"),
    "referrals.Envelope": ("shown_name",),
    "referrals.EnvelopeStep": ("note",),
    "referrals.EnvelopeAnswer": ("words",),
    "reminders.Reminder": ("text",),
}
# Texts that are codes, keys or not kept in the demonstration: nobody's words.
CODES: dict[str, tuple[str, ...]] = {
    "cases.Case": ("number",),
    "cases.NameKey": ("key",),
    "cases.Document": ("media_type", "fingerprint"),
    "cases.ContactPoint": ("phone", "phone_index"),
    "cases.Draft": ("form", "about", "typed"),
    "referrals.Referral": ("number", "shown_sex"),
    "referrals.Examination": ("number",),
    "referrals.Envelope": ("number", "shown_citizenship"),
}


@dataclass(frozen=True)
class Planted:
    """Where a word was planted."""

    model: str
    column: str
    key: uuid.UUID


def token(table: str, column: str, key: uuid.UUID) -> str:
    """Return the word for one text of one row."""
    digest = hashlib.md5(f"{table}.{column}.{key}".encode(), usedforsecurity=False)
    return f"zq{digest.hexdigest()[:12]}q"


def plant(database: str) -> dict[str, Planted]:
    """Put its word into every text of a database; return which word stands where."""
    found: dict[str, Planted] = {}
    with closing(connect_as_owner(database)) as owner:
        run(owner, "SELECT set_config('app.system', 'on', false)")
        for label, columns in COLUMNS.items():
            model = apps.get_model(label)
            table, key = model._meta.db_table, str(model._meta.pk.column)
            # What is frozen for everybody is changed here before anybody looks at it.
            run(owner, "ALTER TABLE {table} DISABLE TRIGGER USER", table=table)
            for column in columns:
                found |= _plant_column(owner, label, table, key, column)
            run(owner, "ALTER TABLE {table} ENABLE TRIGGER USER", table=table)
    return found


def _plant_column(
    owner: Connection, label: str, table: str, key: str, column: str
) -> dict[str, Planted]:
    filled = run(
        owner,
        "UPDATE {table} SET {column} = {column} || ' zq'"
        f" || left(md5('{table}.{column}.' || {{key}}), 12) || 'q' WHERE {{column}} <> ''"
        " RETURNING {key}",
        table=table,
        column=column,
        key=key,
    )
    keys = [uuid.UUID(str(found)) for (found,) in filled]
    return {token(table, column, one): Planted(label, column, one) for one in keys}


def phones() -> dict[str, Planted]:
    """Return every number of the database by its digits: they are words of their own."""
    with for_system(reason="tests"):
        return {
            one.phone.lstrip("+"): Planted("cases.ContactPoint", "phone", one.pk)
            for one in ContactPoint.objects.all()
        }


def texts_of(model: type[models.Model]) -> set[str]:
    """Return the columns of a model that hold text without a list of choices."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) and not field.choices
    }


def words_in(content: bytes | str) -> set[str]:
    """Return the planted words in what left the house."""
    text: Any = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return set(TOKEN.findall(text)) | set(NUMBER.findall(BETWEEN_DIGITS.sub("", text)))
