"""Give an organisation access to a case, and end it."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now

from accounts.acting import Acting, Actor
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.models import Case, CaseGrant, Consent, LegalBasis, SharingAgreement
from cases.models.grant import CaseGrantQuerySet, GrantEnd, GrantReason


@transaction.atomic
def grant_to_owner(*, by: Acting, case: Case) -> CaseGrant:
    """Give the organisation that opened the case all of it."""
    return CaseGrant.objects.create(
        case=case,
        migrant_id=case.migrant_id,
        owner_id=case.organisation_id,
        organisation_id=case.organisation_id,
        data_classes=[data_class.value for data_class in DataClass],
        reason=GrantReason.OWNER,
        granted_by=by.user,
    )


@transaction.atomic
def grant_access(
    *,
    by: Acting,
    case_id: uuid.UUID,
    migrant_id: uuid.UUID,
    owner_id: uuid.UUID,
    source_id: uuid.UUID,
    data_classes: Iterable[str],
    consent: Consent | None,
    legal_basis: LegalBasis | None,
    ends_at: datetime.datetime | None,
    agreement: SharingAgreement | None = None,
) -> CaseGrant:
    """Open a case to the actor's organisation, for the classes and the time of its basis.

    The keys come from the source (a referral), since the actor cannot read the case yet. The
    database refuses a source that does not carry this grant.
    """
    grant = CaseGrant.objects.create(
        case_id=case_id,
        migrant_id=migrant_id,
        owner_id=owner_id,
        organisation=by.works_for,
        data_classes=sorted(data_classes),
        reason=GrantReason.REFERRAL,
        source_id=source_id,
        consent=consent,
        legal_basis=legal_basis,
        agreement=agreement,
        granted_by=by.user,
        ends_at=ends_at,
        end_reason=_why_it_will_end(ends_at, agreement),
    )
    audit.record(
        Verb.GRANTED,
        by=by,
        subject_type="case",
        subject_ids=[case_id],
        data_classes=grant.data_classes,
        holders=owner_id,
    )
    return grant


def _why_it_will_end(ends_at: datetime.datetime | None, agreement: SharingAgreement | None) -> str:
    if ends_at is None:
        return ""
    by_agreement = agreement is not None and agreement.ends_at == ends_at
    return GrantEnd.AGREEMENT_ENDED if by_agreement else GrantEnd.CONSENT_ENDS


@transaction.atomic
def end_grants(*, by: Actor, grants: CaseGrantQuerySet, because: GrantEnd) -> int:
    """End current grants now; the next request of their holders finds nothing. Return how many."""
    # Locked before looking: of two who end a grant at once the second finds it ended already.
    locked = list(grants.select_for_update().values_list("pk", flat=True))
    still = CaseGrant.objects.filter(pk__in=locked).current()
    current = list(still.values_list("pk", "case_id", "owner_id"))
    CaseGrant.objects.filter(pk__in=[pk for pk, _case, _owner in current]).update(
        ends_at=Now(), end_reason=because, ended_by=by.user_id
    )
    audit.record(
        Verb.ENDED,
        by=by,
        subject_type="case",
        subject_ids=[case_id for _pk, case_id, _owner in current],
        holders={case_id: owner_id for _pk, case_id, owner_id in current},
        detail={"because": because.value},
    )
    return len(current)
