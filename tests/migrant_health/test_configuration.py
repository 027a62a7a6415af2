"""Half a configuration starts nothing: every rule, each omission, and all of them at once."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory, override_settings

from accounts.adapter import ClosedAdapter
from migrant_health import environment
from migrant_health.configuration import KEYS, NAMES, faults_in
from tests.migrant_health.small_site import PROJECT

KEY = "q8Zt0vX3mK5pR7wY9bN1cD4fG6hJ2lS0aE8uI3oT5yW7xV9zQ1nM4kB6"


def key_of(number: int) -> str:
    return base64.b64encode(bytes(range(number, number + 32))).decode()


GOOD = {
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgresql://migrant_app:pw@database:5432/migrant_health",
    "REDIS_URL": "redis://:pw@queue:6379/0",
    "ALLOWED_HOSTS": "help.example.kz",
    "FIELD_KEYS": f"k1:{key_of(1)}",
    "BLIND_INDEX_KEY": f"k1:{key_of(2)}",
}
GATEWAY = {
    "GATEWAY_URL": "https://smsc.kz/sys",
    "GATEWAY_LOGIN": "komek",
    "GATEWAY_PASSWORD": "pw",
    "GATEWAY_HOOK_SECRET": "h" * 32,
}
OWNER = {"DATABASE_OWNER_URL": "postgresql://migrant_owner:pw@database:5432/migrant_health"}
DJANGO = {"DJANGO_SETTINGS_MODULE": "migrant_health.settings"}
WEB, WORKER, MANAGE = "/opt/packages/bin/gunicorn", "/opt/packages/bin/celery", "manage.py"
# What each program reads of the gateway.
READ_BY = {
    WEB: {"GATEWAY_HOOK_SECRET"},
    WORKER: {"GATEWAY_LOGIN", "GATEWAY_PASSWORD"},
    "/usr/lib/gunicorn/__main__.py": {"GATEWAY_HOOK_SECRET"},
    "/usr/lib/celery/__main__.py": {"GATEWAY_LOGIN", "GATEWAY_PASSWORD"},
    MANAGE: set(),
}


def faults(program: str = WEB, **given: str) -> list[str]:
    return faults_in(GOOD | given, {}, program=program)


@pytest.mark.parametrize(
    "given", [{}, GATEWAY, {"CSRF_TRUSTED_ORIGINS": "https://help.example.kz"}]
)
def test_a_whole_configuration_starts(given: dict[str, str]) -> None:
    assert faults(**given) == []


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("given", [True, False])
def test_each_variable_left_out_or_empty_is_named(name: str, *, given: bool) -> None:
    rest = {key: value for key, value in GOOD.items() if key != name}
    (fault,) = faults_in(rest | ({name: ""} if given else {}), {}, program=WEB)
    assert fault.startswith(f"{name} is missing: ")


@pytest.mark.parametrize(("program", "read"), READ_BY.items())
def test_each_program_needs_what_it_reads_of_the_gateway_and_no_more(
    program: str, read: set[str]
) -> None:
    needed = {"GATEWAY_URL", *read}
    assert faults(program, **{name: GATEWAY[name] for name in needed}) == []
    said = faults(program, GATEWAY_URL=GATEWAY["GATEWAY_URL"])
    assert {one.partition(" is missing though GATEWAY_URL is given")[0] for one in said} == read


@pytest.mark.parametrize("name", ["GATEWAY_LOGIN", "GATEWAY_PASSWORD"])
def test_an_account_without_the_gateways_address_is_a_mistake(name: str) -> None:
    (fault,) = faults(WORKER, **{name: GATEWAY[name]})
    assert fault.startswith(f"GATEWAY_URL is missing though {name} is given")


def test_a_secret_for_receipts_may_wait_for_its_gateway() -> None:
    assert faults(GATEWAY_HOOK_SECRET=GATEWAY["GATEWAY_HOOK_SECRET"]) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", KEY[:49], "at least 50 characters"),
        ("SECRET_KEY", "a" * 60, "can be guessed"),
        ("SECRET_KEY", f"django-insecure-{KEY}", "known from an example"),
        ("SECRET_KEY", f"{KEY}-Change-Me", "known from an example"),
        ("DATABASE_URL", "mysql://a:b@host/name", "must look like postgresql://"),
        ("DATABASE_URL", "postgresql://migrant_app@host", "must look like postgresql://"),
        ("DATABASE_URL", "postgresql://migrant_app@host:port/name", "must look like postgresql://"),
        ("REDIS_URL", "http://queue:6379/0", "must look like redis://"),
        ("REDIS_URL", "redis:", "must look like redis://"),
        ("ALLOWED_HOSTS", "*", "take the wildcard out"),
        ("ALLOWED_HOSTS", "help.example.kz, .example.kz", "take the wildcard out"),
        ("ALLOWED_HOSTS", "127.0.0.1,localhost", "names this machine only"),
        ("CSRF_TRUSTED_ORIGINS", "http://help.example.kz", "must name https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.kz", "must name https://"),
        ("CSRF_TRUSTED_ORIGINS", "help.example.kz", "must name https://"),
        ("PLAIN_STATIC", "1", "for tests"),
    ],
)
def test_each_wrong_value_is_named_with_what_to_do(name: str, value: str, said: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault.startswith(name)
    assert said in fault
    assert "\n" not in fault


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GATEWAY_URL", "http://smsc.kz/sys", "must begin with https://"),
        ("GATEWAY_HOOK_SECRET", "h" * 31, "at least 32"),
        ("GATEWAY_HOOK_SECRET", "h" * 32 + "/", "letters, digits"),
    ],
)
def test_a_gateway_hears_numbers_by_https_only_and_has_a_long_secret(
    name: str, value: str, said: str
) -> None:
    (fault,) = faults(**GATEWAY | {name: value})
    assert fault.startswith(name)
    assert said in fault


@pytest.mark.parametrize("program", [WEB, "/usr/lib/celery/__main__.py", "-c", ""])
def test_whoever_serves_people_may_not_know_the_owners_password(program: str) -> None:
    (fault,) = faults(program, **OWNER)
    assert "only manage.py migrate" in fault
    assert "pw" not in fault


def test_migrations_may_know_it_unless_both_are_the_same_role() -> None:
    assert faults(MANAGE, **OWNER) == []
    (fault,) = faults(MANAGE, DATABASE_OWNER_URL=GOOD["DATABASE_URL"])
    assert "name the same role" in fault


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = faults_in(
        {"ALLOWED_HOSTS": "*", "GATEWAY_URL": "https://smsc.kz", **OWNER}, {}, program=WEB
    )
    assert len(said) == 8
    assert {one.split()[0] for one in said} == {
        *GOOD,
        "DATABASE_OWNER_URL",
        "GATEWAY_HOOK_SECRET",
    }


def test_every_process_but_beat_needs_the_keys_of_what_is_encrypted() -> None:
    without = {name: value for name, value in GOOD.items() if name not in KEYS}
    for program in READ_BY:
        said = faults_in(without, {}, program=program)
        assert {one.partition(" is missing")[0] for one in said} == set(KEYS), program
    words = ("-A", "migrant_health", "beat")
    assert faults_in(without, {}, program=WORKER, arguments=words) == []
    assert len(faults_in(without, {}, program=WEB, arguments=words)) == 2


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("modes", [{}, {"debug": True}, {"demonstration": True}])
def test_wrong_keys_are_refused_everywhere_and_never_repeated(
    name: str, modes: dict[str, Any]
) -> None:
    twice = f"k1:{key_of(5)}\nk1:{key_of(6)}"
    for wrong in (key_of(5), f"k1:{key_of(5)[:20]}", twice, f"k1:{KEY}"):
        given = GOOD | {"ALLOWED_HOSTS": "127.0.0.1"} if modes else GOOD
        (fault,) = faults_in(given | {name: wrong}, {}, program=WEB, **modes)
        assert fault.startswith(f"{name}: key ")
        assert key_of(5)[:8] not in fault


def test_the_key_of_marks_seals_nothing_and_is_not_the_key_of_sessions() -> None:
    (fault,) = faults(BLIND_INDEX_KEY=GOOD["FIELD_KEYS"])
    assert "holds a key of FIELD_KEYS" in fault
    (fault,) = faults(SECRET_KEY=f"{key_of(9)}{key_of(9)}", FIELD_KEYS=f"k1:{key_of(9)}")
    assert "a part of SECRET_KEY" in fault


def test_a_file_that_cannot_be_read_is_told_once_and_not_called_missing() -> None:
    rest = {key: value for key, value in GOOD.items() if key != "SECRET_KEY"}
    said = faults_in(rest, {"SECRET_KEY": "SECRET_KEY_FILE names nothing."}, program=WEB)
    assert said == ["SECRET_KEY_FILE names nothing."]


@pytest.mark.parametrize("kind", ["debug", "demonstration"])
def test_public_passwords_and_development_pages_are_for_this_machine_only(kind: str) -> None:
    modes: dict[str, Any] = {kind: True}
    assert faults_in({}, {}, program=WEB, **modes) == []
    assert faults_in({"ALLOWED_HOSTS": "localhost,[::1]"}, {}, program=WEB, **modes) == []
    (fault,) = faults_in({"ALLOWED_HOSTS": "127.0.0.1,10.0.0.7"}, {}, program=WEB, **modes)
    assert "serves loopback only; take 10.0.0.7 out" in fault


@pytest.mark.parametrize("kind", ["debug", "demonstration"])
@pytest.mark.parametrize(
    ("bind", "refused"),
    [
        ("127.0.0.1:8000", ""),
        ("localhost:8000,[::1]:8000", ""),
        ("unix:/run/migrant-health.sock", ""),
        ("0.0.0.0:8000", "0.0.0.0:8000"),
        ("[::]:8000", "[::]:8000"),
        (":8000", ":8000"),
        ("10.0.0.7", "10.0.0.7"),
        ("127.0.0.1.example.kz:8000", "127.0.0.1.example.kz:8000"),
        ("127.0.0.1:8000, 0.0.0.0:8001", "0.0.0.0:8001"),
        ("fd://3", "fd://3"),
    ],
)
def test_they_listen_on_this_machine_only(kind: str, bind: str, refused: str) -> None:
    modes: dict[str, Any] = {kind: True}
    said = faults_in({"BIND": bind}, {}, program=WEB, **modes)
    assert [one.partition(" not ")[2] for one in said] == [f"{refused}."] * bool(refused)
    assert faults(BIND=bind) == []


def test_a_secret_comes_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.text("SECRET_KEY") == "from the file"
    assert environment.everything(["SECRET_KEY"]) == ({"SECRET_KEY": "from the file"}, {})


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "key"
    if content:
        path.write_bytes(content)
    monkeypatch.setenv("SECRET_KEY_FILE", str(path))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE names .* cannot be read"):
        environment.text("SECRET_KEY")
    given, unreadable = environment.everything(NAMES)
    assert "SECRET_KEY" not in given
    assert list(unreadable) == ["SECRET_KEY"]


def start(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=kept | {"PYTHONDONTWRITEBYTECODE": "1"} | given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_site_itself_refuses_and_names_every_variable() -> None:
    refused = start("manage.py", "check", ALLOWED_HOSTS="*")
    assert refused.returncode == 1
    for name in GOOD:
        assert f"{name} " in refused.stderr


@pytest.mark.parametrize("kind", ["DEBUG", "DEMONSTRATION"])
def test_in_our_image_the_site_refuses_to_be_a_demonstration(kind: str) -> None:
    given = GOOD | {"ALLOWED_HOSTS": "localhost", "BIND": "0.0.0.0:8000", kind: "1"}
    refused = start("manage.py", "check", **given)
    assert refused.returncode == 1
    assert "let BIND be 127.0.0.1:8000, not 0.0.0.0:8000." in refused.stderr


def test_deployed_as_it_should_be_the_framework_has_nothing_to_add() -> None:
    checked = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD | GATEWAY)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


@pytest.mark.parametrize(("kind", "count"), [({}, 1), ({"DEMONSTRATION": "1"}, 0)])
def test_guesses_are_counted_by_the_address_the_one_proxy_saw(
    kind: dict[str, str], count: int
) -> None:
    given = GOOD | kind | ({"ALLOWED_HOSTS": "localhost"} if kind else {})
    asked = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    said = start("-c", f"import django; django.setup(); {asked}", **given, **DJANGO)
    assert said.stdout.strip() == str(count), said.stderr
    forged = RequestFactory(headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}).get("/")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=count):
        seen = ClosedAdapter().get_client_ip(forged)
    assert seen == ("198.51.100.7" if count else "127.0.0.1")


LETTERS = {
    "EMAIL_HOST": "smtp.example.kz",
    "EMAIL_HOST_USER": "komek",
    "EMAIL_HOST_PASSWORD": "pw",
    "DEFAULT_FROM_EMAIL": "no-reply@help.example.kz",
}


def test_letters_leave_by_tls_with_a_whole_account_and_a_sender() -> None:
    assert faults(**LETTERS) == []
    for given, named in (
        ({"EMAIL_USE_TLS": "0"}, "EMAIL_USE_TLS must be 1"),
        ({"EMAIL_HOST_PASSWORD": ""}, "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD"),
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL is missing"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is missing"),
    ):
        (fault,) = faults(**LETTERS | given)
        assert fault.startswith(named)
