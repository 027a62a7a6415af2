"""Is it still the member who sits there? What is dangerous asks for the password again.

`@fresh` stands under `@requires(...)`.
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
    records = get_authentication_records(request, request.user)
    newest = max((float(record["at"]) for record in records), default=0.0)
    return time.time() - newest < FRESH_FOR


def fresh(view: View) -> View:
    """Let a view run only for who has just proved who they are; else ask, and lead back here."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")

    return asked
