"""Earlier versions of rows: written by triggers, read by who leads and who keeps the file."""

from accounts.policies.conditions import MINE, OWN, TEAM, exists
from accounts.policies.table import Table
from accounts.row_security import USER_ID

# Only a trigger writes history: whoever inserts by hand stands at depth nought.
BY_TRIGGER = "pg_trigger_depth() > 0"


def keeps_case(key: str) -> str:
    """Return the condition that whoever is bound keeps a case: grants carry its caseworker."""
    return exists("cases_casegrant g", f"g.{key} AND g.caseworker_id = {USER_ID}")


def of_file(table: str, key: str) -> Table:
    """Return the policies of versions on a file: for the supervisor, and for whoever keeps it."""
    keeps = exists("cases_migrant m", f"m.id = {table}.{key} AND m.caseworker_id = {USER_ID}")
    mine = f"{keeps} OR {keeps_case(f'migrant_id = {table}.{key}')}"
    return Table(select=f"{MINE} AND ({TEAM} OR ({OWN} AND ({mine})))", insert=BY_TRIGGER)


def of_case(table: str, key: str) -> Table:
    """Return the policies of versions on a case: for the supervisor, and for whoever keeps it."""
    mine = keeps_case(f"case_id = {table}.{key}")
    return Table(select=f"{MINE} AND ({TEAM} OR ({OWN} AND {mine}))", insert=BY_TRIGGER)


TABLES = {
    "cases_migrantevent": of_file("cases_migrantevent", "pgh_obj_id"),
    "cases_migrantnameevent": of_file("cases_migrantnameevent", "migrant_id"),
    "cases_consentevent": of_file("cases_consentevent", "migrant_id"),
    "cases_caseevent": of_case("cases_caseevent", "pgh_obj_id"),
    "cases_legalbasisevent": of_case("cases_legalbasisevent", "case_id"),
}
