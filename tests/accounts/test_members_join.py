"""The page behind a link: it says who invites to what, and nothing about who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.acting import for_member, for_system
from accounts.actions import withdraw_invitation
from accounts.models import Invitation, Membership, User
from accounts.tokens import digest_of, new_token
from tests.accounts.administering import ASEL, PHRASE, invited
from tests.cast import NOW, Cast
from tests.logins import log_in_fresh
from tests.watching import unchanged

TYPED = {"name": "Әсел Омарова", "own_language": "kk", "password": PHRASE, "again": PHRASE}
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|/accounts/join/[^/"]+/')
AUDIT = frozenset({"audit_entry"})


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["language"] = "en"


def said(content: bytes) -> bytes:
    """Return a page without what differs each time it is opened."""
    return NOISE.sub(b"", content)


def test_a_link_names_the_organisation_and_the_role_and_keeps_its_address(
    cast: Cast, client: Client
) -> None:
    _invitation, token = invited(cast.madina)
    with unchanged():
        answer = client.get(f"/accounts/join/{token}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Komek" in page
    assert "Caseworker" in page
    assert ASEL not in page
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_all_links_that_open_nothing_get_one_and_the_same_page(cast: Cast, client: Client) -> None:
    used, of_used = invited(cast.madina, "one@example.org")
    client.post(f"/accounts/join/{of_used}/", TYPED)
    withdrawn, of_withdrawn = invited(cast.madina, "two@example.org")
    with for_member(cast.madina) as by:
        withdraw_invitation(by=by, invitation=withdrawn, now=NOW)
    pages = []
    for token in (of_used, of_withdrawn, new_token()):
        for answer in (
            client.get(f"/accounts/join/{token}/"),
            client.post(f"/accounts/join/{token}/", TYPED),
        ):
            assert answer.status_code == 410
            pages.append(said(answer.content))
    assert len(set(pages)) == 1
    with for_system(reason="tests"):
        used.refresh_from_db()
    assert used.accepted_at


def test_the_invited_choose_their_password_and_can_then_sign_in(cast: Cast, client: Client) -> None:
    _invitation, token = invited(cast.madina)
    answer = client.post(f"/accounts/join/{token}/", TYPED)
    assert b"Now sign in" in answer.content
    user = User.objects.get(email=ASEL)
    assert user.check_password(PHRASE)
    assert Membership.objects.current_of(user.pk).get().organisation == cast.komek


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"again": "something else entirely"}, "The two passwords differ."),
        ({"password": "short", "again": "short"}, "too short"),
        ({"name": ""}, "Write your name."),
    ],
)
def test_a_password_that_does_not_do_changes_nothing(
    cast: Cast, client: Client, change: dict[str, str], why: str
) -> None:
    _invitation, token = invited(cast.madina)
    with unchanged():
        page = client.post(f"/accounts/join/{token}/", TYPED | change).content.decode()
    assert why in page
    assert PHRASE not in page


def test_signing_up_says_the_same_whether_or_not_there_was_an_account(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _new, for_asel = invited(cast.madina)
    _known, for_timur = invited(cast.madina, "timur@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(f"/accounts/join/{for_asel}/", TYPED)
        second = client.post(f"/accounts/join/{for_timur}/", TYPED)
    assert (first.status_code, said(first.content)) == (second.status_code, said(second.content))
    gone = [client.get(f"/accounts/join/{token}/") for token in (for_asel, for_timur)]
    assert [answer.status_code for answer in gone] == [410, 410]
    assert not cast.timur.user.check_password(PHRASE)
    assert Membership.objects.filter(user=cast.timur.user).count() == 1
    # A letter to either, so that both wait as long; only who reads Timur's can go on.
    told, letter = mail.outbox
    assert (told.to, letter.to) == ([ASEL], ["timur@example.org"])
    assert "/accounts/join/" not in str(told.body)
    found = re.search(r"/accounts/join/([^/]+)/", str(letter.body))
    assert found
    with for_system(reason="tests"):
        assert Invitation.objects.open().filter(token_digest=digest_of(found[1])).exists()


def test_an_account_that_is_signed_in_accepts_with_one_press(cast: Cast, client: Client) -> None:
    _invitation, token = invited(cast.madina, "timur@example.org")
    client.force_login(cast.timur.user)
    with unchanged():
        assert (
            b"You are signed in as timur@example.org"
            in client.get(f"/accounts/join/{token}/").content
        )
    assert client.post(f"/accounts/join/{token}/").status_code == 302
    assert Membership.objects.filter(user=cast.timur.user, organisation=cast.komek).exists()


def test_another_account_does_not_take_what_was_not_meant_for_it(
    cast: Cast, client: Client
) -> None:
    _invitation, token = invited(cast.madina)
    client.force_login(cast.timur.user)
    with unchanged():
        page = client.post(f"/accounts/join/{token}/").content
    assert b"this invitation is for another address" in page
    assert ASEL.encode() not in page


def invite_by_page(client: Client, key: str) -> str:
    typed = {
        "email": ASEL,
        "role": "caseworker",
        "may_see_tb": "on",
        "invitation_language": "en",
        "submission": key,
    }
    return client.post("/members/invite/", typed, follow=True).content.decode()


def test_the_link_is_shown_once_and_goes_by_e_mail(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    log_in_fresh(client, cast.madina.user)
    key = str(cast.komek.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page = invite_by_page(client, key)
    shown = re.findall(r"http://testserver/accounts/join/[\w-]{43}/", page)
    assert len(shown) == 1
    (letter,) = mail.outbox
    assert (letter.to, shown[0] in str(letter.body)) == ([ASEL], True)
    assert "Komek" in str(letter.body)
    again = invite_by_page(client, key)
    assert "shown only once" in again
    assert "/accounts/join/" not in again
    assert "/accounts/join/" not in client.get("/members/").content.decode()


def test_an_e_mail_that_fails_loses_nothing_and_is_logged_without_address_or_link(
    cast: Cast,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    # Nobody listens there.
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    log_in_fresh(client, cast.madina.user)
    with django_capture_on_commit_callbacks(execute=True):
        page = invite_by_page(client, str(cast.komek.pk))
    assert "/accounts/join/" in page
    with for_system(reason="tests"):
        assert Invitation.objects.open().filter(email=ASEL).exists()
    assert ConnectionRefusedError.__name__ in caplog.text
    assert ASEL not in caplog.text
    assert "/accounts/join/" not in caplog.text
