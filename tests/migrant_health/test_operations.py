"""docs/operations.md says what is true: every variable, the commands it tells people to type."""

import re
import shlex

import pytest
from django.core.management import load_command_class
from django.db import connections

from accounts.models import OrganisationKind
from accounts.permissions import Role
from tests.migrant_health import compose
from tests.migrant_health.small_site import PROJECT
from tests.migrant_health.variables_read import READ

ROW = re.compile(r"^\| `([A-Z_]+)` \| .* \| (yes|no) \|$", re.MULTILINE)


def page() -> str:
    return (PROJECT / "docs/operations.md").read_text("utf-8")


def test_the_table_names_every_variable_that_is_read_and_no_other() -> None:
    named = [name for name, _is_secret in ROW.findall(page())]
    assert sorted(named) == sorted(READ)


def test_what_the_table_calls_a_secret_is_a_file_in_the_compose_file() -> None:
    secret = {name for name, is_secret in ROW.findall(page()) if is_secret == "yes"}
    files = {
        variable.removesuffix("_FILE")
        for name in compose.OURS
        for variable in compose.service(name)["environment"]
        if variable.endswith("_FILE")
    }
    assert secret == files


def test_every_file_it_tells_people_to_use_is_there() -> None:
    named = set(re.findall(r"docker/[\w./-]+", page()))
    named |= {name.replace("/srv/postgres", "docker/postgres") for name in inside()}
    assert len(named) >= 3
    for name in named:
        assert (PROJECT / name.rstrip(".")).exists(), name


def inside() -> list[str]:
    return re.findall(r"/srv/postgres/[\w.-]+\.sh", page())


def test_every_service_it_names_exists() -> None:
    commands = re.findall(r"docker compose (?:exec|cp)(?: -T)? (\w+)", page())
    assert {"web", "database", "queue"} <= set(commands) | {"queue"}
    assert {name for name in commands if name != "night"} <= set(compose.whole()["services"])


def test_the_first_account_can_be_typed_as_it_stands_there() -> None:
    (typed,) = re.findall(r"manage\.py add_member((?:.*\\\n)+.*)\n```", page())
    command = load_command_class("accounts", "add_member")
    parser = command.create_parser("manage.py", "add_member")
    options = parser.parse_args(shlex.split(typed.replace("\\\n", " ")))
    assert options.new_organisation == "ngo"


def test_it_lists_every_role_and_every_kind_of_organisation() -> None:
    (section,) = re.findall(r"## First account\n(.*?)\n## ", page(), re.DOTALL)
    words = set(re.findall(r"`(\w+)`", section))
    assert words == {*(role.value for role in Role), *OrganisationKind.values}


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_migration_gives_way_after_a_second_and_nothing_else_does() -> None:
    asked = {}
    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            asked[alias] = cursor.fetchone()[0]
    assert asked == {"default": "0", "owner": "1s"}
