"""Files, cases, and what is written on them."""

from accounts.policies.conditions import (
    MINE,
    OWN,
    REFERRED,
    STAFF,
    TEAM,
    case_seen,
    exists,
    file_row,
    in_emergency,
    kept,
    opened,
    staff_row,
)
from accounts.policies.table import Table
from accounts.row_security import ORGANISATION_ID, USER_ID

MIGRANT_OF_STAFF = (
    f"{MINE} AND ({TEAM} OR ({OWN} AND (caseworker_id = {USER_ID}"
    f" OR {opened('migrant_id = cases_migrant.id')})))"
)
# A team knows whose file is whose; all else of a file that a colleague keeps stays closed.
MIGRANT = (
    f"({MINE} AND {STAFF})"
    f" OR ({REFERRED} AND {opened('migrant_id = cases_migrant.id', 'identity')})"
    f" OR ({in_emergency('b.migrant_id = cases_migrant.id', 'identity')})"
)
GRANT = (
    f"({REFERRED} AND {MINE}) OR (owner_id = {ORGANISATION_ID}"
    f" AND ({TEAM} OR ({OWN} AND caseworker_id = {USER_ID})))"
)
# That the case is the owner's is the trigger's to check: files are seen by way of grants, and a
# policy on grants that looked at files would recurse.
OWNER_GRANT = f"{STAFF} AND reason = 'owner' AND {MINE} AND owner_id = {ORGANISATION_ID}"
# The receiver opens the case to itself, but only by a referral addressed to it, in the moment of
# accepting it: see `accounts.policies.functions`.
GRANT_BY_ACCEPTANCE = f"reason = 'referral' AND {MINE} AND referrals_is_accepted(cases_casegrant)"
OF_NAME = "migrant_id = cases_migrantname.migrant_id"
# All names of one's own files, the first one of the team's, of others' files what is granted. Names
# are written by the holder of the file only: their organisation is the file's.
NAME = (
    f"({MINE} AND {STAFF} AND (is_main OR {kept('cases_migrantname.migrant_id')}))"
    f" OR ({REFERRED} AND ({opened(OF_NAME, 'other_names')}"
    f" OR (is_main AND {opened(OF_NAME, 'identity')})))"
    f" OR (is_main AND {in_emergency('b.migrant_id = cases_migrantname.migrant_id', 'identity')})"
)
OF_KEY = "n.id = cases_namekey.name_id AND n.migrant_id = cases_namekey.migrant_id"
OF_OUR_FILE = exists("cases_migrant m", f"m.id = cases_namekey.migrant_id AND m.{MINE}")
# A supervisor reads every name of the team, so the file decides.
KEY = f"({TEAM} AND {OF_OUR_FILE}) OR {exists('cases_migrantname n', OF_KEY)}"
KEY_OF_KEPT = exists("cases_migrantname n", f"{OF_KEY} AND {kept('n.migrant_id')}")
CONTACT = (
    f"({kept('cases_contactpoint.migrant_id')}) OR"
    f" ({REFERRED} AND {opened('migrant_id = cases_contactpoint.migrant_id', 'contact')})"
)
CASE = opened("case_id = cases_case.id")
CONSENT = file_row("cases_consent")
CONSENT_OF_RECIPIENT = exists("cases_consent c", "c.id = consent_id")
# A clinic's staff read what they wrote themselves.
NOTE = (
    f"{MINE} AND {case_seen('cases_note')} AND ({STAFF} OR ({REFERRED} AND author_id = {USER_ID}))"
)
SCREEN = (
    f"({staff_row('cases_symptomscreen')}) OR"
    f" ({REFERRED} AND {opened('case_id = cases_symptomscreen.case_id', 'health')})"
    f" OR ({in_emergency('cases_symptomscreen.case_id = ANY(b.case_ids)', 'health')})"
)
DRAFT = f"user_id = {USER_ID} AND {MINE}"
BLOCK = file_row("cases_statecontactblock")

TABLES = {
    "cases_casegrant": Table(
        select=GRANT,
        insert=OWNER_GRANT,
        update=GRANT,
        more=(("acceptance_adds", GRANT_BY_ACCEPTANCE),),
    ),
    "cases_migrant": Table(select=MIGRANT, insert=f"{MINE} AND {STAFF}", update=MIGRANT_OF_STAFF),
    "cases_migrantname": Table(
        select=NAME, insert=file_row("cases_migrantname"), update=file_row("cases_migrantname")
    ),
    "cases_namekey": Table(select=KEY, insert=KEY_OF_KEPT),
    "cases_contactpoint": Table(
        select=CONTACT,
        insert=file_row("cases_contactpoint"),
        update=file_row("cases_contactpoint"),
    ),
    "cases_case": Table(select=CASE, insert=file_row("cases_case"), update=f"{MINE} AND {STAFF}"),
    "cases_casestep": Table(
        select=f"{MINE} AND {case_seen('cases_casestep')}", insert=staff_row("cases_casestep")
    ),
    "cases_consent": Table(select=CONSENT, insert=CONSENT, update=CONSENT),
    "cases_consentrecipient": Table(select=CONSENT_OF_RECIPIENT, insert=CONSENT_OF_RECIPIENT),
    "cases_legalbasis": Table(
        select=staff_row("cases_legalbasis"), insert=staff_row("cases_legalbasis")
    ),
    "cases_note": Table(select=NOTE, insert=NOTE),
    "cases_task": Table(
        select=staff_row("cases_task"),
        insert=staff_row("cases_task"),
        update=staff_row("cases_task"),
    ),
    "cases_symptomscreen": Table(select=SCREEN, insert=staff_row("cases_symptomscreen")),
    "cases_draft": Table(select=DRAFT, insert=DRAFT, update=DRAFT),
    # Nobody writes a block for another; a supervisor lifts it (a trigger holds the order).
    "cases_statecontactblock": Table(
        select=BLOCK,
        insert=f"{BLOCK} AND set_by_id = {USER_ID} AND lift_asked_at IS NULL AND lifted_at IS NULL",
        update=BLOCK,
    ),
}
