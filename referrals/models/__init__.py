"""What is stored about referrals and envelopes, by noun."""

from referrals.models.envelope import Envelope, EnvelopeAnswer, EnvelopeStep
from referrals.models.examination import Examination, FormalAnswer
from referrals.models.referral import Referral, ReferralAnswer, ReferralStep
from referrals.models.service import Service

__all__ = [
    "Envelope",
    "EnvelopeAnswer",
    "EnvelopeStep",
    "Examination",
    "FormalAnswer",
    "Referral",
    "ReferralAnswer",
    "ReferralStep",
    "Service",
]
