"""Each fact has one place that remembers it: history, steps, nowhere (never changed), or a reason."""

from typing import Any

from django.apps import apps
from django.db import connection, models

from cases.models.history import Version
from tests.two_rules import leading_to_a_person

HISTORY, STEPS = "history", "steps"
# No member may change a row: no policy of the table allows it, and no code of the system does it.
NEVER = "never changes"
REMEMBERED = {
    "cases.Person": "a bare key",
    "cases.Migrant": HISTORY,
    "cases.MigrantName": HISTORY,
    "cases.NameKey": "computed from the name, whose history it would repeat",
    "cases.ContactPoint": "encrypted: an old number is a row of its own, no longer current",
    "cases.Case": HISTORY,
    "cases.CaseStep": NEVER,
    "cases.CaseGrant": "says itself who gave it, until when, who ended it and why",
    "cases.Consent": HISTORY,
    "cases.ConsentRecipient": NEVER,
    "cases.LegalBasis": HISTORY,
    "cases.Note": NEVER,
    "cases.SymptomScreen": NEVER,
    "cases.Task": "says itself who made it and who did it; it is work, not a fact of a person",
    "cases.StateContactBlock": "each part is written once, with who and why: a trigger sees to it",
    "cases.Document": "added once; its state says when it was looked at, and nobody rewrites it",
    "cases.DocumentShare": "says itself when it was chosen and when left out",
    "cases.BrokenGlass": "each part is written once, with who and why: a trigger sees to it",
    "cases.LegalHold": "each part is written once, with who and why: a trigger sees to it",
    "cases.DataRequest": "says itself who decided what, when and on what ground",
    "referrals.Referral": STEPS,
    "referrals.ReferralStep": NEVER,
    "referrals.ReferralAnswer": NEVER,
    "referrals.Examination": "follows the referral, by triggers, and the referral has its steps",
    "referrals.FormalAnswer": NEVER,
    "referrals.Envelope": STEPS,
    "referrals.EnvelopeStep": NEVER,
    "referrals.EnvelopeAnswer": NEVER,
    "reminders.Reminder": STEPS,
    "reminders.ReminderStep": NEVER,
    "reminders.Mute": "says itself who set it and who took it back",
}


def ours() -> dict[str, type[models.Model]]:
    found = {model._meta.label: model for model in leading_to_a_person()}
    return {name: model for name, model in found.items() if not issubclass(model, Version)}


def test_every_model_that_leads_to_a_person_says_what_remembers_it() -> None:
    assert set(ours()) == set(REMEMBERED)


def test_history_is_kept_of_exactly_those_that_say_so() -> None:
    versions: list[Any] = [one for one in apps.get_models() if issubclass(one, Version)]
    assert {one.pgh_tracked_model._meta.label for one in versions} == {
        name for name, how in REMEMBERED.items() if how == HISTORY
    }


def test_what_never_changes_cannot_be_changed(db: None) -> None:
    never = {name for name, how in REMEMBERED.items() if how == NEVER}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE cmd = 'UPDATE'"
            " OR (cmd = 'ALL' AND policyname <> 'system')"
        )
        changed = {table for (table,) in cursor.fetchall()}
    assert {name for name in never if apps.get_model(name)._meta.db_table in changed} == set()


def test_what_changes_by_steps_has_a_table_of_steps() -> None:
    with_steps = {name for name, how in REMEMBERED.items() if how == STEPS}
    assert all(apps.get_model(f"{name}Step") for name in with_steps)
