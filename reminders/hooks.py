"""What a gateway tells us by itself: receipts, at an address that only it was given.

Like a view, but for a machine: no member is acting, the secret in the address is the gate.
"""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
)
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from reminders.actions import record_receipt
from reminders.gateway import Answer, Status
from reminders.smsc import meaning

BY = "receipt of the gateway"
# What stands in a log about a request with the right secret.
IN_LOGS = "/hooks/smsc/"


@csrf_exempt
@login_not_required
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """Write down what smsc.kz says became of a message, however often and in whatever order.

    A key that nobody knows gets the same answer as one that is known.
    """
    if not is_ours(secret):
        raise Http404
    request.path = request.path_info = IN_LOGS
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if (told := read(request.POST)) is None:
        return HttpResponseBadRequest(content_type="text/plain")
    key, answer = told
    now = timezone.now()
    record_receipt(by=BY, key=key, status=answer.status, failure=answer.failure, now=now)
    return HttpResponse("OK", content_type="text/plain")


def is_ours(secret: str) -> bool:
    """Say whether this is the secret we gave the gateway; without one there is no such address."""
    known: str = settings.GATEWAY_HOOK_SECRET
    return bool(known) and constant_time_compare(secret, known)


def read(fields: Mapping[str, str]) -> tuple[uuid.UUID, Answer] | None:
    """Return which key got which answer; None where that cannot be told."""
    answer = meaning(fields.get("status"))
    if answer is None or answer.status is Status.UNKNOWN:
        return None
    try:
        return uuid.UUID(hex=fields.get("id", "")), answer
    except ValueError:
        return None
