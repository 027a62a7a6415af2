"""The application's getters, with row-level security held open: each with one slip of the pen.

What a getter gives is said here once more; who sees a row at all, the database is asked.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.acting import Acting, for_system
from accounts.models import Membership, Organisation
from accounts.permissions import Permission
from cases import access
from cases.models import BrokenGlass, CaseGrant
from tests.cast import Cast
from tests.mutation.conftest import SAMPLE, Mutant, Tally
from tests.mutation.repeated import EQUAL_RULES
from tests.mutation.source_mutants import mutants_of
from tests.mutation.test_tables import noticed
from tests.mutation.worlds import AS_IT_IS, World
from tests.two_rules import Model, Seen, protected, seen_in_sql

pytestmark = pytest.mark.situation("grants active")
ROOMS = (
    *("accounts.access", "cases.access", "referrals.access", "referrals.envelope_access"),
    *("reminders.access", "reports.access"),
)
SHOW, BREAK = Permission.SHOW_CONTACT, Permission.BREAK_GLASS
WITH_OTHERS = {
    *(Permission.SEE_CASE, Permission.SEE_MIGRANT, Permission.ADD_NOTE),
    *(Permission.SEE_DOCUMENT, SHOW, BREAK),
}
# Of a colleague's file one knows whose it is, and opens it in an emergency.
WHERE_KNOWN = {Permission.SEE_MIGRANT, BREAK}
TRIED = [
    *sorted(WITH_OTHERS),
    *(Permission.MOVE_CASE, Permission.ANSWER_REFERRAL, Permission.SEE_ENVELOPE),
    *(Permission.SEE_REMINDERS, Permission.RELEASE_EXPORT, Permission.MANAGE_AGREEMENTS),
]
NOBODYS = uuid.UUID(int=7)
# By what is got: whose rows, and whether all but a few acts are the holder's.
HELD = {
    "case": "Case",
    "migrant": "Migrant",
    "consent": "Consent",
    "task": "Task",
    "data_request": "DataRequest",
    "contact": "ContactPoint",
    "document": "Document",
}
OF_EITHER_SIDE = {
    "agreement": "SharingAgreement",
    "referral": "Referral",
    "envelope": "Envelope",
    "reminder": "Reminder",
    "export": "WholeExport",
}
WITHOUT_AN_ACT = {
    "own_glass": "BrokenGlass",
    "glass_to_review": "BrokenGlass",
    "referral_in_emergency": "Referral",
    "invitation": "Invitation",
    "member": "Membership",
    "organisation": "Organisation",
}
STORED: list[Model] = [*protected(), Membership, Organisation]
MODELS = {one.__name__: one for one in STORED}
Given = object


@dataclass
class Truth:
    """What each member sees, by the other net, and everything there is."""

    members: Mapping[str, Acting]
    seen: Mapping[str, Seen]
    rows: Mapping[str, Mapping[uuid.UUID, Any]]

    def gives_otherwise(self, noun: str, getter: Callable[..., Any]) -> bool:
        """Say whether a getter gives anybody what it should not, or refuses it otherwise."""
        with for_system(reason="tests"):
            return any(
                _given(getter, acting, *asked) != self._meant(noun, name, *asked)
                for name, acting in self.members.items()
                for asked in _asked(noun, self.rows[(HELD | OF_EITHER_SIDE | WITHOUT_AN_ACT)[noun]])
            )

    def _meant(self, noun: str, name: str, key: uuid.UUID, *act: Permission) -> Given:
        if noun in WITHOUT_AN_ACT:
            return self._meant_without(noun, name, key)
        model = MODELS[(HELD | OF_EITHER_SIDE)[noun]]
        row: Any = self.rows[model.__name__].get(key)
        if key not in self.seen[name][model] or self._is_closed(noun, name, row, act[0]):
            return Http404
        acting = self.members[name]
        is_holder = noun in OF_EITHER_SIDE or row.organisation_id == acting.organisation_id
        may = acting.may(act[0]) and (is_holder or act[0] in WITH_OTHERS)
        return key if may else PermissionDenied

    def _is_closed(self, noun: str, name: str, row: Any, act: Permission) -> bool:
        """Say whether what is known is closed all the same: a colleague's file, a masked phone."""
        if noun == "migrant" and act not in WHERE_KNOWN:
            return not self._is_open(name, row)
        if noun == "contact" and act is SHOW and self.members[name].scope == "team":
            return not any(
                one.migrant_id == row.migrant_id and "contact" in one.classes
                for one in self._glasses(name)
            )
        return False

    def _is_open(self, name: str, file: Any) -> bool:
        acting, now = self.members[name], timezone.now()
        is_clinic = acting.scope == "ref"
        return (
            acting.scope == "team"
            or any(
                one.migrant_id == file.pk
                and one.organisation_id == acting.organisation_id
                and (one.ends_at is None or one.ends_at > now)
                and (not is_clinic or "identity" in one.data_classes)
                for one in (self.rows["CaseGrant"][key] for key in self.seen[name][CaseGrant])
            )
            or (not is_clinic and file.caseworker_id == acting.user_id)
        )

    def _glasses(self, name: str) -> Iterator[BrokenGlass]:
        """Yield what a member opened themselves and is still open."""
        for key in self.seen[name][BrokenGlass]:
            one = self.rows["BrokenGlass"][key]
            if one.user_id == self.members[name].user_id and one.ends_at > timezone.now():
                yield one

    def _meant_without(self, noun: str, name: str, key: uuid.UUID) -> Given:
        acting = self.members[name]
        model = MODELS[WITHOUT_AN_ACT[noun]]
        row: Any = self.rows[model.__name__].get(key)
        if noun == "organisation":
            return key if row else Http404
        if noun == "member":
            is_ours = row is not None and row.organisation_id == acting.organisation_id is not None
            return key if is_ours else Http404
        if key not in self.seen[name][model]:
            return Http404
        if noun == "own_glass":
            return key if row in list(self._glasses(name)) else Http404
        if noun == "glass_to_review":
            return key if row.user_id != acting.user_id else Http404
        return self._meant_in_emergency(acting, row) if noun == "referral_in_emergency" else key

    def _meant_in_emergency(self, acting: Acting, referral: Any) -> Given:
        if not acting.may(BREAK):
            return PermissionDenied
        is_receiver = referral.sender_id != acting.organisation_id
        is_here = referral.accepted_at or not referral.ended_at or referral.reason == "emergency"
        return referral.pk if is_receiver and is_here and referral.migrant_id else Http404


