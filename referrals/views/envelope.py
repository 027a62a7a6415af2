"""One envelope and the list of them; what the consulate does, and how the sender ends it."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import PlainForm, open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases.paging import page_number
from referrals import actions, envelope_queries, envelope_sheets
from referrals.about import about_envelope
from referrals.actions.envelope_move import EnvelopeMovedMeanwhile
from referrals.envelope_access import get_envelope
from referrals.envelope_forms import EnvelopeAnswerForm
from referrals.envelope_states import EnvelopeMove, EnvelopeMoveNotOpen
from referrals.forms import ReasonForm

TEMPLATES = {
    EnvelopeMove.ANSWER: "referrals/answer_envelope.html",
    EnvelopeMove.WITHDRAW: "referrals/withdraw_envelope.html",
}


@requires(Permission.LIST_ENVELOPES)
@require_safe
def envelopes(request: WorkRequest) -> HttpResponse:
    """Show what people agreed to send to the reader's consulate."""
    number = page_number(request.GET.get("page", ""))
    page = envelope_queries.list_envelopes(request.acting, number=number)
    return render(request, "referrals/envelopes.html", {"page": page})


@requires(Permission.SEE_ENVELOPE)
@require_safe
def envelope(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Show one envelope; the first time the consulate opens it, that is written down."""
    acting = request.acting
    found = get_envelope(acting, envelope_id, Permission.SEE_ENVELOPE)
    if EnvelopeMove.SEE in envelope_sheets.moves_of(acting, found):
        # A colleague may be faster, or it is gone by now: the next line finds out.
        with suppress(EnvelopeMovedMeanwhile):
            actions.see_envelope(by=acting, envelope=found, now=timezone.now())
        found = get_envelope(acting, envelope_id, Permission.SEE_ENVELOPE)
    sheet = envelope_sheets.envelope_sheet(acting, found)
    return render(request, "referrals/envelope.html", {"envelope": sheet, "moves": sheet.buttons})


@requires(Permission.ANSWER_ENVELOPE)
@require_POST
def take(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Take a request into work."""
    found = get_envelope(request.acting, envelope_id, Permission.ANSWER_ENVELOPE)
    try:
        actions.take_envelope(by=request.acting, envelope=found, now=timezone.now())
    except (EnvelopeMoveNotOpen, EnvelopeMovedMeanwhile):
        return show_as_it_is(request, envelope_id)
    messages.success(request, _("The request is in work. The sender sees it."))
    return redirect("referrals:envelope", envelope_id=envelope_id)


@requires(Permission.ANSWER_ENVELOPE)
def answer(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Write the consulate's answer."""
    found = get_envelope(request.acting, envelope_id, Permission.ANSWER_ENVELOPE)
    form = open_form(request, EnvelopeAnswerForm)
    if not (form.is_bound and form.is_valid()):
        return _ask(request, envelope_id, EnvelopeMove.ANSWER, form)
    try:
        actions.answer_envelope(
            by=request.acting, envelope=found, answer=form.terms(), now=timezone.now()
        )
    except (EnvelopeMoveNotOpen, EnvelopeMovedMeanwhile):
        return show_as_it_is(request, envelope_id)
    messages.success(request, _("The answer was sent."))
    return redirect("referrals:envelope", envelope_id=envelope_id)


@requires(Permission.SEND_ENVELOPE)
@require_POST
def close(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Take note of the answer, or of the silence; an answered envelope is closed by it."""
    acting, now = request.acting, timezone.now()
    found = get_envelope(acting, envelope_id, Permission.SEND_ENVELOPE)
    if not actions.note_envelope(by=acting, envelope=found, now=now):
        try:
            actions.close_envelope(by=acting, envelope=found, now=now)
        except (EnvelopeMoveNotOpen, EnvelopeMovedMeanwhile):
            return show_as_it_is(request, envelope_id)
    messages.success(request, _("Noted. It no longer waits on your home page."))
    return redirect("referrals:envelope", envelope_id=envelope_id)


@requires(Permission.SEND_ENVELOPE)
def withdraw(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Take an envelope back, with the reason."""
    found = get_envelope(request.acting, envelope_id, Permission.SEND_ENVELOPE)
    form = open_form(request, ReasonForm)
    if not (form.is_bound and form.is_valid()):
        return _ask(request, envelope_id, EnvelopeMove.WITHDRAW, form)
    reason = form.cleaned_data["note"]
    try:
        actions.withdraw_envelope(
            by=request.acting, envelope=found, reason=reason, now=timezone.now()
        )
    except (EnvelopeMoveNotOpen, EnvelopeMovedMeanwhile):
        return show_as_it_is(request, envelope_id)
    messages.success(request, _("Taken back. The consulate no longer sees it."))
    return redirect("referrals:envelope", envelope_id=envelope_id)


def _ask(
    request: WorkRequest, envelope_id: uuid.UUID, move: EnvelopeMove, form: PlainForm
) -> HttpResponse:
    """Show the form of a move, as long as the move is open."""
    found = get_envelope(request.acting, envelope_id, Permission.SEE_ENVELOPE)
    if move not in envelope_sheets.moves_of(request.acting, found):
        return show_as_it_is(request, envelope_id)
    about = about_envelope(request.acting, found)
    context = {"form": form, "about": about, "back_url": about.url, "language_form": "work-form"}
    return render(request, TEMPLATES[move], context)


def show_as_it_is(request: WorkRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Say that somebody was faster and show what is there now; what is not, is not found."""
    get_envelope(request.acting, envelope_id, Permission.SEE_ENVELOPE)
    messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("referrals:envelope", envelope_id=envelope_id)
