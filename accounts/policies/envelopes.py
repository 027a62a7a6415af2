"""Envelopes for consulates."""

from accounts.policies.conditions import ENVELOPE, MINE, OWN, STAFF, case_seen, exists, of_envelope
from accounts.policies.table import Table
from accounts.row_security import ORGANISATION_ID, USER_ID

OUR_CASE = case_seen("referrals_envelope")
SENT_BY_US = f"sender_id = {ORGANISATION_ID} AND {STAFF} AND {OUR_CASE}"
OUR_NATIONAL = exists(
    "accounts_organisation o",
    "o.id = referrals_envelope.consulate_id AND o.kind = 'consulate'"
    " AND o.country = referrals_envelope.shown_citizenship",
)
MEANT_FOR_US = (
    f"consulate_id = {ORGANISATION_ID} AND {ENVELOPE}"
    " AND state IN ('sent', 'seen', 'in_work', 'answered')"
    f" AND expires_at > statement_timestamp() AND {OUR_NATIONAL}"
)
# Only a caseworker writes and moves envelopes for the sender; a supervisor reads them.
WRITTEN_BY_ME = (
    f"sender_id = {ORGANISATION_ID} AND {OWN} AND {OUR_CASE} AND state = 'sent'"
    f" AND created_by_id = {USER_ID}"
)
STEP_BY_ME = (
    f"{MINE} AND by_id = {USER_ID} AND because = '' AND {of_envelope('referrals_envelopestep')}"
)
ANSWER_BY_CONSULATE = (
    f"{ENVELOPE} AND answered_by_id = {USER_ID}"
    f" AND {of_envelope('referrals_envelopeanswer', f' AND e.consulate_id = {ORGANISATION_ID}')}"
)

TABLES = {
    "referrals_envelope": Table(
        select=f"({SENT_BY_US}) OR ({MEANT_FOR_US})",
        insert=WRITTEN_BY_ME,
        update=f"({SENT_BY_US} AND {OWN}) OR ({MEANT_FOR_US})",
    ),
    "referrals_envelopestep": Table(
        select=of_envelope("referrals_envelopestep"), insert=STEP_BY_ME
    ),
    "referrals_envelopeanswer": Table(
        select=of_envelope("referrals_envelopeanswer"), insert=ANSWER_BY_CONSULATE
    ),
}
