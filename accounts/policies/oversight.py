"""Emergencies, documents, holds and requests of people: who opened what, and what may be kept."""

from accounts.policies.conditions import (
    MINE,
    REFERRED,
    TEAM,
    exists,
    file_row,
    opened,
    staff_row,
)
from accounts.policies.table import Table
from accounts.row_security import SCOPE, USER_ID

BROKEN_BY_ME = f"{MINE} AND user_id = {USER_ID} AND {SCOPE} IN ('own', 'team', 'ref')"
GLASS = f"({BROKEN_BY_ME}) OR ({MINE} AND {TEAM})"
CAME_ALONG = exists("cases_documentshare s", "s.document_id = cases_document.id")
DOCUMENT = f"({staff_row('cases_document')}) OR ({REFERRED} AND {CAME_ALONG})"
BY_GRANT = opened("source_id = cases_documentshare.source_id", "documents")
SHARE = (
    f"({staff_row('cases_documentshare')}) OR ({REFERRED} AND left_out_at IS NULL AND {BY_GRANT})"
)
HOLD, ASKED = file_row("cases_legalhold"), file_row("cases_datarequest")
# Of the team's files any: who keeps them does not matter to who leads.
TEAMS_FILE = exists("cases_migrant m", f"m.id = cases_legalhold.migrant_id AND m.{MINE}")
IN_CHARGE = f"{MINE} AND {TEAM} AND {TEAMS_FILE}"

TABLES = {
    "cases_brokenglass": Table(
        select=GLASS,
        insert=f"{BROKEN_BY_ME} AND reviewed_at IS NULL AND alarmed_at IS NULL",
        update=GLASS,
    ),
    "cases_document": Table(select=DOCUMENT, insert=staff_row("cases_document")),
    "cases_documentshare": Table(
        select=SHARE,
        insert=staff_row("cases_documentshare"),
        update=staff_row("cases_documentshare"),
    ),
    "cases_legalhold": Table(
        select=HOLD,
        insert=f"{IN_CHARGE} AND set_by_id = {USER_ID} AND lifted_at IS NULL",
        update=IN_CHARGE,
    ),
    "cases_datarequest": Table(
        select=ASKED,
        insert=f"{ASKED} AND recorded_by_id = {USER_ID} AND state = 'asked'",
        update=ASKED,
    ),
}
