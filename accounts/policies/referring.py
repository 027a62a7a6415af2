"""Referrals between organisations, and examinations that a reception centre asks for."""

from accounts.policies.conditions import (
    ENVELOPE,
    MINE,
    REFERRED,
    STAFF,
    case_seen,
    exists,
    of_referral,
)
from accounts.policies.table import Table
from accounts.row_security import ORGANISATION_ID, USER_ID

CUSTODY = "examination_from_custody"
SENT_BY_US = f"sender_id = {ORGANISATION_ID} AND {STAFF}"
# Not by the state: a draft that was taken back is cancelled, and was never sent.
SENT_TO_US = f"recipient_id = {ORGANISATION_ID} AND {REFERRED} AND sent_at IS NOT NULL"
REFERRAL = f"({SENT_BY_US} AND {case_seen('referrals_referral')}) OR ({SENT_TO_US})"
OF_OUR_OWN_CASE = f"{SENT_BY_US} AND " + exists(
    "cases_case c", f"c.id = referrals_referral.case_id AND c.{MINE}"
)
STEP_BY_US = f"{MINE} AND {of_referral('referrals_referralstep')}"


def by_receiver(table: str, which: str) -> str:
    """Return the condition that the receiver answers a visible referral of the right kind."""
    return of_referral(
        table, f" AND r.recipient_id = {ORGANISATION_ID} AND r.kind {which} '{CUSTODY}'"
    )


def is_kind(column: str, kind: str) -> str:
    """Return the condition that an organisation of the new referral is of a kind."""
    where = f"o.id = referrals_referral.{column} AND o.kind = '{kind}' AND o.is_active"
    return exists("accounts_organisation o", where)


# Sent at once and fresh: nothing of what only a clinic says may stand in it.
ASKED_FROM_CUSTODY = (
    f"kind = '{CUSTODY}' AND {ENVELOPE} AND sender_id = {ORGANISATION_ID}"
    f" AND created_by_id = {USER_ID} AND state = 'sent' AND custody_ended_at IS NULL"
    " AND data_classes = ARRAY['health', 'identity'] AND received_at IS NULL"
    " AND accepted_at IS NULL AND appointment_at IS NULL AND appointment_place = ''"
    f" AND arrived_at IS NULL AND {is_kind('sender_id', 'reception_centre')}"
    f" AND {is_kind('recipient_id', 'clinic')}"
    # The sheets that the officer sees are the centre's own.
    " AND (replaces_id IS NULL OR "
    + exists("referrals_examination e", "e.id = referrals_referral.replaces_id")
    + ")"
)
FIRST_STEP_FROM_CUSTODY = (
    f"move = 'send' AND {ENVELOPE} AND {MINE}"
    f" AND by_id = {USER_ID} AND "
    + exists(
        "referrals_examination e", "e.id = referrals_referralstep.referral_id AND e.phase = 'sent'"
    )
)

TABLES = {
    "referrals_referral": Table(
        select=REFERRAL,
        insert=OF_OUR_OWN_CASE,
        update=REFERRAL,
        more=(("custody_adds", ASKED_FROM_CUSTODY),),
    ),
    "referrals_referralstep": Table(
        select=of_referral("referrals_referralstep"),
        insert=STEP_BY_US,
        more=(("custody_adds", FIRST_STEP_FROM_CUSTODY),),
    ),
    "referrals_referralanswer": Table(
        select=of_referral("referrals_referralanswer"),
        insert=by_receiver("referrals_referralanswer", "<>"),
    ),
    # No member writes the sheet: triggers carry onto it what the centre may know.
    "referrals_examination": Table(select=f"centre_id = {ORGANISATION_ID} AND {ENVELOPE}"),
    "referrals_formalanswer": Table(
        select=of_referral("referrals_formalanswer"),
        insert=by_receiver("referrals_formalanswer", "="),
    ),
}
