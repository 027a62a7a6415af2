"""How a referral ended without an answer: who said what, and why."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.sheets import ReferralSheet
from referrals.states import ReferralState
from referrals.wording import note_of

S = ReferralState
Words = str | Promise
TITLES: dict[str, Words] = {
    S.DECLINED: _("They said no"),
    S.REDIRECTED: _("They point to another organisation"),
    S.LEFT_EARLY: _("The person left before the end"),
    S.CANCELLED: _("The referral was taken back"),
    S.EXPIRED: _("The referral ended by itself"),
}
SILENCE = _("Nothing happened for a month after its last day.")
del S


@dataclass(frozen=True)
class Ending:
    """What a referral came to, in words."""

    title: Words
    reason: Words
    note: Words


def ending_of(sheet: ReferralSheet) -> Ending | None:
    """Return how a referral ended; None while it is open and where it was answered."""
    if sheet.state not in TITLES:
        return None
    note: Words = note_of(sheet, sheet.steps[-1]) if sheet.steps else ""
    return Ending(
        title=TITLES[sheet.state],
        reason=sheet.decline_reason or sheet.redirected_to,
        note=SILENCE if sheet.state == ReferralState.EXPIRED else note,
    )
