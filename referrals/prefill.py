"""What stands in a form of this room before anybody typed."""

from typing import Any

from django.utils.timezone import localtime

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases.models import Case
from referrals import directory
from referrals.choices import ServiceKind
from referrals.models import Referral
from referrals.states import ReferralState

TB_SERVICES = frozenset({ServiceKind.TB_EXAMINATION, ServiceKind.TB_TREATMENT})


def usual_terms(acting: Acting, case: Case, service_id: str) -> dict[str, Any]:
    """Return what most referrals say; the sender changes what differs here."""
    shared = ["identity", "contact", "health"]
    if acting.membership.may_see_tb and case.kind == "tuberculosis":
        shared.append("tb")
    speaks = {case.migrant.language, *case.migrant.other_languages}
    return {
        "shared": shared,
        "needs_interpreter": not speaks & {"ru", "kk"},
        "service": service_id or None,
    }


def as_typed(referral: Referral) -> dict[str, Any]:
    """Return a draft's values as the form shows them."""
    return _asked(referral) | {
        "service": referral.service_id,
        "submission": referral.submission,
    }


def asked_before(acting: Acting, earlier: Referral | None) -> dict[str, Any]:
    """Return what a referral that did not work out asked, to ask it of somebody else."""
    if earlier is None:
        return {}
    service = directory.service_at(acting, earlier) if earlier.redirected_to_id else None
    return _asked(earlier) | {"service": service.pk if service else None}


def _asked(referral: Referral) -> dict[str, Any]:
    return {
        "reason": referral.reason,
        "priority": referral.priority,
        "asked": referral.asked,
        "shared": [one for one in referral.data_classes if one != DataClass.DOCUMENTS],
        "needs_interpreter": referral.needs_interpreter,
    }


def appointment_before(referral: Referral) -> dict[str, Any]:
    """Return an earlier appointment as the form shows it; a missed day is not offered again."""
    place = {"place": referral.appointment_place}
    if referral.state != ReferralState.SCHEDULED or referral.appointment_at is None:
        return place
    moment = localtime(referral.appointment_at)
    return place | {"on": moment.date(), "at": moment.time()}


def concerns_tb(referral: Referral) -> bool:
    """Say whether the answer is likely about TB: then it is ticked, and a slip hides too much."""
    is_for_tb = referral.service is not None and referral.service.kind in TB_SERVICES
    return is_for_tb or DataClass.TB in referral.data_classes
