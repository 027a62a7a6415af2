"""A file with the people in it leaves the house: asked by one, let out by another, taken once."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from reports import access, actions
from reports.actions.whole_export import OneIsOnItsWay
from reports.export_queries import exports_of
from reports.exports import xlsx
from reports.forms import AskExportForm


@requires(Permission.ASK_EXPORT)
@fresh
def exports(request: WorkRequest) -> HttpResponse:
    """Show what was asked for, and ask."""
    form = open_form(request, AskExportForm)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_export(by=request.acting, now=timezone.now(), **form.cleaned_data)
        except OneIsOnItsWay:
            messages.warning(request, _("One file is on its way already. Take that one first."))
        else:
            messages.success(request, _("Your administrator was asked."))
        return redirect("reports:exports")
    context = {"form": form, "lines": exports_of(request.acting), "language_form": "work-form"}
    return render(request, "reports/exports.html", context)


@requires(Permission.RELEASE_EXPORT)
@require_safe
def exports_to_release(request: WorkRequest) -> HttpResponse:
    """Show what waits for a decision: how many people, never whom."""
    context = {"lines": exports_of(request.acting)}
    return render(request, "reports/exports_to_release.html", context)


@requires(Permission.RELEASE_EXPORT)
@fresh
@require_POST
def release_export(request: WorkRequest, export_id: uuid.UUID) -> HttpResponse:
    """Let it out."""
    export = access.get_export(request.acting, export_id, Permission.RELEASE_EXPORT)
    done = actions.release_export(by=request.acting, export=export, now=timezone.now())
    return _decided(request, _("Released. It is written within a few minutes."), is_done=done)


@requires(Permission.RELEASE_EXPORT)
@require_POST
def refuse_export(request: WorkRequest, export_id: uuid.UUID) -> HttpResponse:
    """Keep it in the house."""
    export = access.get_export(request.acting, export_id, Permission.RELEASE_EXPORT)
    done = actions.refuse_export(by=request.acting, export=export, now=timezone.now())
    return _decided(request, _("Refused. Nothing leaves the house."), is_done=done)


@requires(Permission.ASK_EXPORT)
@fresh
@require_POST
def take_export(request: WorkRequest, export_id: uuid.UUID) -> HttpResponse:
    """Hand the file out, once."""
    export = access.get_export(request.acting, export_id, Permission.ASK_EXPORT)
    file = actions.take_export(by=request.acting, export=export, now=timezone.now())
    if file is None:
        messages.warning(request, _("This file cannot be taken any more. Ask for a new one."))
        return redirect("reports:exports")
    answer = HttpResponse(file, content_type=xlsx.TYPE)
    answer["Content-Disposition"] = 'attachment; filename="people-and-cases.xlsx"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _decided(request: WorkRequest, sentence: str, *, is_done: bool) -> HttpResponse:
    if is_done:
        messages.success(request, sentence)
    else:
        messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("reports:exports_to_release")
