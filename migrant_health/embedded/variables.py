"""The environment variables that the application is given; `migrant_health/settings.py` reads them.

What the caller set wins. Only what the embedded servers stand for is made up here.
"""

import os
from collections.abc import Mapping

from migrant_health.embedded import ports, secret_files
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.postgres_roles import APP, DATABASE, OWNER

DATABASE_VARIABLE = "DATABASE_URL"
OWNER_VARIABLE = "DATABASE_OWNER_URL"
REDIS_VARIABLE = "REDIS_URL"
VARIABLE_OF = {"postgres": DATABASE_VARIABLE, "redis": REDIS_VARIABLE}
ALWAYS = {"DJANGO_SETTINGS_MODULE": "migrant_health.settings", "PYTHONUNBUFFERED": "1"}
SITE, TESTS, BENCH = 0, 1, 2


def servers_needed() -> list[str]:
    """Return the embedded servers whose addresses were not given from outside."""
    return [name for name, variable in VARIABLE_OF.items() if not os.environ.get(variable)]


def for_django(
    checkout: Checkout, server_ports: Mapping[str, int], *, redis_database: int = SITE
) -> dict[str, str]:
    """Return the whole environment for Django's commands and processes."""
    environment = dict(os.environ)
    for name, value in _basics(checkout).items():
        if not environment.get(name):
            environment[name] = value
    environment |= ALWAYS | _addresses(checkout, server_ports, redis_database)
    if not server_ports.get("postgres"):
        environment[OWNER_VARIABLE] = (
            environment.get(OWNER_VARIABLE) or environment[DATABASE_VARIABLE]
        )
    return environment


def _basics(checkout: Checkout) -> dict[str, str]:
    return {
        "SECRET_KEY": secret_files.get(checkout, "secret_key"),
        "FIELD_KEYS": secret_files.get_keys(checkout, "field_keys"),
        "BLIND_INDEX_KEY": secret_files.get_keys(checkout, "blind_index_key"),
        "DEMONSTRATION": "1",
        "DEBUG": "0",
        "PORT": str(ports.wanted_for_web()),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "STATIC_ROOT": str(checkout.var / "static"),
    }


def _addresses(
    checkout: Checkout, server_ports: Mapping[str, int], redis_database: int
) -> dict[str, str]:
    found: dict[str, str] = {}
    if port := server_ports.get("postgres"):
        for variable, role, secret in (
            (DATABASE_VARIABLE, APP, "postgres_app"),
            (OWNER_VARIABLE, OWNER, "postgres_owner"),
        ):
            password = secret_files.get(checkout, secret)
            found[variable] = f"postgresql://{role}:{password}@{ports.HOST}:{port}/{DATABASE}"
    if port := server_ports.get("redis"):
        password = secret_files.get(checkout, "redis")
        found[REDIS_VARIABLE] = f"redis://:{password}@{ports.HOST}:{port}/{redis_database}"
    return found
