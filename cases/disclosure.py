"""Which fields a reader gets: decided here, once, for pages and later for exports and messages."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.acting import Actor
from accounts.permissions import DataClass
from cases.choices import CaseKind

HEALTH_CASE = pgettext_lazy("case kind shown to those who may not see which illness", "Health")
VISIBLE_DIGITS = 2
# Kinds whose very word belongs to a class: who may not read the class reads "Health" instead.
KINDS_THAT_TELL: dict[str, DataClass] = {
    CaseKind.TUBERCULOSIS: DataClass.TB,
    CaseKind.TRAFFICKING: DataClass.STAY,
}


def readable(actor: Actor, granted: Iterable[str]) -> frozenset[DataClass]:
    """Return the classes that the role reads and the grant covers."""
    return actor.reads & frozenset(DataClass(name) for name in granted)


def kind_label(kind: str, classes: frozenset[DataClass]) -> str | Promise:
    """Return what a case is about, without naming TB to who may not see TB."""
    return HEALTH_CASE if hides_kind(kind, classes) else CaseKind(kind).label


def hides_kind(kind: str, classes: frozenset[DataClass]) -> bool:
    """Say whether what a case is about is itself something the reader may not see."""
    tells = KINDS_THAT_TELL.get(kind)
    return tells is not None and tells not in classes


def kind_in_emergency(kind: str, classes: frozenset[DataClass]) -> str | Promise:
    """Return what a case is about where only the classes of an emergency are open, or nothing.

    The word of an illness belongs to class 5, that of tuberculosis to class 6.
    """
    needed = KINDS_THAT_TELL.get(kind, DataClass.HEALTH)
    return CaseKind(kind).label if kind and needed in classes else ""


def mask_phone(phone: str) -> str:
    """Return a phone number of which only the country and the last two digits can be read."""
    country = next((code for code in ("+996", "+992", "+998", "+7") if phone.startswith(code)), "+")
    return f"{country} ••• ••• {phone[-VISIBLE_DIGITS:]}"
