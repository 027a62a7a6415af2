"""Everything that hangs on a person's file: what rows of the audit may speak of."""

import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from cases.models import Case, Migrant

ANY = models.Model


def keys_of_file(migrant_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the keys of a file and of all its cases, referrals, phones, consents: one query.

    As the system, since a part may be with a colleague; whoever asks has found the file before.
    """
    first, *others = _questions(migrant_id)
    return {migrant_id, *first.union(*others, all=True)}


def _questions(migrant_id: uuid.UUID) -> Iterator[models.QuerySet[ANY, uuid.UUID]]:
    for model in apps.get_models():
        if not isinstance(model._meta.pk, models.UUIDField):  # noqa: SLF001
            continue
        path = _path_to_file(model)
        if path:
            rows = model._base_manager.filter(**{path: migrant_id})  # noqa: SLF001
            yield rows.order_by().values_list("pk", flat=True)


def _path_to_file(model: type[ANY]) -> str:
    """Return by which foreign keys a model leads to a file, directly or by its case."""
    leads = {
        field.related_model: field.name
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, models.ForeignKey)
    }
    if Migrant in leads:
        return f"{leads[Migrant]}_id"
    return f"{leads[Case]}__migrant_id" if Case in leads else ""
