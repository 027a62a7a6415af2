"""Write down what was done or seen, in the transaction in which it happens."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Protocol

from audit import requests
from audit.models import Entry, Verb


class Actor(Protocol):
    """Whoever acts: a member at work or the system with a reason."""

    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def role_name(self) -> str: ...


# The organisation whose records the subjects are; or each by its key; None: the actor's own.
Holders = uuid.UUID | Mapping[uuid.UUID, uuid.UUID] | None


def record(
    verb: Verb,
    *,
    by: Actor | None,
    subject_type: str,
    subject_ids: Iterable[uuid.UUID | None],
    data_classes: Iterable[str] = (),
    holders: Holders = None,
    detail: Mapping[str, str | int | bool] | None = None,
) -> None:
    """Append one row for each subject, in one statement.

    `holders` says whose records they are where they are not the actor's own organisation's.
    `detail` holds codes only (a move, a field's name): never a person's data.
    """
    classes = sorted(data_classes)
    Entry.objects.bulk_create(
        Entry(
            request_id=requests.current(),
            actor_id=by.user_id if by else None,
            organisation_id=by.organisation_id if by else None,
            holder_id=_holder(holders, subject_id, by),
            role=by.role_name if by else "",
            verb=verb,
            subject_type=subject_type,
            subject_id=subject_id,
            data_classes=classes,
            detail=dict(detail or {}),
        )
        for subject_id in subject_ids
    )


def _holder(holders: Holders, subject_id: uuid.UUID | None, by: Actor | None) -> uuid.UUID | None:
    if isinstance(holders, uuid.UUID):
        return holders
    said = holders.get(subject_id) if holders and subject_id else None
    return said or (by.organisation_id if by else None)
