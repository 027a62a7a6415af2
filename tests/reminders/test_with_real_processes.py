"""Everything that can be killed is killed while messages go out: each person is told exactly once.

PostgreSQL, Redis (without a file), a Celery worker, the beat, the web server and the gateway's
simulator are real processes of this test alone. The simulator takes a key as often as it is sent.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, gather
from tests.database import elsewhere
from tests.reminders.processes import eventually
from tests.reminders.real_site import Database, RealSite, database
from tests.reminders.stage import plan
from tests.reminders.waiting_people import RULE, expect_people, told_exactly_once

pytestmark = [pytest.mark.long, pytest.mark.serial]

SECONDS_TO_RECOVER = 30.0
DELAY = 1.0
# Whether receipts tell what became of a message, or only asking does.
HEARING, ASKING = "hearing", "asking"
# Nobody waits a quarter of an hour here until a missing receipt is asked about.
LET_WAITS_PASS = """
    UPDATE reminders_reminder SET next_at = now()
    WHERE state IN ('queued', 'sent') AND next_at > now() RETURNING 1
"""
ROUNDS = (0.1, 0.4, 0.7, 1.0, 1.3)
CLAIMS = """
    SELECT count(*) FROM reminders_reminderstep step
    JOIN reminders_reminder one ON one.id = step.reminder_id
    WHERE step.to_state = 'claimed' AND one.key IN ({})
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A directory that every user may enter: PostgreSQL runs as another one than root."""
    made = Path(tempfile.mkdtemp(prefix="migrant-health-real-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def postgres(home: Path) -> Iterator[Database]:
    with database(home) as made:
        yield made


@pytest.fixture(scope="module")
def people(postgres: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, committed."""
    with django_db_blocker.unblock(), elsewhere(postgres.environment["DATABASE_URL"]):
        yield gather()


@pytest.fixture
def site(
    postgres: Database, people: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[RealSite]:
    """The site, with a gateway that thinks for a second; by parameter one that says nothing more."""
    quiet = ("--forgetful",) if getattr(request, "param", HEARING) is ASKING else ()
    made = RealSite(tmp_path, postgres, f"--delay={DELAY}", *quiet)
    yield made
    made.end()


class Round:
    """So many people who are to be told, and what has become of it."""

    def __init__(self, site: RealSite, cast: Cast, count: int, *, planned: bool = True) -> None:
        self.site = site
        self.cast = cast
        self.count = 0
        # The server that this connection led to may have been killed since.
        connection.close()
        self.known_before = set(self._by_key())
        self.expect(count, planned=planned)

    def expect(self, count: int, *, planned: bool = True) -> None:
        """Let more people be expected, whose reminders are due at once."""
        numbers = range(self.count, self.count + count)
        self.count += count
        expect_people(self.cast, [f"+7701{number:05}77" for number in numbers])
        if planned:
            plan()

    def _by_key(self) -> dict[str, tuple[str, str]]:
        question = f"SELECT key, language, state FROM reminders_reminder WHERE rule = '{RULE}'"
        found = self.site.database.rows(question)
        return {str(key).replace("-", ""): (language, state) for key, language, state in found}

    @property
    def mine(self) -> dict[str, tuple[str, str]]:
        every = self._by_key()
        return {key: every[key] for key in every.keys() - self.known_before}

    @property
    def states(self) -> list[str]:
        return sorted(state for _language, state in self.mine.values())

    @property
    def claims(self) -> int:
        """How often a worker took a reminder so far."""
        mine = ", ".join(f"'{key}'" for key in self.mine)
        return self.site.database.rows(CLAIMS.format(mine))[0][0]  # type: ignore[no-any-return]

    def is_over(self) -> bool:
        if "--forgetful" in self.site.simulator.options:
            self.site.database.rows(LET_WAITS_PASS)
        return self.states == ["delivered"] * self.count

    def await_claim(self) -> None:
        """Wait until a worker has just taken another one."""
        known = self.claims
        eventually(lambda: self.claims > known, patience=25)

    def recover(self, what: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Wait until all is told, in time and once; say how long it took."""
        seconds = eventually(self.is_over, patience=60)
        told_exactly_once(
            self.site.simulator.written,
            {key: language for key, (language, _state) in self.mine.items()},
        )
        with capsys.disabled():
            sys.stdout.write(f"\n  {what}: {self.count} told once, all well in {seconds:.1f} s\n")
        assert seconds < SECONDS_TO_RECOVER


@pytest.mark.parametrize("site", [HEARING, ASKING], indirect=True)
def test_the_worker_is_killed_again_and_again_while_the_gateway_thinks(
    site: RealSite, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Round(site, people, 12)
    site.start()
    (worker,) = site.workers
    for seconds in ROUNDS:
        told.await_claim()
        time.sleep(seconds)
        worker.kill()
        worker.start()
    told.recover(f"worker killed {len(ROUNDS)} times", capsys)


# Before the gateway took the message, and after it; back at once, and only after a while.
MOMENTS = ((0.0, 0.0), (0.8, 5.0))


@pytest.mark.parametrize(("seconds_in", "seconds_away"), MOMENTS)
def test_redis_is_killed_and_remembers_nothing(
    site: RealSite,
    people: Cast,
    capsys: pytest.CaptureFixture[str],
    seconds_in: float,
    seconds_away: float,
) -> None:
    told = Round(site, people, 8)
    site.start()
    told.await_claim()
    time.sleep(seconds_in)
    site.redis.kill()
    time.sleep(seconds_away)
    site.start_redis()
    # Without the queue nobody would tell them.
    told.expect(4)
    told.recover(f"Redis away for {seconds_away} s", capsys)


@pytest.mark.parametrize("site", [HEARING, ASKING], indirect=True)
@pytest.mark.parametrize(("seconds_in", "seconds_away"), MOMENTS)
def test_postgresql_is_killed_and_recovers(
    site: RealSite,
    people: Cast,
    capsys: pytest.CaptureFixture[str],
    seconds_in: float,
    seconds_away: float,
) -> None:
    told = Round(site, people, 8)
    site.start()
    told.await_claim()
    time.sleep(seconds_in)
    site.database.process.kill()
    time.sleep(seconds_away)
    site.database.start()
    told.recover(f"PostgreSQL away for {seconds_away} s", capsys)


def test_two_beats_and_two_workers_change_nothing(
    site: RealSite, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    site.double()
    site.start()
    told = Round(site, people, 8, planned=False)
    site.plan_twice_at_once()
    told.recover("two beats, two workers", capsys)
    assert told.claims == told.count
