"""What the demonstration must not hold: things that happened after it was loaded."""

import datetime

from django.db.models import Model

from cases.models import Case, CaseStep, Consent, Note, StateContactBlock, Task
from referrals.models import (
    Envelope,
    EnvelopeAnswer,
    EnvelopeStep,
    FormalAnswer,
    Referral,
    ReferralAnswer,
    ReferralStep,
)
from reminders.models import Mute, Reminder

MOMENTS: tuple[tuple[type[Model], str], ...] = (
    (Case, "changed_at"),
    (CaseStep, "at"),
    (Consent, "recorded_at"),
    (Consent, "withdrawn_at"),
    (Note, "written_at"),
    (Task, "created_at"),
    (Task, "done_at"),
    (Referral, "created_at"),
    (Referral, "moved_at"),
    (Referral, "noted_at"),
    (ReferralStep, "at"),
    (ReferralAnswer, "answered_at"),
    (FormalAnswer, "answered_at"),
    (Referral, "custody_ended_at"),
    (Reminder, "planned_at"),
    (Mute, "muted_at"),
    (Envelope, "sent_at"),
    (Envelope, "seen_at"),
    (Envelope, "answered_at"),
    (Envelope, "ended_at"),
    (EnvelopeStep, "at"),
    (EnvelopeAnswer, "answered_at"),
    (StateContactBlock, "set_at"),
)


def whatever_is_after(now: datetime.datetime) -> list[str]:
    """Return the columns that hold a moment after this one."""
    return [
        f"{model.__name__}.{column}"
        for model, column in MOMENTS
        if model._default_manager.filter(**{f"{column}__gt": now}).exists()
    ]
