"""Which consulates a person's papers can come from: those of the state of their citizenship."""

from accounts.models import Organisation, OrganisationKind
from cases.models import Migrant


def of_person(migrant: Migrant) -> list[Organisation]:
    """Return the consulates of the state whose citizenship the file names, never another's."""
    found = Organisation.objects.filter(
        is_active=True, kind=OrganisationKind.CONSULATE, country=migrant.citizenship
    )
    return list(found.order_by("name", "id"))
