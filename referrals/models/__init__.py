"""What is stored about referrals, by noun."""

from referrals.models.referral import Referral, ReferralAnswer, ReferralStep
from referrals.models.service import Service

__all__ = ["Referral", "ReferralAnswer", "ReferralStep", "Service"]
