"""What a system administrator keeps: the list of organisations, never anything of a person."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access, actions, inviting, queries
from accounts.actions.invitation import HasAdministrator
from accounts.actions.member import AlreadyThere, OwnMembership
from accounts.forms import open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.member_forms import InviteAdminForm, OrganisationForm
from accounts.permissions import Permission


@requires(Permission.KEEP_ORGANISATIONS)
@require_safe
def organisations(request: WorkRequest) -> HttpResponse:
    """List every organisation with whether anybody administers it."""
    return render(request, "accounts/organisations.html", {"rows": queries.organisations()})


@requires(Permission.KEEP_ORGANISATIONS)
def add(request: WorkRequest) -> HttpResponse:
    """Add an organisation; then somebody is invited to administer it."""
    form = open_form(request, OrganisationForm)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        added = actions.add_organisation(
            by=request.acting,
            kind=form.chosen_kind(),
            name=data["name"],
            country=data["country"],
            is_protected=data["is_protected"],
            key=data["submission"],
        )
        messages.success(request, _("Added. Now invite somebody to administer it."))
        return redirect("organisations:organisation", organisation_id=added.pk)
    context = {"form": form, "language_form": "work-form"}
    return render(request, "accounts/add_organisation.html", context)


@requires(Permission.KEEP_ORGANISATIONS)
@require_safe
def organisation(request: WorkRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Show one organisation and what can be done about it."""
    found = access.get_organisation(organisation_id)
    context = {
        "organisation": found,
        "row": queries.organisation_row(organisation_id),
        "invitations": queries.open_invitations(
            request.acting, timezone.now(), organisation_id=organisation_id
        ),
    }
    return render(request, "accounts/organisation.html", context)


@requires(Permission.KEEP_ORGANISATIONS)
@fresh
def invite_admin(request: WorkRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Invite the administrator of an organisation that has none; the link is shown once."""
    found = access.get_organisation(organisation_id)
    form = open_form(request, InviteAdminForm)
    if form.is_bound and form.is_valid():
        try:
            submission = form.cleaned_data["submission"]
            back = "organisations:organisation"
            return inviting.invite(request, found, form.terms(), submission, back, found.pk)
        except (HasAdministrator, AlreadyThere):
            form.add_error(None, _("It has an administrator, who invites everybody else."))
        except OwnMembership:
            form.add_error("email", _("This is your own address. Invite somebody else."))
    context = {"form": form, "organisation": found, "language_form": "work-form"}
    return render(request, "accounts/invite_admin.html", context)


@requires(Permission.KEEP_ORGANISATIONS)
@require_POST
def withdraw(request: WorkRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Kill the link of an administrator's invitation."""
    organisation_id = inviting.withdraw(request, invitation_id)
    return redirect("organisations:organisation", organisation_id=organisation_id)


@requires(Permission.KEEP_ORGANISATIONS)
@require_POST
def close(request: WorkRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Let nobody work for an organisation any more."""
    found = access.get_organisation(organisation_id)
    actions.close_organisation(by=request.acting, organisation=found)
    messages.success(request, _("Nobody can work for it now. Its files stay as they are."))
    return redirect("organisations:organisation", organisation_id=organisation_id)


@requires(Permission.KEEP_ORGANISATIONS)
@require_POST
def reopen(request: WorkRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Let its members work again."""
    found = access.get_organisation(organisation_id)
    actions.open_organisation(by=request.acting, organisation=found)
    messages.success(request, _("Its members can work again."))
    return redirect("organisations:organisation", organisation_id=organisation_id)
