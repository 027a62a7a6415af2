"""Which rows of this room go with a file, in SQL that only the database's one door may run.

Every room lists its own rows like this; `reports.erasure` opens the door. To add a table, add one
line to ERASE (and one to THIN if it holds ways to reach somebody or free words). A test fails
while a table that leads to a person stands on neither list.
"""
# ruff: noqa: S608  (statements put together from constants of this house)

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.retention import Act


@dataclass(frozen=True)
class Rows:
    """Rows of one table that go, or lose some of their columns. `whose` is the file's key."""

    table: str
    where: str
    emptied: str = ""

    @property
    def statement(self) -> str:
        act = f"UPDATE {self.table} SET {self.emptied}" if self.emptied else self._delete
        return f"{act} WHERE {self.where}"

    @property
    def _delete(self) -> str:
        return f"DELETE FROM {self.table}"


Lists = Mapping[Act, Sequence[Rows]]

OF_FILE = "migrant_id = whose"
CASES = "(SELECT c.id FROM cases_case c WHERE c.migrant_id = whose)"
OF_CASE = f"case_id IN {CASES}"
CONSENTS = "(SELECT c.id FROM cases_consent c WHERE c.migrant_id = whose)"
OTHER_NAMES = "(SELECT a.id FROM cases_migrantname a WHERE a.migrant_id = whose AND NOT a.is_main)"
DRAFTS = Rows(
    "cases_draft",
    f"about = whose::text OR about IN (SELECT d::text FROM unnest(ARRAY{CASES}) d)",
)
DAYS = "expected_departure_on = NULL"
LAST_OF_PERSON = (
    "id = (SELECT m.person_id FROM cases_migrant m WHERE m.id = whose) AND NOT EXISTS (SELECT 1"
    " FROM cases_migrant o WHERE o.person_id = cases_person.id AND o.id <> whose)"
)
# Days of entry and exit (and the count of days, once there is one): no longer than the last case.
LEAVE = (Rows("cases_migrant", f"id = whose AND {DAYS.replace('= NULL', 'IS NOT NULL')}", DAYS),)
THIN = (
    *LEAVE,
    Rows("cases_contactpoint", OF_FILE),
    Rows("cases_note", OF_CASE),
    Rows("cases_task", OF_CASE),
    Rows("cases_namekey", f"name_id IN {OTHER_NAMES}"),
    DRAFTS,
)
# Rows before those whose condition looks them up; foreign keys wait for the end of it all.
ERASE = (
    DRAFTS,
    Rows("cases_namekey", OF_FILE),
    Rows("cases_migrantname", OF_FILE),
    Rows("cases_contactpoint", OF_FILE),
    Rows("cases_casegrant", OF_FILE),
    Rows("cases_documentshare", OF_CASE),
    Rows("cases_document", OF_FILE),
    # Its words may name the person. What was opened, by whom and why as a code, is in the audit.
    Rows("cases_brokenglass", OF_FILE),
    Rows("cases_consentrecipient", f"consent_id IN {CONSENTS}"),
    Rows("cases_consent", OF_FILE),
    Rows("cases_legalbasis", OF_CASE),
    Rows("cases_note", OF_CASE),
    Rows("cases_task", OF_CASE),
    Rows("cases_symptomscreen", OF_CASE),
    Rows("cases_casestep", OF_CASE),
    Rows("cases_statecontactblock", OF_FILE),
    Rows("cases_legalhold", OF_FILE),
    Rows("cases_datarequest", OF_FILE),
    # Earlier versions go with what they are versions of; those of cases while cases tell whose.
    Rows("cases_migrantevent", "pgh_obj_id = whose"),
    Rows("cases_migrantnameevent", OF_FILE),
    Rows("cases_consentevent", OF_FILE),
    Rows("cases_legalbasisevent", OF_CASE),
    Rows("cases_caseevent", f"{OF_FILE} OR pgh_obj_id IN {CASES}"),
    Rows("cases_case", OF_FILE),
    Rows("cases_person", LAST_OF_PERSON),
    Rows("cases_migrant", "id = whose"),
)
ROWS: Lists = {Act.LEAVE: LEAVE, Act.THIN: THIN, Act.ERASE: ERASE}

# True only inside the door: the setting alone is anybody's to make, the owner's rights are not.
# Triggers that keep rows from going ask this, and let them go then.
IS_ERASING = """
CREATE FUNCTION cases_is_erasing() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT COALESCE(current_setting('app.erasing', true), '') <> '' AND current_user =
        (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'cases_migrant'::regclass)
$$;
"""
IS_NOT_ERASING = "DROP FUNCTION cases_is_erasing();"


def forgetting(room: str, lists: Lists) -> tuple[str, str]:
    """Return the SQL of a room's function that takes the rows away, and the SQL that drops it.

    The application may not call it: only what runs as the owner does, and that is the door.
    """
    branches = "".join(
        f"    IF act = '{act}' THEN\n{''.join(map(_counted, rows))}    END IF;\n"
        for act, rows in lists.items()
    )
    name = f"{room}_forget(whose uuid, act text)"
    made = f"""
CREATE FUNCTION {name} RETURNS jsonb LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    counts jsonb := '{{}}';
    n bigint;
BEGIN
{branches}    RETURN counts;
END $$;
REVOKE ALL ON FUNCTION {name} FROM PUBLIC;
"""
    return made, f"DROP FUNCTION {name};"


def _counted(rows: Rows) -> str:
    return (
        f"        {rows.statement};\n        GET DIAGNOSTICS n = ROW_COUNT;\n"
        f"        counts := counts || jsonb_build_object('{rows.table}', n);\n"
    )
