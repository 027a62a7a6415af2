"""Documents a referral takes along."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('referrals', '0008_envelope_rows'), ('cases', '0011_documents')]
    operations = []
