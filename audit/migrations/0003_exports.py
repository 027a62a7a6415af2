"""One more verb: something was taken out of the house as a file."""

from django.db import migrations, models

VERBS = ['read', 'listed', 'unmasked', 'created', 'changed', 'moved', 'granted', 'ended', 'refused', 'exported']


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='audit_verb_is_known',
        ),
        migrations.AlterField(
            model_name='entry',
            name='verb',
            field=models.TextField(choices=[('read', 'read'), ('listed', 'saw in a list'), ('unmasked', 'asked to see'), ('created', 'created'), ('changed', 'changed'), ('moved', 'moved to another state'), ('granted', 'gave access'), ('ended', 'ended access'), ('refused', 'was refused'), ('exported', 'took out as a file')]),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', VERBS)), name='audit_verb_is_known'),
        ),
    ]
