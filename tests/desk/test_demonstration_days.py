"""The demonstration can be loaded on any day of the week, at any hour, and is the same each time."""

import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from accounts.acting import for_system
from cases.models import Case, Consent, ContactPoint, MigrantName, Note, Task
from desk.demonstration.load import load_demonstration
from referrals.models import Examination, Referral
from referrals.states import ReferralState
from reminders.models import Reminder
from tests.desk.later import whatever_is_after
from tests.desk.loaded import taken_back

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
texts = import_module("cases.migrations.0004_consent_texts")

TOLD: tuple[tuple[type[Model], str], ...] = (
    (MigrantName, "full kind migrant__birth_date recorded_at"),
    (ContactPoint, "phone_index recorded_at"),
    (Case, "kind state opened_at changed_at caseworker__email"),
    (Consent, "purpose given_on expires_on witness withdrawn_on"),
    (Note, "text written_at"),
    (Task, "kind text due_on done_at"),
    (Referral, "state moved_at appointment_at asked"),
    (Examination, "phase name sent_at fitness look_again_on"),
    (Reminder, "rule due_at state failure text delivered_at"),
)


@pytest.mark.long
@pytest.mark.parametrize(
    ("weekday", "hour"), [(MONDAY, 0), (FRIDAY, 12), (SATURDAY, 23), (SUNDAY, 0)]
)
def test_it_loads_on_any_day_at_any_hour(db: None, weekday: int, hour: int) -> None:
    # The database's own clock ends grants, so the day must be one of the last seven.
    now = datetime.datetime.now(ZoneInfo("Asia/Almaty")).replace(hour=hour, minute=5)
    now -= datetime.timedelta(days=(now.weekday() - weekday) % 7)
    with connection.schema_editor(atomic=False) as editor:
        texts.add_texts(apps, editor)
    assert load_demonstration(now)
    with for_system(reason="tests"):
        assert not whatever_is_after(now)
        states = set(Referral.objects.values_list("state", flat=True))
        assert states == set(ReferralState.values)


@pytest.mark.long
def test_two_empty_databases_get_the_same_people(db: None) -> None:
    now = datetime.datetime.now(ZoneInfo("Asia/Almaty"))
    with connection.schema_editor(atomic=False) as editor:
        texts.add_texts(apps, editor)
    told = []
    for _ in range(2):
        with taken_back():
            assert load_demonstration(now)
            told.append(people_and_matters())
    assert told[0] == told[1]


def people_and_matters() -> list[tuple[object, ...]]:
    """Return what was loaded, without the keys and numbers that are drawn anew each time."""
    with for_system(reason="tests"):
        return [row for model, columns in TOLD for row in rows_of(model, columns)]


def rows_of(model: type[Model], columns: str) -> list[tuple[object, ...]]:
    return list(model._default_manager.order_by("id").values_list(*columns.split()))
