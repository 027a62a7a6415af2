"""What stays of a month when files go, that files went, and the one door through which they go."""

import audit.keys
import django.db.models.deletion
from django.db import migrations, models

from accounts.row_security import app_role, unprotected
from reports.erasure import NO_REFUSAL, OPEN, REFUSAL, SHUT

FACTS, ERASURE = "reports_monthlyfacts", "reports_erasure"
ROLE = f'"{app_role()}"'
# Whatever a program gets wrong: no month is kept before its last moment in Almaty has passed.
WHEN_OVER = (
    f"ALTER TABLE {FACTS} ADD CONSTRAINT a_kept_month_is_over CHECK"
    " (kept_at >= (month + interval '1 month') AT TIME ZONE 'Asia/Almaty')"
)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitations'),
        ('reports', '0001_city_months'),
        ('reminders', '0005_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField()),
                ('act', models.TextField(choices=[('leave', 'leave'), ('thin', 'thin'), ('erase', 'erase'), ('request', 'request'), ('sheet', 'sheet')])),
                ('at', models.DateTimeField()),
                ('counts', models.JSONField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['file', 'act'], name='erasure_by_file')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('act__in', ['erase', 'request', 'sheet'])), fields=('file',), name='a_file_is_erased_once'), models.CheckConstraint(condition=models.Q(('act__in', ['thin', 'erase', 'request', 'sheet'])), name='an_erasure_says_by_which_rule')],
            },
        ),
        migrations.CreateModel(
            name='MonthlyFacts',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('facts', models.JSONField()),
                ('kept_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'month'), name='a_month_is_kept_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='a_kept_month_is_its_first_day')],
            },
        ),
        migrations.RunSQL(WHEN_OVER, f"ALTER TABLE {FACTS} DROP CONSTRAINT a_kept_month_is_over"),
        *unprotected(FACTS, ERASURE),
        migrations.RunSQL(
            f"REVOKE UPDATE ON {FACTS} FROM {ROLE}", f"GRANT UPDATE ON {FACTS} TO {ROLE}"
        ),
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE ON {ERASURE} FROM {ROLE}",
            f"GRANT INSERT, UPDATE ON {ERASURE} TO {ROLE}",
        ),
        migrations.RunSQL(REFUSAL, NO_REFUSAL),
        migrations.RunSQL(OPEN, SHUT),
    ]
