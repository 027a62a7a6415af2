"""The demonstration can be loaded on any day of the week, at any hour."""

import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection

from accounts.acting import for_system
from desk.demonstration.load import load_demonstration
from referrals.models import Referral
from referrals.states import ReferralState
from tests.desk.later import whatever_is_after

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
texts = import_module("cases.migrations.0004_consent_texts")


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
