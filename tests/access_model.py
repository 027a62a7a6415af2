"""Who may see which classes of which case now: access.md in plain sets, without a database.

A case belongs to an organisation and a caseworker. Consent of its person says which classes clinics
may have. A referral accepted on it opens those classes to the clinic, until it is answered, taken
back by withdrawing or by time. (Breaking the glass and agreements would add grants here.)
"""

from dataclasses import dataclass, field

CLASSES = frozenset(
    {"identity", "other_names", "contact", "stay", "health", "tb", "notes", "documents", "referral"}
)
READS = {"caseworker": CLASSES, "supervisor": CLASSES - {"tb"}, "clinic_staff": CLASSES - {"stay"}}


@dataclass
class Somebody:
    """A member: where, as what, and whether they may see tuberculosis."""

    house: str
    role: str
    may_see_tb: bool
    is_active: bool = True

    def reads(self) -> frozenset[str]:
        """Return the classes their role reads."""
        return READS.get(self.role, frozenset()) - (frozenset() if self.may_see_tb else {"tb"})


@dataclass
class Held:
    """A case with its holder."""

    house: str
    caseworker: str


@dataclass
class Sent:
    """A referral of a case to a clinic, and how far it came."""

    case: str
    clinic: str
    classes: frozenset[str]
    state: str = "sent"


@dataclass
class World:
    """All there is: members, cases, whose consent stands, referrals."""

    people: dict[str, Somebody] = field(default_factory=dict)
    cases: dict[str, Held] = field(default_factory=dict)
    consents: dict[str, frozenset[str]] = field(default_factory=dict)
    referrals: dict[str, Sent] = field(default_factory=dict)

    def may_refer(self, case: str, clinic: str) -> bool:
        """Say whether a new referral could be sent: consent stands, none to them is open."""
        is_open = any(
            one.case == case and one.clinic == clinic and one.state not in {"answered", "cancelled"}
            for one in self.referrals.values()
        )
        return bool(self.consents.get(case)) and not is_open

    def consent_ends(self, case: str) -> None:
        """Let the person withdraw: what was sent waits in vain, what was opened is shut."""
        self.consents.pop(case, None)
        for one in self.referrals.values():
            if one.case == case and one.state in {"sent", "accepted"}:
                one.state = "void"

    def seen_by(self, name: str) -> dict[str, frozenset[str]]:
        """Return the cases a member sees, each with the classes they may read of it."""
        me = self.people[name]
        if not me.is_active:
            return {}
        found: dict[str, frozenset[str]] = {}
        for case, held in self.cases.items():
            is_mine = me.role == "supervisor" or (
                me.role == "caseworker" and held.caseworker == name
            )
            if held.house == me.house and is_mine:
                found[case] = me.reads()
        for one in self.referrals.values():
            if one.state == "accepted" and one.clinic == me.house and me.role == "clinic_staff":
                found[one.case] = found.get(one.case, frozenset()) | (one.classes & me.reads())
        return found