def _asked(noun: str, rows: Mapping[uuid.UUID, Any]) -> Iterator[tuple[Any, ...]]:
    for key in (*rows, NOBODYS):
        yield from [(key,)] if noun in WITHOUT_AN_ACT else [(key, act) for act in TRIED]


def _given(getter: Callable[..., Any], acting: Acting, *asked: Any) -> Given:
    try:
        found = getter(*asked) if getter.__name__ == "get_organisation" else getter(acting, *asked)
    except (Http404, PermissionDenied) as refusal:
        return type(refusal)
    return (found[0] if isinstance(found, tuple) else found).pk


@pytest.fixture
def truth(members: dict[str, Acting]) -> Truth:
    """Everybody, and what they see."""
    seen = {name: seen_in_sql(protected(), one) for name, one in members.items()}
    with for_system(reason="tests"):
        rows = {name: one._default_manager.in_bulk() for name, one in MODELS.items()}
    return Truth(members, seen, rows)


def getters() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every getter of every room, by what it gets."""
    for room in ROOMS:
        module = import_module(room)
        for name, function in vars(module).items():
            if name.startswith("get_") and function.__module__ == room:
                yield name.removeprefix("get_"), function


def test_no_getter_is_left_out() -> None:
    root = Path(access.__file__).parents[1]
    modules = {".".join(path.with_suffix("").parts[-2:]) for path in root.glob("*/*access.py")}
    assert modules == set(ROOMS)
    assert {noun for noun, _getter in getters()} == {*HELD, *OF_EITHER_SIDE, *WITHOUT_AN_ACT}


def test_each_condition_of_each_getter(truth: Truth, cast: Cast, tally: Tally) -> None:
    mutants: list[Mutant] = []
    # Each asks for every row as each member, for a dozen acts.
    for noun, getter in list(getters())[:: 1 if tally.everything else SAMPLE]:
        assert not truth.gives_otherwise(noun, getter), noun
        for said, variant in mutants_of(getter):
            mutants.append((said, partial(noticed, partial(truth.gives_otherwise, noun, variant))))
    worlds = (World(AS_IT_IS, lambda: None),)
    reasons = {name: EQUAL_RULES[name] for name, _ in mutants if name in EQUAL_RULES}
    assert tally.hunt("getters", mutants, worlds, lambda: True, reasons) == []


@pytest.mark.parametrize("name", ["_only", "_permit"])
def test_each_condition_that_getters_share(
    truth: Truth, cast: Cast, tally: Tally, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def is_noticed(variant: Any) -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(access, name, variant)
            return noticed(partial(truth.gives_otherwise, "case", access.get_case))

    changed = mutants_of(getattr(access, name))
    tally.kill("getters", [(said, partial(is_noticed, variant)) for said, variant in changed])
