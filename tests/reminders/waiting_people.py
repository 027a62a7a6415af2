"""Many people who are expected somewhere, each with a phone and a language of their own."""

import datetime
from collections.abc import Sequence
from itertools import cycle
from typing import Any

from accounts.acting import for_system
from cases.models import ContactPoint, Migrant
from reminders.actions.plan import ALMATY
from tests.cast import NOW, Cast
from tests.referrals.crowd import crowd

# How the reminder of the day before begins in each language.
BEGINNINGS = {
    "kk": "Еске саламыз: ",
    "ru": "Напоминаем: ",
    "ky": "Эскертебиз: ",
    "tg": "Ёдрас мекунем: ",
    "uz": "Eslatamiz: ",
    "en": "Reminder: ",
}
RULE = "appointment_tomorrow"
DAY = datetime.timedelta(days=1)
EVENING = datetime.time(18, 0)


def due_by_now(now: datetime.datetime) -> datetime.datetime:
    """Return an appointment of which people are to be told now, whatever hour it is.

    It was made days ago, so its one reminder was due at six in the evening of the day before, and
    it is of use until three hours before the appointment.
    """
    local = now.astimezone(ALMATY)
    if local.time() < EVENING:
        late = local.replace(hour=23, minute=59)
        return min(local + datetime.timedelta(hours=6), late)
    return (local + DAY).replace(hour=12, minute=0)


def expect_people(cast: Cast, phones: Sequence[str]) -> None:
    """Let the TB clinic expect one person for each phone; they agreed to messages."""
    referrals = crowd(
        cast,
        len(phones),
        state="scheduled",
        moved_at=NOW - 3 * DAY,
        appointment_at=due_by_now(NOW),
        appointment_place="Room 4",
    )
    everybody = zip(referrals, phones, cycle(BEGINNINGS), strict=False)
    with for_system(reason="tests"):
        for referral, phone, language in everybody:
            assert referral.migrant_id is not None
            Migrant.objects.filter(pk=referral.migrant_id).update(language=language)
            ContactPoint.objects.create(
                migrant_id=referral.migrant_id,
                organisation=cast.komek,
                phone=phone,
                may_message=True,
                recorded_by=cast.aigul.user,
                recorded_at=NOW,
            )


def language_of(text: str) -> str:
    """Return the language in which a message begins."""
    return next(one for one, start in BEGINNINGS.items() if text.startswith(start))


def told_exactly_once(messages: Sequence[dict[str, Any]], expected: dict[str, str]) -> None:
    """Fail unless each key went out once, in its language; `expected` says which one by key."""
    sent = sorted(one["id"] for one in messages)
    assert sent == sorted(expected), f"{len(sent)} messages for {len(expected)} reminders"
    for one in messages:
        assert language_of(one["text"]) == expected[one["id"]], one["text"]
