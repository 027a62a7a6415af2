"""Who else was given something of a file, so that the person can be told whom to ask besides."""

from accounts.acting import Acting
from cases.models import CaseGrant, Migrant
from referrals.models import Envelope


def other_holders(acting: Acting, migrant: Migrant) -> list[str]:
    """Return the organisations that were ever given part of the file by us, by name."""
    grants = CaseGrant.objects.visible_to(acting).filter(migrant=migrant, reason="referral")
    letters = Envelope.objects.visible_to(acting).filter(migrant=migrant)
    names = {grant.organisation.name for grant in grants.select_related("organisation")}
    names |= {letter.consulate.name for letter in letters.select_related("consulate")}
    return sorted(names)
