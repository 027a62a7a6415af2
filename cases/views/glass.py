"""Break the glass, close it again, and review what others opened."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, glass, headings, sheets
from cases.forms import ConfirmForm, GlassForm, ReviewForm


@requires(Permission.BREAK_GLASS)
@fresh
def break_glass(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Open for an hour what the reader does not see of a file they know."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, Permission.BREAK_GLASS)
    if not glass.opens_anything(acting, sheets.classes_on_migrant(acting, migrant)):
        return seen_already(request, reverse("cases:migrant", args=[migrant_id]))
    return open_by_form(request, migrant_id, headings.of_migrant(acting, migrant))


def seen_already(request: WorkRequest, url: str) -> HttpResponse:
    """Go back where the glass would open nothing."""
    messages.info(request, _("You see this already. Nothing was opened."))
    return redirect(url)


def open_by_form(
    request: WorkRequest, migrant_id: uuid.UUID, heading: headings.Heading
) -> HttpResponse:
    """Ask why, open the file, and show it."""
    form = open_form(request, GlassForm)
    if form.is_bound and form.is_valid():
        try:
            actions.break_glass(
                by=request.acting, migrant_id=migrant_id, now=timezone.now(), **form.cleaned_data
            )
        except actions.TooManyToday:
            form.add_error(
                None, _("You opened three files today. More is not possible: ask your supervisor.")
            )
        else:
            messages.warning(request, _("Open for 60 minutes. Whoever reviews it was told."))
            return redirect("cases:migrant", migrant_id=migrant_id)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/break_glass.html", context)


@requires(Permission.BREAK_GLASS)
@require_POST
def end_glass(request: WorkRequest, glass_id: uuid.UUID) -> HttpResponse:
    """Close early what oneself opened."""
    opened = access.get_own_glass(request.acting, glass_id)
    if actions.end_glass(by=request.acting, opened=opened):
        messages.success(request, _("Closed. It will still be reviewed."))
    return redirect("desk:home")


@requires(Permission.REVIEW_GLASS)
@require_safe
def broken_glass(request: WorkRequest) -> HttpResponse:
    """Show what the team opened in an emergency and nobody has judged."""
    rows = glass.to_review(request.acting, timezone.now())
    return render(request, "cases/broken_glass.html", {"rows": rows})


@requires(Permission.REVIEW_GLASS)
def review_glass(request: WorkRequest, glass_id: uuid.UUID) -> HttpResponse:
    """Judge what a colleague opened."""
    acting = request.acting
    opened = access.get_glass_to_review(acting, glass_id)
    form = open_form(request, ReviewForm)
    if form.is_bound and form.is_valid():
        if actions.review_glass(by=acting, opened=opened, now=timezone.now(), **form.cleaned_data):
            messages.success(request, _("The review was saved."))
        else:
            messages.warning(request, _("Somebody has reviewed this already."))
        return redirect("cases:broken_glass")
    row = glass.row_of(acting, opened, timezone.now())
    context = {"form": form, "row": row, "language_form": "work-form"}
    return render(request, "cases/review_glass.html", context)


@requires(Permission.CONFIRM_GLASS)
@require_safe
def glass_to_confirm(request: WorkRequest) -> HttpResponse:
    """Show an administrator what only they can judge, without any name."""
    now = timezone.now()
    context = {
        "rows": glass.to_confirm(request.acting, now),
        "late": glass.unreviewed_and_late(request.acting, now),
    }
    return render(request, "cases/glass_to_confirm.html", context)


@requires(Permission.CONFIRM_GLASS)
@require_POST
def confirm_glass(request: WorkRequest, glass_id: uuid.UUID) -> HttpResponse:
    """Judge, as an administrator, what no supervisor can."""
    now = timezone.now()
    access.need_confirming(request.acting, glass_id, now)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        finding = form.cleaned_data["finding"]
        if actions.confirm_glass(by=request.acting, glass_id=glass_id, finding=finding, now=now):
            messages.success(request, _("The review was saved."))
    return redirect("cases:glass_to_confirm")
