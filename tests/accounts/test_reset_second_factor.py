"""A lost telephone: at the server's console, written down, and told to its owner."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.logins import give_app
from tests.watching import assert_codes_only, audited, unchanged


def reset(email: str, reason: str = "lost_phone") -> str:
    said = StringIO()
    call_command("reset_second_factor", email, reason=reason, stdout=said)
    return said.getvalue()


def test_it_takes_everything_off_ends_sessions_and_is_written_down(cast: Cast) -> None:
    give_app(cast.aigul.user)
    give_app(cast.timur.user)
    client = Client()
    with audited() as entries:
        assert "A letter told them." in reset(" Aigul@Example.org")
    assert {one.user_id for one in Authenticator.objects.all()} == {cast.timur.user_id}
    (entry,) = entries
    assert entry.subject_id == cast.aigul.user_id
    assert entry.detail == {"what": "second_factor_reset", "reason": "lost_phone"}
    assert_codes_only(entries)
    assert mail.outbox[-1].to == ["aigul@example.org"]
    answer = client.post("/accounts/login/", {"login": "aigul@example.org", "password": PASSWORD})
    assert answer["Location"] == "/"


def test_whoever_was_signed_in_is_out(client: Client, cast: Cast) -> None:
    client.post("/accounts/login/", {"login": "aigul@example.org", "password": PASSWORD})
    give_app(cast.aigul.user)
    reset("aigul@example.org")
    assert client.get("/").status_code == 302


def test_where_there_is_none_nothing_happens(cast: Cast) -> None:
    with unchanged():
        assert "nothing was changed" in reset("aigul@example.org")
    assert not mail.outbox


@pytest.mark.parametrize(("email", "reason"), [("nobody@example.org", "lost_phone")])
def test_an_unknown_address_is_an_error(cast: Cast, email: str, reason: str) -> None:
    with unchanged(), pytest.raises(CommandError):
        reset(email, reason)


def test_a_reason_is_one_of_the_known_ones(cast: Cast) -> None:
    give_app(cast.aigul.user)
    with unchanged(), pytest.raises(CommandError):
        call_command("reset_second_factor", "aigul@example.org", "--reason", "because")
