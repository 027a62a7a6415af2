"""Whom a case can be referred to: organisations and what they offer. No person data."""

from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Organisation, OrganisationKind
from referrals.models import Service

CARE = (OrganisationKind.CLINIC,)


def services_for(acting: Acting) -> QuerySet[Service]:
    """Return what other organisations offer to people referred for care."""
    offered = Service.objects.filter(
        is_active=True, organisation__is_active=True, organisation__kind=OrganisationKind.CLINIC
    )
    others = offered.exclude(organisation_id=acting.organisation_id)
    return others.select_related("organisation").order_by("organisation__name", "name")


def organisations_for(acting: Acting) -> QuerySet[Organisation]:
    """Return where a receiver can point the sender to instead."""
    others = Organisation.objects.filter(is_active=True, kind__in=CARE)
    return others.exclude(pk=acting.organisation_id).order_by("name")
