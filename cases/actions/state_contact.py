"""Stop contact with a person's own state at once; let it be taken up again by two people only."""

import datetime
import uuid

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from audit import actions as audit
from audit.keys import new_key
from audit.models import Verb
from cases.models import Migrant, StateContactBlock


class BlockNotSet(Exception):
    """No block stands although one was asked for; nothing was changed."""


class NothingToLift(Exception):
    """No block stands, or nobody has asked to lift it."""


class SamePersonTwice(Exception):
    """Whoever asked to lift a block does not allow it as well."""


@transaction.atomic
def block_state_contact(
    *, by: Acting, migrant: Migrant, reason: str, submission: uuid.UUID, now: datetime.datetime
) -> StateContactBlock:
    """Forbid every contact with the person's own state; what is open at a consulate ends at once.

    The form's own key becomes the row's. Where a block stands already, that one is returned.
    What is returned stands; otherwise BlockNotSet is raised.
    """
    # An old form may come back after its block was lifted: it means what it says, so the block is
    # set anew, with another key. The third try is for two such forms at the same moment.
    for key in (submission, new_key(), new_key()):
        # A lifting at this moment is waited for, and then there is nothing that stands.
        standing = StateContactBlock.objects.standing().select_for_update().filter(migrant=migrant)
        block = standing.first() or _set(by, migrant, reason, key, now)
        if block:
            return block
    raise BlockNotSet(migrant.pk)


def _set(
    by: Acting, migrant: Migrant, reason: str, key: uuid.UUID, now: datetime.datetime
) -> StateContactBlock | None:
    try:
        with transaction.atomic():
            block = StateContactBlock.objects.create(
                pk=key,
                migrant=migrant,
                organisation=by.works_for,
                reason=reason,
                set_by=by.user,
                set_at=now,
            )
    except IntegrityError:
        return None
    _record(Verb.CREATED, by, block.pk)
    return block


@transaction.atomic
def ask_to_lift(*, by: Acting, migrant: Migrant, reason: str, now: datetime.datetime) -> bool:
    """Ask a supervisor to allow contact again; say whether it is this request that counts."""
    asked = StateContactBlock.objects.filter(
        migrant=migrant, lifted_at__isnull=True, lift_asked_at__isnull=True
    )
    block = _standing(migrant)
    if block is None or not asked.update(
        lift_asked_by=by.user, lift_asked_at=now, lift_reason=reason
    ):
        return False
    _record(Verb.CHANGED, by, block.pk, "asked_to_lift")
    return True


@transaction.atomic
def allow_state_contact(*, by: Acting, migrant: Migrant, now: datetime.datetime) -> bool:
    """Lift the block that a colleague asked to lift; from now on a new consent may open contact.

    Raises SamePersonTwice and NothingToLift, and nothing is changed then.
    """
    block = _standing(migrant)
    if block is None or block.lift_asked_at is None:
        raise NothingToLift(migrant.pk)
    if block.lift_asked_by_id == by.user_id:
        raise SamePersonTwice(migrant.pk)
    standing = StateContactBlock.objects.standing().filter(pk=block.pk)
    lifted = standing.update(lifted_by=by.user, lifted_at=now)
    if lifted:
        _record(Verb.CHANGED, by, block.pk, "lifted")
    return bool(lifted)


def _standing(migrant: Migrant) -> StateContactBlock | None:
    return StateContactBlock.objects.standing().filter(migrant=migrant).first()


def _record(verb: Verb, by: Acting, block_id: uuid.UUID, step: str = "set") -> None:
    audit.record(
        verb,
        by=by,
        subject_type="state_contact_block",
        subject_ids=[block_id],
        detail={"step": step},
    )
