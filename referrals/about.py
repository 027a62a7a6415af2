"""Whom a page of this room is about: the lines on top of every sheet and every form."""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.models import Case
from cases.queries import main_names
from referrals import access
from referrals.models import Envelope, Referral
from referrals.sheets import ReferralSheet, name_for
from referrals.states import Side

Words = str | Promise


@dataclass(frozen=True)
class Fact:
    """One thing said of the person, with a picture."""

    label: Words
    value: Words
    icon: str


@dataclass(frozen=True)
class About:
    """Whom a form is about: by name, or by number where the name was not shared."""

    title: str
    detail: Words
    url: str = ""


def about_referral(acting: Acting, referral: Referral) -> About:
    """Return whom a referral is about, and write that it was read."""
    side = access.side_of(acting, referral)
    other = referral.recipient if side is Side.SENDER else referral.sender
    _record_read(acting, "referral", referral.pk, referral.sender_id)
    return About(
        title=name_for(acting, referral, side) or numbers.format_number(referral.number),
        detail=f"{other.name} · {referral.what_for}",
    )


def about_case(acting: Acting, case: Case) -> About:
    """Return whom a case is about, and write that it was read."""
    name = main_names(acting, [case.migrant_id]).get(case.migrant_id, "")
    number = numbers.format_number(case.number)
    _record_read(acting, "case", case.pk, case.organisation_id)
    return About(title=name or number, detail=_("Case %(number)s") % {"number": number})


def about_envelope(acting: Acting, envelope: Envelope) -> About:
    """Return whom an envelope is about, and write that it was read."""
    _record_read(acting, "envelope", envelope.pk, envelope.sender_id)
    return About(
        title=envelope.shown_name,
        detail=envelope.get_request_display(),
        url=reverse("referrals:envelope", args=[envelope.pk]),
    )


def _record_read(
    acting: Acting, subject_type: str, subject_id: uuid.UUID, holder_id: uuid.UUID
) -> None:
    audit.record(
        Verb.READ,
        by=acting,
        subject_type=subject_type,
        subject_ids=[subject_id],
        data_classes=[DataClass.IDENTITY],
        holders=holder_id,
    )


def person_facts(sheet: ReferralSheet) -> list[Fact]:
    """Return what is known of the person, beside the name."""
    person = sheet.person
    born = _("born in %(year)s") % {"year": person.birth_year} if person.birth_year else ""
    found = [
        Fact(label=_("Year of birth"), value=born, icon="cake"),
        Fact(label=_("Sex"), value=person.sex, icon="user"),
        Fact(label=_("Citizenship"), value=person.citizenship, icon="globe"),
        Fact(label=_("Language"), value=person.language, icon="languages"),
        # Without a name the number is the title already.
        Fact(
            label=_("Number of the referral"),
            value=sheet.number if person.name else "",
            icon="hash",
        ),
    ]
    return [fact for fact in found if fact.value]
