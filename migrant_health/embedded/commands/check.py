"""`./run check`: everything that can be said about the code without running its tests."""

import secrets
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from migrant_health.embedded import children
from migrant_health.embedded.console import GREEN, RED
from migrant_health.embedded.session import Session

LINES_SHOWN = 40
HOST_NAME = "migrant-health.example"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"


@dataclass(frozen=True)
class Check:
    """One check: its title, what Python runs, and what differs in its environment."""

    title: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def table() -> list[Check]:
    """Return the checks in their order."""
    manage = "manage.py"
    return [
        Check("format", ("-m", "ruff", "format", "--check")),
        Check("lint", ("-m", "ruff", "check")),
        Check("imports", ("-c", LINT_IMPORTS)),
        Check("types", ("-m", "mypy", ".")),
        Check("migrations", (manage, "makemigrations", "--check", "--dry-run")),
        Check("policies", (manage, "apply_policies", "--check")),
        Check("catalogues", (manage, "check_catalogues")),
        Check(
            "deployment",
            (manage, "check", "--deploy", "--fail-level", "WARNING"),
            as_in_production(),
        ),
    ]


def as_in_production() -> dict[str, str]:
    """Return the settings that a real installation would have."""
    return {
        "DEMONSTRATION": "0",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST_NAME,
        "CSRF_TRUSTED_ORIGINS": f"https://{HOST_NAME}",
        # Serving people, it would not be told who owns the tables.
        "DATABASE_OWNER_URL": "",
        "PLAIN_STATIC": "0",
        # The simulator of ./run speaks plain HTTP on this machine.
        "GATEWAY_URL": "",
        "GATEWAY_LOGIN": "",
        "GATEWAY_PASSWORD": "",
    }


def run(session: Session, rest: list[str]) -> int:
    """Run every check, whatever the ones before said, and fail where one failed."""
    with session.embedded_servers_as_step():
        environment = session.environment()
        results = [passes(session, check, environment) for check in table()]
    failed = results.count(False)
    session.console.say(f"{failed} of {len(results)} checks failed." if failed else "All is well.")
    return 1 if failed else 0


def passes(session: Session, check: Check, environment: Mapping[str, str]) -> bool:
    """Run one check, say how it went and, where it failed, what it said."""
    began = time.monotonic()
    code, said = output(session, check, environment)
    seconds = time.monotonic() - began
    word = session.console.paint("failed", RED) if code else session.console.paint("ok    ", GREEN)
    session.console.say(f"{word} {check.title:<12} {seconds:.1f} s")
    if code:
        session.console.say(excerpt(session, check.title, said))
    return code == 0


def excerpt(session: Session, title: str, said: str) -> str:
    """Return the beginning of what a check said, and where the rest is where that is long."""
    lines = said.rstrip().splitlines()
    if len(lines) <= LINES_SHOWN:
        return "\n".join(lines)
    log = session.checkout.log / f"check-{title}.log"
    log.write_text(said, encoding="utf-8")
    rest = f"... and {len(lines) - LINES_SHOWN} lines more, all in var/log/{log.name}"
    return "\n".join([*lines[:LINES_SHOWN], rest, lines[-1]])


def output(session: Session, check: Check, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run one check in the checkout and return its exit code and all it said."""
    child = children.spawn(
        [session.checkout.python, *check.arguments],
        environment={**environment, **check.environment},
        directory=session.checkout.root,
        output=subprocess.PIPE,
    )
    try:
        said = b"" if child.stdout is None else child.stdout.read()
    except BaseException:
        children.stop(child)
        raise
    return children.finish(child), said.decode("utf-8", "replace")
