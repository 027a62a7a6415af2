"""Lists cost the same number of queries for fifty cases and for two thousand."""

from contextlib import closing

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.database import connect_as_owner, run
from tests.referrals.browsers import browser
from tests.referrals.crowd import crowd

FEW, MANY = 50, 2_000
LISTS = ("/", "/cases/", "/cases/?state=all&page=2", "/migrants/", "/referrals/")
READERS = ("aigul", "saule", "dr_ahmetov")

# Committed, so that the database can be told how large its tables are, as it is in real life.
pytestmark = pytest.mark.django_db(transaction=True)


def fill(cast: Cast, count: int) -> None:
    """Let so many cases of Aigul's be referred, in every state that waits on a home page."""
    crowd(cast, count // 2)
    crowd(cast, count // 4, state="completed", ended_at=NOW)
    crowd(cast, count // 4, state="did_not_arrive", appointment_at=NOW)
    with closing(connect_as_owner(connection.settings_dict["NAME"])) as owner:
        run(owner, "ANALYZE")


def costs(cast: Cast) -> dict[tuple[str, str], int]:
    """Return how many queries each list takes for each reader."""
    return {(name, page): _cost(cast, name, page) for name in READERS for page in LISTS}


def _cost(cast: Cast, name: str, page: str) -> int:
    client = browser(cast, name)
    # The first request of a minute also writes down that the session is in use.
    client.get("/healthz")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_two_thousand_cases_cost_no_more_queries_than_fifty_and_do_not_flood_a_page(
    cast: Cast,
) -> None:
    fill(cast, FEW)
    few = costs(cast)
    fill(cast, MANY - FEW)
    assert costs(cast) == few
    assert max(few.values()) <= 30
    for name in READERS:
        client = browser(cast, name)
        for section in client.get("/").context["sections"]:
            assert len(section.items) <= 100
        assert len(client.get("/referrals/").context["page"].rows) == 25
