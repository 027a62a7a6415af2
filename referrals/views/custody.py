"""What the officers of a reception centre do: ask, read what came back, take back, let go."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.forms import PlainForm, open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases.paging import page_number
from referrals import actions, custody, custody_wording, directory
from referrals.about import About
from referrals.custody_forms import ExaminationForm, TakeBackForm
from referrals.states import MoveNotOpen


@requires(Permission.SEE_CUSTODY)
@require_safe
def examinations(request: WorkRequest) -> HttpResponse:
    """Show the centre's examinations, those still open first."""
    number = page_number(request.GET.get("page", ""))
    page = custody.list_examinations(request.acting, number=number)
    may_ask = request.acting.may(Permission.REFER_FROM_CUSTODY)
    return render(request, "referrals/examinations.html", {"page": page, "may_ask": may_ask})


@requires(Permission.SEE_CUSTODY)
@require_safe
def examination(request: WorkRequest, examination_id: uuid.UUID) -> HttpResponse:
    """Show one examination: what was written, and the little that came back."""
    acting, now = request.acting, timezone.now()
    found = custody.get_examination(acting, examination_id, Permission.SEE_CUSTODY)
    sheet = custody.custody_sheet(acting, found)
    context = {
        "examination": sheet,
        "title": custody_wording.title_of(sheet),
        "facts": custody_wording.facts_of(sheet),
        "line": custody_wording.line_of(sheet, now),
        "moves": custody_wording.buttons_of(acting, sheet, now),
        "may_end": sheet.may_end_custody and acting.may(Permission.REFER_FROM_CUSTODY),
    }
    return render(request, "referrals/examination.html", context)


@requires(Permission.REFER_FROM_CUSTODY)
def ask_examination(request: WorkRequest) -> HttpResponse:
    """Ask a clinic to examine a person who is held; it is sent at once."""
    acting = request.acting
    again = _again(request)
    form = open_form(
        request,
        ExaminationForm,
        today=timezone.localdate(),
        services=directory.services_for(acting),
        initial=custody_wording.as_typed(again) if again else {},
    )
    if form.is_bound and form.is_valid():
        asked = actions.ask_examination(
            by=acting,
            terms=form.terms(),
            submission=form.cleaned_data["submission"],
            now=timezone.now(),
            again=again,
        )
        messages.success(request, _("Sent. The clinic will name a day, and you read it here."))
        return redirect("referrals:examination", examination_id=asked.pk)
    return render(
        request, "referrals/ask_examination.html", {"form": form, "language_form": "work-form"}
    )


def _again(request: WorkRequest) -> Any:
    """Return the centre's own examination that is asked for once more, if any."""
    try:
        earlier_id = uuid.UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    return custody.get_examination(request.acting, earlier_id, Permission.REFER_FROM_CUSTODY)


@requires(Permission.REFER_FROM_CUSTODY)
def release(request: WorkRequest, examination_id: uuid.UUID) -> HttpResponse:
    """Say that the person is no longer held here, after reading what will be hidden by it."""
    acting = request.acting
    found = custody.get_examination(acting, examination_id, Permission.REFER_FROM_CUSTODY)
    form = open_form(request, PlainForm)
    if not form.is_bound:
        sheet = custody.custody_sheet(acting, found)
        if not sheet.may_end_custody:
            return _too_late(request, examination_id)
        return render(request, "referrals/release.html", _asking(sheet, form))
    actions.end_custody(by=acting, examination=found, now=timezone.now())
    messages.success(request, _("Noted. From now on you see only that the examination is closed."))
    return redirect("referrals:examination", examination_id=examination_id)


@requires(Permission.REFER_FROM_CUSTODY)
def take_back(request: WorkRequest, examination_id: uuid.UUID) -> HttpResponse:
    """Take an examination back, with a coded reason."""
    acting = request.acting
    found = custody.get_examination(acting, examination_id, Permission.REFER_FROM_CUSTODY)
    sheet = custody.custody_sheet(acting, found)
    if not sheet.may_be_taken_back(timezone.now()):
        return _too_late(request, examination_id)
    form = open_form(request, TakeBackForm)
    if not (form.is_bound and form.is_valid()):
        return render(request, "referrals/take_back.html", _asking(sheet, form))
    try:
        actions.take_back_examination(
            by=acting,
            examination=found,
            because=form.cleaned_data["because"],
            now=timezone.now(),
        )
    except (MoveNotOpen, actions.MovedMeanwhile):
        return _too_late(request, examination_id)
    messages.success(request, _("The examination was taken back."))
    return redirect("referrals:examination", examination_id=examination_id)


def _asking(sheet: custody.CustodySheet, form: PlainForm) -> dict[str, Any]:
    return {
        "form": form,
        "back_url": reverse("referrals:examination", args=[sheet.id]),
        "about": About(custody_wording.title_of(sheet), sheet.written.clinic),
        "language_form": "work-form",
    }


def _too_late(request: WorkRequest, examination_id: uuid.UUID) -> HttpResponse:
    """Say that nothing was done, and neither who was faster nor with what."""
    messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("referrals:examination", examination_id=examination_id)
