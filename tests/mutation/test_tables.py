"""The application's tables, cell by cell: each one added, each one taken out."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from accounts import acting as acting_rules
from accounts import permissions
from accounts.acting import Acting
from accounts.models import Membership
from accounts.permissions import (
    CELLS,
    ROLE_PERMISSIONS,
    ROLE_READS,
    ROLE_SCOPE,
    Cell,
    DataClass,
    Mask,
    Permission,
    Relation,
    Role,
    Scope,
)
from cases import access, disclosure
from cases.choices import CaseKind
from tests.mutation.conftest import Mutant, Tally
from tests.mutation.source_mutants import mutants_of
from tests.who_may import (
    cells_differ,
    classes_differ,
    permissions_differ,
    scopes_differ,
    who_reads_in_emergency,
)


def members() -> Iterator[Acting]:
    """Yield somebody of every role, with and without the flag for tuberculosis."""
    for role in Role:
        for may_see_tb in (False, True):
            yield Acting(Membership(role=role, may_see_tb=may_see_tb))


def members_differ() -> bool:
    """Say whether anybody may do, reads or reaches something else than the tables say."""
    return any(_acts_differ(one) or _classes_differ(one) or _cells_differ(one) for one in members())


def _acts_differ(one: Acting) -> bool:
    acts = {act for act in Permission if one.may(act)}
    return acts != ROLE_PERMISSIONS[one.role] or one.scope != ROLE_SCOPE.get(one.role, Scope.NONE)


def _classes_differ(one: Acting) -> bool:
    hidden = set() if one.membership.may_see_tb else {DataClass.TB}
    if one.reads != set(ROLE_READS.get(one.role, ())) - hidden:
        return True
    if one.reads_where(Relation.IN_EMERGENCY) != who_reads_in_emergency(one.role):
        return True
    known = {DataClass.IDENTITY} if one.role is Role.CASEWORKER else set()
    return one.reads_where(Relation.IN_THE_TEAM) - ROLE_READS_TEAM.get(one.role, set()) != known


def _cells_differ(one: Acting) -> bool:
    return any(
        one.may_write(data_class) != (_cell(one.role, data_class).writes is not Scope.NONE)
        or one.mask_of(data_class) is not _cell(one.role, data_class).mask
        for data_class in DataClass
    )


# A supervisor's own files are the team's.
ROLE_READS_TEAM = {Role.SUPERVISOR: set(ROLE_READS[Role.SUPERVISOR])}
MATRIX = {role: dict(cells) for role, cells in CELLS.items()}


def _cell(role: Role, data_class: DataClass) -> Cell:
    return MATRIX.get(role, {}).get(data_class, Cell())


TB_ALONE, NOTHING, ALL = frozenset({DataClass.TB}), frozenset[DataClass](), frozenset(DataClass)


def disclosure_differs() -> bool:
    """Say whether a class, a word or a digit is shown to who may not see it, or hidden from who may."""
    granted = (NOTHING, TB_ALONE, ALL, {DataClass.IDENTITY, DataClass.STAY})
    if any(disclosure.readable(one, g) != one.reads & g for one in members() for g in granted):
        return True
    some = (NOTHING, TB_ALONE, frozenset({DataClass.STAY}), ALL)
    return any(_words_differ(classes) for classes in some) or _digits_differ()


def _words_differ(classes: frozenset[DataClass]) -> bool:
    """Say whether the word of a case is told otherwise to who reads some classes."""
    for kind in CaseKind:
        tells = {"tuberculosis": DataClass.TB, "trafficking": DataClass.STAY}.get(kind)
        hidden = tells is not None and tells not in classes
        label = CaseKind(kind).label
        in_emergency = label if (tells or DataClass.HEALTH) in classes else ""
        told = (
            disclosure.hides_kind(kind, classes),
            disclosure.kind_label(kind, classes),
            disclosure.kind_in_emergency(kind, classes),
        )
        if told != (hidden, disclosure.HEALTH_CASE if hidden else label, in_emergency):
            return True
    return disclosure.kind_in_emergency("", classes) != ""


def _digits_differ() -> bool:
    masked = {
        "+77011234567": "+7 ••• ••• 67",
        "+996555111222": "+996 ••• ••• 22",
        "+992900112233": "+992 ••• ••• 33",
        "+998901234567": "+998 ••• ••• 67",
        "+4915112345678": "+ ••• ••• 78",
    }
    return any(disclosure.mask_phone(phone) != said for phone, said in masked.items())


def cells(table: dict[Role, Any], words: type[Any]) -> Iterator[tuple[str, dict[Role, Any]]]:
    """Yield the table with each cell the other way round."""
    for role in Role:
        for word in words:
            held = table.get(role, frozenset())
            word_of = "without" if word in held else "with"
            yield f"{role} {word_of} {word}", table | {role: held ^ {word}}


def test_each_cell_of_the_permissions(tally: Tally) -> None:
    assert not permissions_differ(ROLE_PERMISSIONS)
    tables = cells(ROLE_PERMISSIONS, Permission)
    tally.kill("permissions", [(name, partial(permissions_differ, one)) for name, one in tables])


def test_each_cell_of_the_classes_read(tally: Tally) -> None:
    assert not classes_differ(ROLE_READS)
    tables = cells(ROLE_READS, DataClass)
    tally.kill("classes read", [(name, partial(classes_differ, one)) for name, one in tables])


def test_each_cell_of_the_scopes(tally: Tally) -> None:
    assert not scopes_differ(ROLE_SCOPE)
    others = [
        (f"{role} reaches {scope}", ROLE_SCOPE | {role: scope})
        for role in Role
        for scope in Scope
        if ROLE_SCOPE.get(role, Scope.NONE) is not scope
    ]
    tally.kill("scopes", [(name, partial(scopes_differ, one)) for name, one in others])


def test_each_cell_of_the_matrix(tally: Tally) -> None:
    assert not cells_differ(CELLS)
    tally.kill("matrix", [(said, partial(cells_differ, one)) for said, one in _matrices()])


def _matrices() -> Iterator[tuple[str, dict[Role, dict[DataClass, Cell]]]]:
    """Yield the matrix with each of a cell's words otherwise."""
    for role in Role:
        for data_class in DataClass:
            held = permissions.cell(role, data_class)
            others = [
                *(replace(held, reads=scope) for scope in Scope if scope is not held.reads),
                *(replace(held, writes=scope) for scope in Scope if scope is not held.writes),
                *(replace(held, mask=mask) for mask in Mask if mask is not held.mask),
                replace(held, glass=not held.glass),
            ]
            for one in others:
                row = CELLS.get(role, {}) | {data_class: one}
                yield f"{role} {data_class}: {one}", CELLS | {role: row}


