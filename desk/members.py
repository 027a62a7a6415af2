"""One's own organisation's people, with how many open cases each keeps."""

import datetime
import uuid
from dataclasses import dataclass

from accounts import queries
from accounts.acting import Acting
from accounts.queries import InvitationRow, MemberRow
from cases.left_behind import open_cases_kept


@dataclass(frozen=True)
class ShownMember:
    """One member, and what would be left behind."""

    member: MemberRow
    open_cases: int


@dataclass(frozen=True)
class MembersPage:
    """Who works here, who did, who was invited."""

    working: list[ShownMember]
    suspended: list[ShownMember]
    invitations: list[InvitationRow]


def members_page(acting: Acting, now: datetime.datetime) -> MembersPage:
    """Return what the page of one's own organisation shows its administrator."""
    kept = open_cases_kept(acting)
    members = queries.members_of(acting)
    keeps_on = {one.user_id for one in members if one.is_active and one.is_caseworker}
    shown = [ShownMember(one, _left(one, kept, keeps_on)) for one in members]
    return MembersPage(
        working=[one for one in shown if one.member.is_active],
        suspended=[one for one in shown if not one.member.is_active],
        invitations=queries.open_invitations(acting, now),
    )


def _left(member: MemberRow, kept: dict[uuid.UUID, int], keeps_on: set[uuid.UUID]) -> int:
    """Return how many open cases hang on this membership and on no other of the same person."""
    if not member.is_caseworker or (not member.is_active and member.user_id in keeps_on):
        return 0
    return kept.get(member.user_id, 0)
