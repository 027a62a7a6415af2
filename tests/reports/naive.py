"""The same figures, counted the slow way: every row read into Python and looked at by itself."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from accounts.acting import for_system
from cases.ages import AGE_BANDS, age_band, age_on
from cases.choices import CaseKind, Citizenship, Sex
from cases.models import Case, CaseStep, Migrant, SymptomScreen
from cases.states import ClosingReason
from cases.working_days import working_days_after
from referrals.choices import ReferralKind
from referrals.models import Referral, ReferralStep
from referrals.states import ReferralState
from reports.months import Month

ALMATY = ZoneInfo("Asia/Almaty")
REASONS = [*ClosingReason.values, "opened again"]
STATES = [state for state in ReferralState.values if state != "draft"]
Cells = list[list[Any]]


class NaiveCount:
    """The rows of one organisation, or of all where none is named."""

    def __init__(self, month: Month, organisation_id: uuid.UUID | None) -> None:
        self.month, self.organisation_id = str(month), organisation_id
        with for_system(reason="tests"):
            self.people = [one for one in Migrant.objects.all() if self._ours(one.organisation_id)]
            self.cases = [
                one
                for one in Case.objects.select_related("migrant")
                if self._ours(one.organisation_id)
            ]
            self.steps = list(CaseStep.objects.order_by("at", "id"))
            self.screens = [
                one for one in SymptomScreen.objects.all() if self._ours(one.organisation_id)
            ]
            self.sent = [
                one
                for one in Referral.objects.all()
                if self._ours(one.sender_id) and one.sent_at and self._within(one.sent_at)
            ]
            self.moves = list(ReferralStep.objects.order_by("at", "id"))

    def _ours(self, organisation_id: uuid.UUID) -> bool:
        return self.organisation_id is None or organisation_id == self.organisation_id

    def _within(self, moment: datetime.datetime) -> bool:
        return day_of(moment).strftime("%Y-%m") == self.month

    # --- people ---

    def registered(self) -> list[Migrant]:
        return [one for one in self.people if self._within(one.registered_at)]

    def people_by(self, what: str) -> Cells:
        values = Citizenship.values if what == "citizenship" else list(AGE_BANDS)
        rows = []
        for value in values:
            found = [one for one in self.registered() if self._of(one, what) == value]
            by_sex = [sum(one.sex == sex for one in found) for sex in Sex.values]
            rows.append([*by_sex, len(found)])
        return with_total(rows)

    def _of(self, migrant: Migrant, what: str) -> str:
        if what == "age":
            return band_on(migrant, migrant.registered_at)
        return str(getattr(migrant, what))

    # --- screens ---

    def screened(self) -> list[int]:
        counts: Counter[str] = Counter()
        for one in self.screens:
            if one.screened_on.strftime("%Y-%m") == self.month:
                counts["yes" if one.is_positive else "?" if one.is_unanswered else "no"] += 1
        return [counts["yes"], counts["no"], counts["?"], counts.total()]

    # --- cases ---

    def opened(self) -> list[tuple[Case, datetime.datetime]]:
        return [(one, one.opened_at) for one in self.cases if self._within(one.opened_at)]

    def closed(self) -> list[tuple[Case, datetime.datetime]]:
        return [(case, at) for case, at, _reason in self._closed()]

    def _closed(self) -> Iterator[tuple[Case, datetime.datetime, str]]:
        for case in self.cases:
            ends = [
                step
                for step in self.steps
                if step.case_id == case.pk and step.move in {"close", "reopen"}
            ]
            inside = [step for step in ends if self._within(step.at)]
            if inside and inside[-1].move == "close":
                is_last = inside[-1].pk == ends[-1].pk
                yield case, inside[-1].at, case.closing_reason if is_last else "opened again"

    def cases_by(self, what: str) -> Cells:
        values = {
            "kind": CaseKind.values,
            "citizenship": Citizenship.values,
            "sex": Sex.values,
            "age": list(AGE_BANDS),
        }[what]
        began = Counter(self._of_case(case, at, what) for case, at in self.opened())
        ended = Counter(self._of_case(case, at, what) for case, at in self.closed())
        return with_total([[began[value], ended[value]] for value in values])

    def _of_case(self, case: Case, at: datetime.datetime, what: str) -> str:
        if what == "kind":
            return case.kind
        return band_on(case.migrant, at) if what == "age" else str(getattr(case.migrant, what))

    def reasons(self) -> Cells:
        found = Counter(reason for _case, _at, reason in self._closed())
        return with_total([[found[reason]] for reason in REASONS])

    # --- referrals ---

    def states(self) -> Cells:
        found = Counter(self._moves_until_the_end(one)[-1].to_state for one in self.sent)
        return with_total([[found[state]] for state in STATES])

    def kinds(self) -> Cells:
        found = Counter(one.kind for one in self.sent)
        return with_total([[found[kind]] for kind in ReferralKind.values])

    def _moves_until_the_end(self, referral: Referral) -> list[ReferralStep]:
        # Compared as words: a month that is not later in the calendar.
        return [
            step
            for step in self.moves
            if step.referral_id == referral.pk and day_of(step.at).strftime("%Y-%m") <= self.month
        ]

    def _days(self, *moves: str) -> Iterator[tuple[datetime.date, datetime.date | None]]:
        for one in self.sent:
            assert one.sent_at
            came = [step.at for step in self._moves_until_the_end(one) if step.move in moves]
            yield day_of(one.sent_at), day_of(came[0]) if came else None

    def answers(self) -> list[int]:
        counts = [0, 0, 0]
        for sent_on, came_on in self._days("accept", "decline", "redirect"):
            late = came_on is not None and came_on > working_days_after(sent_on, 5)
            counts[2 if came_on is None else 1 if late else 0] += 1
        return [*counts, sum(counts)]

    def medians(self) -> list[float | None]:
        found = []
        for moves in (("receive",), ("accept", "decline", "redirect")):
            took = [(came - sent).days for sent, came in self._days(*moves) if came]
            found.append(median(took) if took else None)
        return found


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day it is in Almaty."""
    return moment.astimezone(ALMATY).date()


def band_on(migrant: Migrant, moment: datetime.datetime) -> str:
    """Return the age band by the rule of the files."""
    return age_band(age_on(migrant.birth_date, migrant.birth_precision, day_of(moment)))


def with_total(rows: Cells) -> Cells:
    """Return the rows with their sum below."""
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]
