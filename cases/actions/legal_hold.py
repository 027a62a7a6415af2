"""Hold a file against thinning and erasing, and let it go again."""

import datetime
import uuid

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from audit import actions as audit
from audit.models import Verb
from cases.models import LegalHold, Migrant


@transaction.atomic
def hold_file(
    *,
    by: Acting,
    migrant: Migrant,
    reason: str,
    words: str,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> bool:
    """Hold a file from now on; say whether it was not held yet. The form's key becomes the row's."""
    try:
        with transaction.atomic():
            LegalHold.objects.create(
                pk=submission,
                migrant=migrant,
                organisation=by.works_for,
                reason=reason,
                words=words,
                set_by=by.user,
                set_at=now,
            )
    except IntegrityError:
        return False
    _record(Verb.CREATED, by, submission)
    return True


@transaction.atomic
def lift_hold(*, by: Acting, migrant: Migrant, now: datetime.datetime) -> bool:
    """Let the rules count again; say whether a hold stood."""
    hold = LegalHold.objects.standing().filter(migrant=migrant).first()
    if hold is None or not LegalHold.objects.standing().filter(pk=hold.pk).update(
        lifted_by=by.user, lifted_at=now
    ):
        return False
    _record(Verb.ENDED, by, hold.pk)
    return True


def _record(verb: Verb, by: Acting, hold_id: uuid.UUID) -> None:
    audit.record(verb, by=by, subject_type="legal_hold", subject_ids=[hold_id])
