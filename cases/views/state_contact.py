"""Forbid contact with a person's own state, ask for it again, allow it again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms import is_language_switch, open_form
from accounts.gate import WorkRequest, requires
from accounts.permissions import Permission
from cases import access, actions, headings, state_contact
from cases.actions.state_contact import BlockNotSet, NothingToLift, SamePersonTwice
from cases.forms import AskToLiftForm, BlockForm


@requires(Permission.BLOCK_STATE_CONTACT)
def block(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Forbid contact; whatever a consulate sees of the person ends at once."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, Permission.BLOCK_STATE_CONTACT)
    form = open_form(request, BlockForm)
    if form.is_bound and form.is_valid():
        try:
            actions.block_state_contact(
                by=acting, migrant=migrant, now=timezone.now(), **form.cleaned_data
            )
        except BlockNotSet:
            return _not_now(request, migrant_id)
        messages.success(
            request, _("No contact with the own state from now on. Open requests were taken back.")
        )
        return redirect("cases:migrant", migrant_id=migrant_id)
    heading = headings.of_migrant(acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/block_state_contact.html", context)


@requires(Permission.ASK_STATE_CONTACT)
def ask(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Ask a supervisor to allow contact again."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, Permission.ASK_STATE_CONTACT)
    block = state_contact.block_of(acting, migrant_id)
    if block is None or not block.may_ask:
        return _not_now(request, migrant_id)
    form = open_form(request, AskToLiftForm)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if not actions.ask_to_lift(by=acting, migrant=migrant, reason=reason, now=timezone.now()):
            return _not_now(request, migrant_id)
        messages.success(request, _("Your supervisor was asked. Until then nothing changes."))
        return redirect("cases:migrant", migrant_id=migrant_id)
    heading = headings.of_migrant(acting, migrant)
    context = {"form": form, "heading": heading, "language_form": "work-form"}
    return render(request, "cases/ask_state_contact.html", context)


@requires(Permission.ALLOW_STATE_CONTACT)
def allow(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    """Allow contact again, as the second of two people."""
    acting = request.acting
    migrant = access.get_migrant(acting, migrant_id, Permission.ALLOW_STATE_CONTACT)
    block = state_contact.block_of(acting, migrant_id)
    if block is None or not block.may_allow:
        return _not_now(request, migrant_id)
    if request.method == "POST" and not is_language_switch(request):
        try:
            is_lifted = actions.allow_state_contact(by=acting, migrant=migrant, now=timezone.now())
        except (NothingToLift, SamePersonTwice):
            is_lifted = False
        if not is_lifted:
            return _not_now(request, migrant_id)
        messages.success(
            request, _("Contact is allowed again, with a new consent. Older ones do not count.")
        )
        return redirect("cases:migrant", migrant_id=migrant_id)
    context = {"no_contact": block, "heading": headings.of_migrant(acting, migrant)}
    return render(request, "cases/allow_state_contact.html", context)


def _not_now(request: WorkRequest, migrant_id: uuid.UUID) -> HttpResponse:
    messages.warning(request, _("This is not possible now. Nothing was changed."))
    return redirect("cases:migrant", migrant_id=migrant_id)
