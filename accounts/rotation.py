"""Renewing what was made with older keys, a portion at a time.

Each value is changed only where it still stands as it was read: two that run at once, or somebody
who saves meanwhile, do each other no harm, and after an interruption the next run goes on.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.acting import for_system
from accounts.encrypted import BlindIndexField, EncryptedBinaryField, EncryptedTextField
from accounts.factors_adapter import PLACE
from accounts.keys import blind_index, key_ring

PORTION = 200
# What django-allauth seals of an app, and of recovery codes.
FACTORS = ("secret", "seed")
Encrypted = EncryptedTextField | EncryptedBinaryField
Column = Encrypted | BlindIndexField
# From a row's key and its columns (the stored value first) to what should stand there instead.
Renew = Callable[[uuid.UUID, Any, Any], str | bytes]


def encrypted_columns() -> list[Encrypted]:
    """Return every encrypted column of every room."""
    return [one for one in _columns() if isinstance(one, Encrypted)]


def columns_of_marks() -> list[BlindIndexField]:
    """Return every column of marks of every room."""
    return [one for one in _columns() if isinstance(one, BlindIndexField)]


def _columns() -> Iterator[object]:
    for model in apps.get_models():
        yield from model._meta.local_concrete_fields


def encrypt_again(field: Encrypted) -> int:
    """Encrypt with the newest key what an older one encrypted; return how many rows."""

    def renew(key: uuid.UUID, token: Any, _same: Any) -> str | bytes:
        return field.sealed(field.opened(token, key), key)

    return _renew_all(field, str(field.column), key_ring().head, renew)


def mark_again(field: BlindIndexField) -> int:
    """Mark with the newest key what an older one marked; return how many rows."""
    of = field.model._meta.get_field(field.of)
    if not isinstance(of, Encrypted):
        raise TypeError(f"{field.of} is not encrypted")

    def renew(key: uuid.UUID, _mark: str, token: Any) -> str:
        return field.mark(of.opened(token, key))

    return _renew_all(field, str(of.column), blind_index().head, renew)


def encrypt_factors_again() -> int:
    """Encrypt second factors with the newest key; return how many rows.

    Each row is locked meanwhile: a recovery code used at this moment stays used.
    """
    ring, renewed = key_ring(), 0
    for key in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            found = Authenticator.objects.select_for_update().filter(pk=key).first()
            held = (
                {name: found.data[name] for name in FACTORS if name in found.data} if found else {}
            )
            old = {name: token for name, token in held.items() if not token.startswith(ring.head)}
            if not old:
                continue
            for name, token in old.items():
                found.data[name] = ring.seal_text(ring.open_text(token, PLACE), PLACE)
            found.save(update_fields=["data"])
            renewed += 1
    return renewed


def is_binary(field: Column) -> bool:
    """Say whether a column holds bytes."""
    return isinstance(field, EncryptedBinaryField)


def _renew_all(field: Column, beside: str, head: str, renew: Renew) -> int:
    renewed, last = 0, uuid.UUID(int=0)
    while True:
        with for_system(reason="rotation of keys"):
            rows = _portion(field, beside, head, last)
            renewed += sum(_put(field, key, old, renew(key, old, more)) for key, old, more in rows)
        if not rows:
            return renewed
        last = rows[-1][0]


def _portion(
    field: Column, beside: str, head: str, last: uuid.UUID
) -> list[tuple[uuid.UUID, Any, Any]]:
    table, column = field.model._meta.db_table, field.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {column}, {beside} FROM {table} WHERE id > %s AND {column} <> ''"
            # What was taken out since (a refused document) has nothing left to mark.
            f" AND {beside} <> '' AND substring({column} FROM 1 FOR %s) <> %s"
            f" ORDER BY id LIMIT {PORTION}",
            [last, len(head), head.encode() if is_binary(field) else head],
        )
        return list(cursor.fetchall())


def _put(field: Column, key: uuid.UUID, old: Any, new: str | bytes) -> int:
    table, column = field.model._meta.db_table, field.column
    change = f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, [new, key, old])
            return int(cursor.rowcount)
    except IntegrityError:
        # The same value was added once more while two keys were in use: its row has the new mark.
        return 0
