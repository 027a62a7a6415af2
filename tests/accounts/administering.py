"""What an administrator does in tests: invite somebody, and the link that somebody got."""

import datetime
import uuid

from accounts.acting import Acting, for_member
from accounts.actions import invite_member
from accounts.actions.invitation import InvitationTerms
from accounts.models import Invitation
from accounts.permissions import Role
from accounts.tokens import new_token
from tests.cast import NOW

ASEL = "asel@example.org"
PHRASE = "a long night in Almaty"


def invited(
    by: Acting,
    email: str = ASEL,
    role: Role = Role.CASEWORKER,
    *,
    may_see_tb: bool = False,
    now: datetime.datetime = NOW,
) -> tuple[Invitation, str]:
    """Let an administrator invite somebody; return the invitation and the secret of its link."""
    token, key = new_token(), uuid.uuid4()
    with for_member(by) as acting:
        invite_member(
            by=acting,
            organisation=acting.works_for,
            terms=InvitationTerms(email, role, may_see_tb=may_see_tb),
            token=token,
            submission=key,
            now=now,
        )
        return Invitation.objects.get(pk=key), token
