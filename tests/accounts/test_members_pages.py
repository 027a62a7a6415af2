"""The pages of those who administer an organisation, and of whoever keeps the list of them."""

import uuid

import pytest
from django.test import Client

from accounts.acting import for_member, for_system
from accounts.actions import suspend_member
from accounts.models import Invitation, Membership, Organisation
from cases.left_behind import left_cases, open_cases_kept
from tests.accounts.administering import ASEL, invited
from tests.cast import GULNARA, Cast
from tests.logins import log_in_fresh
from tests.watching import unchanged


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["language"] = "en"


def says(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def suspend(cast: Cast, name: str) -> None:
    with for_member(cast.madina) as by:
        suspend_member(by=by, membership=cast.members[name].membership)


def test_an_administrator_sees_their_own_people_and_nobody_elses(
    cast: Cast, client: Client
) -> None:
    invited(cast.madina)
    log_in_fresh(client, cast.madina.user)
    page = says(client, "/members/")
    for own in ("Aigul", "Saule", "This is you", ASEL):
        assert own in page
    for stranger in ("Timur", "Dr_Ahmetov", "Karima"):
        assert stranger not in page
    other = Client()
    log_in_fresh(other, cast.karima.user)
    assert ASEL not in says(other, "/members/")


def test_what_a_suspended_caseworker_leaves_is_counted_here_and_listed_for_the_supervisor(
    cast: Cast, client: Client
) -> None:
    suspend(cast, "aigul")
    log_in_fresh(client, cast.madina.user)
    page = says(client, "/members/")
    assert "Keeps 1 open case: ask a supervisor to hand it over." in page
    assert GULNARA not in page
    supervisor = Client()
    supervisor.cookies["language"] = "en"
    log_in_fresh(supervisor, cast.saule.user)
    home = says(supervisor, "/")
    assert "Was kept by Aigul. Give it to a colleague." in home
    assert f"/cases/{cast.gulnaras_case.pk}/assign/" in home


def test_what_is_left_behind_is_the_own_teams_only_and_closed_cases_are_not(cast: Cast) -> None:
    with for_member(cast.saule) as by:
        assert left_cases(by) == []
    suspend(cast, "aigul")
    with for_member(cast.saule) as by:
        (left,) = left_cases(by)
    assert (left.name, left.caseworker) == (GULNARA, "Aigul")
    with for_member(cast.bekzat) as by:
        assert left_cases(by) == []
    with for_member(cast.madina) as by:
        assert open_cases_kept(by) == {cast.aigul.user_id: 1, cast.daniyar.user_id: 1}


def test_trust_is_changed_on_a_page_that_asks_why(cast: Cast, client: Client) -> None:
    log_in_fresh(client, cast.madina.user)
    address = f"/members/{cast.daniyar.membership.pk}/change/"
    typed = {"role": "caseworker", "may_see_tb": "on"}
    with unchanged():
        assert "Choose an answer." in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"because": "needs_it"}).status_code == 302
    assert Membership.objects.get(pk=cast.daniyar.membership.pk).may_see_tb


@pytest.mark.parametrize("act", ["change", "suspend", "restore"])
def test_nobody_does_it_to_themselves_on_any_page(cast: Cast, client: Client, act: str) -> None:
    log_in_fresh(client, cast.madina.user)
    with unchanged():
        address = f"/members/{cast.madina.membership.pk}/{act}/"
        page = client.post(address, follow=True).content.decode()
    assert "Nobody changes their own role." in page


def test_the_form_refuses_a_trust_that_the_role_never_needs(cast: Cast, client: Client) -> None:
    log_in_fresh(client, cast.madina.user)
    typed = {
        "email": ASEL,
        "role": "supervisor",
        "may_see_tb": "on",
        "invitation_language": "ru",
        "submission": str(uuid.uuid4()),
    }
    with unchanged():
        page = client.post("/members/invite/", typed).content.decode()
    assert "This role does not work with tuberculosis." in page


def test_a_withdrawn_invitation_leaves_the_list(cast: Cast, client: Client) -> None:
    invitation, token = invited(cast.madina)
    log_in_fresh(client, cast.madina.user)
    assert ASEL in says(client, "/")
    page = client.post(f"/invitations/{invitation.pk}/withdraw/", follow=True).content.decode()
    assert ASEL not in page
    assert Client().get(f"/accounts/join/{token}/").status_code == 410


# --- whoever keeps the list of organisations ------------------------------------------------------


def test_an_organisation_is_added_once_and_somebody_invited_to_administer_it(
    cast: Cast, client: Client
) -> None:
    log_in_fresh(client, cast.sysadmin.user)
    key = str(uuid.uuid4())
    typed = {"name": "Senim", "kind": "community", "submission": key}
    for _ in range(2):
        assert client.post("/organisations/new/", typed).status_code == 302
    assert Organisation.objects.get(pk=key).name == "Senim"
    asked = {"email": ASEL, "invitation_language": "ru", "submission": str(uuid.uuid4())}
    page = client.post(f"/organisations/{key}/members/invite/", asked).content.decode()
    assert "/accounts/join/" in page
    with for_system(reason="tests"):
        invitation = Invitation.objects.get(organisation_id=key)
    assert (invitation.role, invitation.email) == ("organisation_admin", ASEL)
    assert ASEL in says(client, f"/organisations/{key}/")
    address = f"/organisations/invitations/{invitation.pk}/withdraw/"
    assert ASEL not in client.post(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"kind": "consulate"}, "Write whose consulate it is"),
        ({"kind": "ngo", "country": "kg"}, "Only a consulate has a country here."),
        ({"kind": "ngo", "name": ""}, "Write the name."),
    ],
)
def test_an_organisation_that_is_not_whole_is_not_added(
    cast: Cast, client: Client, typed: dict[str, str], why: str
) -> None:
    log_in_fresh(client, cast.sysadmin.user)
    whole = {"name": "Senim", "submission": str(uuid.uuid4())}
    with unchanged():
        assert why in client.post("/organisations/new/", whole | typed).content.decode()


def test_no_second_administrator_comes_from_outside(cast: Cast, client: Client) -> None:
    log_in_fresh(client, cast.sysadmin.user)
    asked = {"email": ASEL, "invitation_language": "ru", "submission": str(uuid.uuid4())}
    with unchanged():
        address = f"/organisations/{cast.komek.pk}/members/invite/"
        page = client.post(address, asked).content.decode()
    assert "It has an administrator" in page


def test_nobody_works_for_a_closed_organisation_until_it_is_opened_again(
    cast: Cast, client: Client
) -> None:
    log_in_fresh(client, cast.sysadmin.user)
    member = Client()
    log_in_fresh(member, cast.timur.user)
    assert member.get("/cases/").status_code == 200
    client.post(f"/organisations/{cast.tirek.pk}/close/")
    assert member.get("/cases/").status_code == 403
    client.post(f"/organisations/{cast.tirek.pk}/reopen/")
    assert member.get("/cases/").status_code == 200


def test_the_list_holds_no_name_of_anybody(cast: Cast, client: Client) -> None:
    log_in_fresh(client, cast.sysadmin.user)
    pages = says(client, "/organisations/") + says(client, f"/organisations/{cast.komek.pk}/")
    assert "Nobody administers it" in pages
    for name in ("Aigul", "aigul@example.org", GULNARA, "Madina"):
        assert name not in pages
