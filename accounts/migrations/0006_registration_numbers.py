"""The number under which an organisation is registered (BIN or IIN), named in every consent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitations'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='registration_number',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('registration_number', ''), ('registration_number__regex', '^[0-9]{12}$'), _connector='OR'), name='registration_number_has_twelve_digits'),
        ),
    ]
