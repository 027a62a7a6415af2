"""What the receiver does: confirm, accept or not, make the appointment, answer."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import PlainForm, open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from referrals import actions, directory, prefill, wording
from referrals.about import about_referral
from referrals.access import get_referral
from referrals.actions.answer import BasisEnded
from referrals.custody_forms import FormalAnswerForm, for_the_clinic
from referrals.forms import AnswerForm, DeclineForm, LeftEarlyForm, RedirectForm, ScheduleForm
from referrals.states import MoveNotOpen, ReferralMove, Side, moves_open_to
from referrals.views.read import show_what_happened

TEMPLATES = {
    ReferralMove.DECLINE: "referrals/decline.html",
    ReferralMove.REDIRECT: "referrals/redirect_elsewhere.html",
    ReferralMove.SCHEDULE: "referrals/schedule.html",
    ReferralMove.COMPLETE: "referrals/complete.html",
    ReferralMove.LEAVE_EARLY: "referrals/leave_early.html",
}


def _move(
    request: WorkRequest, referral_id: uuid.UUID, action: Callable[..., Any], **terms: Any
) -> HttpResponse:
    """Do one move of the receiver, or say who was faster."""
    referral = get_referral(request.acting, referral_id, Permission.ANSWER_REFERRAL)
    try:
        state = action(by=request.acting, referral=referral, now=timezone.now(), **terms)
    except (MoveNotOpen, actions.MovedMeanwhile):
        return show_what_happened(request, referral_id)
    except BasisEnded:
        messages.error(
            request,
            _("The person's consent has ended. The sender must ask again; nothing was opened."),
        )
    else:
        messages.success(request, _("The referral is now: %(state)s.") % {"state": state.label})
    return redirect("referrals:referral", referral_id=referral_id)


def _ask(
    request: WorkRequest, referral_id: uuid.UUID, move: ReferralMove, form: PlainForm
) -> HttpResponse:
    """Show the form of a move, as long as the move is open."""
    referral = get_referral(request.acting, referral_id, Permission.ANSWER_REFERRAL)
    if move not in moves_open_to(referral.state, Side.RECEIVER):
        return show_what_happened(request, referral_id)
    if referral.is_from_custody:
        for_the_clinic(form)
    context = {
        "form": form,
        "is_from_custody": referral.is_from_custody,
        "back_url": wording.address(referral_id),
        "about": about_referral(request.acting, referral),
        "language_form": "work-form",
    }
    return render(request, TEMPLATES[move], context)


@requires(Permission.ANSWER_REFERRAL)
@require_POST
def receive(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Confirm that a referral has come in."""
    return _move(request, referral_id, actions.receive_referral)


@requires(Permission.ANSWER_REFERRAL)
@require_POST
def accept(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Accept the person."""
    return _move(request, referral_id, actions.accept_referral, today=timezone.localdate())


@requires(Permission.ANSWER_REFERRAL)
def decline(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say no, with the reason."""
    form = open_form(request, DeclineForm)
    if form.is_bound and form.is_valid():
        return _move(request, referral_id, actions.decline_referral, **form.cleaned_data)
    return _ask(request, referral_id, ReferralMove.DECLINE, form)


@requires(Permission.ANSWER_REFERRAL)
def redirect_elsewhere(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Point the sender to another organisation."""
    organisations = directory.organisations_for(request.acting)
    form = open_form(request, RedirectForm, organisations=organisations)
    if form.is_bound and form.is_valid():
        return _move(request, referral_id, actions.redirect_referral, **form.cleaned_data)
    return _ask(request, referral_id, ReferralMove.REDIRECT, form)


@requires(Permission.ANSWER_REFERRAL)
def schedule(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Make an appointment, or another one."""
    referral = get_referral(request.acting, referral_id, Permission.ANSWER_REFERRAL)
    form = open_form(
        request,
        ScheduleForm,
        now=timezone.now(),
        initial=prefill.appointment_before(referral),
    )
    if form.is_bound and form.is_valid():
        return _move(
            request,
            referral_id,
            actions.schedule_referral,
            at=form.cleaned_data["moment"],
            place=form.cleaned_data["place"],
        )
    return _ask(request, referral_id, ReferralMove.SCHEDULE, form)


@requires(Permission.ANSWER_REFERRAL)
@require_POST
def arrive(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Record that the person has come."""
    return _move(request, referral_id, actions.mark_arrived)


@requires(Permission.ANSWER_REFERRAL)
@require_POST
def miss(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Record that the person did not come."""
    return _move(request, referral_id, actions.mark_missed)


@requires(Permission.ANSWER_REFERRAL)
def complete(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Write the answer; of a detained person only the formal one."""
    referral = get_referral(request.acting, referral_id, Permission.ANSWER_REFERRAL)
    if referral.is_from_custody:
        return _complete_examination(request, referral_id)
    form = open_form(
        request,
        AnswerForm,
        today=timezone.localdate(),
        initial={"concerns_tb": prefill.concerns_tb(referral)},
    )
    if form.is_bound and form.is_valid():
        return _move(request, referral_id, actions.complete_referral, answer=form.terms())
    return _ask(request, referral_id, ReferralMove.COMPLETE, form)


def _complete_examination(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    form = open_form(request, FormalAnswerForm, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        return _move(request, referral_id, actions.complete_examination, answer=form.terms())
    return _ask(request, referral_id, ReferralMove.COMPLETE, form)


@requires(Permission.ANSWER_REFERRAL)
def leave_early(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Record that the person left before the end."""
    form = open_form(request, LeftEarlyForm)
    if form.is_bound and form.is_valid():
        return _move(request, referral_id, actions.leave_referral_early, **form.cleaned_data)
    return _ask(request, referral_id, ReferralMove.LEAVE_EARLY, form)
