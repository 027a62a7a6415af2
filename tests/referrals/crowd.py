"""Many people of Aigul's, each with a case and a referral to the TB clinic, written in a few statements."""

import datetime
import uuid
from typing import Any

from accounts.acting import Acting, for_system
from accounts.permissions import DataClass
from cases import numbers
from cases.models import Case, CaseGrant, Migrant, MigrantName, Person
from referrals.models import Referral
from tests.cast import NOW, Cast

HOUR = datetime.timedelta(hours=1)
SENT = {"state": "sent", "sent_at": NOW}


def crowd(
    cast: Cast, count: int, caseworker: Acting | None = None, **columns: Any
) -> list[Referral]:
    """Store so many people with a referral each, the first moved last; `columns` differ from SENT."""
    whose = (caseworker or cast.aigul).user
    with for_system(reason="tests"):
        people = Person.objects.bulk_create(Person() for _ in range(count))
        migrants = Migrant.objects.bulk_create(
            Migrant(
                person=person,
                organisation=cast.komek,
                caseworker=whose,
                language="tg",
                registered_by=whose,
                registered_at=NOW,
            )
            for person in people
        )
        MigrantName.objects.bulk_create(
            MigrantName(
                migrant=migrant,
                organisation=cast.komek,
                full=f"Person {place}",
                script="latin",
                is_main=True,
                recorded_by=whose,
                recorded_at=NOW,
            )
            for place, migrant in enumerate(migrants)
        )
        cases = Case.objects.bulk_create(_case(cast, migrant) for migrant in migrants)
        CaseGrant.objects.bulk_create(_owner(case) for case in cases)
        return Referral.objects.bulk_create(
            _referral(cast, case, place, columns) for place, case in enumerate(cases)
        )


def _case(cast: Cast, migrant: Migrant) -> Case:
    return Case(
        number=numbers.new_number(),
        migrant=migrant,
        organisation=cast.komek,
        caseworker_id=migrant.caseworker_id,
        kind="injury",
        opened_by_id=migrant.caseworker_id,
        opened_at=NOW,
        changed_at=NOW,
        submission=uuid.uuid4(),
    )


def _owner(case: Case) -> CaseGrant:
    return CaseGrant(
        case=case,
        migrant_id=case.migrant_id,
        owner_id=case.organisation_id,
        organisation_id=case.organisation_id,
        data_classes=[one.value for one in DataClass],
        reason="owner",
        granted_by_id=case.caseworker_id,
    )


def _referral(cast: Cast, case: Case, place: int, columns: dict[str, Any]) -> Referral:
    whole = SENT | {"moved_at": NOW - place * HOUR, "shown_name": f"Shown {place}"} | columns
    return Referral(
        number=numbers.new_number(),
        case=case,
        migrant_id=case.migrant_id,
        sender=cast.komek,
        recipient=cast.tb_clinic,
        reason="screening",
        asked="Please look",
        data_classes=["identity"],
        consent=None if whole["state"] == "draft" else cast.gulnaras_consent,
        created_by_id=case.caseworker_id,
        created_at=NOW,
        submission=uuid.uuid4(),
        **whole,
    )
