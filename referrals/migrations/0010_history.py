"""Earlier versions of rows."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('referrals', '0009_documents_shared'), ('cases', '0013_history')]
    operations = []
