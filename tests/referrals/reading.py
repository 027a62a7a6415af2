"""One referral as a member reads it."""

import datetime

from accounts.acting import for_member
from accounts.permissions import Permission
from referrals.access import get_referral
from referrals.models import Referral
from referrals.sheets import ReferralSheet, referral_sheet
from tests.cast import TODAY, Cast
from tests.watching import unchanged

AUDIT = frozenset({"audit_entry"})

SENDING, RECEIVING = ("aigul", "saule"), ("dr_ahmetov", "nurse_olga")


def sheet(cast: Cast, name: str, referral: Referral, today: datetime.date = TODAY) -> ReferralSheet:
    """Read the referral as this member; reading writes nothing but the audit."""
    with unchanged(AUDIT), for_member(cast.members[name]) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        return referral_sheet(reader, found, today)
