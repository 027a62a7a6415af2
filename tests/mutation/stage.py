"""Everybody and everything before a rule is broken, and who sees what by both rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.acting import Acting, for_member, for_system
from cases.actions import add_contact
from cases.models import Migrant, StateContactBlock
from reminders.models import Mute
from tests.cast import NOW, Cast
from tests.mutation.worlds import new_key, nothing_but_policies, put, rows_of
from tests.situations import ask_from_custody, daniyars_other_roles
from tests.two_rules import Model, Seen, seen_by_rule, seen_in_sql


def everybody(cast: Cast) -> dict[str, Acting]:
    """Let a little more happen than grants; return everybody, with what Daniyar is elsewhere."""
    # One more that nobody answered yet.
    ask_from_custody(cast)
    with for_system(reason="tests"):
        without_a_case = Migrant.objects.get(caseworker=cast.aigul.user_id, cases=None)
    with for_member(cast.aigul) as by:
        add_contact(by=by, migrant=without_a_case, phone="+77010000001", now=NOW)
    members = cast.members | daniyars_other_roles(cast)
    nothing_but_policies()
    # Two caseworkers keep cases of Gulnara, one of them her file.
    for model in (StateContactBlock, Mute):
        gulnaras = [row | {"migrant_id": str(cast.gulnara.pk)} for row in rows_of(model)]
        with for_system(reason="tests"):
            put(model, [row | {"id": new_key()} for row in gulnaras], stays=True)
    return members


SYSTEM = "the system"


@dataclass
class Readers:
    """What everybody reads of some tables, the system among them, by the rule that is not broken."""

    members: Mapping[str, Acting]
    models: Sequence[Model]
    truth: dict[str, Seen] = field(default_factory=dict)
    # In worlds that the product never makes the two rules may differ on a row: it tells nothing.
    open_questions: dict[str, Seen] = field(default_factory=dict)

    def settle(self) -> bool:
        """Take for true what both rules show; say whether they agree on every row."""
        self.truth, other = self.told(), self.asked()
        self.open_questions = {
            name: {model: rows ^ other[name][model] for model, rows in seen.items()}
            for name, seen in self.truth.items()
        }
        return not any(any(rows.values()) for rows in self.open_questions.values())

    def differ(self) -> bool:
        """Say whether anybody is shown other rows than is true."""
        return any(
            (rows ^ self.truth[name][model]) - self.open_questions[name][model]
            for name, seen in self.asked().items()
            for model, rows in seen.items()
        )

    def rule(self) -> dict[str, Seen]:
        """Return what the application's rule shows to everybody."""
        with for_system(reason="tests") as system:
            everybody: dict[str, Any] = {**self.members, SYSTEM: system}
            return {name: seen_by_rule(self.models, one) for name, one in everybody.items()}

    def in_sql(self) -> dict[str, Seen]:
        """Return what the database shows to everybody."""
        seen = {name: seen_in_sql(self.models, one) for name, one in self.members.items()}
        return seen | {SYSTEM: self.all_there_is()}

    def told(self) -> dict[str, Seen]:
        """Return what the net shows whose rules are whole."""
        return self.rule()

    def asked(self) -> dict[str, Seen]:
        """Return what the net shows whose rules are broken."""
        return self.in_sql()

    def all_there_is(self) -> Seen:
        """Return what the database shows to the system."""
        with for_system(reason="tests"):
            return {
                model: set(model._default_manager.values_list("pk", flat=True))
                for model in self.models
            }


class Shown(Readers):
    """The same the other way round: what the database shows is true, the application is asked."""

    def told(self) -> dict[str, Seen]:
        """Return what the database shows."""
        return self.in_sql()

    def asked(self) -> dict[str, Seen]:
        """Return what the application's rule shows."""
        return self.rule()
