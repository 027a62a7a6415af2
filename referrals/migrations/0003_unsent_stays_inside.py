"""A draft that was taken back is cancelled and was never sent: its receiver sees neither."""

from importlib import import_module

from django.db import migrations

earlier = import_module("referrals.migrations.0002_row_security")
BY_STATE = earlier.REFERRAL
BY_SENDING = BY_STATE.replace("state <> 'draft'", "sent_at IS NOT NULL")


def policies(condition: str) -> str:
    """Return the SQL that lets both policies on referrals follow a condition."""
    return (
        f"ALTER POLICY members_read ON referrals_referral USING ({condition});"
        f"ALTER POLICY members_change ON referrals_referral USING ({condition})"
        f" WITH CHECK ({condition})"
    )


class Migration(migrations.Migration):
    """Let the receiver read what was sent, whatever became of it, and nothing else."""

    dependencies = [("referrals", "0002_row_security")]
    operations = [migrations.RunSQL(policies(BY_SENDING), policies(BY_STATE))]
