"""Is it still the member who sits there? What is dangerous asks again after ten minutes.

A first version of the branch "login", with the same names; that branch's file replaces this one.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]
# Seconds a proof holds (OWASP ASVS 5.0: sensitive operations need fresh authentication).
FRESH_FOR = 10 * 60


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the member proved themselves within ten minutes; logging in counts."""
    if not request.user.is_authenticated:
        return False
    proofs = (float(one["at"]) for one in get_authentication_records(request, request.user))
    return time.time() - max(proofs, default=0.0) < FRESH_FOR


def fresh(view: View) -> View:
    """Let a view run only for who has just proved who they are; stands under `@requires`."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")

    return asked
