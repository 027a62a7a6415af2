"""Row-level security of envelopes stands in `accounts.policies`; this undoes it on the way back."""

from django.db import migrations

from accounts.row_security import unprotected

TABLES = ("referrals_envelopeanswer", "referrals_envelopestep", "referrals_envelope")


class Migration(migrations.Migration):
    """Policies are put in force after migrations, all at once."""

    dependencies = [("referrals", "0007_envelopes"), ("cases", "0003_row_security")]
    operations = unprotected(*TABLES)
