"""Documents of a case: encrypted, seen by those who see the case, and by whom they were sent to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.encrypted
import audit.keys
from accounts.row_security import unprotected

# Whatever a program gets wrong: bytes in clear do not get into the table, and what a document is,
# whose, and by whom, stays. Its state, and the token under a newer key, may change.
GUARD = """
ALTER TABLE cases_document ADD CONSTRAINT a_document_is_encrypted CHECK (
    CASE WHEN state = 'refused' THEN content = '' ELSE substring(content FROM 1 FOR 3) = 'v1.' END
);
CREATE FUNCTION cases_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id <> OLD.case_id OR NEW.migrant_id <> OLD.migrant_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.kind <> OLD.kind
        OR NEW.media_type <> OLD.media_type OR NEW.size <> OLD.size
        OR NEW.added_by_id <> OLD.added_by_id OR NEW.added_at <> OLD.added_at
    THEN
        RAISE EXCEPTION 'a document stays as it was added' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_stays BEFORE UPDATE ON cases_document
    FOR EACH ROW EXECUTE FUNCTION cases_document_stays();
"""
UNGUARD = """
DROP TRIGGER document_stays ON cases_document;
DROP FUNCTION cases_document_stays();
ALTER TABLE cases_document DROP CONSTRAINT a_document_is_encrypted;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_encrypted_contacts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('identity_paper', 'Identity paper'), ('medical_paper', 'Medical paper'), ('photo', 'Photograph'), ('consent_scan', 'Signed consent'), ('other', 'Other')])),
                ('media_type', models.TextField()),
                ('size', models.PositiveIntegerField()),
                ('fingerprint', accounts.encrypted.BlindIndexField(editable=False, of='content')),
                ('state', models.TextField(choices=[('not_scanned', 'Not checked for viruses'), ('quarantined', 'Is being checked for viruses'), ('clean', 'Checked for viruses'), ('refused', 'A virus was found; it was removed')])),
                ('content', accounts.encrypted.EncryptedBinaryField()),
                ('added_at', models.DateTimeField()),
                ('scanned_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.case')),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.migrant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentShare',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('source_id', models.UUIDField()),
                ('chosen_at', models.DateTimeField()),
                ('left_out_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='cases.document')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('state__in', ['quarantined', 'not_scanned'])), fields=['added_at'], name='document_to_scan'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('case', 'fingerprint'), name='a_document_stands_once_in_a_case'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['identity_paper', 'medical_paper', 'photo', 'consent_scan', 'other']), ('state__in', ['not_scanned', 'quarantined', 'clean', 'refused']), ('media_type__in', ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'])), name='document_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{43}$'), ('size__gt', 0), ('size__lte', 20971520)), name='a_document_has_its_size_and_mark'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scanned_at__isnull', False), ('state__in', ['clean', 'refused'])), models.Q(('scanned_at__isnull', True), ('state__in', ['quarantined', 'not_scanned'])), _connector='OR'), name='a_scanned_document_says_when'),
        ),
        migrations.AddConstraint(
            model_name='documentshare',
            constraint=models.UniqueConstraint(fields=('source_id', 'document'), name='a_document_goes_along_once'),
        ),
        *unprotected("cases_documentshare", "cases_document"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
