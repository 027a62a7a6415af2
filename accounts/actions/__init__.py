"""What changes about accounts, organisations and their members."""

from accounts.actions.account import add_member, add_organisation, add_user, set_language
from accounts.actions.invitation import (
    InvitationGone,
    accept_as_known,
    accept_as_new,
    invite_member,
    renew_link,
    withdraw_invitation,
)
from accounts.actions.login import end_session, note_login_change, reset_second_factor
from accounts.actions.member import change_member, restore_member, suspend_member
from accounts.actions.organisation import close_organisation, open_organisation

__all__ = [
    "InvitationGone",
    "accept_as_known",
    "accept_as_new",
    "add_member",
    "add_organisation",
    "add_user",
    "change_member",
    "close_organisation",
    "end_session",
    "invite_member",
    "note_login_change",
    "open_organisation",
    "renew_link",
    "reset_second_factor",
    "restore_member",
    "set_language",
    "suspend_member",
    "withdraw_invitation",
]
