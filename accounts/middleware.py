"""What is known about whoever sent the request."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.acting import Acting
from accounts.models import Membership
from accounts.second_factor import has_second_factor, second_factor_of

Handler = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "membership"


def act_for_membership(get_response: Handler) -> Handler:
    """Put `request.acting` and `request.acting_choices` on every request, fresh from the database."""

    def answer(request: HttpRequest) -> HttpResponse:
        choices = _choices(request)
        wanted = request.session.get(SESSION_KEY, "")
        chosen = next((one for one in choices if str(one.id) == wanted), None)
        first = choices[0] if choices else None
        membership = chosen or first
        request.acting = Acting(membership) if membership else None  # type: ignore[attr-defined]
        request.acting_choices = choices  # type: ignore[attr-defined]
        request.has_second_factor = _has_second_factor(request, first)  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def _choices(request: HttpRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    user_id: uuid.UUID = request.user.pk
    found = Membership.objects.current_of(user_id)
    return list(found.annotate(has_second_factor=second_factor_of("user_id")))


def _has_second_factor(request: HttpRequest, membership: Membership | None) -> bool:
    if membership is not None:
        return bool(getattr(membership, "has_second_factor", False))
    # Who belongs nowhere may still log in, and finds every door closed.
    return bool(request.user.is_authenticated and has_second_factor(request.user.pk))


def speak_language(get_response: Handler) -> Handler:
    """Speak the language chosen on the page, else the cookie's, else the one the member set."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("switch_language", "") if request.method == "POST" else ""
        if chosen not in dict(settings.LANGUAGES):
            chosen = ""
        known = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES)
        if not chosen and not known and request.user.is_authenticated:
            chosen = request.user.language
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = get_response(request)
        # The view may have just been told another one.
        if chosen and settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            remember_language(response, chosen)
        return response

    return answer


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the choice in a cookie that says nothing else."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
