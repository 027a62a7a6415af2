"""Open cases whose caseworker works here no more: a count for who suspends, a list for who hands over."""

import uuid
from dataclasses import dataclass

from django.db.models import Count

from accounts.acting import Acting, for_system
from accounts.models import Membership
from accounts.permissions import DataClass, Role
from cases import numbers
from cases.models import Case, CaseGrant
from cases.models.grant import GrantReason
from cases.queries import main_names, record_listed
from cases.states import CaseState

MOST_SHOWN = 50


@dataclass(frozen=True)
class LeftCase:
    """One open case that nobody looks after."""

    case_id: uuid.UUID
    number: str
    name: str
    caseworker: str


def open_cases_kept(acting: Acting) -> dict[uuid.UUID, int]:
    """Return how many open cases each colleague keeps: a count and nothing of any case."""
    with for_system(reason="how many open cases does each member keep"):
        kept = Case.objects.filter(organisation_id=acting.organisation_key)
        counted = kept.exclude(state=CaseState.CLOSED).values("caseworker_id")
        return {row["caseworker_id"]: row["kept"] for row in counted.annotate(kept=Count("pk"))}


def left_cases(acting: Acting) -> list[LeftCase]:
    """Return the open cases of one's team whose caseworker is suspended, the oldest first."""
    gone = _who_left(acting)
    if not gone:
        return []
    grants = CaseGrant.objects.opening_to(acting).filter(
        owner_id=acting.organisation_key, reason=GrantReason.OWNER, caseworker_id__in=gone
    )
    left = grants.exclude(case_state=CaseState.CLOSED).select_related("case__caseworker")
    found = [grant.case for grant in left.order_by("case_id")[:MOST_SHOWN]]
    record_listed(
        acting, "case", {case.pk: case.organisation_id for case in found}, [DataClass.IDENTITY]
    )
    names = main_names(acting, [case.migrant_id for case in found])
    return [
        LeftCase(
            case_id=case.pk,
            number=numbers.format_number(case.number),
            name=names.get(case.migrant_id, ""),
            caseworker=case.caseworker.name,
        )
        for case in found
    ]


def _who_left(acting: Acting) -> set[uuid.UUID]:
    """Return who was a member here and is no caseworker now: few, so that an index finds theirs."""
    members = Membership.objects.filter(organisation_id=acting.organisation_key)
    known = list(members.values_list("user_id", "role", "is_active", "user__is_active"))
    working = {user for user, *rest in known if rest == [Role.CASEWORKER, True, True]}
    return {user for user, *_rest in known} - working
