"""Agreements between organisations."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0008_broken_glass'), ('accounts', '0005_logins')]
    operations = []
