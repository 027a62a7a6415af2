"""What is stored about referrals, by noun."""

from referrals.models.examination import Examination, FormalAnswer
from referrals.models.referral import Referral, ReferralAnswer, ReferralStep
from referrals.models.service import Service

__all__ = [
    "Examination",
    "FormalAnswer",
    "Referral",
    "ReferralAnswer",
    "ReferralStep",
    "Service",
]
