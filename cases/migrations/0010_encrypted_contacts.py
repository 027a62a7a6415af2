"""Phones and drafts that nobody reads in the database: what is there is encrypted where it stands."""

import json

from django.db import migrations, models

import accounts.encrypted
from accounts.cipher import Place
from accounts.keys import blind_index, key_ring

PORTION = 500
PHONE, DRAFT = Place("cases_contactpoint", "phone"), Place("cases_draft", "typed")


def place(of, key):
    return Place(of.table, of.column, str(key))


def for_all_rows(schema_editor, table, columns, change):
    """Put into `columns` of each row what `change` makes of its key and their values, in portions."""
    wanted, last = ", ".join(columns), None
    setting = ", ".join(f"{column} = %s" for column in columns)
    with schema_editor.connection.cursor() as cursor:
        # The policies bind the owner of the tables too.
        cursor.execute("SELECT set_config('app.system', 'on', true)")
        while True:
            after = "WHERE id > %s" if last else ""
            cursor.execute(
                f"SELECT id, {wanted} FROM {table} {after} ORDER BY id LIMIT {PORTION}",
                [last] if last else [],
            )
            rows = cursor.fetchall()
            if not rows:
                break
            for key, *values in rows:
                cursor.execute(f"UPDATE {table} SET {setting} WHERE id = %s", [*change(key, *values), key])
            last = rows[-1][0]
        cursor.execute("SELECT set_config('app.system', '', true)")


def encrypt(_apps, schema_editor):
    ring, index = key_ring(), blind_index()

    def contact(key, phone, _mark):
        return ring.seal_text(phone, place(PHONE, key)), index.mark(phone, PHONE)

    def draft(key, typed):
        return (ring.seal_text(typed, place(DRAFT, key)),)

    for_all_rows(schema_editor, "cases_contactpoint", ("phone", "phone_index"), contact)
    for_all_rows(schema_editor, "cases_draft", ("typed",), draft)


def decrypt(_apps, schema_editor):
    ring = key_ring()

    def contact(key, phone, _mark):
        return ring.open_text(phone, place(PHONE, key)), ""

    def draft(key, typed):
        return (json.dumps(json.loads(ring.open_text(typed, place(DRAFT, key)))),)

    for_all_rows(schema_editor, "cases_contactpoint", ("phone", "phone_index"), contact)
    for_all_rows(schema_editor, "cases_draft", ("typed",), draft)


class Migration(migrations.Migration):

    dependencies = [('cases', '0009_agreements')]
    operations = [
        migrations.RemoveConstraint('contactpoint', 'a_phone_stands_once'),
        migrations.RemoveConstraint('contactpoint', 'phone_is_international'),
        migrations.RemoveIndex('contactpoint', 'contact_by_phone'),
        migrations.AddField(
            'contactpoint', 'phone_index',
            accounts.encrypted.BlindIndexField(of='phone', editable=False, default=''),
            preserve_default=False,
        ),
        migrations.AlterField('contactpoint', 'phone', accounts.encrypted.EncryptedTextField()),
        # The database's own words for it: Django would make the column anew by itself.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE cases_draft ALTER COLUMN typed TYPE text USING typed::text",
                    "ALTER TABLE cases_draft ALTER COLUMN typed TYPE jsonb USING typed::jsonb",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    'draft', 'typed', accounts.encrypted.EncryptedJSONField(default=dict),
                ),
            ],
        ),
        migrations.RunPython(encrypt, decrypt),
        migrations.AddIndex(
            'contactpoint', models.Index(fields=['phone_index'], name='contact_by_phone'),
        ),
        migrations.AddConstraint(
            'contactpoint',
            models.UniqueConstraint(fields=('migrant', 'phone_index'), name='a_phone_stands_once'),
        ),
        migrations.AddConstraint(
            'contactpoint',
            models.CheckConstraint(
                condition=models.Q(
                    ('phone__regex', '^v1\\.[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{80,}$'),
                    ('phone_index__regex', '^[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{43}$'),
                ),
                name='a_phone_is_encrypted',
            ),
        ),
        migrations.AddConstraint(
            'draft',
            models.CheckConstraint(
                condition=models.Q(
                    ('typed__regex', '^v1\\.[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{80,}$'),
                ),
                name='a_draft_is_encrypted',
            ),
        ),
    ]
