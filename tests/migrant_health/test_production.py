"""A server from nothing to people and back: the commands of docker-compose.yml as processes."""

import re
import signal
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from migrant_health.embedded import children
from tests.logins import code
from tests.migrant_health.compose import HOST
from tests.migrant_health.production import PATIENCE, Server
from tests.migrant_health.small_site import PROJECT, eventually
from tests.migrant_health.visitor import Answer, Visitor

pytestmark = pytest.mark.serial

EMAIL, NAME, PASSWORD = "asel@komek.example", "Әсел Омарова", "a long night in Almaty"
TABLES = """
SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'
"""


@pytest.fixture
def server(open_directory: Path) -> Iterator[Server]:
    made = Server(open_directory / "server")
    yield made
    made.clean()


# One test, since two workers would otherwise build two servers.
def test_a_new_server_serves_people_and_stops(server: Server) -> None:
    install(server)
    the_owner_migrated_and_the_application_owns_nothing(server)
    the_first_account_is_made_at_the_console(server)
    start(server)
    a_proxy_hears_that_all_is_well(server)
    without_tls_nobody_gets_further_than_the_health_check(server)
    a_member_logs_in_sees_their_home_and_logs_out(server)
    the_worker_takes_what_is_queued(server)
    a_dump_comes_back_whole(server)
    connected_as_the_owner_the_site_says_it_is_not_well(server)
    nothing_of_anybody_stands_in_the_logs(server)
    everything_ends_when_asked(server)


def install(server: Server) -> None:
    server.make_secrets()
    image = server.build()
    server.start_database()
    server.start_queue()
    assert children.finish(image) == 0, server.log("build")
    server.run("migrate")


def ask(server: Server, secret: str, question: str) -> list[tuple[object, ...]]:
    address = (server.secrets / secret).read_text("ascii").strip()
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def the_owner_migrated_and_the_application_owns_nothing(server: Server) -> None:
    assert ask(server, "database_owner_url", TABLES) == [("migrant_owner",)]
    assert ask(server, "database_url", "SELECT count(*) FROM accounts_user") == [(0,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server, "database_url", "CREATE TABLE public.mine (id int)")


def the_first_account_is_made_at_the_console(server: Server) -> None:
    said = server.run(
        "web",
        *("python", "manage.py", "add_member", "--email", EMAIL, "--name", NAME),
        *("--role", "organisation_admin", "--organisation", "Komek", "--new-organisation", "ngo"),
        typed=f"{PASSWORD}\n",
    )
    assert "done" in said


def start(server: Server) -> None:
    for name in ("web", "worker", "beat"):
        server.serve(name)
    for name in ("web", "worker", "beat"):
        assert eventually(partial(server.is_healthy, name), PATIENCE), server.log(name)


def visitor(server: Server, scheme: str = "https") -> Visitor:
    return Visitor(server.port, HOST, scheme)


def a_proxy_hears_that_all_is_well(server: Server) -> None:
    answer = visitor(server).get("/healthz")
    assert (answer.status, answer.page) == (200, "ok")
    stranger = Visitor(server.port, "other.example.kz").get("/accounts/login/")
    assert stranger.status == 400


def without_tls_nobody_gets_further_than_the_health_check(server: Server) -> None:
    plain = visitor(server, "http")
    assert plain.get("/healthz").status == 200
    answer = plain.get("/accounts/login/")
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{HOST}/accounts/login/"
    assert answer.cookies == {}


def is_guarded(answer: Answer) -> bool:
    policy = answer.headers["content-security-policy"]
    return (
        answer.headers["strict-transport-security"].startswith("max-age=31536000")
        and "default-src 'none'" in policy
        and "unsafe" not in policy
        and answer.headers["cache-control"] == "no-store, private"
    )


def is_locked_to_this_host(cookie: str) -> bool:
    return all(word in cookie for word in ("Secure", "HttpOnly", "Path=/")) and (
        "Domain" not in cookie
    )


def a_member_logs_in_sees_their_home_and_logs_out(server: Server) -> None:
    member = visitor(server)
    login = member.get("/accounts/login/")
    assert is_guarded(login)
    assert is_locked_to_this_host(login.cookies["__Host-csrf"])
    wrong = member.send("/accounts/login/", login.page, login=EMAIL, password="not this one")
    assert wrong.status == 200
    assert "__Host-session" not in member.jar
    came_in = member.send("/accounts/login/", login.page, login=EMAIL, password=PASSWORD)
    assert (came_in.status, came_in.headers["location"]) == (302, "/")
    assert is_locked_to_this_host(came_in.cookies["__Host-session"])
    home = with_a_second_step(member)
    assert home.status == 200
    assert is_guarded(home)
    assert NAME in home.page
    sheet = home.page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert member.get(sheet).status == 200
    assert member.send("/accounts/logout/", home.page).status == 302
    assert member.get("/").headers["location"].startswith("/accounts/login/")


def with_a_second_step(member: Visitor) -> Answer:
    assert member.get("/").headers["location"] == "/accounts/two-step/"
    app = member.get("/accounts/two-step/app/")
    (secret,) = re.findall(r'<code class="secret">(\w+)</code>', app.page)
    done = member.send("/accounts/two-step/app/", app.page, code=code(secret))
    assert done.headers["location"] == "/accounts/two-step/recovery-codes/"
    return member.get("/")


def the_worker_takes_what_is_queued(server: Server) -> None:
    server.run(
        "worker", "celery", "-A", "migrant_health", "call", "referrals.tasks.expire_referrals"
    )
    address = urlsplit((server.secrets / "redis_url").read_text("ascii").strip())
    with closing(redis.Redis.from_url(address.geturl())) as queue:
        assert eventually(lambda: not queue.exists("celery", "unacked"), PATIENCE)


def a_dump_comes_back_whole(server: Server) -> None:
    dump = str(server.root / "night.dump")
    server.administer("pg_dump", "-U", "postgres", "-Fc", "-f", dump, "migrant_health")
    said = server.administer("sh", str(PROJECT / "docker/postgres/drill.sh"), dump)
    assert "restored: 1 accounts, 0 cases, 4 audit rows" in said
    assert (
        len(server.administer("psql", "-U", "postgres", "-lqtA").split("migrant_health_drill")) == 1
    )


def connected_as_the_owner_the_site_says_it_is_not_well(server: Server) -> None:
    assert server.stop("web") == 0, server.log("web")
    owner = str(server.secrets / "database_owner_url")
    server.serve("web", "owning", DATABASE_URL_FILE=owner)
    assert eventually(lambda: "Listening at" in server.log("owning"), PATIENCE)
    answer = visitor(server).get("/healthz")
    assert (answer.status, answer.page) == (503, "not a plain database role")
    assert not server.is_healthy("web")


def nothing_of_anybody_stands_in_the_logs(server: Server) -> None:
    secrets = [path.read_text("ascii").strip() for path in server.secrets.glob("[!.]*")]
    for name in ("web", "worker", "beat", "owning", "database"):
        said = server.log(name)
        for word in (EMAIL, NAME, PASSWORD, "198.51.100.7", "Traceback", *filter(None, secrets)):
            assert word not in said, said


def everything_ends_when_asked(server: Server) -> None:
    for name in ("owning", "worker", "beat", "queue"):
        assert server.stop(name) == 0, server.log(name)
    assert server.stop("database", signal.SIGINT) == 0
