"""Record consent, read it again, withdraw it, or name the ground in law in its place."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms import open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, agreements, consents, consulates, headings, state_contact
from cases.choices import ConsentPurpose, WithdrawnHow
from cases.forms import (
    BasisForm,
    ConsentForm,
    NamedConsentForm,
    PapersConsentForm,
    WithdrawForm,
)

AnyConsentForm = ConsentForm | PapersConsentForm


@requires(Permission.RECORD_CONSENT)
def record_consent(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Record what a person agrees to: care, or with `?for=papers` the help of their consulate."""
    acting, today = request.acting, timezone.localdate()
    migrant = access.get_migrant(acting, migrant_id, Permission.RECORD_CONSENT)
    is_for_papers = request.GET.get("for") == ConsentPurpose.PAPERS
    offered = consulates.of_person(migrant) if is_for_papers else []
    if is_for_papers and (not offered or state_contact.is_blocked(migrant_id)):
        messages.warning(request, _("There is no consulate here that may be written to."))
        return redirect("cases:migrant", migrant_id=migrant_id)
    named = agreements.carer(request.GET.get("to", ""))
    make: Callable[..., AnyConsentForm] = ConsentForm
    if is_for_papers:
        make = partial(PapersConsentForm, consulates=offered)
    elif named:
        make = partial(NamedConsentForm, named=named)
    form = open_form(
        request,
        make,
        today=today,
        possible=consents.possible_groups_of(migrant, today),
        initial={"consent_language": migrant.language},
    )
    if form.is_bound and form.is_valid():
        actions.record_consent(
            by=acting,
            migrant=migrant,
            terms=form.terms(),
            now=timezone.now(),
            submission=form.cleaned_data["submission"],
        )
        messages.success(request, _("The consent was recorded."))
        return _go_on(request, migrant_id)
    purpose = ConsentPurpose.PAPERS if is_for_papers else ConsentPurpose.CARE
    context = {
        "form": form,
        "heading": headings.of_migrant(acting, migrant),
        "readings": consents.readings(today, migrant.language, purpose),
        "named": named,
        "language_form": "work-form",
    }
    return render(request, "cases/record_consent.html", context)


def _go_on(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Go on where the consent was asked for: at the request, at the case, or at the person."""
    try:
        case_id = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        return redirect("cases:migrant", migrant_id=migrant_id)
    # Whoever was about to write to a consulate goes on with that.
    is_for_papers = request.GET.get("for") == ConsentPurpose.PAPERS
    return redirect("referrals:write_envelope" if is_for_papers else "desk:case", case_id=case_id)


@requires(Permission.WITHDRAW_CONSENT)
def withdraw_consent(request: WorkRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Withdraw a consent; whoever could see something because of it no longer can."""
    acting = request.acting
    consent = access.get_consent(acting, consent_id, Permission.WITHDRAW_CONSENT)
    form = open_form(request, WithdrawForm)
    if form.is_bound and form.is_valid():
        ended = actions.withdraw_consent(
            by=acting,
            consent=consent,
            now=timezone.now(),
            today=timezone.localdate(),
            how=form.cleaned_data["how"] or WithdrawnHow.SPOKEN,
        )
        messages.success(request, _said_withdrawn(consent.purpose, ended))
        return redirect("cases:migrant", migrant_id=consent.migrant_id)
    context = {
        "form": form,
        "consent": consents.said(consent, timezone.localdate()),
        "holders": consents.holders_by(acting, consent),
        "heading": headings.of_migrant(acting, consent.migrant),
    }
    return render(request, "cases/withdraw_consent.html", context)


def _said_withdrawn(purpose: str, ended: int) -> str:
    if purpose != ConsentPurpose.CARE:
        return _("The consent is withdrawn. What rested on it was taken back.")
    said = ngettext(
        "The consent is withdrawn. %(count)d organisation lost its access.",
        "The consent is withdrawn. %(count)d organisations lost their access.",
        ended,
    )
    return said % {"count": ended}


@requires(Permission.RECORD_CONSENT)
def record_basis(request: WorkRequest, case_id: uuid.UUID) -> HttpResponse:
    """Name a ground in law other than consent, with its reason."""
    case = access.get_case(request.acting, case_id, Permission.RECORD_CONSENT)
    form = open_form(request, BasisForm)
    if form.is_bound and form.is_valid():
        actions.record_legal_basis(
            by=request.acting,
            case=case,
            now=timezone.now(),
            today=timezone.localdate(),
            **form.cleaned_data,
        )
        messages.success(request, _("The ground was recorded. It holds for 30 days."))
        return redirect("desk:case", case_id=case_id)
    heading = headings.of_case(request.acting, case)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/record_basis.html", context)
