"""Everybody and everything before a rule is broken, and who sees what by both rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.acting import Acting, for_member, for_system
from cases.actions import add_contact
from cases.models import Migrant
from tests.cast import NOW, Cast
from tests.mutation.worlds import nothing_but_policies
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
    return members


SYSTEM = "the system"


@dataclass
class Readers:
    """What everybody reads of some tables, the system among them, by the rule that is not broken."""

    members: Mapping[str, Acting]
    models: Sequence[Model]
    truth: dict[str, Seen] = field(default_factory=dict)

    def settle(self) -> bool:
        """Take what the application's rule shows for true; say whether the database agrees."""
        self.truth = {name: seen_by_rule(self.models, one) for name, one in self.members.items()}
        self.truth[SYSTEM] = self.all_there_is()
        return not self.differ()

    def differ(self) -> bool:
        """Say whether the database shows anybody other rows than is true."""
        return (
            any(
                seen_in_sql(self.models, acting) != self.truth[name]
                for name, acting in self.members.items()
            )
            or self.all_there_is() != self.truth[SYSTEM]
        )

    def all_there_is(self) -> Seen:
        """Return what the database shows to the system."""
        with for_system(reason="tests"):
            return {
                model: set(model._default_manager.values_list("pk", flat=True))
                for model in self.models
            }


@dataclass
class Shown(Readers):
    """The same the other way round: what the database shows is true, the application is asked."""

    def settle(self) -> bool:
        """Take what the database shows for true; say whether the application's rule agrees."""
        self.truth = {name: seen_in_sql(self.models, one) for name, one in self.members.items()}
        self.truth[SYSTEM] = self.all_there_is()
        return not self.differ()

    def differ(self) -> bool:
        """Say whether the application's rule shows anybody other rows."""
        with for_system(reason="tests") as system:
            return any(
                set(model._default_manager.visible_to(actor).values_list("pk", flat=True))  # type: ignore[attr-defined]
                != self.truth[name][model]
                for name, actor in {**self.members, SYSTEM: system}.items()
                for model in self.models
            )
