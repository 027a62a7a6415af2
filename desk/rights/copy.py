"""Everything an organisation holds about a person, in plain words, for the person.

Only what the reader may read is on it: who may not see one part is told to ask a colleague for it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import disclosure, glass, numbers
from cases.consents import consents_of
from cases.models import (
    Case,
    ContactPoint,
    DataRequest,
    LegalBasis,
    Migrant,
    MigrantName,
    Note,
    SymptomScreen,
    Task,
)
from referrals.models import Envelope, Referral, ReferralAnswer
from reminders.models import Reminder

FALLBACK = "ru"
Words = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing that is stored: what it is, and what it says."""

    label: Words
    text: Words


@dataclass(frozen=True)
class Part:
    """Things of one kind."""

    title: str
    lines: list[Line]


def language_of(request: DataRequest) -> str:
    """Return the language of the answer: the person's, or Russian where we do not write it."""
    return request.language if request.language in dict(settings.LANGUAGES) else FALLBACK


def copy_for(acting: Acting, migrant: Migrant, today: datetime.date) -> list[Part]:
    """Return the parts of the copy in the language that is active, and write that it left."""
    audit.record(
        Verb.EXPORTED,
        by=acting,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        data_classes=acting.reads,
        detail={"format": "copy_for_the_person"},
    )
    cases = list(Case.objects.visible_to(acting).filter(migrant=migrant).order_by("id"))
    return [
        Part(_("Who you are"), list(_who(acting, migrant))),
        Part(_("How we reach you"), list(_reach(acting, migrant))),
        Part(_("What you agreed to"), list(_agreed(acting, migrant, today))),
        Part(pgettext("navigation", "Cases"), list(_cases(acting, cases))),
        Part(_("What we wrote down"), list(_written(acting, cases))),
        Part(_("Whom we asked for help"), list(_asked(acting, migrant))),
        Part(_("Messages we sent you"), list(_messages(acting, migrant))),
    ]


def is_partial(acting: Acting) -> bool:
    """Say whether somebody else could read more than this reader."""
    return acting.reads != frozenset(DataClass)


def _who(acting: Acting, migrant: Migrant) -> Iterator[Line]:
    names = (
        MigrantName.objects.visible_to(acting).filter(migrant=migrant).order_by("-is_main", "id")
    )
    for name in names:
        yield Line(_("Name") if name.is_main else name.get_kind_display(), name.full)
    if migrant.birth_date:
        yield Line(_("Date of birth"), _born(migrant))
    yield Line(_("Sex"), migrant.get_sex_display())
    yield Line(_("Citizenship"), migrant.get_citizenship_display())
    yield Line(_("Language"), migrant.get_language_display())
    if migrant.expected_departure_on and DataClass.STAY in acting.reads:
        yield Line(_("Expects to leave the country on"), _day(migrant.expected_departure_on))
    yield Line(_("Registered on"), _day(migrant.registered_at))


def _born(migrant: Migrant) -> str:
    assert migrant.birth_date
    formats = {"year": "Y", "month": "YEAR_MONTH_FORMAT"}
    return date_format(migrant.birth_date, formats.get(migrant.birth_precision, "DATE_FORMAT"))


def _reach(acting: Acting, migrant: Migrant) -> Iterator[Line]:
    # Who reads numbers masked does not read them here: a colleague who may prints the whole.
    shows = glass.may_unmask(acting, migrant.pk)
    for one in ContactPoint.objects.visible_to(acting).filter(migrant=migrant).order_by("id"):
        text = one.phone if shows else disclosure.mask_phone(one.phone)
        yield Line(_("Phone number"), text)


def _agreed(acting: Acting, migrant: Migrant, today: datetime.date) -> Iterator[Line]:
    for consent in consents_of(acting, migrant.pk, today):
        shared = ", ".join(str(one) for one in (*consent.recipients, *consent.shared))
        ended = _("withdrawn on %(day)s") % {"day": _day(consent.withdrawn_on)}
        more = [ended] if consent.withdrawn_on else []
        yield Line(consent.purpose_label, "; ".join([_day(consent.given_on), shared, *more]))


def _cases(acting: Acting, cases: list[Case]) -> Iterator[Line]:
    for case in cases:
        kind = disclosure.kind_label(case.kind, acting.reads)
        days = f"{_day(case.opened_at)} – {_day(case.closed_on)}"  # noqa: RUF001
        text = f"{kind}; {days}; {case.get_state_display()}; {case.get_closing_reason_display()}"
        yield Line(numbers.format_number(case.number), text.rstrip("; "))
    for basis in LegalBasis.objects.visible_to(acting).filter(case__in=cases).order_by("id"):
        yield Line(basis.get_kind_display(), f"{basis.reason}; {_day(basis.ends_on)}")


def _written(acting: Acting, cases: list[Case]) -> Iterator[Line]:
    for note in Note.objects.visible_to(acting).filter(case__in=cases).order_by("id"):
        yield Line(_day(note.written_at), note.text)
    for task in Task.objects.visible_to(acting).filter(case__in=cases).order_by("id"):
        yield Line(_day(task.due_on), f"{task.get_kind_display()} {task.text}".strip())
    for screen in SymptomScreen.objects.visible_to(acting).filter(case__in=cases).order_by("id"):
        said = {"cough": _("Cough"), "fever": _("Fever"), "night_sweats": _("Night sweats")}
        said |= {"weight_loss": _("Weight loss"), "tb_contact": _("Contact with tuberculosis")}
        answers = [f"{word}: {_answer(screen, name)}" for name, word in said.items()]
        yield Line(_day(screen.screened_on), "; ".join(answers))


def _answer(screen: SymptomScreen, question: str) -> str:
    return str(getattr(screen, f"get_{question}_display")())


def _asked(acting: Acting, migrant: Migrant) -> Iterator[Line]:
    sent = Referral.objects.visible_to(acting).filter(migrant=migrant, sent_at__isnull=False)
    rows = list(sent.select_related("recipient").order_by("id"))
    answers = ReferralAnswer.objects.visible_to(acting).filter(referral__in=rows)
    found = {one.referral_id: one for one in answers}
    for row in rows:
        parts = [row.recipient.name, row.asked, row.get_state_display()]
        yield Line(_day(row.sent_at), "; ".join([*parts, *_found(acting, found.get(row.pk))]))
    letters = Envelope.objects.visible_to(acting).filter(migrant=migrant)
    for letter in letters.select_related("consulate").order_by("id"):
        parts = [letter.consulate.name, letter.get_request_display(), letter.get_state_display()]
        yield Line(_day(letter.sent_at), "; ".join(parts))


def _found(acting: Acting, answer: ReferralAnswer | None) -> list[str]:
    if answer is None or (answer.concerns_tb and DataClass.TB not in acting.reads):
        return []
    return [part for part in (answer.get_outcome_display(), answer.findings, answer.advice) if part]


def _messages(acting: Acting, migrant: Migrant) -> Iterator[Line]:
    went = Reminder.objects.visible_to(acting).filter(migrant=migrant, attempts__gt=0)
    for one in went.order_by("due_at"):
        yield Line(_day(one.due_at), f"{one.text}; {one.get_state_display()}")


def _day(day: datetime.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "…"
