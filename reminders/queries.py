"""What the pages about messages need: never a phone number."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases import numbers
from cases.paging import Page, cut
from cases.queries import main_names, record_listed
from reminders import wording
from reminders.choices import ReminderState as S
from reminders.models import Mute, Reminder
from reminders.models.reminder import ReminderQuerySet
from reminders.wording import Words

# What each filter of the page shows; what needs a hand is a question of its own.
HAND, COMING, OUT, NOT_SENT = "hand", "coming", "out", "not_sent"
FILTERS = (HAND, COMING, OUT, NOT_SENT)
ON_THE_WAY = (S.CLAIMED, S.IN_DOUBT, S.QUEUED, S.SENT, S.DELIVERED)
MOST_WAITING = 50
MOST_OF_A_CASE = 10
SHOWN = frozenset({DataClass.IDENTITY, DataClass.REFERRAL})


def filter_named(word: str) -> str:
    """Return the filter of that name; what needs a hand for any other word."""
    return word if word in FILTERS else HAND


@dataclass(frozen=True)
class ReminderRow:
    """One reminder in a list: who, what about in neutral words, when, how it went."""

    id: uuid.UUID
    case_id: uuid.UUID
    migrant_id: uuid.UUID
    name: str
    number: str
    about: str
    at: datetime.datetime
    appointment_at: datetime.datetime | None
    state: str
    state_label: str
    tone: str
    icon: str
    text: str
    why: Words
    to_do: Words
    may_try_again: bool
    is_muted: bool


def list_reminders(
    acting: Acting, *, show: str, number: int, now: datetime.datetime
) -> Page[ReminderRow]:
    """Return a page of visible reminders: four queries and the audit row."""
    found, more = cut(_shown(acting, show, now), number)
    return Page(rows=_rows(acting, found, now), number=number, has_next=more)


def needing_a_hand(acting: Acting, now: datetime.datetime) -> list[ReminderRow]:
    """Return what somebody must see to, the most pressing first."""
    return _rows(acting, list(_shown(acting, HAND, now)[:MOST_WAITING]), now)


def reminders_of_case(
    acting: Acting, case_id: uuid.UUID, now: datetime.datetime
) -> list[ReminderRow]:
    """Return the messages of one case that came and went last."""
    rows = _visible(acting).filter(case_id=case_id).order_by("-due_at", "-id")
    return _rows(acting, list(rows[:MOST_OF_A_CASE]), now)


def are_stopped(acting: Acting, migrant_id: uuid.UUID) -> bool:
    """Say whether no messages go to a person until somebody allows them again."""
    return Mute.objects.visible_to(acting).active().filter(migrant_id=migrant_id).exists()


def _visible(acting: Acting) -> ReminderQuerySet:
    return Reminder.objects.visible_to(acting).select_related("case")


def _shown(acting: Acting, show: str, now: datetime.datetime) -> ReminderQuerySet:
    rows = _visible(acting)
    if show == HAND:
        return rows.needing_a_hand(now).order_by("due_at", "id")
    if show == COMING:
        still = Q(state__in=[S.SCHEDULED, S.CLAIMED]) | Q(
            state__in=[S.DENIED, S.MUTED], useful_until__gt=now
        )
        return rows.filter(still).order_by("due_at", "id")
    if show == OUT:
        return rows.filter(state__in=ON_THE_WAY).order_by("-due_at", "-id")
    gone = Q(state__in=[S.FAILED, S.CLEARED]) | Q(
        state__in=[S.DENIED, S.MUTED], useful_until__lte=now
    )
    return rows.filter(gone).order_by("-due_at", "-id")


def _rows(acting: Acting, found: Sequence[Reminder], now: datetime.datetime) -> list[ReminderRow]:
    migrant_ids = {one.migrant_id for one in found}
    names = main_names(acting, migrant_ids)
    muted = set(
        Mute.objects.visible_to(acting)
        .active()
        .filter(migrant_id__in=migrant_ids)
        .values_list("migrant_id", flat=True)
    )
    holders = {one.pk: one.case.organisation_id for one in found}
    record_listed(acting, "reminder", holders, SHOWN)
    return [_row(one, names, muted, now) for one in found]


def _row(
    one: Reminder, names: dict[uuid.UUID, str], muted: set[uuid.UUID], now: datetime.datetime
) -> ReminderRow:
    tone, icon = wording.LOOKS[one.state]
    may_try_again = one.state == S.FAILED and one.useful_until > now
    return ReminderRow(
        id=one.pk,
        case_id=one.case_id,
        migrant_id=one.migrant_id,
        name=names.get(one.migrant_id, ""),
        number=numbers.format_number(one.case.number),
        about=one.get_rule_display(),
        at=one.delivered_at or one.failed_at or one.sent_at or one.queued_at or one.due_at,
        appointment_at=one.appointment_at,
        state=one.state,
        state_label=one.get_state_display(),
        tone="attention" if one.outdated_at else tone,
        icon=icon,
        text=one.text,
        why=wording.why(one),
        to_do=wording.what_to_do(one, may_try_again=may_try_again),
        may_try_again=may_try_again,
        is_muted=one.migrant_id in muted,
    )
