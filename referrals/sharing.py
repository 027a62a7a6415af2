"""What the receiver sees of the file, said to either side."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.sheets import ReferralSheet
from referrals.states import ENDED, GRANTED, ReferralState, Side

LINES: dict[tuple[Side, str], str | Promise] = {
    (Side.RECEIVER, "before"): _("After you accept you see this of the file:"),
    (Side.RECEIVER, "open"): _("You see this of the file:"),
    (Side.RECEIVER, "ended"): _("The referral has ended. You do not see the file."),
    (Side.SENDER, "before"): _("After they accept they see this of the file:"),
    (Side.SENDER, "open"): _("They see this of the file:"),
    (Side.SENDER, "ended"): _("The referral has ended. They do not see the file."),
}


def line_of(sheet: ReferralSheet) -> str | Promise:
    """Return who sees the file, now or later."""
    if sheet.rests_on == "ended":
        return _("By this referral nobody sees the file now.")
    return LINES[sheet.side, _phase(ReferralState(sheet.state))]


def _phase(state: ReferralState) -> str:
    if state in ENDED:
        return "ended"
    return "open" if state in GRANTED else "before"
