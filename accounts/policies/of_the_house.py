"""What is not about one person: the audit, figures, invitations, agreements, whole exports."""

from accounts.policies.conditions import ADMIN, KEEPER, MINE, NOBODY, REFERRED, STAFF, TEAM
from accounts.policies.table import Table
from accounts.row_security import ORGANISATION_ID, USER_ID

READ_ONLY = frozenset({"SELECT"})
KEPT = frozenset({"SELECT", "INSERT"})
# Place and transaction of a row are the database's: nobody chooses where in the chain it stands.
AUDIT_COLUMNS = (
    *("id", "at", "request_id", "actor_id", "organisation_id", "holder_id", "role", "verb"),
    *("subject_type", "subject_id", "data_classes", "detail"),
)
# What was done with one's organisation's records, by oneself in a clinic, or by one's members.
AUDIT = (
    f"(holder_id = {ORGANISATION_ID} AND {STAFF}) OR (actor_id = {USER_ID} AND {REFERRED})"
    f" OR ({MINE} AND {ADMIN})"
)
INVITATION = f"({MINE} AND {ADMIN}) OR (role = 'organisation_admin' AND {KEEPER})"
OURS = f"first_id = {ORGANISATION_ID} OR second_id = {ORGANISATION_ID}"
EXPORT = f"{MINE} AND ({TEAM} OR {ADMIN})"

TABLES = {
    # Everybody adds, what they did themselves or what the clock did; nothing is changed.
    "audit_entry": Table(select=AUDIT, insert="true", rights=READ_ONLY, writes=AUDIT_COLUMNS),
    "audit_seal": Table(select=KEEPER, rights=KEPT),
    "audit_verification": Table(select=KEEPER, rights=KEPT),
    # The system freezes a month, and reads it for those who may see the city's figures.
    "reports_citymonth": Table(select=NOBODY, rights=KEPT),
    "reports_monthlyfacts": Table(select=NOBODY, rights=KEPT),
    # Only the door through which files go writes here.
    "reports_erasure": Table(select=NOBODY, rights=READ_ONLY),
    "reports_wholeexport": Table(
        select=EXPORT,
        insert=f"{MINE} AND {TEAM} AND asked_by_id = {USER_ID} AND state = 'asked'",
        update=EXPORT,
    ),
    "accounts_invitation": Table(
        select=INVITATION,
        insert=f"({INVITATION}) AND invited_by_id = {USER_ID}"
        " AND accepted_at IS NULL AND withdrawn_at IS NULL",
        update=INVITATION,
    ),
    # Whoever sends needs to know with whom there is one; only administrators write.
    "cases_sharingagreement": Table(
        select=OURS,
        insert=f"{ADMIN} AND first_id = {ORGANISATION_ID} AND proposed_by_id = {USER_ID}"
        " AND confirmed_at IS NULL AND ended_at IS NULL",
        update=f"{ADMIN} AND ({OURS})",
    ),
}
