"""What a person's file said before."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, headings
from cases.versions import versions_of


@requires(Permission.CHANGE_MIGRANT)
@require_safe
def versions(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Show the earlier versions of a person's file to whoever may change it."""
    migrant = access.get_migrant(request.acting, migrant_id, Permission.CHANGE_MIGRANT)
    context = {
        "versions": versions_of(request.acting, migrant),
        "heading": headings.of_migrant(request.acting, migrant),
    }
    return render(request, "cases/versions.html", context)
