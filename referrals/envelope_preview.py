"""Exactly what a consulate will read, before anything is sent."""

import datetime
from dataclasses import dataclass

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.models import Case, Migrant
from cases.states import CaseState
from referrals.actions.envelope import EnvelopeTerms
from referrals.actions.send import CaseIsClosed
from referrals.envelope_basis import ends_at, find_consent
from referrals.envelope_copy import copy_of
from referrals.envelope_sheets import Letter, letter_of


@dataclass(frozen=True)
class Preview:
    """The letter, and whether the sender's own name says where the person is."""

    letter: Letter
    tells_of_shelter: bool
    # Comes back with the button, so that nothing is sent that was not read before.
    mark: str


def preview(
    acting: Acting,
    case: Case,
    terms: EnvelopeTerms,
    now: datetime.datetime,
    today: datetime.date,
) -> Preview:
    """Return the letter as sending it now would freeze it; raise what sending would raise."""
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed(case.pk)
    consent = find_consent(acting, case.migrant_id, terms.consulate, today)
    migrant = Migrant.objects.opened_to(acting).get(pk=case.migrant_id)
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        data_classes=[DataClass.IDENTITY],
    )
    copied = copy_of(
        acting, migrant, shows_birth_date=terms.shows_birth_date, shows_sex=terms.shows_sex
    )
    letter = letter_of(
        copied,
        request=terms.request,
        sender=acting.works_for.name,
        consulate=terms.consulate.name,
        expires_at=ends_at(consent, now),
    )
    return Preview(
        letter=letter,
        tells_of_shelter=acting.works_for.is_protected,
        mark=copied.mark(consulate_id=terms.consulate.pk, request=terms.request),
    )
