"""Break the glass, close it early, and judge afterwards whether it was right."""

import datetime
import uuid
from functools import partial
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models.functions import Least, Now

from accounts.acting import Acting, for_system
from accounts.permissions import Relation
from audit import actions as audit
from audit.models import Verb
from cases import glass_mail
from cases.holders import holder_of
from cases.models import BrokenGlass
from cases.models.glass import MOST_A_DAY, OPEN_FOR, REVIEW_WITHIN

ALMATY = ZoneInfo("Asia/Almaty")
COUNTED, KEY = "each_glass_counts", "cases_brokenglass_pkey"


class TooManyToday(Exception):
    """The member has broken the glass three times today; nothing was opened."""


@transaction.atomic
def break_glass(
    *,
    by: Acting,
    migrant_id: uuid.UUID,
    reason_code: str,
    reason: str,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> BrokenGlass:
    """Open for an hour what the matrix opens to this role in an emergency, and tell who reviews.

    The form's own key becomes the row's: sending it twice opens once. What is open already is
    returned. Raises TooManyToday. The database refuses a file that is none of theirs.
    """
    mine = BrokenGlass.objects.open_for(by).filter(migrant_id=migrant_id)
    known = BrokenGlass.objects.visible_to(by).filter(pk=submission).first() or mine.first()
    if known:
        return known
    opened = BrokenGlass(
        pk=submission,
        organisation=by.works_for,
        user=by.user,
        role=by.role_name,
        migrant_id=migrant_id,
        reason_code=reason_code,
        reason=reason,
        classes=sorted(by.reads_where(Relation.IN_EMERGENCY)),
        opened_at=now,
        opened_on=now.astimezone(ALMATY).date(),
        ends_at=now + OPEN_FOR,
    )
    if not _count(opened):
        return BrokenGlass.objects.visible_to(by).get(pk=submission)
    _record(Verb.BROKE_GLASS, by, opened, holder_of(by, migrant_id), code=reason_code)
    tell = partial(glass_mail.tell_of_opening, opened.organisation_id, opened.user_id)
    transaction.on_commit(tell)
    return opened


def _count(opened: BrokenGlass) -> bool:
    """Store it as the first, second or third of the day; two at the same moment get two numbers.

    Return False where the same form came twice at the same moment, and the other was faster.
    """
    for nth in range(1, MOST_A_DAY + 1):
        opened.nth = nth
        try:
            with transaction.atomic():
                opened.save(force_insert=True)
        except IntegrityError as error:
            if KEY in str(error):
                return False
            if COUNTED not in str(error):
                raise
        else:
            return True
    raise TooManyToday


@transaction.atomic
def end_glass(*, by: Acting, opened: BrokenGlass) -> bool:
    """Close one's own before the hour is over; say whether it was still open."""
    mine = BrokenGlass.objects.open_for(by).filter(pk=opened.pk)
    # Before it is closed: a clinic learns from the open file alone whose it is.
    holder = holder_of(by, opened.migrant_id)
    if not mine.update(ends_at=Least(Now(), "ends_at")):
        return False
    _record(Verb.ENDED, by, opened, holder, because="ended_early")
    return True


@transaction.atomic
def review_glass(
    *, by: Acting, opened: BrokenGlass, finding: str, note: str, now: datetime.datetime
) -> bool:
    """Judge what another member opened; say whether somebody else was not faster."""
    waiting = BrokenGlass.objects.visible_to(by).unreviewed().filter(pk=opened.pk)
    judged = waiting.exclude(user_id=by.user_id).update(
        reviewed_by=by.user, reviewed_at=now, finding=finding, review_note=note
    )
    if judged:
        holder = holder_of(by, opened.migrant_id)
        _record(Verb.CHANGED, by, opened, holder, because="reviewed", code=finding)
    return bool(judged)


@transaction.atomic
def confirm_glass(*, by: Acting, glass_id: uuid.UUID, finding: str, now: datetime.datetime) -> bool:
    """Judge where no supervisor can, without learning whose file it was; say whether it counted."""
    with for_system(reason="an administrator reviews what a member opened in an emergency"):
        waiting = BrokenGlass.objects.unreviewed().filter(
            pk=glass_id, organisation_id=by.organisation_key
        )
        judged = waiting.exclude(user_id=by.user_id).update(
            reviewed_by=by.user, reviewed_at=now, finding=finding
        )
    if judged:
        audit.record(
            Verb.CHANGED,
            by=by,
            subject_type="broken_glass",
            subject_ids=[glass_id],
            detail={"because": "confirmed", "code": finding},
        )
    return bool(judged)


def raise_alarms(*, by: str, now: datetime.datetime) -> int:
    """Tell once of everything that nobody reviewed within 72 hours; return how many."""
    with for_system(reason=by):
        late = BrokenGlass.objects.unreviewed().filter(
            opened_at__lt=now - REVIEW_WITHIN, alarmed_at__isnull=True
        )
        found = list(late.select_for_update(skip_locked=True).values_list("pk", "organisation_id"))
        BrokenGlass.objects.filter(pk__in=[pk for pk, _house in found]).update(alarmed_at=now)
        for house in {house for _pk, house in found}:
            transaction.on_commit(partial(glass_mail.tell_of_silence, house))
    return len(found)


def _record(
    verb: Verb, by: Acting, opened: BrokenGlass, holder: uuid.UUID | None, **codes: str
) -> None:
    """Write it into the access log of the person: that is where they look for it."""
    audit.record(
        verb,
        by=by,
        subject_type="migrant",
        subject_ids=[opened.migrant_id],
        data_classes=opened.classes,
        holders=holder,
        detail=codes,
    )
