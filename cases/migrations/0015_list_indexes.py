"""Indexes for lists and counts of people and cases by the day they came."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0014_retention")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation", "opened_at"], name="case_by_opening"),
        ),
        migrations.AddIndex(
            model_name="migrant",
            index=models.Index(fields=["organisation", "registered_at"], name="migrant_by_day"),
        ),
    ]
