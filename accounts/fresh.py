"""Is it still the member who sits there? What is dangerous asks again after ten minutes.

`@fresh` stands under `@requires(...)`. Who opens the page late is sent to prove themselves and comes
back. Who sends a form late is asked on the spot: what they typed travels along with the question,
in the page and nowhere else, and the act goes on when they have answered.
"""

import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from accounts import proof
from accounts.second_factor import has_second_factor

View = Callable[..., HttpResponse]
# Seconds a proof holds (OWASP ASVS 5.0: sensitive operations need fresh authentication).
FRESH_FOR = 10 * 60


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the member proved themselves within ten minutes.

    By the second factor where they have one, else by their password. Logging in counts.
    """
    if not request.user.is_authenticated:
        return False
    methods = {"mfa"} if needs_second_factor(request) else {"mfa", "password"}
    proofs = (
        float(record["at"])
        for record in get_authentication_records(request, request.user)
        if record["method"] in methods
    )
    return time.time() - max(proofs, default=0.0) < FRESH_FOR


def needs_second_factor(request: HttpRequest) -> bool:
    """Say whether this member has a second factor, so that the password alone proves nothing."""
    known: bool | None = getattr(request, "has_second_factor", None)
    if known is not None:
        return known
    return request.user.pk is not None and has_second_factor(request.user.pk)


def fresh(view: View) -> View:
    """Let a view run only for who has just proved who they are."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return ask_elsewhere(request)
        question = proof.question(request, by_second_factor=needs_second_factor(request))
        if question.is_answered():
            request.POST = typed(request)  # type: ignore[assignment]  # immutable, too
            return view(request, *args, **kwargs)
        shown = {"question": question, "typed": list(_pairs(typed(request)))}
        return render(request, "accounts/prove.html", shown)

    return asked


def ask_elsewhere(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks again, and from there back to this one."""
    back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")


def typed(request: HttpRequest) -> QueryDict:
    """Return what was sent without the answer to our question: passwords reach no view."""
    kept = request.POST.copy()
    for name in request.POST:
        if name.startswith(f"{proof.PREFIX}-") or name == "csrfmiddlewaretoken":
            del kept[name]
    return QueryDict(kept.urlencode())


def _pairs(sent: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in sent.lists():
        for value in values:
            yield name, str(value)
