"""A team knows whose file is whose, and nothing else of a file that a colleague keeps.

Until now "the file is visible" and "the file is opened" were one condition. Here the first becomes
wider, for caseworkers, and every policy that meant the second says so.
"""

from importlib import import_module

from django.db import migrations

from accounts.row_security import USER_ID, policy

before = import_module("cases.migrations.0003_row_security")
blocks = import_module("cases.migrations.0006_state_contact")
mutes = import_module("reminders.migrations.0002_row_security")

MINE, STAFF, TEAM, REFERRED = before.MINE, before.STAFF, before.TEAM, before.REFERRED


def kept(key: str) -> str:
    """Return the condition that the file is one's own organisation's and opened to the member."""
    return (
        f"{STAFF} AND EXISTS (SELECT 1 FROM cases_migrant m WHERE m.id = {key} AND m.{MINE}"
        f" AND ({TEAM} OR m.caseworker_id = {USER_ID} OR {before.opened('migrant_id = m.id')}))"
    )


def of_kept(table: str) -> str:
    """Return the condition that the row is our organisation's, on a file opened to the member."""
    return f"{MINE} AND {kept(f'{table}.migrant_id')}"


MIGRANT = (
    f"({MINE} AND {STAFF})"
    f" OR ({REFERRED} AND {before.opened('migrant_id = cases_migrant.id', 'identity')})"
)
BY_FILE = "migrant_id = cases_migrantname.migrant_id"
# Names are written by the holder of the file only: their organisation is the file's.
NAME = (
    f"({MINE} AND {STAFF} AND (is_main OR {kept('cases_migrantname.migrant_id')}))"
    f" OR ({REFERRED} AND ({before.opened(BY_FILE, 'other_names')}"
    f" OR (is_main AND {before.opened(BY_FILE, 'identity')})))"
)
KEY_OF_KEPT = (
    "EXISTS (SELECT 1 FROM cases_migrantname n WHERE n.id = name_id"
    f" AND {kept('n.migrant_id')})"
)
CONTACT = (
    f"({kept('cases_contactpoint.migrant_id')}) OR ({REFERRED}"
    f" AND {before.opened('migrant_id = cases_contactpoint.migrant_id', 'contact')})"
)
BLOCK = of_kept(blocks.TABLE)
SET = f"{BLOCK} AND set_by_id = {USER_ID} AND lift_asked_at IS NULL AND lifted_at IS NULL"
MUTE = of_kept("reminders_mute")
STOPPED_BY_ME = f"{MUTE} AND muted_by_id = {USER_ID} AND ended_at IS NULL"
NAMES, CONTACTS = "cases_migrantname", "cases_contactpoint"


def read(table: str, old: str, new: str) -> migrations.RunSQL:
    """Return the step from one condition of reading to another."""
    return _step(policy(table, "members_read", "SELECT", using=old),
                 policy(table, "members_read", "SELECT", using=new))


def add(table: str, old: str, new: str) -> migrations.RunSQL:
    """Return the step from one condition of adding to another."""
    return _step(policy(table, "members_add", "INSERT", check=old),
                 policy(table, "members_add", "INSERT", check=new))


def change(table: str, old: str, new: str) -> migrations.RunSQL:
    """Return the step from one condition of changing to another."""
    return _step(policy(table, "members_change", "UPDATE", using=old, check=old),
                 policy(table, "members_change", "UPDATE", using=new, check=new))


def _step(old: tuple[str, str], new: tuple[str, str]) -> migrations.RunSQL:
    (make_old, drop_old), (make_new, drop_new) = old, new
    return migrations.RunSQL(f"{drop_old}; {make_new}", f"{drop_new}; {make_old}")


def whole(table: str, old: str, new: str) -> list[migrations.RunSQL]:
    """Return the steps for a table that is read, added to and changed under one condition."""
    return [read(table, old, new), add(table, old, new), change(table, old, new)]


def was(table: str) -> str:
    """Return what used to be asked of a row that hangs on a file."""
    return f"{MINE} AND {before.file_seen(table)}"


class Migration(migrations.Migration):
    """Widen who knows a file, and keep everything that hangs on it where it was."""

    dependencies = [
        ("cases", "0006_state_contact"),
        ("reminders", "0002_row_security"),
    ]
    operations = [
        read("cases_migrant", before.MIGRANT, MIGRANT),
        read(NAMES, before.name_seen(), NAME),
        add(NAMES, was(NAMES), of_kept(NAMES)),
        change(NAMES, was(NAMES), of_kept(NAMES)),
        add("cases_namekey", before.NAME_OF_KEY, KEY_OF_KEPT),
        read(CONTACTS, before.contact_seen(), CONTACT),
        add(CONTACTS, was(CONTACTS), of_kept(CONTACTS)),
        change(CONTACTS, was(CONTACTS), of_kept(CONTACTS)),
        add("cases_case", before.OPEN_CASE, of_kept("cases_case")),
        *whole("cases_consent", was("cases_consent"), of_kept("cases_consent")),
        read(blocks.TABLE, blocks.SEEN, BLOCK),
        add(blocks.TABLE, blocks.SET, SET),
        change(blocks.TABLE, blocks.SEEN, BLOCK),
        read("reminders_mute", mutes.MUTE, MUTE),
        add("reminders_mute", mutes.STOPPED_BY_ME, STOPPED_BY_ME),
        change("reminders_mute", mutes.MUTE, MUTE),
    ]
