"""Row-level security of envelopes: the same rule as `visible_to`, said once more in SQL."""

from django.db import migrations

from accounts.row_security import ORGANISATION_ID, SCOPE, USER_ID, protect

OUR_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_envelope.case_id)"
SENT_BY_US = f"sender_id = {ORGANISATION_ID} AND {SCOPE} IN ('own', 'team') AND {OUR_CASE}"
OUR_NATIONAL = (
    "EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = referrals_envelope.consulate_id"
    " AND o.kind = 'consulate' AND o.country = referrals_envelope.shown_citizenship)"
)
MEANT_FOR_US = (
    f"consulate_id = {ORGANISATION_ID} AND {SCOPE} = 'env'"
    " AND state IN ('sent', 'seen', 'in_work', 'answered')"
    f" AND expires_at > statement_timestamp() AND {OUR_NATIONAL}"
)
ENVELOPE = f"({SENT_BY_US}) OR ({MEANT_FOR_US})"
# Only a caseworker writes and moves envelopes for the sender; a supervisor reads them.
NEW = (
    f"sender_id = {ORGANISATION_ID} AND {SCOPE} = 'own' AND {OUR_CASE} AND state = 'sent'"
    f" AND created_by_id = {USER_ID}"
)
MOVED = f"({SENT_BY_US} AND {SCOPE} = 'own') OR ({MEANT_FOR_US})"


def of_envelope(table: str, more: str = "") -> str:
    """Return the condition that the row's envelope is visible."""
    return f"EXISTS (SELECT 1 FROM referrals_envelope e WHERE e.id = {table}.envelope_id{more})"


STEP_BY_US = (
    f"organisation_id = {ORGANISATION_ID} AND by_id = {USER_ID} AND because = ''"
    f" AND {of_envelope('referrals_envelopestep')}"
)
ANSWER_BY_CONSULATE = (
    f"{SCOPE} = 'env' AND answered_by_id = {USER_ID}"
    f" AND {of_envelope('referrals_envelopeanswer', f' AND e.consulate_id = {ORGANISATION_ID}')}"
)


class Migration(migrations.Migration):
    """Enable and force row-level security on envelopes, steps and answers."""

    dependencies = [("referrals", "0007_envelopes"), ("cases", "0003_row_security")]
    operations = [
        *protect("referrals_envelope", select=ENVELOPE, insert=NEW, update=MOVED),
        *protect(
            "referrals_envelopestep",
            select=of_envelope("referrals_envelopestep"),
            insert=STEP_BY_US,
        ),
        *protect(
            "referrals_envelopeanswer",
            select=of_envelope("referrals_envelopeanswer"),
            insert=ANSWER_BY_CONSULATE,
        ),
    ]
