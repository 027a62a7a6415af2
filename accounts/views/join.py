"""The page behind an invitation's link: open to anybody who has it, and silent to all others.

Looking consumes nothing. A link that was used, withdrawn, has run out or never was gets one and
the same page, and so does whoever signs up, whether or not the address had an account before.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions, invitation_letters, queries
from accounts.acting import for_system
from accounts.actions import InvitationGone
from accounts.forms import is_language_switch, open_form
from accounts.inviting import link_of
from accounts.member_forms import JoinForm
from accounts.queries import OpenInvitation
from accounts.tokens import new_token

View = Callable[..., HttpResponse]


def keeps_its_address(view: View) -> View:
    """Let the browser tell nobody the address it came from: the secret stands in it.

    Not "no-referrer": browsers then send forms from the origin "null", and they are refused.
    """

    @wraps(view)
    def quiet(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer.headers["Referrer-Policy"] = "strict-origin"
        return answer

    return quiet


@login_not_required
@keeps_its_address
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; take a name and a password, or the account that is signed in."""
    offer = queries.behind_link(token, timezone.now())
    if offer is None:
        return _gone(request)
    if request.user.is_authenticated:
        return _join_as_known(request, offer)
    invitation = offer.invitation
    initial = {"own_language": invitation.language}
    form = open_form(request, JoinForm, email=invitation.email, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _join_as_new(request, offer, form)
        except InvitationGone:
            return _gone(request)
        return render(request, "accounts/joined.html", {"organisation": offer.organisation})
    context = {"form": form, "offer": offer, "language_form": "work-form"}
    return render(request, "accounts/join.html", context)


def _join_as_new(request: HttpRequest, offer: OpenInvitation, form: JoinForm) -> None:
    invitation = offer.invitation
    with for_system(reason="somebody signs up by an invitation") as system:
        joined = actions.accept_as_new(
            by=system, invitation=invitation, account=form.account(), now=timezone.now()
        )
        if joined:
            invitation_letters.mail_joined(
                email=invitation.email,
                language=invitation.language,
                organisation=offer.organisation,
            )
            return
        # The address has an account. Only who reads its e-mail and is signed in may go on, and
        # this link is used up as it would be otherwise, so that nobody can tell the difference.
        token = new_token()
        actions.renew_link(by=system, invitation=invitation, token=token)
        invitation_letters.mail_link(
            email=invitation.email,
            language=invitation.language,
            organisation=offer.organisation,
            role=invitation.role,
            link=link_of(request, token),
        )


def _join_as_known(request: HttpRequest, offer: OpenInvitation) -> HttpResponse:
    user, invitation = request.user, offer.invitation
    assert user.is_authenticated
    is_meant = user.email == invitation.email
    if request.method != "POST" or is_language_switch(request) or not is_meant:
        context = {"offer": offer, "is_meant": is_meant, "account": user.email}
        return render(request, "accounts/join_known.html", context)
    try:
        with for_system(reason="a user accepts an invitation"):
            actions.accept_as_known(by=user, invitation=invitation, now=timezone.now())
    except InvitationGone:
        return _gone(request)
    messages.success(request, _("You work for %(name)s now.") % {"name": offer.organisation})
    return redirect("desk:home")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", status=410)
