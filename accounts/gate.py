"""The second gate: every view says which permission it needs, and runs bound to its member."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from accounts import row_security
from accounts.acting import Acting
from accounts.permissions import Permission
from audit import actions as audit
from audit.models import Verb

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Visitor:
    """Somebody who logged in and is no member of anything: refused, and written down by key."""

    user_id: uuid.UUID | None
    organisation_id: None = None
    role_name: str = ""


def _visitor(request: HttpRequest) -> Visitor:
    return Visitor(getattr(getattr(request, "user", None), "pk", None))


class WorkRequest(HttpRequest):
    """A request that came through the gate: somebody is acting."""

    acting: Acting


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view run only for members whose role has the permission.

    The view runs in one transaction bound to the member, so row-level security knows them. A
    refusal rolls that back and is then written to the audit in a transaction of its own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting: Acting | None = getattr(request, "acting", None)
            try:
                return _run(view, permission, acting, request, *args, **kwargs)
            except (PermissionDenied, Http404) as refusal:
                _record_refusal(permission, acting or _visitor(request), refusal, kwargs)
                raise

        gated.permission = permission  # type: ignore[attr-defined]  # read by the system check
        return gated

    return decorate


def _run(
    view: View,
    permission: Permission,
    acting: Acting | None,
    request: HttpRequest,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    if acting is None or not acting.may(permission):
        raise PermissionDenied
    with transaction.atomic():
        row_security.bind(acting)
        return view(request, *args, **kwargs)


def _record_refusal(
    permission: Permission, by: Acting | Visitor, refusal: Exception, kwargs: dict[str, Any]
) -> None:
    subject = next((value for name, value in kwargs.items() if name.endswith("_id")), None)
    code = "not_permitted" if isinstance(refusal, PermissionDenied) else "not_visible"
    with transaction.atomic():
        audit.record(
            Verb.REFUSED,
            by=by,
            subject_type=permission.split(".")[0],
            subject_ids=[subject],
            detail={"permission": str(permission), "because": code},
        )
