"""Row-level security of this room: the same rule as `visible_to`, said once more in SQL."""

from django.db import migrations

from accounts.row_security import ORGANISATION_ID, SCOPE, USER_ID, protect

MINE = f"organisation_id = {ORGANISATION_ID}"
TEAM = f"{SCOPE} = 'team'"
OWN = f"{SCOPE} = 'own'"
REFERRED = f"{SCOPE} = 'ref'"
STAFF = f"{SCOPE} IN ('own', 'team')"


def opened(key: str, data_class: str = "") -> str:
    """Return the condition that a current grant opens the row to whoever is bound."""
    covers = f" AND '{data_class}' = ANY(g.data_classes)" if data_class else ""
    return (
        f"EXISTS (SELECT 1 FROM cases_casegrant g WHERE g.{key} AND g.{MINE}"
        " AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())"
        f" AND ({SCOPE} IN ('team', 'ref') OR ({OWN} AND g.caseworker_id = {USER_ID})){covers})"
    )


MIGRANT_OF_STAFF = (
    f"{MINE} AND ({TEAM} OR ({OWN} AND (caseworker_id = {USER_ID}"
    f" OR {opened('migrant_id = cases_migrant.id')})))"
)
MIGRANT = f"({MIGRANT_OF_STAFF}) OR ({REFERRED} AND {opened('migrant_id = cases_migrant.id', 'identity')})"
GRANT = (
    f"({REFERRED} AND {MINE}) OR (owner_id = {ORGANISATION_ID}"
    f" AND ({TEAM} OR ({OWN} AND caseworker_id = {USER_ID})))"
)


def file_seen(table: str) -> str:
    """Return the condition that the row's migrant file is one's own organisation's and visible."""
    return (
        f"{STAFF} AND EXISTS (SELECT 1 FROM cases_migrant m WHERE m.id = {table}.migrant_id"
        f" AND m.{MINE})"
    )


def case_seen(table: str) -> str:
    """Return the condition that the row's case is visible."""
    return f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"


def name_seen() -> str:
    """Return the condition for names: all of one's own files, of others what is granted."""
    by_file = "migrant_id = cases_migrantname.migrant_id"
    return (
        f"({file_seen('cases_migrantname')}) OR ({REFERRED} AND ("
        f"{opened(by_file, 'other_names')} OR (is_main AND {opened(by_file, 'identity')})))"
    )


def contact_seen() -> str:
    """Return the condition for contacts."""
    granted = opened("migrant_id = cases_contactpoint.migrant_id", "contact")
    return f"({file_seen('cases_contactpoint')}) OR ({REFERRED} AND {granted})"


def screen_seen() -> str:
    """Return the condition for symptom screens."""
    granted = opened("case_id = cases_symptomscreen.case_id", "health")
    own = f"{STAFF} AND {MINE} AND {case_seen('cases_symptomscreen')}"
    return f"({own}) OR ({REFERRED} AND {granted})"


def staff_row(table: str) -> str:
    """Return the condition for rows of one's own organisation on a visible case."""
    return f"{STAFF} AND {MINE} AND {case_seen(table)}"


NAME_OF_KEY = "EXISTS (SELECT 1 FROM cases_migrantname n WHERE n.id = name_id)"
CONSENT_OF_RECIPIENT = "EXISTS (SELECT 1 FROM cases_consent c WHERE c.id = consent_id)"
NOTE = (
    f"{MINE} AND {case_seen('cases_note')}"
    f" AND ({STAFF} OR ({REFERRED} AND author_id = {USER_ID}))"
)
OWN_DRAFT = f"user_id = {USER_ID} AND {MINE}"
# That the case is the owner's is the trigger's to check: files are seen by way of grants, and a
# policy on grants that looked at files would recurse.
OWNER_GRANT = f"{STAFF} AND reason = 'owner' AND {MINE} AND owner_id = {ORGANISATION_ID}"
OPEN_CASE = f"{MINE} AND {file_seen('cases_case')}"
CASE = opened("case_id = cases_case.id")


class Migration(migrations.Migration):
    """Enable and force row-level security on every table that leads to a person."""

    dependencies = [("cases", "0002_grants_follow_cases")]
    operations = [
        *protect("cases_casegrant", select=GRANT, insert=OWNER_GRANT, update=GRANT),
        *protect(
            "cases_migrant",
            select=MIGRANT,
            insert=f"{MINE} AND {STAFF}",
            update=MIGRANT_OF_STAFF,
        ),
        *protect(
            "cases_migrantname",
            select=name_seen(),
            insert=f"{MINE} AND {file_seen('cases_migrantname')}",
            update=f"{MINE} AND {file_seen('cases_migrantname')}",
        ),
        *protect("cases_namekey", select=NAME_OF_KEY, insert=NAME_OF_KEY),
        *protect(
            "cases_contactpoint",
            select=contact_seen(),
            insert=f"{MINE} AND {file_seen('cases_contactpoint')}",
            update=f"{MINE} AND {file_seen('cases_contactpoint')}",
        ),
        *protect("cases_case", select=CASE, insert=OPEN_CASE, update=f"{MINE} AND {STAFF}"),
        *protect(
            "cases_casestep",
            select=f"{MINE} AND {case_seen('cases_casestep')}",
            insert=staff_row("cases_casestep"),
        ),
        *protect(
            "cases_consent",
            select=f"{MINE} AND {file_seen('cases_consent')}",
            insert=f"{MINE} AND {file_seen('cases_consent')}",
            update=f"{MINE} AND {file_seen('cases_consent')}",
        ),
        *protect(
            "cases_consentrecipient", select=CONSENT_OF_RECIPIENT, insert=CONSENT_OF_RECIPIENT
        ),
        *protect(
            "cases_legalbasis",
            select=staff_row("cases_legalbasis"),
            insert=staff_row("cases_legalbasis"),
        ),
        *protect("cases_note", select=NOTE, insert=NOTE),
        *protect(
            "cases_task",
            select=staff_row("cases_task"),
            insert=staff_row("cases_task"),
            update=staff_row("cases_task"),
        ),
        *protect(
            "cases_symptomscreen", select=screen_seen(), insert=staff_row("cases_symptomscreen")
        ),
        *protect("cases_draft", select=OWN_DRAFT, insert=OWN_DRAFT, update=OWN_DRAFT),
    ]
