"""A consent on one sheet of paper, with the eight contents that the law wants, illness unnamed.

Personal data law of Kazakhstan, art. 8(4): who keeps the data, whose they are, for how long,
whether they are passed on, whether abroad, whether published, which they are, and what else.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.models import Organisation, OrganisationKind
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.choices import ConsentPurpose
from cases.forms.consent import RECIPIENTS, SHARED
from cases.models import Consent, ConsentText
from cases.queries import main_names
from cases.version_words import say

Words = str | Promise
# What a person carries names no illness (invariant 13); that it was named is what reading is for.
UNNAMED = _("Health data under special protection")
# Each of the eight contents, where the record holds it, in the order of the law.
CONTENTS: dict[str, tuple[str, ...]] = {
    "operator": ("organisation",),
    "person": ("migrant", "age_group", "guardian", "guardian_relation"),
    "term": ("given_on", "expires_on"),
    "third_parties": ("recipient_kinds", "recipients"),
    "abroad": ("goes_abroad",),
    "publication": ("is_published",),
    "data": ("data_classes",),
    "other": ("purpose", "text", "language", "given_how", "interpreter", "was_read_back"),
}
LABELS: dict[str, Words] = {
    "operator": _("Who keeps the data"),
    "person": _("Whose data"),
    "term": _("For how long"),
    "third_parties": _("Passed on to others"),
    "abroad": _("Sent to another country"),
    "publication": _("Published"),
    "data": _("Which data"),
    "other": _("For what"),
}


@dataclass(frozen=True)
class Content:
    """One of the eight contents on paper; `choices` are boxes to tick by hand."""

    name: str
    label: Words
    value: Words = ""
    choices: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ConsentSheet:
    """What stands on the paper; a blank one has lines and boxes in place of answers."""

    contents: list[Content]
    lines: list[str]
    version: str
    number: str = ""
    given_how: str = ""
    given_on: str = ""
    witness: str = ""
    interpreter: str = ""
    guardian: Words = ""
    without_guardian: Words = ""
    was_read_back: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.number


def paper_labels(classes: Iterable[str]) -> list[Words]:
    """Return what is shared in words for paper, which name no illness."""
    named = set(classes)
    return [_unnamed(name, label) for name, label in SHARED if name in named]


def _unnamed(name: str, label: Words) -> Words:
    return UNNAMED if name == DataClass.TB else label


def sheet_of(acting: Acting, consent: Consent, language: str) -> ConsentSheet:
    """Return a recorded consent for paper in a language, and write that it was read.

    The consent comes with its organisation, text and recipients.
    """
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="consent",
        subject_ids=[consent.pk],
        data_classes=[DataClass.IDENTITY],
        detail={"page": "print"},
    )
    return ConsentSheet(
        contents=_contents(_values(acting, consent)),
        lines=_lines(consent.text, language),
        version=consent.text.version,
        number=consent.pk.hex[-8:].upper(),
        given_how=consent.given_how,
        given_on=date_format(consent.given_on, "SHORT_DATE_FORMAT"),
        witness=consent.witness,
        interpreter=consent.interpreter,
        guardian=_guardian(consent),
        without_guardian=consent.get_without_guardian_reason_display(),
        was_read_back=consent.was_read_back,
    )


def _values(acting: Acting, consent: Consent) -> dict[str, Words]:
    migrant = consent.migrant
    name = main_names(acting, [migrant.pk]).get(migrant.pk, "")
    born = f", {say(migrant, 'birth_date')}" if migrant.birth_date else ""
    return {
        "operator": _operator(consent.organisation),
        "person": f"{name}{born}",
        "term": _term(consent.given_on, consent.expires_on),
        "third_parties": _third_parties(consent),
        "abroad": yes_or_no(is_so=consent.goes_abroad),
        "publication": gettext("No, never"),
        "data": ", ".join(str(one) for one in paper_labels(consent.data_classes)),
        "other": consent.get_purpose_display(),
    }


def blank_sheet(
    organisation: Organisation, purpose: str, language: str, today: datetime.date
) -> ConsentSheet:
    """Return a sheet to be filled in by hand, in the words of the newest text for a purpose."""
    texts = ConsentText.objects.filter(purpose=purpose, since__lte=today)
    text = texts.latest("since")
    values: dict[str, Words] = {
        "operator": _operator(organisation),
        "abroad": yes_or_no(is_so=purpose != ConsentPurpose.CARE),
        "publication": gettext("No, never"),
        "other": ConsentPurpose(purpose).label,
    }
    is_care = purpose == ConsentPurpose.CARE
    shared = tuple(_unnamed(name, label) for name, label in SHARED)
    choices = {
        "data": shared if is_care else shared[:1],
        "third_parties": tuple(label for _kind, label in RECIPIENTS) if is_care else (),
    }
    return ConsentSheet(
        contents=_contents(values, choices), lines=_lines(text, language), version=text.version
    )


def _contents(
    values: dict[str, Words], choices: dict[str, tuple[Words, ...]] | None = None
) -> list[Content]:
    boxes = choices or {}
    return [
        Content(name, LABELS[name], values.get(name, ""), boxes.get(name, ())) for name in CONTENTS
    ]


def _operator(organisation: Organisation) -> str:
    if not organisation.registration_number:
        return organisation.name
    named = {"name": organisation.name, "number": organisation.registration_number}
    return gettext("%(name)s, BIN/IIN %(number)s") % named


def _term(given_on: datetime.date, expires_on: datetime.date | None) -> str:
    begin = date_format(given_on, "SHORT_DATE_FORMAT")
    if expires_on is None:
        return gettext("From %(begin)s until the person takes it back") % {"begin": begin}
    end = date_format(expires_on, "SHORT_DATE_FORMAT")
    return gettext("From %(begin)s until %(end)s") % {"begin": begin, "end": end}


def _third_parties(consent: Consent) -> str:
    kinds = [str(label) for kind, label in RECIPIENTS if kind in consent.recipient_kinds]
    named = [paper_name(one.organisation) for one in consent.recipients.all()]
    if not (kinds or named):
        return gettext("No")
    return gettext("Yes: %(whom)s") % {"whom": ", ".join([*kinds, *named])}


def paper_name(organisation: Organisation) -> str:
    """Return what an organisation is called on paper: a clinic's name may tell an illness."""
    if organisation.kind == OrganisationKind.CLINIC:
        return organisation.get_kind_display()
    return organisation.name


def _guardian(consent: Consent) -> str:
    if not consent.guardian:
        return ""
    return f"{consent.guardian} ({consent.get_guardian_relation_display()})"


def yes_or_no(*, is_so: bool) -> str:
    """Return the word for it."""
    return gettext("Yes") if is_so else gettext("No")


def _lines(text: ConsentText, language: str) -> list[str]:
    words: str = getattr(text, f"printed_{language}") or ""
    return words.splitlines()
