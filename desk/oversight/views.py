"""Pages over the audit: what was done, the seals, and who looked at a file."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, headings
from cases.paging import page_number
from desk.oversight import access_log as log
from desk.oversight import seals, search
from desk.oversight.forms import AuditForm


@requires(Permission.SEE_AUDIT)
@require_safe
def audit(request: WorkRequest) -> HttpResponse:
    """Show what was done, as far as it is the reader's; to a system administrator the seals."""
    acting, number = request.acting, page_number(request.GET.get("page", ""))
    if acting.organisation is None:
        return render(request, "desk/seals.html", {"seals": seals.list_seals(acting, number)})
    form = AuditForm(request.GET, members=search.members_of(acting), today=timezone.localdate())
    context = {
        "form": form,
        "found": search.find_acts(acting, form.asked(), number=number),
        "query": form.query(),
        "lead": search.whose(acting),
    }
    return render(request, "desk/audit.html", context)


@requires(Permission.SEE_ACCESS_LOG)
@require_safe
def access_log(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Show who looked at a person's file, when and why."""
    found = access.get_migrant(request.acting, migrant_id, Permission.SEE_ACCESS_LOG)
    number = page_number(request.GET.get("page", ""))
    context = {
        "about": headings.of_migrant(request.acting, found),
        "page": log.access_log(request.acting, found, number=number),
        "migrant_id": migrant_id,
        "languages": settings.LANGUAGES,
    }
    return render(request, "desk/access_log.html", context)


@requires(Permission.SEE_ACCESS_LOG)
@require_safe
def access_log_paper(request: WorkRequest, migrant_id: uuid.UUID, language: str) -> HttpResponse:
    """Show the same list to be printed, in the person's language, without any name of theirs."""
    found = access.get_migrant(request.acting, migrant_id, Permission.SEE_ACCESS_LOG)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    number = page_number(request.GET.get("page", ""))
    with translation.override(language):
        page = log.access_log(request.acting, found, number=number, on_paper=True)
        paper = render_to_string("desk/access_log_days.html", {"days": page.rows})
        heading = render_to_string("desk/access_log_heading.html", {"today": timezone.localdate()})
    context = {"heading": heading, "paper": paper, "page": page, "language": language}
    return render(request, "desk/access_log_paper.html", context | {"migrant_id": migrant_id})
