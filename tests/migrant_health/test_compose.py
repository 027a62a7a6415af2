"""docker-compose.yml, the Dockerfile and their scripts, as far as they can be read without Docker."""

import ast
import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrant_health import configuration
from migrant_health.embedded.postgres_cluster import INITDB, MAJOR
from migrant_health.embedded.postgres_roles import APP, DATABASE, OWNER, PLAIN, SCHEMA
from tests.migrant_health import compose
from tests.migrant_health.small_site import PROJECT
from tests.migrant_health.variables_read import READ

SERVICES = ("database", "queue", *compose.OURS)
SCRIPTS = (
    "make-secrets",
    "queue.sh",
    *(f"postgres/{name}.sh" for name in ("10-roles", "archive", "drill")),
)
# Read by the images of PostgreSQL and Valkey, and by the scripts beside them.
OF_OTHERS = {
    "POSTGRES_PASSWORD_FILE",
    "POSTGRES_INITDB_ARGS",
    "OWNER_PASSWORD_FILE",
    "APP_PASSWORD_FILE",
    "REDIS_PASSWORD_FILE",
}
SECRET = re.compile(r"PASSWORD|SECRET|LOGIN|KEY|DATABASE.*URL|REDIS_URL")


def dockerfile() -> str:
    return (PROJECT / "Dockerfile").read_text("utf-8")


def settings_of(name: str) -> Iterator[tuple[str, str]]:
    for variable, value in compose.service(name)["environment"].items():
        yield variable, str(value)


def test_there_are_these_services_and_no_other() -> None:
    assert set(compose.whole()["services"]) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_is_one_that_somebody_reads(name: str) -> None:
    for variable, _value in settings_of(name):
        assert variable in OF_OTHERS or variable.removesuffix("_FILE") in READ, variable


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_is_a_file_that_the_service_was_given(name: str) -> None:
    given = set(compose.service(name)["secrets"])
    named = set()
    for variable, value in settings_of(name):
        if SECRET.search(variable) and variable != "GATEWAY_URL":
            assert variable.endswith("_FILE"), variable
            assert value.startswith(compose.SECRETS)
            named.add(value.removeprefix(compose.SECRETS))
    assert named == given
    for secret in given:
        assert compose.whole()["secrets"][secret] == {"file": f"./secrets/{secret}"}


def test_no_password_stands_in_any_of_the_files() -> None:
    for path in (PROJECT / "docker-compose.yml", PROJECT / "Dockerfile"):
        text = path.read_text("utf-8")
        assert not re.search(r"://[^/\s:]*:[^@\s/]+@", text), path
        assert not re.search(r"(?i)(password|secret)\w*[ \t]*[:=][ \t]*[\"']?[a-z0-9]{8,}", text), (
            path
        )


def test_only_migrations_know_the_owner_of_the_tables() -> None:
    knowing = [name for name in compose.OURS if "database_owner_url" in str(compose.service(name))]
    assert knowing == ["migrate"]
    assert Path(compose.command("migrate")[1]).name in configuration.MANAGEMENT


READ_BY = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \| .* \| (yes|no) \|$", re.MULTILINE)


def test_each_process_holds_the_secrets_that_it_reads_and_no_other() -> None:
    page = (PROJECT / "docs/operations.md").read_text("utf-8")
    for name, readers, is_secret in READ_BY.findall(page):
        if is_secret == "yes" or name.startswith("GATEWAY_"):
            reading = {one for one in compose.OURS if one in re.findall(r"\w+", readers)}
            variables = {name, f"{name}_FILE"}
            holding = {
                one for one in compose.OURS if variables & set(compose.service(one)["environment"])
            }
            assert holding == reading, name


@pytest.mark.parametrize("name", compose.OURS)
def test_with_a_gateway_each_process_starts_with_what_it_holds(name: str, tmp_path: Path) -> None:
    subprocess.run([PROJECT / "docker/make-secrets", tmp_path], check=True)
    for file in ("gateway_login", "gateway_password"):
        (tmp_path / file).chmod(0o600)
        (tmp_path / file).write_text("komek\n", encoding="ascii")
    given = {
        variable.removesuffix("_FILE"): Path(value).read_text("ascii").strip()
        if variable.endswith("_FILE")
        else value
        for variable, value in compose.environment(name, tmp_path).items()
    }
    words = [word for word in compose.command(name) if word != "python"]
    assert configuration.faults_in(given, {}, program=words[0], arguments=words[1:]) == []


