"""Inviting as both kinds of administrators do it: store, mail, show the link once."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, actions, invitation_letters
from accounts.actions.invitation import InvitationTerms
from accounts.gate import WorkRequest
from accounts.models import Organisation
from accounts.tokens import new_token


def invite(
    request: WorkRequest,
    organisation: Organisation,
    terms: InvitationTerms,
    submission: uuid.UUID,
    back: str,
    *args: uuid.UUID,
) -> HttpResponse:
    """Invite and show the link; the same form sent twice only says that it was done."""
    token = new_token()
    is_new = actions.invite_member(
        by=request.acting,
        organisation=organisation,
        terms=terms,
        token=token,
        submission=submission,
        now=timezone.now(),
    )
    if not is_new:
        messages.info(request, _("This invitation was made before. Its link is shown only once."))
        return redirect(back, *args)
    link = link_of(request, token)
    invitation_letters.mail_link(
        email=terms.email,
        language=terms.language,
        organisation=organisation.name,
        role=terms.role,
        link=link,
    )
    context = {"email": terms.email, "link": link, "back_url": reverse(back, args=args)}
    return render(request, "accounts/invited.html", context)


def link_of(request: HttpRequest, token: str) -> str:
    """Return the address that an invited person opens."""
    return str(request.build_absolute_uri(reverse("accounts:join", args=[token])))


def withdraw(request: WorkRequest, invitation_id: uuid.UUID) -> uuid.UUID:
    """Kill a link and say so; return whose organisation it led to."""
    invitation = access.get_invitation(request.acting, invitation_id)
    actions.withdraw_invitation(by=request.acting, invitation=invitation, now=timezone.now())
    messages.success(request, _("The invitation was withdrawn. Its link opens nothing now."))
    return invitation.organisation_id
