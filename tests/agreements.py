"""Agreements of the cast's organisations: found, made and ended in tests."""

import datetime
from typing import Any

from accounts.acting import for_system
from accounts.models import Organisation
from cases.models import SharingAgreement
from tests.cast import NOW, TODAY, Cast

DAY = datetime.timedelta(days=1)


def agreement_of(one: Organisation, other: Organisation) -> SharingAgreement | None:
    """Return the open agreement of two organisations."""
    with for_system(reason="tests"):
        return SharingAgreement.objects.open().of(one.pk).of(other.pk).first()


def without_agreement(cast: Cast, one: Organisation, other: Organisation) -> None:
    """Let two organisations have ended their agreement, and nothing else have happened."""
    with for_system(reason="tests"):
        SharingAgreement.objects.open().of(one.pk).of(other.pk).update(
            ended_at=NOW, ended_by=cast.madina.user, end_reason="no_longer_needed"
        )


def agree_instead(
    cast: Cast, one: Organisation, other: Organisation, **columns: Any
) -> SharingAgreement:
    """Let two organisations have another agreement in place of the one they had."""
    without_agreement(cast, one, other)
    usual = {
        "first": one,
        "second": other,
        "data_classes": ["contact", "health", "identity", "referral", "tb"],
        "from_on": TODAY - 30 * DAY,
        "proposed_by": cast.madina.user,
        "proposed_at": NOW,
        "confirmed_by": cast.karima.user,
        "confirmed_at": NOW,
    }
    with for_system(reason="tests"):
        return SharingAgreement.objects.create(**usual | columns)
