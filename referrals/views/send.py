"""What the sender does: write, look it over, send, cancel, take note."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import documents
from cases.access import get_case
from cases.consent_rules import Gap
from referrals import actions, directory, prefill, wording
from referrals.about import about_case, about_referral
from referrals.access import get_referral
from referrals.actions.send import AlreadyReferred, CaseIsClosed
from referrals.basis import NotCovered
from referrals.forms import ReasonForm, ReferralForm
from referrals.states import MoveNotOpen, ReferralMove, Side, moves_open_to
from referrals.views.read import show_what_happened


@requires(Permission.SEND_REFERRAL)
def write(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write a referral; nobody else sees it until it is sent."""
    acting = request.acting
    case = get_case(acting, case_id, Permission.SEND_REFERRAL)
    earlier = _earlier(request, case_id)
    form = open_form(
        request,
        ReferralForm,
        services=directory.services_for(acting),
        documents=documents.documents_to_choose(acting, case_id),
        initial=prefill.usual_terms(acting, case, request.GET.get("service", ""))
        | prefill.asked_before(acting, earlier),
    )
    context: dict[str, Any] = {
        "form": form,
        "about": about_case(acting, case),
        "back_url": reverse("desk:case", args=[case_id]),
        "pointed_to": earlier.redirected_to if earlier else None,
        "already": None,
        "is_change": False,
        "language_form": "work-form",
    }
    if form.is_bound and form.is_valid():
        try:
            referral = actions.draft_referral(
                by=acting,
                case=case,
                terms=form.terms(),
                submission=form.cleaned_data["submission"],
                now=timezone.now(),
                replaces=earlier,
            )
        except AlreadyReferred as already:
            context["already"] = already.referral
        except CaseIsClosed:
            form.add_error(None, _("The case is closed. Reopen it before you refer it."))
        else:
            return redirect("referrals:referral", referral_id=referral.pk)
    return render(request, "referrals/write.html", context)


def _earlier(request: WorkRequest, case_id: uuid.UUID) -> Any:
    """Return the referral of this case that did not work out and is written anew, if any."""
    try:
        earlier_id = uuid.UUID(request.GET.get("instead_of", ""))
    except ValueError:
        return None
    earlier = get_referral(request.acting, earlier_id, Permission.SEND_REFERRAL)
    return earlier if earlier.case_id == case_id else None


@requires(Permission.SEND_REFERRAL)
def change(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Change a referral before it is sent."""
    acting = request.acting
    referral = get_referral(acting, referral_id, Permission.SEND_REFERRAL)
    if ReferralMove.SEND not in moves_open_to(referral.state, Side.SENDER):
        return show_what_happened(request, referral_id)
    form = open_form(
        request,
        ReferralForm,
        services=directory.services_for(acting),
        documents=documents.documents_to_choose(acting, referral.case_id),
        initial=prefill.as_typed(referral)
        | {"documents": documents.chosen_for(acting, referral_id)},
    )
    context: dict[str, Any] = {
        "form": form,
        "about": about_referral(acting, referral),
        "back_url": wording.address(referral_id),
        "pointed_to": None,
        "already": None,
        "is_change": True,
        "language_form": "work-form",
    }
    if form.is_bound and form.is_valid():
        try:
            is_changed = actions.change_draft(
                by=acting, referral=referral, terms=form.terms(), now=timezone.now()
            )
        except AlreadyReferred as already:
            context["already"] = already.referral
        else:
            if not is_changed:
                said = _("The referral was sent already. It cannot be changed.")
                messages.warning(request, said)
            return redirect("referrals:referral", referral_id=referral_id)
    return render(request, "referrals/write.html", context)


@requires(Permission.SEND_REFERRAL)
@require_POST
def send(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Send a referral, if the person agreed to it or a ground in law was named."""
    acting = request.acting
    referral = get_referral(acting, referral_id, Permission.SEND_REFERRAL)
    try:
        actions.send_referral(
            by=acting, referral=referral, now=timezone.now(), today=timezone.localdate()
        )
    except NotCovered as refusal:
        return render(
            request,
            "referrals/not_covered.html",
            {
                "referral": referral,
                "about": about_referral(acting, referral),
                "needs_agreement": Gap.NO_AGREEMENT in refusal.gaps,
                "gaps": wording.gaps(refusal.gaps, referral.recipient.name),
            },
        )
    except CaseIsClosed:
        messages.error(request, _("The case is closed. Reopen it before you refer it."))
        return redirect("referrals:referral", referral_id=referral_id)
    except (MoveNotOpen, actions.MovedMeanwhile):
        return show_what_happened(request, referral_id)
    messages.success(
        request, _("The referral was sent to %(name)s.") % {"name": referral.recipient}
    )
    return redirect("referrals:referral", referral_id=referral_id)


@requires(Permission.SEND_REFERRAL)
def cancel(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take a referral back, with the reason."""
    referral = get_referral(request.acting, referral_id, Permission.SEND_REFERRAL)
    if ReferralMove.CANCEL not in moves_open_to(referral.state, Side.SENDER):
        return show_what_happened(request, referral_id)
    form = open_form(request, ReasonForm)
    if not (form.is_bound and form.is_valid()):
        context = {
            "form": form,
            "back_url": wording.address(referral_id),
            "about": about_referral(request.acting, referral),
            "language_form": "work-form",
        }
        return render(request, "referrals/cancel.html", context)
    try:
        actions.cancel_referral(
            by=request.acting,
            referral=referral,
            reason=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except (MoveNotOpen, actions.MovedMeanwhile):
        return show_what_happened(request, referral_id)
    messages.success(request, _("The referral was cancelled."))
    return redirect("referrals:referral", referral_id=referral_id)


@requires(Permission.SEND_REFERRAL)
@require_POST
def note(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take note of how a referral ended."""
    referral = get_referral(request.acting, referral_id, Permission.SEND_REFERRAL)
    actions.note_referral(by=request.acting, referral=referral, now=timezone.now())
    messages.success(request, _("Noted. It no longer waits on your home page."))
    return redirect("referrals:referral", referral_id=referral_id)
