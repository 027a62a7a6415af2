"""The conditions that policies are built from, each with a name that says what it means.

Settings of the transaction are compared with columns and read once a statement. Where a condition
looks at another table, that table's own policies hold there too: so it looks at grants themselves
rather than at cases, of which grants are what the policy looks at.
"""

from accounts.row_security import ORGANISATION_ID, USER_ID

MINE = f"organisation_id = {ORGANISATION_ID}"
# Compared inside: see IS_SYSTEM.
OWN = "(SELECT current_setting('app.scope', true) = 'own')"
TEAM = "(SELECT current_setting('app.scope', true) = 'team')"
REFERRED = "(SELECT current_setting('app.scope', true) = 'ref')"
ENVELOPE = "(SELECT current_setting('app.scope', true) = 'env')"
ADMIN = "(SELECT current_setting('app.scope', true) = 'admin')"
KEEPER = "(SELECT current_setting('app.scope', true) = 'keeper')"
STAFF = "(SELECT current_setting('app.scope', true) IN ('own', 'team'))"
NOBODY = "false"


def exists(rows: str, where: str) -> str:
    """Return the condition that there is such a row, looked up for one row after the other.

    `OFFSET 0` keeps PostgreSQL from reading the whole other table at once, which a page of 25
    rows would pay for (measured at 50,000 people: 60 ms instead of 1).
    """
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {where} OFFSET 0)"


def opened(key: str, data_class: str = "") -> str:
    """Return the condition that a current grant opens the row to whoever is bound.

    Which of their organisation's grants a member has at all, the policy on grants says: a
    caseworker those of their own cases, a supervisor the team's.
    """
    covers = f" AND '{data_class}' = ANY(g.data_classes)" if data_class else ""
    return exists(
        "cases_casegrant g",
        f"g.{key} AND g.{MINE}"
        f" AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp()){covers}",
    )


def kept(key: str) -> str:
    """Return the condition that the file is one's own organisation's, and opened to the member.

    A caseworker knows of every file of the team and opens those they keep, or keep a case of.
    """
    return f"{STAFF} AND " + exists(
        "cases_migrant m",
        f"m.id = {key} AND m.{MINE}"
        f" AND ({TEAM} OR m.caseworker_id = {USER_ID} OR {opened('migrant_id = m.id')})",
    )


def file_row(table: str) -> str:
    """Return the condition for rows of one's own organisation on an opened file of its own."""
    return f"{MINE} AND {kept(f'{table}.migrant_id')}"


def case_seen(table: str) -> str:
    """Return the condition that the row's case is visible."""
    return opened(f"case_id = {table}.case_id")


def staff_row(table: str) -> str:
    """Return the condition for rows of one's own organisation on a visible case."""
    return f"{STAFF} AND {MINE} AND {case_seen(table)}"


def of_referral(table: str, more: str = "") -> str:
    """Return the condition that the row's referral is visible."""
    return exists("referrals_referral r", f"r.id = {table}.referral_id{more}")


def of_envelope(table: str, more: str = "") -> str:
    """Return the condition that the row's envelope is visible."""
    return exists("referrals_envelope e", f"e.id = {table}.envelope_id{more}")


def in_emergency(which: str, data_class: str) -> str:
    """Return the condition that a member of a clinic opened the class of this row for now."""
    return f"{REFERRED} AND " + exists(
        "cases_brokenglass b",
        f"{which} AND b.{MINE} AND b.user_id = {USER_ID}"
        f" AND b.ends_at > statement_timestamp() AND '{data_class}' = ANY(b.classes)",
    )
