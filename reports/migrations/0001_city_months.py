"""The city's months as they were first read: one row a month, written by the system and only once."""

import audit.keys
from django.db import migrations, models

from accounts.row_security import app_role, unprotected

TABLE = "reports_citymonth"
ROLE = f'"{app_role()}"'
# Whatever a program gets wrong: no month is frozen before its last moment in Almaty has passed.
WHEN_OVER = (
    f"ALTER TABLE {TABLE} ADD CONSTRAINT a_city_month_is_over CHECK"
    " (frozen_at >= (month + interval '1 month') AT TIME ZONE 'Asia/Almaty')"
)


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CityMonth",
            fields=[
                ("id", models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField(unique=True)),
                ("tables", models.JSONField()),
                ("frozen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("month__day", 1)), name="a_city_month_is_its_first_day")],
            },
        ),
        migrations.RunSQL(WHEN_OVER, f"ALTER TABLE {TABLE} DROP CONSTRAINT a_city_month_is_over"),
        *unprotected(TABLE),
        migrations.RunSQL(
            f"REVOKE UPDATE ON {TABLE} FROM {ROLE}", f"GRANT UPDATE ON {TABLE} TO {ROLE}"
        ),
    ]
