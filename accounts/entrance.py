"""What stands between logging in and working: sessions end, and a second factor is asked for."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import logout as log_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from accounts import sessions

Handler = Callable[[HttpRequest], HttpResponse]
# What a member may reach who has no second factor yet: setting one up, and what anybody may.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_login",
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "accounts:language",
        "reminders:receipt",
        "healthz",
    }
)
# Not "cookies": the language chosen would be forgotten, and the session's own is deleted anyway.
CLEAR = '"cache", "storage"'


def end_old_sessions(get_response: Handler) -> Handler:
    """End a session that rested or lasted too long, and remember those in use."""

    def answer(request: HttpRequest) -> HttpResponse:
        was_known, key = request.user.is_authenticated, request.session.session_key
        now = timezone.now()
        if was_known and sessions.has_ended(request, now=now):
            return back_to_login(request)
        response = get_response(request)
        if request.user.is_authenticated:
            is_new = not was_known or request.session.session_key != key
            sessions.note(request, now=now, is_new=is_new)
        elif was_known:
            response.headers["Clear-Site-Data"] = CLEAR
        return response

    return answer


def back_to_login(request: HttpRequest) -> HttpResponse:
    """End the session and lead to the login page, from there back to where the member was."""
    sessions.forget(request.session.session_key)
    log_out(request)
    said = gettext("You were away for a while, so you were signed out. Please sign in again.")
    messages.info(request, said)
    back = urlencode({REDIRECT_FIELD_NAME: _page_of(request)})
    answer = HttpResponseRedirect(f"{reverse('account_login')}?{back}")
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer


def _page_of(request: HttpRequest) -> str:
    # What was being sent cannot be sent again by a link: back to the page with the form.
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    return urlsplit(page)._replace(scheme="", netloc="").geturl() or "/"


def demand_second_factor(get_response: Handler) -> Handler:
    """Lead a member without a second factor to setting one up, and nowhere else."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def look(
        request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseRedirect | None:
        match, must_set_up = request.resolver_match, lacks_second_factor(request)
        # Read by the pages, which then offer no way to where nobody gets.
        request.must_set_up = must_set_up  # type: ignore[attr-defined]
        if not must_set_up or (match and match.view_name in WITHOUT_SECOND_FACTOR):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))

    answer.process_view = look  # type: ignore[attr-defined]  # where Django looks for it
    return answer


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether the rule is in force and this member has none."""
    if not (settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated):
        return False
    return not getattr(request, "has_second_factor", False)
