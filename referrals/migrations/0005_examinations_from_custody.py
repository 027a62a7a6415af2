"""Examinations of detained people: a referral without case and file, its sheet, its formal answer."""

import audit.keys
import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a reception centre ask, and keep apart what it may know."""

    dependencies = [
        ('accounts', '0003_countries_of_consulates'),
        ('cases', '0003_row_security'),
        ('referrals', '0004_sent_terms_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Examination',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('submission', models.UUIDField(unique=True)),
                ('name', models.TextField(blank=True)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('sex', models.TextField(blank=True, choices=[('female', 'Woman'), ('male', 'Man'), ('unknown', 'Not said')])),
                ('citizenship', models.TextField(blank=True, choices=[('KG', 'Kyrgyzstan'), ('TJ', 'Tajikistan'), ('UZ', 'Uzbekistan'), ('KZ', 'Kazakhstan'), ('other', 'Another country'), ('stateless', 'No citizenship'), ('unknown', 'Not known')])),
                ('language', models.TextField(blank=True, choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')])),
                ('needs_interpreter', models.BooleanField()),
                ('priority', models.TextField(choices=[('routine', 'In the usual order'), ('urgent', 'Within days'), ('stat', 'At once')])),
                ('asked', models.TextField()),
                ('escort', models.TextField()),
                ('sent_at', models.DateTimeField()),
                ('phase', models.TextField(choices=[('sent', 'Sent'), ('received', 'Received'), ('appointment', 'Appointment made'), ('answered', 'Answered'), ('closed', 'Closed')])),
                ('appointment_at', models.DateTimeField(null=True)),
                ('place', models.TextField(blank=True)),
                ('fitness', models.TextField(blank=True, choices=[('fit', 'Fit to be held'), ('not_fit', 'Not fit to be held')])),
                ('look_again_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('is_followed', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='FormalAnswer',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('fitness', models.TextField(choices=[('fit', 'Fit to be held'), ('not_fit', 'Not fit to be held')])),
                ('look_again_on', models.DateField()),
                ('answered_at', models.DateTimeField()),
                ('answered_on', models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_is_sent_on_one_basis',
        ),
        migrations.AddField(
            model_name='referral',
            name='custody_ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='escort',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='referral',
            name='shown_citizenship',
            field=models.TextField(blank=True, choices=[('KG', 'Kyrgyzstan'), ('TJ', 'Tajikistan'), ('UZ', 'Uzbekistan'), ('KZ', 'Kazakhstan'), ('other', 'Another country'), ('stateless', 'No citizenship'), ('unknown', 'Not known')], default=''),
        ),
        migrations.AlterField(
            model_name='referral',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='migrant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.migrant'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'examination_from_custody'), ('consent__isnull', True), ('legal_basis__isnull', True)), models.Q(models.Q(('kind', 'examination_from_custody'), _negated=True), models.Q(('state__in', ['draft', 'cancelled']), models.Q(('consent__isnull', False), ('legal_basis__isnull', True)), models.Q(('consent__isnull', True), ('legal_basis__isnull', False)), _connector='OR')), _connector='OR'), name='referral_is_sent_on_one_basis'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'examination_from_custody'), ('case__isnull', True), ('migrant__isnull', True)), models.Q(models.Q(('kind', 'examination_from_custody'), _negated=True), ('case__isnull', False), ('migrant__isnull', False)), _connector='OR'), name='only_custody_has_no_file'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'examination_from_custody'), models.Q(('state', 'draft'), _negated=True), models.Q(('escort', ''), _negated=True)), models.Q(models.Q(('kind', 'examination_from_custody'), _negated=True), ('custody_ended_at__isnull', True), ('escort', '')), _connector='OR'), name='only_custody_brings_people'),
        ),
        migrations.AddField(
            model_name='examination',
            name='centre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='examination',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='examination',
            name='referral',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='examination',
            name='service',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.service'),
        ),
        migrations.AddField(
            model_name='formalanswer',
            name='answered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='formalanswer',
            name='referral',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='formal_answer', to='referrals.referral'),
        ),
        migrations.AddIndex(
            model_name='examination',
            index=models.Index(fields=['centre', 'phase', '-id'], name='examination_by_centre'),
        ),
        migrations.AddConstraint(
            model_name='examination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', False), ('fitness__in', ['fit', 'not_fit']), ('look_again_on__isnull', False), ('phase', 'answered')), models.Q(models.Q(('phase', 'answered'), _negated=True), ('answered_on__isnull', True), ('fitness', ''), ('look_again_on__isnull', True), ('phase__in', ['sent', 'received', 'appointment', 'answered', 'closed'])), _connector='OR'), name='examination_answered_has_its_answer'),
        ),
        migrations.AddConstraint(
            model_name='examination',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['appointment', 'answered']), models.Q(('appointment_at__isnull', True), ('place', '')), _connector='OR'), name='examination_closed_says_nothing_else'),
        ),
        migrations.AddConstraint(
            model_name='formalanswer',
            constraint=models.CheckConstraint(condition=models.Q(('fitness__in', ['fit', 'not_fit'])), name='fitness_is_known'),
        ),
        migrations.AddConstraint(
            model_name='formalanswer',
            constraint=models.CheckConstraint(condition=models.Q(('look_again_on__gt', models.F('answered_on')), ('look_again_on__lte', django.db.models.expressions.CombinedExpression(models.F('answered_on'), '+', models.Value(datetime.timedelta(days=14))))), name='looked_at_again_within_14_days'),
        ),
    ]
