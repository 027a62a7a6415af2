"""Columns that nobody reads in the database: clear in Python, a token in its row.

A token is bound to table, column and the row's key, which is why keys are made before saving. It is
opened only when somebody asks the attribute; `values()` and raw SQL give the token.
"""

import base64
import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from accounts.cipher import Place
from accounts.keys import blind_index, key_ring

if TYPE_CHECKING:
    Text = models.TextField[Any, Any]
    Binary = models.BinaryField[Any, Any]
else:
    Text = models.TextField
    Binary = models.BinaryField


class Token(str):
    """A sealed value as it stands in the database."""

    __slots__ = ()


class SealedBytes(bytes):
    """Sealed bytes as they stand in the database."""


class EncryptedAttribute(DeferredAttribute):
    """Opens the token of a row the first time somebody asks for what it holds."""

    field: "EncryptedTextField | EncryptedBinaryField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        """Return the clear value."""
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname)
        if isinstance(held, (Token, SealedBytes)):
            clear = self.field.opened(held, instance.pk)  # type: ignore[arg-type]  # its own kind
            instance.__dict__[self.field.attname] = clear
            return clear
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Take a clear value, or a token as it comes from the database."""
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(Text):
    """A text that is sealed in the database; `''` stays `''`.

    Clear text is refused wherever the row's key is not known: in `update()`, in `bulk_update()`
    and in conditions (look such a value up by a blind index instead).
    """

    descriptor_class = EncryptedAttribute

    def place(self, key: uuid.UUID) -> Place:
        """Return where the value of the row with this key stands."""
        return Place(self.model._meta.db_table, str(self.column), str(key))

    def sealed(self, value: Any, key: uuid.UUID) -> Token:
        """Return the token of a clear value for the row with this key."""
        return Token(key_ring().seal_text(self.written(value), self.place(key)))

    def opened(self, token: str, key: uuid.UUID) -> Any:
        """Return the clear value of a token of the row with this key; raises Unreadable."""
        return self.read(key_ring().open_text(token, self.place(key)))

    def written(self, value: Any) -> str:
        """Return a clear value as text."""
        return str(value)

    def read(self, text: str) -> Any:
        """Return the clear value that was written so."""
        return text

    def from_db_value(self, value: str | None, *_: object) -> Token | None:
        """Return the token as it stands there."""
        return None if value is None else Token(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Token:  # noqa: FBT001
        """Return the token to store; what was never opened stays as it is."""
        held = model_instance.__dict__.get(self.attname)
        return held if isinstance(held, Token) else self.sealed(held, model_instance.pk)

    def get_prep_value(self, value: Any) -> Any:
        """Let tokens through and nothing clear."""
        if value is None or value == "":
            return value
        if not isinstance(value, Token):
            raise TypeError(f"{self.name} is encrypted: save the row, or look it up by its mark")
        return str(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the token: nothing is dumped in clear."""
        return self.pre_save(obj, add=False)


class EncryptedJSONField(EncryptedTextField):
    """Anything JSON can say, sealed as a whole."""

    def written(self, value: Any) -> str:
        """Return the value as JSON."""
        return json.dumps(value, ensure_ascii=False)

    def read(self, text: str) -> Any:
        """Return what the JSON says; nothing where there is none."""
        return json.loads(text) if text else None


def opened(model: type[models.Model], name: str, key: uuid.UUID, token: str) -> str:
    """Return the clear text of a sealed column that was read by plain SQL; raises Unreadable."""
    field = model._meta.get_field(name)
    if not isinstance(field, EncryptedTextField):
        raise TypeError(f"{name} is not encrypted")
    return str(field.opened(token, key))


class EncryptedBinaryField(Binary):
    """Bytes that are sealed in the database; `b""` stays `b""`."""

    descriptor_class = EncryptedAttribute

    def place(self, key: uuid.UUID) -> Place:
        """Return where the value of the row with this key stands."""
        return Place(self.model._meta.db_table, str(self.column), str(key))

    def sealed(self, value: bytes, key: uuid.UUID) -> SealedBytes:
        """Return the token of some bytes for the row with this key."""
        return SealedBytes(key_ring().seal(value, self.place(key)) if value else b"")

    def opened(self, token: bytes, key: uuid.UUID) -> bytes:
        """Return the clear bytes of a token of the row with this key; raises Unreadable."""
        return key_ring().open(bytes(token), self.place(key)) if token else b""

    def from_db_value(self, value: memoryview | None, *_: object) -> SealedBytes | None:
        """Return the token as it stands there."""
        return None if value is None else SealedBytes(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> SealedBytes:  # noqa: FBT001
        """Return the token to store; what was never opened stays as it is."""
        held = model_instance.__dict__.get(self.attname)
        return (
            held if isinstance(held, SealedBytes) else self.sealed(held or b"", model_instance.pk)
        )

    def get_prep_value(self, value: Any) -> Any:
        """Let tokens through and nothing clear."""
        if value and not isinstance(value, SealedBytes):
            raise TypeError(f"{self.name} is encrypted: save the row")
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Return the token in letters: nothing is dumped in clear."""
        return base64.b64encode(self.pre_save(obj, add=False)).decode()


class BlindIndexField(Text):
    """The mark of an encrypted column of the same row, by which equal values are found.

    It is made whenever the row is saved with its clear value at hand, so the two always agree.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        """Take the name of the encrypted column."""
        self.of = of
        super().__init__(*args, **{"editable": False, **kwargs})

    def deconstruct(self) -> Any:
        """Say to migrations what it was made with."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def place(self) -> Place:
        """Return what marks are bound to: the table and the encrypted column, not the row."""
        return Place(self.model._meta.db_table, self.of)

    def mark(self, clear: str | bytes) -> str:
        """Return the mark under the newest key; of bytes, the mark of their SHA-256."""
        return blind_index().mark(comparable(clear), self.place())

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        """Return the mark to store; without the clear value it stays as it is."""
        clear = model_instance.__dict__.get(self.of)
        if isinstance(clear, (str, bytes)) and not isinstance(clear, (Token, SealedBytes)):
            setattr(model_instance, self.attname, self.mark(clear))
        return str(getattr(model_instance, self.attname))


def comparable(clear: str | bytes) -> str:
    """Return what marks compare: a text itself, of bytes their SHA-256."""
    return clear if isinstance(clear, str) else hashlib.sha256(clear).hexdigest()


def marks(model: type[models.Model], name: str, clear: str | bytes) -> list[str]:
    """Return every mark that a value may have in a column of marks."""
    field = model._meta.get_field(name)
    if not isinstance(field, BlindIndexField):
        raise TypeError(f"{name} holds no marks")
    return blind_index().marks(comparable(clear), field.place())
