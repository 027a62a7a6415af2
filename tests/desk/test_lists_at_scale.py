"""Lists cost the same number of queries for fifty cases and for two thousand."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import Acting, for_system
from accounts.actions import add_member
from accounts.models import Organisation, User
from accounts.permissions import Role
from desk.bench.population import populate
from tests.cast import NOW, Cast
from tests.referrals.crowd import crowd

FEW, MANY = 50, 2_000
LISTS = ("/", "/cases/", "/cases/?state=all&page=2", "/migrants/", "/referrals/")


def cost(acting: Acting, address: str) -> int:
    """Return how many queries a page takes."""
    client = Client()
    client.force_login(acting.user)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def supervisor_of(caseworker: Acting) -> Acting:
    user = User.objects.create_user("supervisor@bench.example", name="supervisor")
    with for_system(reason="tests") as system:
        house = Organisation.objects.get(pk=caseworker.organisation_id)
        return Acting(add_member(by=system, user=user, organisation=house, role=Role.SUPERVISOR))


def costs_with(people: int) -> dict[tuple[str, str], int]:
    """Fill an empty database, measure every list for both roles, and undo it all."""
    with transaction.atomic():
        caseworker, _case_id = populate(people, NOW)
        members = {"caseworker": caseworker, "supervisor": supervisor_of(caseworker)}
        measured = {
            (name, address): cost(member, address)
            for name, member in members.items()
            for address in LISTS
        }
        transaction.set_rollback(True)
    return measured


@pytest.mark.django_db
def test_two_thousand_cases_cost_a_caseworker_and_a_supervisor_no_more_queries_than_fifty() -> None:
    few, many = costs_with(FEW), costs_with(MANY)
    assert few == many
    assert max(many.values()) <= 30


def test_two_thousand_referrals_cost_a_clinic_no_more_queries_than_fifty(cast: Cast) -> None:
    costs = []
    for count in (FEW, MANY - FEW):
        crowd(cast, count)
        costs.append({address: cost(cast.dr_ahmetov, address) for address in LISTS})
    assert costs[0] == costs[1]


def test_two_thousand_open_questions_do_not_flood_the_page(cast: Cast) -> None:
    crowd(cast, MANY)
    client = Client()
    client.force_login(cast.dr_ahmetov.user)
    home = client.get("/")
    assert home.context["waiting"] <= 50
    assert len(client.get("/referrals/").context["page"].rows) <= 25
