"""Row-level security of this room, and the one way a grant to another organisation comes about."""

from django.db import migrations

from accounts.row_security import ORGANISATION_ID, SCOPE, policy, protect

SENT_BY_US = f"sender_id = {ORGANISATION_ID} AND {SCOPE} IN ('own', 'team')"
OUR_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_referral.case_id)"
SENT_TO_US = f"recipient_id = {ORGANISATION_ID} AND {SCOPE} = 'ref' AND state <> 'draft'"
REFERRAL = f"({SENT_BY_US} AND {OUR_CASE}) OR ({SENT_TO_US})"
NEW = (
    f"{SENT_BY_US} AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_referral.case_id"
    f" AND c.organisation_id = {ORGANISATION_ID})"
)


def of_referral(table: str, more: str = "") -> str:
    """Return the condition that the row's referral is visible."""
    return f"EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = {table}.referral_id{more})"


ANSWER_BY_RECEIVER = of_referral(
    "referrals_referralanswer", f" AND r.recipient_id = {ORGANISATION_ID}"
)
STEP_BY_US = f"organisation_id = {ORGANISATION_ID} AND {of_referral('referrals_referralstep')}"
# The receiver opens the case to itself, but only by a referral addressed to it, in the moment of
# accepting it, with no more classes than the sender put in and on the sender's basis.
# A function, because referrals are seen by way of cases and cases by way of grants: a policy on
# grants that looked at referrals itself would recurse. The setting is put back before it returns.
ACCEPTED = """
CREATE FUNCTION referrals_is_accepted(held cases_casegrant) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    is_accepted boolean;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    SELECT EXISTS (
        SELECT 1 FROM referrals_referral r WHERE r.id = held.source_id AND r.state = 'accepted'
        AND r.case_id = held.case_id AND r.recipient_id = held.organisation_id
        AND r.sender_id = held.owner_id AND held.data_classes <@ r.data_classes
        AND r.consent_id IS NOT DISTINCT FROM held.consent_id
        AND r.legal_basis_id IS NOT DISTINCT FROM held.legal_basis_id
    ) INTO is_accepted;
    PERFORM set_config('app.system', before, true);
    RETURN is_accepted;
END $$;
"""
GRANT_BY_ACCEPTANCE = (
    f"reason = 'referral' AND organisation_id = {ORGANISATION_ID}"
    " AND referrals_is_accepted(cases_casegrant)"
)


class Migration(migrations.Migration):
    """Enable and force row-level security on referrals, steps and answers."""

    dependencies = [("referrals", "0001_referrals"), ("cases", "0003_row_security")]
    operations = [
        *protect("referrals_referral", select=REFERRAL, insert=NEW, update=REFERRAL),
        *protect(
            "referrals_referralstep",
            select=of_referral("referrals_referralstep"),
            insert=STEP_BY_US,
        ),
        *protect(
            "referrals_referralanswer",
            select=of_referral("referrals_referralanswer"),
            insert=ANSWER_BY_RECEIVER,
        ),
        migrations.RunSQL(ACCEPTED, "DROP FUNCTION referrals_is_accepted(cases_casegrant)"),
        migrations.RunSQL(
            *policy(
                "cases_casegrant", "acceptance_adds", "INSERT", check=GRANT_BY_ACCEPTANCE
            )
        ),
    ]
