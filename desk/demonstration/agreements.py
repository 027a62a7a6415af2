"""Agreements among the organisations of the demonstration, and an invitation nobody has answered."""

import datetime

from accounts.acting import for_member
from accounts.actions import invite_member
from accounts.actions.invitation import InvitationTerms
from accounts.permissions import Role
from accounts.tokens import new_token
from cases.models import SharingAgreement
from desk.demonstration.stage import Stage

SHARED = ["contact", "health", "identity", "other_names", "referral", "tb"]
BEGAN = datetime.timedelta(days=730)
ENDS_SOON = datetime.timedelta(days=21)
# Who proposed, who confirmed, and with how many days to go, if it ends.
IN_FORCE = (
    ("komek", "madina", "tb_clinic", "aliya", None),
    ("komek", "madina", "hospital", "olga", ENDS_SOON),
    ("tirek", "kamila", "tb_clinic", "aliya", None),
    ("tirek", "kamila", "hospital", "olga", None),
)


def agree(stage: Stage) -> None:
    """Store what was agreed two years ago, and what Tirek proposed to Komek three days ago."""
    began = stage.clock.today - BEGAN
    rows = [
        _row(
            stage,
            first,
            proposer,
            second,
            from_on=began,
            until_on=stage.clock.today + to_go if to_go else None,
            proposed_at=stage.clock.now - BEGAN,
            confirmed_by=stage.members[confirmer].user,
            confirmed_at=stage.clock.now - BEGAN,
        )
        for first, proposer, second, confirmer, to_go in IN_FORCE
    ]
    asked_at = stage.clock.at(3, 11)
    proposed = {"from_on": asked_at.date(), "proposed_at": asked_at}
    rows.append(_row(stage, "tirek", "kamila", "komek", **proposed))
    SharingAgreement.objects.bulk_create(rows)


def _row(
    stage: Stage, first: str, proposer: str, second: str, **columns: object
) -> SharingAgreement:
    return SharingAgreement(
        first=stage.organisations[first],
        second=stage.organisations[second],
        data_classes=SHARED,
        proposed_by=stage.members[proposer].user,
        **columns,
    )


def invite(stage: Stage) -> None:
    """Let Madina have invited a caseworker, who has not answered yet."""
    terms = InvitationTerms("asem@komek.example", Role.CASEWORKER, may_see_tb=True)
    with for_member(stage.members["madina"]) as by:
        invite_member(
            by=by,
            organisation=by.works_for,
            terms=terms,
            # A link that nobody has seen.
            token=new_token(),
            submission=stage.key(),
            now=stage.clock.at(2, 15),
        )
