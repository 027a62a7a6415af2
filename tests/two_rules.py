"""The two rules of who sees which rows, the application's and the database's, side by side."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from accounts import row_security
from accounts.acting import Acting, for_system
from cases.models import Person

Model = type[models.Model]
Seen = dict[Model, set[uuid.UUID]]

# Models that lead to a person and need no rule of their own, with the reason.
EXEMPT = {
    "cases.Person": "a bare key: who holds it learns nothing, and every file has its own rule"
}


def protected() -> list[Model]:
    """Return every model with a rule of who sees its rows."""
    return [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]


def leading_to_a_person() -> list[Model]:
    """Return every model from which foreign keys lead to a person."""
    return [model for model in apps.get_models() if Person in _reached(model, set())]


def _reached(model: Model, seen: set[Model]) -> set[Model]:
    seen.add(model)
    for field in model._meta.get_fields():
        target = field.related_model
        is_forward = getattr(field, "concrete", False) and isinstance(target, type)
        if is_forward and target not in seen:
            _reached(target, seen)  # type: ignore[arg-type]  # forward keys lead to models
    return seen


def seen_in_sql(models: Iterable[Model], acting: Acting | None) -> Seen:
    """Return the keys of the rows that the database shows whoever is bound."""
    with transaction.atomic(), connection.cursor() as cursor:
        row_security.bind(acting)
        return {model: _keys(cursor, model) for model in models}


def _keys(cursor: Any, model: Model) -> set[uuid.UUID]:
    cursor.execute(f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")
    return {key for (key,) in cursor.fetchall()}


def seen_by_rule(models: Iterable[Model], acting: Acting) -> Seen:
    """Return the keys of the rows that the application's rule alone would show."""
    with for_system(reason="tests"):
        return {model: _allowed(model._default_manager, acting) for model in models}


def _allowed(manager: Any, acting: Acting) -> set[uuid.UUID]:
    return set(manager.visible_to(acting).values_list("pk", flat=True))


def differences(members: Mapping[str, Acting], models: Collection[Model]) -> list[str]:
    """Return in words for whom the two rules differ on which table, and by how many rows."""
    found = []
    for name, acting in members.items():
        database, application = seen_in_sql(models, acting), seen_by_rule(models, acting)
        for model in models:
            more, less = database[model] - application[model], application[model] - database[model]
            if more or less:
                words = f"the database shows {len(more)} more and {len(less)} fewer"
                found.append(f"{model.__name__} to {name}: {words}")
    return found
