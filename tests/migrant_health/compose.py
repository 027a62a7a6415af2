"""docker-compose.yml as a test reads it: services, commands, environments, files of secrets."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.migrant_health.small_site import PROJECT

HOST = "help.example.kz"
# What the person installing it writes into .env.
DOT_ENV = {
    "ALLOWED_HOSTS": HOST,
    "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
    "GATEWAY_URL": "https://gateway.example",
}
PLACEHOLDER = re.compile(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}")
SECRETS = "/run/secrets/"
OURS = ("migrate", "web", "worker", "beat")


@cache
def whole() -> dict[str, Any]:
    """Return the file with its anchors in place."""
    text = (PROJECT / "docker-compose.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def service(name: str) -> dict[str, Any]:
    """Return what is said of one service."""
    return dict(whole()["services"][name])


def command(name: str) -> list[str]:
    """Return the command line of one service."""
    return [str(word) for word in service(name)["command"]]


def environment(name: str, secrets: Path) -> dict[str, str]:
    """Return the variables of one service, its secrets in another directory than a container's."""
    return {
        variable: filled_in(str(value), DOT_ENV).replace(SECRETS, f"{secrets}/")
        for variable, value in service(name)["environment"].items()
    }


def filled_in(text: str, given: Mapping[str, str]) -> str:
    """Return a text with Compose's ${NAME:-default} and ${NAME:?why} replaced."""
    return PLACEHOLDER.sub(lambda found: given.get(found[1], found[2] or ""), text)
