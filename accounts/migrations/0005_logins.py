"""What a login must know."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('accounts', '0004_invitations')]
    operations = []
