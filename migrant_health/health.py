"""Whether this process can do its work, for the load balancer and `./run`."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import enforcement

PLAIN_ROLE = """
SELECT NOT (rolsuper OR rolbypassrls) AND NOT EXISTS (
    SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relname = 'cases_case')
FROM pg_roles WHERE rolname = current_user
"""


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer ok when the database answers; Redis may be away, nothing is lost without it."""
    del request
    try:
        is_plain, unprotected = connected_as_plain_role(), enforcement.lacking()
    except DatabaseError:
        return HttpResponse("database away", status=503, content_type="text/plain")
    if settings.SECURE_PAGES and not is_plain:
        return HttpResponse("not a plain database role", status=503, content_type="text/plain")
    if unprotected:
        return HttpResponse("policies are missing", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def connected_as_plain_role() -> bool:
    """Say whether row-level security binds this connection: no superuser, no bypass, no owner."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_ROLE)
        return bool(cursor.fetchone()[0])
