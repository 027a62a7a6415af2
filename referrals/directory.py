"""Whom a case can be referred to: organisations and what they offer. No person data."""

from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Organisation, OrganisationKind
from referrals.models import Referral, Service

CARE = (OrganisationKind.CLINIC,)


def services_for(acting: Acting) -> QuerySet[Service]:
    """Return what other organisations offer to people referred for care."""
    offered = Service.objects.filter(
        is_active=True, organisation__is_active=True, organisation__kind=OrganisationKind.CLINIC
    )
    others = offered.exclude(organisation_id=acting.organisation_key)
    return others.select_related("organisation").order_by("organisation__name", "name")


def service_at(acting: Acting, earlier: Referral) -> Service | None:
    """Return the service to ask for where an earlier referral was pointed: the same if offered."""
    there = list(services_for(acting).filter(organisation=earlier.redirected_to))
    wanted = earlier.service.kind if earlier.service else ""
    same = (service for service in there if service.kind == wanted)
    return next(same, there[0] if len(there) == 1 else None)


def organisations_for(acting: Acting) -> QuerySet[Organisation]:
    """Return where a receiver can point the sender to instead."""
    others = Organisation.objects.filter(is_active=True, kind__in=CARE)
    return others.exclude(pk=acting.organisation_key).order_by("name")
