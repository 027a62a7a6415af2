"""PostgreSQL and Redis as real servers, used by several commands, damaged, and moved elsewhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from migrant_health.embedded import postgres_place, system_user, variables
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.sharing import SharedServer
from tests.migrant_health.small_site import SmallSite

pytestmark = pytest.mark.serial


@pytest.fixture(autouse=True)
def nothing_given_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def serving(site: SmallSite, name: str) -> Iterator[dict[str, str]]:
    """Run one server of the site and give the variables that lead to it."""
    if name == "redis":
        os.environ["DATABASE_URL"] = "nowhere"
    site.checkout.prepare()
    server = SharedServer(site.checkout, name)
    try:
        port = server.join()
        yield variables.for_django(site.checkout, {name: port})
    finally:
        server.leave()


def ask(address: str, question: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall()) if cursor.description else []


def test_the_application_owns_nothing_and_cannot_step_around_policies(site: SmallSite) -> None:
    with serving(site, "postgres") as environment:
        app, owner = environment["DATABASE_URL"], environment["DATABASE_OWNER_URL"]
        rights = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        assert ask(app, f"{rights} WHERE rolname = 'migrant_app'") == [(False,) * 4]
        assert ask(app, f"{rights} WHERE rolname = 'migrant_owner'") == [
            (False, False, True, False)
        ]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(app, "CREATE TABLE mine (id int)")

        ask(owner, "CREATE TABLE notes (id serial, text text)")
        ask(app, "INSERT INTO notes (text) VALUES ('kept')")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(app, "DROP TABLE notes")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(app, "TRUNCATE notes")

    # What was written is there after a stop and a start.
    with serving(site, "postgres") as environment:
        assert ask(environment["DATABASE_URL"], "SELECT text FROM notes") == [("kept",)]


def test_a_new_database_has_the_same_rights_and_reads_every_script(site: SmallSite) -> None:
    with serving(site, "postgres") as environment:
        app, owner = environment["DATABASE_URL"], environment["DATABASE_OWNER_URL"]
        ask(owner, "CREATE DATABASE another")
        another = [url.replace("/migrant_health", "/another") for url in (app, owner)]
        ask(another[1], "CREATE TABLE names (name text)")
        ask(another[0], "INSERT INTO names VALUES ('Жұмағұлқызы')")
        ask(another[1], "CREATE EXTENSION pg_trgm")
        assert ask(another[0], "SELECT upper(name), name ~ '^\\w+$' FROM names") == [
            ("ЖҰМАҒҰЛҚЫЗЫ", True)
        ]
        assert ask(another[0], "SELECT array_length(show_trgm(name), 1) FROM names") == [(12,)]
        ask(owner, "DROP DATABASE another")


def test_the_database_listens_to_this_machine_only_and_asks_for_a_password(
    site: SmallSite,
) -> None:
    with serving(site, "postgres") as environment:
        app = environment["DATABASE_URL"]
        assert ask(app, "SHOW listen_addresses") == [("127.0.0.1",)]
        note = postgres_place.find(site.checkout).data / "postmaster.pid"
        assert note.read_text(encoding="utf-8").splitlines()[4] == "", "no socket file"
        assert ask(app, "SHOW fsync") == [("on",)]
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            ask(app.replace("migrant_app:", "migrant_app:x"), "SELECT 1")
    for secret in site.checkout.secrets.iterdir():
        assert secret.stat().st_mode & 0o077 == 0


def test_the_queue_keeps_what_it_holds_and_asks_for_a_password(site: SmallSite) -> None:
    with serving(site, "redis") as environment:
        with closing(redis.Redis.from_url(environment["REDIS_URL"])) as client:
            client.set("held", "still")
        port = environment["REDIS_URL"].rpartition(":")[2].partition("/")[0]
        stranger = redis.Redis(port=int(port), retry=Retry(NoBackoff(), 0))
        with closing(stranger), pytest.raises(redis.AuthenticationError):
            stranger.ping()
    with (
        serving(site, "redis") as environment,
        closing(redis.Redis.from_url(environment["REDIS_URL"])) as client,
    ):
        assert client.get("held") == b"still"


def test_the_server_ends_with_its_last_user(site: SmallSite) -> None:
    first, second = (SharedServer(site.checkout, "redis") for _ in range(2))
    assert first.join() == second.join()
    first.leave()
    assert second.is_running()
    second.leave()
    assert first.keeper is not None
    assert first.keeper.wait(timeout=10) == 0
    assert site.processes() == []


def test_a_cluster_outlives_the_loss_of_its_passwords(site: SmallSite) -> None:
    with serving(site, "postgres"):
        pass
    shutil.rmtree(site.checkout.secrets)
    with serving(site, "postgres") as environment:
        assert ask(environment["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_stale_note_of_a_foreign_process_does_not_keep_the_database_down(
    site: SmallSite,
) -> None:
    with serving(site, "postgres"):
        data = postgres_place.find(site.checkout).data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n", encoding="utf-8")
    with serving(site, "postgres") as environment:
        assert ask(environment["DATABASE_URL"], "SELECT 1") == [(1,)]


def make_var_a_file(site: SmallSite) -> None:
    site.checkout.var.write_text("not a directory", encoding="utf-8")


def make_postgres_a_file(site: SmallSite) -> None:
    site.checkout.var.mkdir()
    (site.checkout.var / "postgres").write_text("not a directory", encoding="utf-8")


def fill_the_cluster_with_garbage(site: SmallSite) -> None:
    (site.checkout.var / "postgres" / "data").mkdir(parents=True)
    (site.checkout.var / "postgres" / "data" / "base").write_bytes(b"\0garbage")


def make_it_another_version(site: SmallSite) -> None:
    fill_the_cluster_with_garbage(site)
    note = site.checkout.var / "postgres" / "data" / "PG_VERSION"
    note.write_text("9.6\n", encoding="ascii")


def lose_the_heart_of_the_cluster(site: SmallSite) -> None:
    with serving(site, "postgres"):
        pass
    (site.checkout.var / "postgres" / "data" / "global" / "pg_control").write_bytes(b"\0")


def empty_a_secret(site: SmallSite) -> None:
    site.checkout.secrets.mkdir(parents=True)
    (site.checkout.secrets / "postgres_superuser").write_text("", encoding="ascii")


@pytest.mark.parametrize(
    "damage",
    [
        make_var_a_file,
        make_postgres_a_file,
        fill_the_cluster_with_garbage,
        make_it_another_version,
        lose_the_heart_of_the_cluster,
        empty_a_secret,
    ],
)
def test_a_damaged_var_is_one_sentence_that_says_how_to_mend_it(
    site: SmallSite, damage: Callable[[SmallSite], None]
) -> None:
    var = site.checkout.var
    aside = var.with_name("var.aside")
    if var.exists():
        var.rename(aside)
    try:
        damage(site)
        refused = site.run("manage", "tell")
    finally:
        var.unlink() if var.is_file() else shutil.rmtree(var)
        if aside.exists():
            aside.rename(var)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert "mv var var.aside" in refused.stderr
    assert site.processes() == []


def test_an_unknown_package_place_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_place, "PACKAGE", "no_such_package")
    with pytest.raises(Problem, match="is missing"):
        postgres_place.installed()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another user")
def test_below_a_closed_directory_the_cluster_lies_elsewhere(
    open_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = open_directory / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    monkeypatch.setattr(postgres_place, "ELSEWHERE", elsewhere)
    tmp_path.chmod(0o700)
    site = SmallSite(tmp_path / "site")
    site.checkout.prepare()
    place = postgres_place.find(site.checkout)
    assert place.home.parent == elsewhere
    assert place.programs.is_relative_to(elsewhere)
    note = site.checkout.var / "postgres-lies-elsewhere.txt"
    assert str(place.home) in note.read_text(encoding="utf-8")
    assert system_user.may_run(place.programs / "postgres", place.user)
    assert tmp_path.stat().st_mode & 0o777 == 0o700