def test_each_act_a_member_may_do_with_a_row_of_others(tally: Tally) -> None:
    meant = {
        *("case.see", "migrant.see", "contact.show", "note.add"),
        *("document.see", "glass.break"),
    }
    assert meant == access.WITH_OTHERS
    others = [
        (str(act), partial(lambda table: table != meant, access.WITH_OTHERS ^ {act}))
        for act in Permission
    ]
    tally.kill("acts on rows of others", others)


def test_each_condition_of_what_a_member_is(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not members_differ()
    tally.kill("members", list(_members_changed(monkeypatch)))


def _members_changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mutant]:
    for name in ("may", "reads", "reads_where", "may_write", "mask_of", "scope"):
        rule = vars(acting_rules.Acting)[name]
        is_property = isinstance(rule, property)
        for said, variant in mutants_of(rule.fget if is_property else rule):
            shown = property(variant) if is_property else variant
            yield said, partial(_is_noticed, monkeypatch, acting_rules.Acting, name, shown)
    for name in ("cell", "readable", "_opens", "may_write"):
        for said, variant in mutants_of(vars(permissions)[name]):
            yield said, partial(_is_noticed, monkeypatch, permissions, name, variant)


def _is_noticed(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, variant: Any) -> bool:
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, variant)
        if name in {"readable", "may_write", "cell"}:
            patch.setattr(acting_rules, name, getattr(permissions, name))
        return noticed(members_differ)


def test_each_rule_of_disclosure(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not disclosure_differs()
    tally.kill("disclosure", list(_disclosures_changed(monkeypatch)))


def _disclosures_changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mutant]:
    for name in ("readable", "kind_label", "hides_kind", "kind_in_emergency", "mask_phone"):
        for said, variant in mutants_of(getattr(disclosure, name)):

            def is_noticed(name: str = name, variant: Any = variant) -> bool:
                with monkeypatch.context() as patch:
                    patch.setattr(disclosure, name, variant)
                    return noticed(disclosure_differs)

            yield said, is_noticed
    for kind in disclosure.KINDS_THAT_TELL:
        without = {k: v for k, v in disclosure.KINDS_THAT_TELL.items() if k != kind}

        def is_told(without: Any = without) -> bool:
            with monkeypatch.context() as patch:
                patch.setattr(disclosure, "KINDS_THAT_TELL", without)
                return disclosure_differs()

        yield f"{kind} is told", is_told


def noticed(differs: Any) -> bool:
    """Say whether a check fails; one that cannot even run has failed."""
    try:
        return bool(differs())
    except Exception:  # noqa: BLE001  # whatever a broken rule breaks
        return True
