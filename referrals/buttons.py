"""What the reader can do with a referral, as buttons: the likely first, the dangerous last."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.sheets import ReferralSheet
from referrals.states import ReferralMove, ReferralState

Words = str | Promise
ICONS: dict[ReferralMove, str] = {
    ReferralMove.SEND: "send",
    ReferralMove.RECEIVE: "inbox",
    ReferralMove.ACCEPT: "check",
    ReferralMove.DECLINE: "x",
    ReferralMove.REDIRECT: "corner-up-right",
    ReferralMove.SCHEDULE: "calendar-plus",
    ReferralMove.ARRIVE: "user-check",
    ReferralMove.MISS: "user-x",
    ReferralMove.COMPLETE: "file-check",
    ReferralMove.LEAVE_EARLY: "door-open",
    ReferralMove.CANCEL: "undo-2",
}
DANGEROUS = frozenset({ReferralMove.DECLINE, ReferralMove.LEAVE_EARLY, ReferralMove.CANCEL})
LESS_LIKELY = frozenset({ReferralMove.REDIRECT, ReferralMove.MISS})
AT_ONCE = frozenset(
    {
        ReferralMove.SEND,
        ReferralMove.RECEIVE,
        ReferralMove.ACCEPT,
        ReferralMove.ARRIVE,
        ReferralMove.MISS,
    }
)


@dataclass(frozen=True)
class Button:
    """One move as a button: some are done at once, others ask for words first."""

    label: Words
    url: str
    icon: str
    tone: str
    is_post: bool


def moves_of(sheet: ReferralSheet) -> list[Button]:
    """Return the reader's moves as buttons, the likely one first."""
    buttons = []
    for move in sheet.moves:
        is_again = move is ReferralMove.SCHEDULE and sheet.state == ReferralState.SCHEDULED
        buttons.append(
            Button(
                label=_("Move the appointment") if is_again else move.label,
                url=reverse(f"referrals:{move.value}", args=[sheet.id]),
                icon=ICONS[move],
                tone="secondary" if is_again else _tone(move),
                is_post=move in AT_ONCE,
            )
        )
    order = {"primary": 0, "secondary": 1, "danger": 2}
    return sorted(buttons, key=lambda button: order[button.tone])


def _tone(move: ReferralMove) -> str:
    if move in DANGEROUS:
        return "danger"
    return "secondary" if move in LESS_LIKELY else "primary"


def buttons_of(sheet: ReferralSheet) -> list[Button]:
    """Return all that the reader can do from here: their moves, and what belongs beside them."""
    moves = moves_of(sheet)
    dangers = [button for button in moves if button.tone == "danger"]
    likely = [button for button in moves if button.tone != "danger"]
    return [*_after_the_end(sheet), *likely, *_beside(sheet), *dangers]


def _after_the_end(sheet: ReferralSheet) -> list[Button]:
    buttons = []
    if sheet.is_to_note:
        url = reverse("referrals:note", args=[sheet.id])
        buttons.append(Button(_("I have read it"), url, "check", "primary", is_post=True))
    if sheet.may_refer_again and sheet.case_id:
        label = _("Refer there") if sheet.redirected_to else _("Refer again or elsewhere")
        url = f"{reverse('referrals:write', args=[sheet.case_id])}?instead_of={sheet.id}"
        buttons.append(Button(label, url, "send", "secondary", is_post=False))
    return buttons


def _beside(sheet: ReferralSheet) -> list[Button]:
    buttons = []
    if ReferralMove.SEND in sheet.moves:
        url = reverse("referrals:change", args=[sheet.id])
        buttons.append(Button(_("Change"), url, "pencil", "secondary", is_post=False))
    if sheet.case_id:
        url = reverse("desk:case", args=[sheet.case_id])
        buttons.append(Button(_("Open the case"), url, "folder-open", "secondary", is_post=False))
    return buttons
