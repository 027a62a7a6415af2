"""Row-level security of this room stands in `accounts.policies`; this undoes it on the way back."""

from django.db import migrations

from accounts.row_security import unprotected

TABLES = (
    "cases_draft",
    "cases_symptomscreen",
    "cases_task",
    "cases_note",
    "cases_legalbasis",
    "cases_consentrecipient",
    "cases_consent",
    "cases_casestep",
    "cases_case",
    "cases_contactpoint",
    "cases_namekey",
    "cases_migrantname",
    "cases_migrant",
    "cases_casegrant",
)


class Migration(migrations.Migration):
    """Policies are put in force after migrations, all at once."""

    dependencies = [("cases", "0002_grants_follow_cases")]
    operations = unprotected(*TABLES)
