"""What an organisation's administrator does about its members: invite, change, suspend."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access, actions, inviting
from accounts.actions.member import AlreadyThere, LastAdministrator, OwnMembership, RoleNotHere
from accounts.forms import is_language_switch, open_form
from accounts.fresh import fresh
from accounts.gate import WorkRequest, requires
from accounts.member_forms import ChangeMemberForm, InviteForm
from accounts.permissions import Permission, Role

P = Permission


@requires(P.MANAGE_MEMBERS)
@fresh
def invite(request: WorkRequest) -> HttpResponse:
    """Invite somebody to one's own organisation; the link is shown once."""
    house = request.acting.works_for
    form = open_form(request, InviteForm, kind=house.kind, initial={"role": ""})
    if form.is_bound and form.is_valid():
        try:
            return inviting.invite(
                request, house, form.terms(), form.cleaned_data["submission"], "desk:members"
            )
        except AlreadyThere:
            form.add_error("email", _("This person works here in that role already."))
        except OwnMembership:
            form.add_error("email", _("This is your own address. Ask another administrator."))
    context = {"form": form, "organisation": house, "language_form": "work-form"}
    return render(request, "accounts/invite.html", context)


@requires(P.MANAGE_MEMBERS)
@fresh
def change(request: WorkRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Give a member another role or another trust, with the reason."""
    acting = request.acting
    member = access.get_member(acting, membership_id)
    if member.user_id == acting.user_id:
        return _refused(request, OwnMembership())
    before = {"role": member.role, "may_see_tb": member.may_see_tb}
    form = open_form(request, ChangeMemberForm, kind=acting.works_for.kind, initial=before)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_member(
                by=acting,
                membership=member,
                role=Role(data["role"]),
                may_see_tb=data["may_see_tb"],
                because=data["because"],
            )
        except (AlreadyThere, LastAdministrator, OwnMembership, RoleNotHere) as refusal:
            return _refused(request, refusal)
        messages.success(request, _("Changed. It counts from the next page they open."))
        return redirect("desk:members")
    context = {"form": form, "member": member, "language_form": "work-form"}
    return render(request, "accounts/change_member.html", context)


@requires(P.MANAGE_MEMBERS)
@fresh
def suspend(request: WorkRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Ask once, then end a membership at once."""
    member = access.get_member(request.acting, membership_id)
    if request.method != "POST" or is_language_switch(request):
        return render(request, "accounts/suspend_member.html", {"member": member})
    try:
        actions.suspend_member(by=request.acting, membership=member)
    except (LastAdministrator, OwnMembership) as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Suspended. From the next page on they see nothing."))
    return redirect("desk:members")


@requires(P.MANAGE_MEMBERS)
@fresh
@require_POST
def restore(request: WorkRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Let a suspended member work again."""
    member = access.get_member(request.acting, membership_id)
    try:
        actions.restore_member(by=request.acting, membership=member)
    except OwnMembership as refusal:
        return _refused(request, refusal)
    messages.success(request, _("They work here again, without tuberculosis and HIV for now."))
    return redirect("desk:members")


@requires(P.MANAGE_MEMBERS)
@require_POST
def withdraw(request: WorkRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Kill the link of an invitation."""
    inviting.withdraw(request, invitation_id)
    return redirect("desk:members")


def _refused(request: WorkRequest, refusal: Exception) -> HttpResponse:
    said = {
        OwnMembership: _("Nobody changes their own role. Ask another administrator."),
        LastAdministrator: _("Nothing was changed: the organisation keeps an administrator."),
        AlreadyThere: _("Nothing was changed: this person has that role here already."),
    }
    fallback = _("This is not possible now. Nothing was changed.")
    messages.warning(request, said.get(type(refusal), fallback))
    return redirect("desk:members")


del P
