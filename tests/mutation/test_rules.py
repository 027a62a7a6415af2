"""The application's net by itself, with row-level security held open: every rule of who sees which
rows, and every getter, with one slip of the pen. What is right is asked of the other net."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.acting import Acting, System, for_system
from accounts.permissions import Permission
from cases import access
from cases.models.grant import CaseGrantQuerySet
from tests.cast import Cast
from tests.mutation.conftest import Mutant, Tally
from tests.mutation.repeated import RULES_SAID_TWICE
from tests.mutation.source_mutants import mutants_of
from tests.mutation.stage import stage_everything
from tests.mutation.test_tables import noticed
from tests.two_rules import Model, protected, seen_in_sql

ROOMS = ("cases.access", "referrals.access", "referrals.envelope_access", "reminders.access")
WITH_OTHERS = {"case.see", "migrant.see", "contact.show", "note.add"}
# Where whoever sees the row is the sender or the receiver of it, and either may act.
OF_BOTH_SIDES = {"Referral", "Envelope"}
TRIED = [Permission(act) for act in sorted(WITH_OTHERS)] + [
    Permission.MOVE_CASE,
    Permission.ANSWER_REFERRAL,
    Permission.SEE_ENVELOPE,
    Permission.SEE_REMINDERS,
]
GRANTS = ("current", "opening_to", "cases_open_to", "covering")


@dataclass
class Truth:
    """What each member sees, by the other net, and everything there is."""

    members: Mapping[str, Acting]
    seen: dict[str, dict[Model, set[uuid.UUID]]]
    everything: dict[Model, dict[uuid.UUID, Any]]

    def shows_otherwise(self, some: list[Model]) -> bool:
        """Say whether the application's rule shows anybody other rows."""
        with for_system(reason="tests") as system:
            return any(
                set(model._default_manager.visible_to(acting).values_list("pk", flat=True))  # type: ignore[attr-defined]
                != self.seen[name][model]
                for model in some
                for name, acting in self.members.items()
            ) or any(self._system_misses(model, system) for model in some)

    def _system_misses(self, model: Model, system: System) -> bool:
        rows = model._default_manager.visible_to(system)  # type: ignore[attr-defined]
        return set(rows.values_list("pk", flat=True)) != set(self.everything[model])

    def gives_otherwise(self, getter: Callable[..., Any], model: Model) -> bool:
        """Say whether a getter gives anybody a row it should not, or refuses it otherwise."""
        with for_system(reason="tests"):
            return any(
                _given(getter, acting, key, permission)
                != self._meant(name, acting, model, key, permission)
                for name, acting in self.members.items()
                for key in [*self.everything[model], uuid.UUID(int=7)]
                for permission in TRIED
            )

    def _meant(
        self, name: str, acting: Acting, model: Model, key: uuid.UUID, permission: Permission
    ) -> object:
        if key not in self.seen[name][model]:
            return Http404
        row = self.everything[model][key]
        is_holder = model.__name__ in OF_BOTH_SIDES or row.organisation_id == acting.organisation_id
        may = acting.may(permission) and (is_holder or permission in WITH_OTHERS)
        return key if may else PermissionDenied


def _given(
    getter: Callable[..., Any], acting: Acting, key: uuid.UUID, permission: Permission
) -> object:
    try:
        return getter(acting, key, permission).pk
    except (Http404, PermissionDenied) as refusal:
        return type(refusal)


@pytest.fixture
def truth(cast: Cast) -> Truth:
    """Stage everything, and ask the database once what everybody sees."""
    members = stage_everything(cast)
    seen = {name: seen_in_sql(protected(), acting) for name, acting in members.items()}
    with for_system(reason="tests"):
        rows = {model: model._default_manager.in_bulk() for model in protected()}
    return Truth(members, seen, rows)


def getters() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every getter of every room, by what it gets."""
    for room in ROOMS:
        module = import_module(room)
        for name, function in vars(module).items():
            if name.startswith("get_") and function.__module__ == room:
                yield name.removeprefix("get_"), function


def model_of(noun: str) -> Model:
    """Return the model whose rows a getter gets."""
    names = {"contact": "ContactPoint"}
    return next(m for m in protected() if m.__name__.lower() == names.get(noun, noun).lower())


def test_no_getter_and_no_rule_is_left_out() -> None:
    root = Path(access.__file__).parents[1]
    modules = {".".join(path.with_suffix("").parts[-2:]) for path in root.glob("*/*access.py")}
    assert modules == set(ROOMS)
    assert {noun for noun, _getter in getters()} >= {
        *("case", "migrant", "consent", "task", "contact"),
        *("referral", "envelope", "reminder"),
    }
    with_a_rule = {
        model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")
    }
    assert with_a_rule == set(protected())


@pytest.mark.parametrize("share", range(3))
def test_each_condition_of_who_sees_which_rows(
    truth: Truth, tally: Tally, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    some = protected()[share::3]
    assert not truth.shows_otherwise(some)
    tally.kill(
        "visible_to",
        [mutant for model in some for mutant in _rules_changed(truth, model, monkeypatch)],
        frozenset(
            name
            for model in some
            for name in RULES_SAID_TWICE
            if name.startswith(f"{model.__name__}QuerySet.visible_to")
        ),
    )


def _rules_changed(truth: Truth, model: Model, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mutant]:
    rows = type(model._default_manager.all())
    rule = vars(rows)["visible_to"]
    held_open = partial(_patched, monkeypatch, rows, "visible_to")
    check = partial(truth.shows_otherwise, [model])
    label = f"{rows.__name__}.visible_to"
    yield f"{label}: open", partial(held_open, lambda everything, _actor: everything, check)
    yield f"{label}: shut", partial(held_open, lambda everything, _actor: everything.none(), check)
    for said, variant in mutants_of(rule):
        yield said, partial(held_open, variant, check)


def test_each_condition_of_a_grant(
    truth: Truth, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_by_grants: list[Model] = [
        model for model in protected() if model.__name__ in {"Case", "Migrant", "ContactPoint"}
    ]
    check = partial(truth.shows_otherwise, shown_by_grants)
    changed = [
        (said, partial(_patched, monkeypatch, CaseGrantQuerySet, name, variant, check))
        for name in GRANTS
        for said, variant in mutants_of(vars(CaseGrantQuerySet)[name])
    ]
    allowed = frozenset(
        name for name in RULES_SAID_TWICE if name.split(".")[1].split(":")[0] in GRANTS
    )
    tally.kill("grants: time, organisation, class", changed, allowed)


def test_each_condition_of_each_getter(
    truth: Truth, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutants: list[Mutant] = []
    for noun, getter in getters():
        check = partial(truth.gives_otherwise, getter, model_of(noun))
        assert not check(), noun
        for said, variant in mutants_of(getter):
            mutants.append(
                (said, partial(noticed, partial(truth.gives_otherwise, variant, model_of(noun))))
            )
    for name in ("_only", "_permit"):
        check = partial(truth.gives_otherwise, access.get_case, model_of("case"))
        for said, variant in mutants_of(getattr(access, name)):
            mutants.append((said, partial(_patched, monkeypatch, access, name, variant, check)))
    tally.kill("getters", mutants, frozenset(n for n in RULES_SAID_TWICE if n.startswith("get_")))


def _patched(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, variant: Any, check: Callable[[], bool]
) -> bool:
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, variant)
        return noticed(check)
