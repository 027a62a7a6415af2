"""Where limits on guessing passwords are counted: in PostgreSQL, since Redis may be away."""

from django.db import migrations

CREATE = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    """The table of Django's database cache; it holds counters, never a person's data."""

    dependencies = [("accounts", "0001_organisations_and_members")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE accounts_cache")]
