"""What a rule says and nobody can miss, because something else says it too; each with the reason.

These conditions stay: they are the second lock on a door. Whatever stands here and is noticed after
all, or is gone, must go from here: the complete run says so.
"""

from dataclasses import dataclass

OUR_GRANT = "(g.organisation_id = ORGANISATION_ID)"
OUR_FILE = "(m.organisation_id = ORGANISATION_ID)"
MY_GLASS = ("(b.organisation_id = ORGANISATION_ID)", "(b.user_id = USER_ID)")
STAFF = "(SCOPE = ANY (ARRAY['own', 'team']))"
# Tables of what hangs on a file and only its keeper writes.
OF_FILES = (
    *("cases_statecontactblock", "cases_legalhold", "cases_consent", "cases_migrantname"),
    *("cases_contactpoint", "cases_datarequest", "reminders_mute"),
)
READ, CHANGE = "members_read", "members_change"


@dataclass(frozen=True)
class Equal:
    """Conditions that policies say, and which other policy or constraint says the same."""

    why: str
    # By table and policy; "(2)" after a condition that stands there twice means the second.
    where: dict[str, tuple[str, ...]]


EQUAL_POLICIES: tuple[Equal, ...] = (
    Equal(
        "the policy on reading cases_casegrant shows clinic staff their own organisation's only",
        {
            "cases_documentshare.members_read": (f"{OUR_GRANT} (2)",),
            "cases_symptomscreen.members_read": (f"{OUR_GRANT} (2)",),
            "cases_migrant.members_read": (OUR_GRANT,),
            "cases_migrantname.members_read": (f"{OUR_GRANT} (2)", f"{OUR_GRANT} (3)"),
            "cases_contactpoint.members_read": (f"{OUR_GRANT} (2)",),
        },
    ),
    Equal(
        "the policy on reading cases_brokenglass shows clinic staff what they opened themselves only",
        {
            "cases_symptomscreen.members_read": MY_GLASS,
            "cases_migrant.members_read": MY_GLASS,
            "cases_migrantname.members_read": MY_GLASS,
        },
    ),
    Equal(
        "the policy on reading cases_casegrant shows a caseworker their own cases' only",
        {
            f"cases_{versions}.members_read": ("(g.caseworker_id = USER_ID)",)
            for versions in (
                *("caseevent", "legalbasisevent", "migrantevent", "consentevent"),
                "migrantnameevent",
            )
        },
    ),
    Equal(
        "the policy on reading cases_migrant shows staff their own organisation's files only",
        {
            f"{table}.{policy}": (OUR_FILE,)
            for policy, tables in {
                "members_read": (*OF_FILES, "cases_namekey"),
                "members_change": OF_FILES,
                "members_add": (*OF_FILES, "cases_case", "cases_namekey"),
            }.items()
            for table in tables
        },
    ),
    Equal(
        "by hand nobody adds a version, with it or without; that the triggers may, the tests of"
        " history ask (`tests/cases/test_history.py`)",
        {
            f"cases_{versions}.members_add": ("dropped",)
            for versions in (
                *("caseevent", "legalbasisevent", "migrantevent", "consentevent"),
                "migrantnameevent",
            )
        },
    ),
    Equal(
        "the same condition stands around it: `kept` is also used where it does not",
        {"cases_migrantname.members_read": (f"{STAFF} (2)",)},
    ),
    Equal(
        "no other scope is left: the policy on reading cases_casegrant shows no grant in the others",
        {"cases_note.members_read": ("(SCOPE = 'ref')",)},
    ),
)
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
        f"{place}: {part if part == 'dropped' else f'without {part}'}": one.why
        for one in EQUAL_POLICIES
        for place, parts in one.where.items()
        for part in parts
        if place.split(".")[0] == table
        and (place.split(".")[1] in names if names else place.split(".")[1] not in {READ, CHANGE})
    }
