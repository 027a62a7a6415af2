"""Row-level security of this room stands in `accounts.policies`; this undoes it on the way back."""

from django.db import migrations

from accounts.row_security import unprotected

TABLES = ("referrals_referralanswer", "referrals_referralstep", "referrals_referral")
# The policy by which a grant to another organisation comes about, and the function it calls.
LEAVE_GRANTS = """
DROP POLICY IF EXISTS acceptance_adds ON cases_casegrant;
DROP FUNCTION IF EXISTS referrals_is_accepted(cases_casegrant);
"""


class Migration(migrations.Migration):
    """Policies are put in force after migrations, all at once."""

    dependencies = [("referrals", "0001_referrals"), ("cases", "0003_row_security")]
    operations = [
        *unprotected(*TABLES),
        migrations.RunSQL(migrations.RunSQL.noop, LEAVE_GRANTS),
    ]
