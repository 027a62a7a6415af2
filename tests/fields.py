"""To which class of the access matrix each field belongs: fields.yaml as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

from accounts.permissions import DataClass

FILE = Path(__file__).with_name("fields.yaml")
ROOMS = ("audit", "accounts", "cases", "referrals", "reminders", "reports")
WORDS = {one.value for one in DataClass} | {
    "custody",
    "members",
    "audit",
    "figures",
    "reference",
    "course",
}
# They say nothing by themselves and go with their row.
BARE = (models.ForeignKey, models.UUIDField, models.BooleanField, models.IntegerField)
BARE_NUMBERS = (models.AutoField, models.BinaryField)


@cache
def classes() -> dict[str, dict[str, str]]:
    """Return, by model, the class of each of its fields."""
    told: dict[str, dict[str, list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        model: {field: word for word, fields in by_class.items() for field in fields}
        for model, by_class in told.items()
    }


def our_models() -> list[type[models.Model]]:
    """Return every model of the rooms."""
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def speaking(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a model that say something."""
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, (*BARE, *BARE_NUMBERS))
    ]
