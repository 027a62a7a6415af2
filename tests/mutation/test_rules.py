"""The application's net by itself, with row-level security held open: every rule of who sees which
rows, with one slip of the pen. What is right is asked of the other net."""

import inspect
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.acting import Acting, for_member, for_system
from accounts.permissions import Scope
from cases.models import CaseGrant, Migrant
from tests.cast import Cast
from tests.mutation.conftest import Mutant, Tally
from tests.mutation.repeated import EQUAL_RULES
from tests.mutation.source_mutants import mutants_of
from tests.mutation.stage import Shown
from tests.mutation.test_tables import noticed
from tests.mutation.worlds import worlds_of
from tests.two_rules import Model, protected

pytestmark = pytest.mark.situation("grants active")
SHARES = 4
CURRENT = "SELECT id FROM cases_casegrant WHERE ends_at IS NULL OR ends_at > statement_timestamp()"
# The policy on grants shows a clinic its own.
OPENED = (
    "SELECT migrant_id FROM cases_casegrant WHERE 'identity' = ANY (data_classes)"
    " AND (ends_at IS NULL OR ends_at > statement_timestamp())"
)
# What rules of who sees which rows are made of, and whose rows show when one is broken.
PARTS = {
    "CaseGrant": (
        ("current", "opening_to", "cases_open_to", "covering"),
        ("ContactPoint", "Case", "CaseStep"),
    ),
    "BrokenGlass": (
        ("broken_by", "open_for", "covering"),
        ("Migrant", "SymptomScreen", "BrokenGlass"),
    ),
    "Migrant": (("opened_to", "_opening"), ("Consent", "Migrant")),
    "SharingAgreement": (("of",), ("SharingAgreement",)),
    "MigrantEvent": (("_kept",), ("MigrantEvent", "CaseEvent")),
    "Envelope": (("_addressed_to",), ("Envelope",)),
}


def test_no_rule_is_left_out() -> None:
    with_a_rule = {
        model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")
    }
    assert with_a_rule == set(protected())
    # Whatever a rule calls of its own is broken too.
    for model in protected():
        rows = type(model._default_manager.all())
        called = vars(rows)["visible_to"].__code__.co_names
        own = {name for name in called if name in vars(rows)} - {"visible_to"}
        assert own <= set(PARTS.get(_first_of(rows), ((),))[0]), model


def _first_of(rows: type[Any]) -> str:
    """Return the first model whose rows these are: versions share a rule."""
    return next(m.__name__ for m in protected() if type(m._default_manager.all()) is rows)


@pytest.mark.parametrize("share", range(SHARES))
def test_each_condition_of_who_sees_which_rows(
    members: dict[str, Acting],
    cast: Cast,
    tally: Tally,
    monkeypatch: pytest.MonkeyPatch,
    share: int,
) -> None:
    faults = []
    for model in protected()[share::SHARES]:
        shown = Shown(members, [model])
        changed = list(_rules_changed(shown.differ, model, monkeypatch))
        table = model._meta.db_table
        worlds = worlds_of(table, "SELECT")
        faults += tally.hunt("visible_to", changed, worlds, shown.settle, _equal(changed))
    assert faults == []


def _equal(mutants: Sequence[Mutant]) -> dict[str, str]:
    return {name: EQUAL_RULES[name] for name, _ in mutants if name in EQUAL_RULES}


def _rules_changed(
    differ: Callable[[], bool], model: Model, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mutant]:
    rows = type(model._default_manager.all())
    held_open = partial(_patched, monkeypatch, rows, "visible_to")
    label = f"{model.__name__}: {rows.__name__}.visible_to"
    yield f"{label}: open", partial(held_open, lambda everything, _actor: everything, differ)
    yield f"{label}: shut", partial(held_open, lambda everything, _actor: everything.none(), differ)
    for said, variant in mutants_of(vars(rows)["visible_to"]):
        yield f"{model.__name__}: {said}", partial(held_open, variant, differ)


@pytest.mark.parametrize("whose", PARTS)
def test_each_condition_of_what_rules_are_made_of(
    members: dict[str, Acting],
    cast: Cast,
    tally: Tally,
    monkeypatch: pytest.MonkeyPatch,
    whose: str,
) -> None:
    names, showing = PARTS[whose]
    models = {model.__name__: model for model in protected()}
    rows = type(models[whose]._default_manager.all())
    shown = Opened(members, [models[name] for name in showing])
    differ = shown.differ
    changed = [
        (said, partial(_patched, monkeypatch, rows, name, _like(vars(rows)[name], variant), differ))
        for name in names
        for said, variant in mutants_of(inspect.unwrap(vars(rows)[name]))
    ]
    worlds = worlds_of(shown.models[0]._meta.db_table, "SELECT")
    faults = tally.hunt("parts of visible_to", changed, worlds, shown.settle, _equal(changed))
    assert faults == []


def _like(whole: Any, variant: Any) -> Any:
    return staticmethod(variant) if isinstance(whole, staticmethod) else variant


class Opened(Shown):
    """What is shown, and besides what counts as open where no rule of a table says so."""

    def __init__(self, members: dict[str, Acting], models: list[Model]) -> None:
        super().__init__(members, models)
        self.files: dict[str, set[uuid.UUID]] = {}
        self.grants: set[uuid.UUID] = set()

    def settle(self) -> bool:
        """Take what the database opens for true too."""
        for name, actor in self.members.items():
            with for_member(actor), connection.cursor() as cursor:
                cursor.execute(OPENED if actor.scope is Scope.REFERRED else "SELECT NULL LIMIT 0")
                self.files[name] = {key for (key,) in cursor.fetchall()}
        with for_system(reason="tests"), connection.cursor() as cursor:
            cursor.execute(CURRENT)
            self.grants = {key for (key,) in cursor.fetchall()}
        return super().settle()

    def differ(self) -> bool:
        """Say whether other files are open to a clinic, or other grants count for the system."""
        with for_system(reason="tests") as system:
            clinics = [n for n, one in self.members.items() if one.scope is Scope.REFERRED]
            if any(
                _keys(Migrant.objects.opened_to(self.members[n])) != self.files[n] for n in clinics
            ):
                return True
            if _keys(CaseGrant.objects.opening_to(system)) != self.grants:
                return True
        return super().differ()


def _keys(rows: Any) -> set[Any]:
    return set(rows.values_list("pk", flat=True))


def _patched(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, variant: Any, check: Callable[[], bool]
) -> bool:
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, variant)
        return noticed(check)
