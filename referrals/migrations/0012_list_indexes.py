"""Indexes for lists of referrals by their last move: a page is read, not the whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("referrals", "0011_retention")]
    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["sender", "-moved_at", "-id"], name="referral_sent_by_move"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                fields=["recipient", "-moved_at", "-id"], name="referral_got_by_move"
            ),
        ),
    ]
