"""Agreements with other organisations: list them, propose, confirm, end."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.forms import is_language_switch, open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions
from cases import agreements as known
from cases.actions.agreement import AlreadyAgreed, MayNotAgree
from cases.forms import EndAgreementForm, ProposeForm

MANAGE = Permission.MANAGE_AGREEMENTS


@requires(MANAGE)
@require_safe
def agreements(request: WorkRequest) -> HttpResponse:
    """Show with whom one's own organisation has agreed, and what waits for a word."""
    acting, today = request.acting, timezone.localdate()
    context = {
        "rows": known.agreements_of(acting, today),
        "may_agree": known.may_agree(acting),
        "may_propose": bool(known.partners_of(acting)),
    }
    return render(request, "cases/agreements.html", context)


@requires(MANAGE)
def propose(request: WorkRequest) -> HttpResponse:
    """Propose an agreement to another organisation."""
    acting, today = request.acting, timezone.localdate()
    form = open_form(request, ProposeForm, today=today, partners=known.partners_of(acting))
    if form.is_bound and form.is_valid():
        partner = form.partner_chosen()
        try:
            actions.propose_agreement(
                by=acting,
                partner=partner,
                terms=form.terms(),
                submission=form.cleaned_data["submission"],
                now=timezone.now(),
                today=today,
            )
        except (AlreadyAgreed, MayNotAgree):
            form.add_error("partner", _("With this organisation there is an agreement already."))
        else:
            said = _("Proposed. It holds once %(name)s confirms it.") % {"name": partner.name}
            messages.success(request, said)
            return redirect("cases:agreements")
    context = {"form": form, "language_form": "work-form"}
    return render(request, "cases/propose_agreement.html", context)


@requires(MANAGE)
@fresh
def confirm(request: WorkRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Show what another organisation proposes, and confirm it."""
    acting = request.acting
    agreement = access.get_agreement(acting, agreement_id, MANAGE)
    row = known.said(acting, agreement, timezone.localdate())
    if not row.is_to_confirm:
        return _not_now(request)
    if request.method != "POST" or is_language_switch(request):
        return render(request, "cases/confirm_agreement.html", {"agreement": row})
    if not actions.confirm_agreement(by=acting, agreement=agreement, now=timezone.now()):
        return _not_now(request)
    messages.success(
        request, _("Confirmed. The agreement with %(name)s holds.") % {"name": row.partner}
    )
    return redirect("cases:agreements")


@requires(MANAGE)
@fresh
def end(request: WorkRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """End an agreement with its reason, take a proposal back, or decline one."""
    acting = request.acting
    agreement = access.get_agreement(acting, agreement_id, MANAGE)
    row = known.said(acting, agreement, timezone.localdate())
    if not row.may_end:
        return _not_now(request)
    unasked = known.end_of_proposal(row)
    form = open_form(request, EndAgreementForm)
    if request.method == "POST" and not is_language_switch(request):
        because = unasked or (form.reason() if form.is_valid() else None)
        if because:
            ended = actions.end_agreement(
                by=acting, agreement=agreement, because=because, now=timezone.now()
            )
            return _not_now(request) if ended is None else _said_ended(request, ended)
    context = {
        "agreement": row,
        "form": form,
        "asks_why": unasked is None,
        "language_form": "work-form",
    }
    return render(request, "cases/end_agreement.html", context)


def _said_ended(request: WorkRequest, ended: int) -> HttpResponse:
    said = ngettext(
        "Ended. %(count)d access to a case ended with it.",
        "Ended. %(count)d accesses to cases ended with it.",
        ended,
    )
    messages.success(request, said % {"count": ended} if ended else _("Ended."))
    return redirect("cases:agreements")


def _not_now(request: WorkRequest) -> HttpResponse:
    messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("cases:agreements")
