"""Add a document to a case, and take one out."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, documents, headings
from cases.forms import DocumentForm

# Whatever a document tries to do where it is opened, it may do nothing.
POLICY = "sandbox; default-src 'none'"


@requires(Permission.ADD_DOCUMENT)
def add_document(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add a photograph or a file to a case."""
    case = access.get_case(request.acting, case_id, Permission.ADD_DOCUMENT)
    form = open_form(request, DocumentForm)
    if form.is_bound and form.is_valid():
        actions.add_document(by=request.acting, case=case, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The document was added."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/add_document.html", context)


@requires(Permission.SEE_DOCUMENT)
@require_safe
def document(request: WorkRequest, document_id: uuid.UUID) -> HttpResponse:
    """Hand out one document as a file, and write down who took it."""
    found = access.get_document(request.acting, document_id, Permission.SEE_DOCUMENT)
    taken = documents.download(request.acting, found)
    if taken is None:
        messages.warning(
            request,
            _("This document cannot be opened now: %(why)s.") % {"why": found.get_state_display()},
        )
        return redirect("desk:case", case_id=found.case_id)
    answer = HttpResponse(taken.content, content_type=taken.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
