"""What a rule says and nobody can miss, because something else says it too; each with the reason.

These conditions stay: they are the second lock on a door. Whatever stands here and is noticed after
all, or is gone, must go from here: the complete run says so.
"""

from dataclasses import dataclass

OUR_GRANT = "(g.organisation_id = ORGANISATION_ID)"
OUR_FILE = "(m.organisation_id = ORGANISATION_ID)"
MY_GLASS = ("(b.organisation_id = ORGANISATION_ID)", "(b.user_id = USER_ID)")
READ, ADD, CHANGE = "members_read", "members_add", "members_change"


@dataclass(frozen=True)
class Equal:
    """Conditions that policies say, and which other policy or constraint says the same."""

    why: str
    # By table and policy; "(2)" after a condition that stands there twice means the second.
    where: dict[str, tuple[str, ...]]


EQUAL_POLICIES: tuple[Equal, ...] = ()
EQUAL_RULES = {
    "get_referral_in_emergency: without referral.migrant_id is None": "`may_break_glass`, asked just"
    " before, wants a person too; here it tells the type checker",
    "BrokenGlassQuerySet.broken_by: without isinstance(actor, System)": "the system's scope is none"
    " that breaks the glass; the question is for the type checker",
    "Invitation: InvitationQuerySet.visible_to: without actor.organisation_id": "the column is never"
    " empty, so who works for no organisation finds none by an empty key either",
}


def equal_policies(table: str, command: str) -> dict[str, str]:
    """Return the mutants of a table's policies for a command that may live, with the reason."""
    names = {"SELECT": {READ}, "UPDATE": {CHANGE}}.get(command)
    return {
        f"{place}: without {part}": one.why
        for one in EQUAL_POLICIES
        for place, parts in one.where.items()
        for part in parts
        if place.split(".")[0] == table
        and (place.split(".")[1] in names if names else place.split(".")[1] not in {READ, CHANGE})
    }
