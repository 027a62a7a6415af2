"""A consulate sees nationals of its own state only, so it says whose it is."""

from django.db import migrations, models

STATES = {"KG": "%Kyrgyz%", "TJ": "%Tajik%", "UZ": "%Uzbek%", "KZ": "%Kazakh%"}
# A code that ISO 3166-1 leaves to users: a consulate of it matches nobody until it is corrected.
UNKNOWN = "ZZ"
FILL = "UPDATE accounts_organisation SET country = CASE " + "".join(
    f"WHEN name_en LIKE '{name}' THEN '{code}' " for code, name in STATES.items()
) + f"ELSE '{UNKNOWN}' END WHERE kind = 'consulate'"


class Migration(migrations.Migration):
    """Give organisations a country, known for consulates only."""

    dependencies = [("accounts", "0002_cache_table")]
    operations = [
        migrations.AddField("organisation", "country", models.TextField(blank=True, default="")),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=models.Q(kind="consulate", country__regex="^[A-Z]{2}$")
                | (~models.Q(kind="consulate") & models.Q(country="")),
                name="a_consulate_has_its_country",
            ),
        ),
    ]
