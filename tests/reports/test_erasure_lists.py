"""Every table that leads to a person goes with its file, or says why it stays."""

from django.apps import apps

from cases import erasure as cases
from cases.retention import Act
from referrals import erasure as referrals
from reminders import erasure as reminders
from reports.erasure import ROOMS
from tests.two_rules import leading_to_a_person

LISTS = {"cases": cases.ROWS, "referrals": referrals.ROWS, "reminders": reminders.ROWS}
# Tables that stay although they lead to a person. Each with its reason.
STAYS: dict[str, str] = {}


def erased() -> set[str]:
    return {rows.table for lists in LISTS.values() for rows in lists[Act.ERASE]}


def history() -> set[str]:
    """Return the tables that keep earlier versions of rows (django-pghistory)."""
    models = apps.get_models()
    return {m._meta.db_table for m in models if m.__name__.endswith("Event")}


def test_every_table_that_leads_to_a_person_is_erased_or_says_why_it_stays() -> None:
    leading = {model._meta.db_table for model in leading_to_a_person()} | history()
    assert leading - erased() == STAYS.keys()
    assert all(STAYS.values())


def test_no_list_names_a_table_that_is_not_there() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    for lists in LISTS.values():
        for rows in lists.values():
            assert {one.table for one in rows} <= tables


def test_what_is_thinned_is_erased_too() -> None:
    for lists in LISTS.values():
        assert {one.table for one in lists[Act.THIN]} <= {one.table for one in lists[Act.ERASE]}


def test_the_door_asks_every_room_that_has_a_list() -> None:
    assert set(ROOMS) == LISTS.keys()