def test_every_process_is_told_apart_from_a_sick_one() -> None:
    for name in set(SERVICES) - {"migrate"}:
        assert compose.service(name)["healthcheck"]["test"], name
        assert compose.service(name)["restart"] == "unless-stopped", name
    assert compose.service("migrate")["restart"] == "no"


def test_nothing_serves_before_the_tables_are_up_to_date() -> None:
    for name in ("web", "worker", "beat"):
        waits = compose.service(name)["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["database"] == waits["queue"] == {"condition": "service_healthy"}


def test_only_the_web_server_is_reached_and_only_from_this_machine() -> None:
    published = {name: compose.service(name).get("ports", []) for name in SERVICES}
    assert {name for name, ports in published.items() if ports} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert compose.whole()["networks"]["inside"] == {"internal": True}
    for name in ("database", "queue", "migrate", "beat"):
        assert compose.service(name)["networks"] == ["inside"], name


def test_a_process_of_ours_can_change_nothing_of_the_image() -> None:
    for name in compose.OURS:
        service = compose.service(name)
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert re.findall(r"^USER (.+)$", dockerfile(), re.MULTILINE) == ["10001:10001"]


def test_the_image_starts_what_the_compose_file_starts() -> None:
    assert re.findall(r"^CMD (.+)$", dockerfile(), re.MULTILINE) == [
        str(compose.command("web")).replace("'", '"')
    ]
    health = re.findall(r"^    CMD (.+)$", dockerfile(), re.MULTILINE)
    assert [["CMD", *ast.literal_eval(one)] for one in health] == [
        compose.service("web")["healthcheck"]["test"]
    ]


def test_versions_are_those_we_develop_on() -> None:
    assert compose.service("database")["image"].startswith(f"postgres:{MAJOR}")
    oldest = runpy.run_path(str(PROJECT / "run"))["OLDEST"]
    bases = re.findall(r"^FROM python:([\d.]+)-slim", dockerfile(), re.MULTILINE)
    assert set(bases) == {".".join(map(str, oldest))}
    assert "--requirement /tmp/requirements.txt" in dockerfile()
    assert "requirements-dev" not in dockerfile()


def test_the_database_is_made_like_the_embedded_one() -> None:
    given = set(compose.service("database")["environment"]["POSTGRES_INITDB_ARGS"].split())
    assert given == {word for word in INITDB if "locale" in word or "encoding" in word}
    script = " ".join((PROJECT / "docker/postgres/10-roles.sh").read_text("utf-8").split())
    for statement in SCHEMA:
        assert statement.format(owner=OWNER, app=APP) in script
    for role in (OWNER, APP):
        assert f"CREATE ROLE {role} {PLAIN} NOCREATEDB PASSWORD" in script
    assert f"CREATE DATABASE {DATABASE} OWNER {OWNER}" in script


def test_the_image_holds_the_site_and_neither_tests_nor_secrets() -> None:
    let_in = {
        line[1:]
        for line in (PROJECT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    rooms = {path.parent.name for path in PROJECT.glob("*/apps.py")}
    assert let_in == rooms | {
        "requirements.txt", "manage.py", "locale", "templates", "docker/healthy.py"
    }  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_whole_and_may_be_run(name: str) -> None:
    path = PROJECT / "docker" / name
    subprocess.run(["sh", "-n", path], check=True)
    assert path.stat().st_mode & 0o111
    assert "set -eu" in path.read_text("utf-8")


def test_secrets_are_long_stay_as_they_are_and_are_for_their_owner(tmp_path: Path) -> None:
    made = tmp_path / "secrets"
    script = PROJECT / "docker/make-secrets"
    subprocess.run([script, made], check=True)
    before = {path.name: path.read_text("ascii") for path in made.iterdir()}
    assert set(before) == set(compose.whole()["secrets"])
    assert made.stat().st_mode & 0o777 == 0o700
    subprocess.run([script, made], check=True)
    assert {path.name: path.read_text("ascii") for path in made.iterdir()} == before
    random = [value for value in before.values() if re.fullmatch(r"[\w-]{60,}", value)]
    assert len(set(random)) == 6
    given = {
        name: before[name.lower()].strip() for name in configuration.NAMES if name.lower() in before
    }
    hosts = {"ALLOWED_HOSTS": compose.HOST}
    assert configuration.faults_in(given | hosts, {}, program="manage.py") == []
