"""Whether contact with a person's own state is allowed, and what a page says about it."""

import datetime
import uuid
from dataclasses import dataclass

from accounts.acting import Acting, for_system
from accounts.permissions import DataClass, Permission
from audit import actions as audit
from audit.models import Verb
from cases.models import Migrant, StateContactBlock


@dataclass(frozen=True)
class SaidBlock:
    """A block that stands, as a page shows it."""

    reason: str
    set_by: str
    set_at: datetime.datetime
    lift_asked_by: str
    lift_asked_at: datetime.datetime | None
    lift_reason: str
    may_ask: bool
    may_allow: bool


def block_of(acting: Acting, migrant_id: uuid.UUID) -> SaidBlock | None:
    """Return the block that stands on a file the reader may see, and write that it was read."""
    blocks = StateContactBlock.objects.visible_to(acting).standing().filter(migrant_id=migrant_id)
    block = blocks.select_related("set_by", "lift_asked_by").first()
    if block is None:
        return None
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="state_contact_block",
        subject_ids=[block.pk],
        data_classes=[DataClass.STAY],
    )
    is_asked = block.lift_asked_at is not None
    is_another = block.lift_asked_by_id != acting.user_id
    return SaidBlock(
        reason=block.reason,
        set_by=block.set_by.name,
        set_at=block.set_at,
        lift_asked_by=block.lift_asked_by.name if block.lift_asked_by else "",
        lift_asked_at=block.lift_asked_at,
        lift_reason=block.lift_reason,
        may_ask=not is_asked and acting.may(Permission.ASK_STATE_CONTACT),
        may_allow=is_asked and is_another and acting.may(Permission.ALLOW_STATE_CONTACT),
    )


def is_blocked(migrant_id: uuid.UUID) -> bool:
    """Say whether anybody who holds a file on this human being has forbidden the contact.

    Of all files that are known to be about the same person: a block that only one of their
    holders can see protects the person from what the other might write.
    """
    with for_system(reason="is contact with the own state blocked"):
        person = Migrant.objects.filter(pk=migrant_id).values("person_id")
        return StateContactBlock.objects.standing().filter(migrant__person__in=person).exists()


def lifted_at(migrant_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the last block on this human being was lifted: older consents count no more."""
    with for_system(reason="when was a block of contact with the own state lifted"):
        person = Migrant.objects.filter(pk=migrant_id).values("person_id")
        blocks = StateContactBlock.objects.filter(
            migrant__person__in=person, lifted_at__isnull=False
        )
        moments = blocks.order_by("-lifted_at").values_list("lifted_at", flat=True)
        return moments.first()
