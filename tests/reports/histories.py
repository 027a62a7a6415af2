"""Random histories of two organisations around one month, its edges above all."""

import datetime
import random
import uuid
from typing import Any

from accounts.acting import Acting, for_system
from cases import numbers
from cases.choices import Answer, BirthPrecision, CaseKind, Citizenship, Sex
from cases.models import Case, CaseStep, Migrant, Person, SymptomScreen
from cases.states import MOVES, CaseMove, CaseState, ClosingReason, moves_open_to
from referrals.choices import ReferralKind
from referrals.models import Referral, ReferralStep
from referrals.models.referral import OPEN_STATES
from referrals.states import MOVES as WAYS
from referrals.states import ReferralMove
from reports.blocks.screens import QUESTIONS
from reports.months import Month, month_of
from tests.cast import NOW, Cast

THIS = month_of(NOW)
MONTH = THIS.plus(-2)
MICROSECOND = datetime.timedelta(microseconds=1)
EDGES = [
    edge + shift
    for edge in (MONTH.first_moment, MONTH.next_first_moment)
    for shift in (-MICROSECOND, datetime.timedelta(), MICROSECOND)
]
AROUND = (MONTH.plus(-2).first_moment, THIS.first_moment)
SELDOM = {ReferralMove.CANCEL, ReferralMove.EXPIRE}
# Three working days until receipt, thirty days of silence, and the day after them.
SILENCE = datetime.timedelta(days=34)
DETAILS: dict[ReferralMove, str] = dict.fromkeys(
    (ReferralMove.DECLINE, ReferralMove.REDIRECT, ReferralMove.CANCEL, ReferralMove.LEAVE_EARLY),
    "said why",
)
# Examinations from custody are asked for by reception centres, which have no cases.
OF_CASES = [one for one in ReferralKind.values if one != ReferralKind.EXAMINATION_FROM_CUSTODY]


class Historian:
    """Writes what happened, by chance with a seed: the same seed writes the same."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)

    def write(self, people: int) -> None:
        """Let so many people come, each to one of the two organisations."""
        with for_system(reason="tests"):
            for _ in range(people):
                by = self.chance.choice([self.cast.aigul, self.cast.aigul, self.cast.timur])
                migrant = self._person(by)
                for _ in range(self.chance.choice([0, 1, 1, 2])):
                    case = self._case(by, migrant)
                    self._screen(by, case)
                    self._referral(by, case)

    def moment(self) -> datetime.datetime:
        """Return an edge of the month as often as any other moment around it."""
        start, end = AROUND
        anywhere = start + self.chance.random() * (end - start)
        return self.chance.choice([self.chance.choice(EDGES), anywhere])

    def _person(self, by: Acting) -> Migrant:
        precision = self.chance.choice(BirthPrecision.values)
        born = datetime.date(1930, 1, 1) + datetime.timedelta(days=self.chance.randrange(35_500))
        return Migrant.objects.create(
            person=Person.objects.create(),
            organisation=by.works_for,
            caseworker=by.user,
            sex=self.chance.choice(Sex.values),
            citizenship=self.chance.choice(Citizenship.values),
            birth_date=None if precision == "unknown" else born,
            birth_precision=precision,
            language="ru",
            registered_by=by.user,
            registered_at=self.moment(),
        )

    def _case(self, by: Acting, migrant: Migrant) -> Case:
        steps, state, end = self._moves()
        case = Case.objects.create(
            number=numbers.new_number(),
            migrant=migrant,
            organisation=by.works_for,
            caseworker=by.user,
            kind=self.chance.choice(CaseKind.values),
            state=state,
            opened_by=by.user,
            opened_at=self.moment(),
            changed_at=NOW,
            submission=uuid.uuid4(),
            **end,
        )
        for move, from_state, to_state, at in steps:
            CaseStep.objects.create(
                case=case, organisation=by.works_for, move=move, from_state=from_state,
                to_state=to_state, by=by.user, at=at, reason="said why",
            )  # fmt: skip
        return case

    def _moves(self) -> tuple[list[tuple[Any, ...]], CaseState, dict[str, Any]]:
        state, end, steps = CaseState.OPEN, {}, []
        for at in sorted(self.moment() for _ in range(self.chance.randrange(6))):
            move = self.chance.choice([*moves_open_to(state), *moves_open_to(state)[-1:]])
            steps.append((move, state, MOVES[move].to_state, at))
            state = MOVES[move].to_state
            reason = self.chance.choice(ClosingReason.values)
            if move in {CaseMove.CLOSE, CaseMove.REOPEN}:
                end = {"closing_reason": reason, "closed_on": at.date()}
        return steps, state, end if state is CaseState.CLOSED else {}

    def _screen(self, by: Acting, case: Case) -> None:
        if self.chance.random() < 0.6:
            answers = self.chance.choice([Answer.values, ["unknown"], ["no", "unknown"]])
            SymptomScreen.objects.create(
                case=case,
                organisation=by.works_for,
                screened_on=self.moment().date(),
                recorded_by=by.user,
                recorded_at=NOW,
                **{question: self.chance.choice(answers) for question in QUESTIONS},
            )

    def _referral(self, by: Acting, case: Case) -> None:
        steps, state = self._ways()
        sent_at = steps[0][3] if steps else None
        referral = Referral.objects.create(
            number=numbers.new_number(),
            kind=self.chance.choice(OF_CASES),
            state=state,
            case=case,
            migrant_id=case.migrant_id,
            sender=by.works_for,
            recipient=self.cast.tb_clinic,
            reason="screening",
            asked="Please look",
            data_classes=["identity"],
            consent=self.cast.gulnaras_consent if steps else None,
            created_by=by.user,
            created_at=NOW,
            sent_at=sent_at,
            appointment_at=NOW,
            arrived_at=NOW,
            moved_at=NOW,
            ended_at=None if state in OPEN_STATES else NOW,
            decline_reason="no_capacity" if state == "declined" else "",
            redirected_to=self.cast.hospital if state == "redirected" else None,
            submission=uuid.uuid4(),
        )
        for move, from_state, to_state, at in steps:
            ReferralStep.objects.create(
                referral=referral, move=move, from_state=from_state, to_state=to_state, at=at,
                by=None if move == "expire" else by.user, note=DETAILS.get(move, ""),
            )  # fmt: skip

    def _ways(self) -> tuple[list[tuple[Any, ...]], str]:
        state, at = "draft", self.moment()
        steps: list[tuple[Any, ...]] = []
        for _ in range(self.chance.randrange(7)):
            usual = [move for move, way in WAYS.items() if state in way.from_states]
            usual = [one for one in usual if one not in SELDOM or self.chance.random() < 0.1]
            if not usual:
                break
            move = ReferralMove.SEND if state == "draft" else self.chance.choice(usual)
            if move is ReferralMove.EXPIRE:
                at = max(at, steps[0][3] + SILENCE)
            steps.append((move, state, WAYS[move].to_state, at))
            state = WAYS[move].to_state
            at = self._later_than(at)
        return steps, state

    def _later_than(self, moment: datetime.datetime) -> datetime.datetime:
        edges = [edge for edge in EDGES if edge >= moment]
        if edges and self.chance.random() < 0.15:
            return edges[0]
        return moment + datetime.timedelta(days=self.chance.choice([0, 0, 1, 3, 7, 8]))


def write_history(cast: Cast, seed: int, people: int = 40) -> Month:
    """Write a random history; return the month it is about."""
    Historian(cast, seed).write(people)
    return MONTH
