"""The second step of logging in: setting it up, using it, and being asked for it."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from accounts.checks import WITHOUT_GATE
from accounts.entrance import WITHOUT_SECOND_FACTOR
from tests import matrix
from tests.cast import PASSWORD, Cast
from tests.logins import SECRET, code, give_app, log_in_fresh
from tests.watching import assert_codes_only, audited, unchanged

pytestmark = pytest.mark.usefixtures("english_browsers")

INDEX = "/accounts/two-step/"


@pytest.fixture
def demanded() -> Iterator[None]:
    """Outside the demonstration."""
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


def log_in(client: Client, name: str = "aigul", password: str = PASSWORD) -> Any:
    return client.post(
        reverse("account_login"), {"login": f"{name}@example.org", "password": password}
    )


def secret_on(page: Any) -> str:
    (found,) = re.findall(r'<code class="secret">(\w+)</code>', page.content.decode())
    return str(found)


# --- without one ----------------------------------------------------------------------------------


def test_every_address_of_the_matrix_is_closed_without_a_second_factor(
    cast: Cast, demanded: None
) -> None:
    clients = {}
    for name, acting in cast.members.items():
        clients[acting.role.value] = Client()
        clients[acting.role.value].force_login(cast.members[name].user)
    closed = 0
    with unchanged():
        for row in matrix.rows():
            for role in row.roles:
                call = getattr(clients[role], row.method.lower())
                answer = call(row.address(uuid.uuid4()), row.send)
                assert (answer.status_code, answer["Location"]) == (302, INDEX), f"{row} as {role}"
                closed += 1
    assert closed > 100


def test_what_stays_open_is_what_sets_one_up_and_what_anybody_may() -> None:
    assert set(WITHOUT_GATE) >= WITHOUT_SECOND_FACTOR
    closed = {name for name in WITHOUT_GATE if name not in WITHOUT_SECOND_FACTOR}
    assert closed == {
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_deactivate_totp",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "usersessions_list",
        # Who is signed in takes another role with both factors or not at all.
        "accounts:join",
    }


def test_a_new_member_is_led_to_set_one_up_and_then_works(
    client: Client, cast: Cast, demanded: None
) -> None:
    log_in(client)
    assert client.get("/")["Location"] == INDEX
    page = client.get(INDEX).content.decode()
    assert "Please set up one of the two now." in page
    assert "/cases/" not in page
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(
    client: Client, cast: Cast, demanded: None
) -> None:
    RecoveryCodes.activate(cast.aigul.user)
    client.force_login(cast.aigul.user)
    assert client.get("/")["Location"] == INDEX


def test_somebody_who_belongs_nowhere_any_more_is_asked_no_less(
    client: Client, cast: Cast, demanded: None
) -> None:
    client.force_login(cast.aigul.user)
    cast.aigul.membership.is_active = False
    cast.aigul.membership.save()
    assert client.get("/")["Location"] == INDEX


def test_the_language_the_way_out_and_health_stay_open(
    client: Client, cast: Cast, demanded: None
) -> None:
    client.force_login(cast.aigul.user)
    assert client.get("/healthz").status_code == 200
    assert (
        client.post("/accounts/language/", {"language": "ky", "next": INDEX})["Location"] == INDEX
    )
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_the_demonstration_asks_nobody(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    assert client.get("/").status_code == 200


# --- setting it up --------------------------------------------------------------------------------


def test_the_picture_and_the_letters_of_the_app_stand_in_the_page(
    client: Client, cast: Cast
) -> None:
    log_in_fresh(client, cast.aigul.user)
    page = client.get(reverse("mfa_activate_totp"))
    assert re.match(r"[A-Z2-7]{32}$", secret_on(page))
    text = page.content.decode()
    assert "<svg" in text
    assert "data:image" not in text
    assert not re.search(r"<[^>]+ (style|onclick)=", text)


def test_a_wrong_code_sets_nothing_up_and_a_right_one_is_written_down_and_told(
    client: Client, cast: Cast
) -> None:
    log_in_fresh(client, cast.aigul.user)
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    with unchanged():
        client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert not Authenticator.objects.exists()
    with audited() as entries, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert [entry.detail for entry in entries] == [{"what": "totp_activated"}]
    assert_codes_only(entries)
    (letter,) = mail.outbox
    assert letter.to == ["aigul@example.org"]
    assert secret not in letter.body


def test_recovery_codes_are_shown_once(client: Client, cast: Cast) -> None:
    log_in_fresh(client, cast.aigul.user)
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    # Setting up is no login: the second step is asked once before codes are shown or made.
    answer = client.get(reverse("mfa_view_recovery_codes"), follow=True)
    client.post(answer.redirect_chain[-1][0], {"code": code(secret)})
    shown = re.findall(r"<code>(\d{8})</code>", page_of_codes(client))
    assert len(shown) == 10
    assert not re.findall(r"<code>\d{8}</code>", page_of_codes(client))
    assert "10 codes are left" in page_of_codes(client)


def page_of_codes(client: Client) -> str:
    return client.get(reverse("mfa_view_recovery_codes")).content.decode()


# --- using it -------------------------------------------------------------------------------------


def test_the_password_alone_no_longer_opens_anything(client: Client, cast: Cast) -> None:
    give_app(cast.aigul.user)
    answer = log_in(client)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/")["Location"].startswith("/accounts/login/")
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(answer["Location"], {"code": code()})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_code_works_once(client: Client, cast: Cast) -> None:
    give_app(cast.aigul.user)
    shown, other = code(), Client()
    for one in (client, other):
        log_in(one)
        one.post(reverse("mfa_authenticate"), {"code": shown})
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_an_old_code_and_one_of_the_future_open_nothing(
    client: Client, cast: Cast, steps: int
) -> None:
    give_app(cast.aigul.user)
    log_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code(steps=steps)}).status_code == 200
    assert client.get("/").status_code == 302


def test_with_the_phone_lost_a_recovery_code_opens_once(client: Client, cast: Cast) -> None:
    give_app(cast.aigul.user)
    wrapped = Authenticator.objects.get(type="recovery_codes").wrap()
    (first, *_rest), other = wrapped.get_unused_codes(), Client()
    for one in (client, other):
        log_in(one)
        one.post(reverse("mfa_authenticate"), {"code": first})
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    page = client.get(INDEX).content.decode()
    assert "9 codes are left" in page


def test_taking_the_app_off_asks_for_the_app_not_for_the_password(
    client: Client, cast: Cast
) -> None:
    give_app(cast.aigul.user)
    log_in_fresh(client, cast.aigul.user)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("account_reauthenticate"))["Location"] == reverse(
        "mfa_reauthenticate"
    )
    assert Authenticator.objects.filter(type="totp").exists()
    client.post(reverse("mfa_reauthenticate"), {"code": code(), "next": INDEX})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def test_nobody_touches_anothers_passkey(client: Client, cast: Cast) -> None:
    theirs = Authenticator.objects.create(
        user=cast.timur.user, type="webauthn", data={"name": "Timur", "credential": {}}
    )
    log_in_fresh(client, cast.aigul.user)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        address = reverse(name, kwargs={"pk": theirs.pk})
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Timur"


def test_the_pages_of_passkeys_open(client: Client, cast: Cast) -> None:
    log_in_fresh(client, cast.aigul.user)
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert 'data-passkey="create"' in page
    assert "No passkey yet" in client.get(reverse("mfa_list_webauthn")).content.decode()
    options = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["userVerification"] == "required"


def test_a_secret_of_the_tests_is_one_an_app_understands() -> None:
    assert re.match(r"\d{6}$", code(SECRET))
