"""Referrals sent in the month, as they stood when it ended."""

from collections import Counter

from django.db.models import Count, Min, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from referrals.models import Referral, ReferralStep
from referrals.models.referral import ReferralQuerySet
from referrals.states import ReferralMove, ReferralState
from reports.blocks import words
from reports.blocks.words import Words
from reports.facts import Facts, alone, single
from reports.months import ALMATY
from reports.slices import Slice
from reports.tables import Cell, Figure, Row, Section, Table, beside, counted, margin, summed
from reports.waits import Days, waits_of

KIND, STATE = range(2)
FIRST_ANSWERS = (ReferralMove.ACCEPT, ReferralMove.DECLINE, ReferralMove.REDIRECT)


def sent(slice_: Slice) -> Counter[tuple[str, ...]]:
    """Count by kind and by the state at the end of the month, or now while it runs: one query."""
    steps = ReferralStep.objects.filter(
        referral=OuterRef("pk"), at__lt=slice_.month.next_first_moment
    ).order_by("-at", "-pk")
    just_sent = Value(ReferralState.SENT.value, output_field=TextField())
    state = Coalesce(Subquery(steps.values("to_state")[:1]), just_sent)
    rows = (
        _sent(slice_).annotate(stood=state).values_list("kind", "stood").annotate(count=Count("pk"))
    )
    return Counter({(kind, stood): count for kind, stood, count in rows})


def days(slice_: Slice) -> tuple[Counter[Days], Counter[Days]]:
    """Count by the day sent and the day received, and the day first answered: one query."""
    rows = (
        _sent(slice_)
        .annotate(
            sent_on=TruncDate("sent_at", tzinfo=ALMATY),
            received_on=_day(slice_, ReferralMove.RECEIVE),
            answered_on=_day(slice_, *FIRST_ANSWERS),
        )
        .values_list("sent_on", "received_on", "answered_on")
        .annotate(count=Count("pk"))
    )
    receipts: Counter[Days] = Counter()
    answers: Counter[Days] = Counter()
    for sent_on, received_on, answered_on, count in rows:
        receipts[sent_on, received_on] += count
        answers[sent_on, answered_on] += count
    return receipts, answers


def facts(slice_: Slice) -> Facts:
    """Count what was sent: by state, by kind, and how soon the receivers answered."""
    cube = sent(slice_)
    receipts, answers = (waits_of(one) for one in days(slice_))
    fates = {"in_time": answers.in_time, "later": answers.later, "never": answers.never}
    halves = {"received": receipts.median_days, "answered": answers.median_days}
    return {
        "referrals_by_state": margin(cube, STATE),
        "referrals_by_kind": margin(cube, KIND),
        "first_answers": alone(fates),
        # A median may end in a half; where nothing came there is none.
        "half_days_to_answer": alone({k: int(2 * v) for k, v in halves.items() if v is not None}),
    }


def section(found: Facts) -> Section:
    """Return the facts as tables."""
    tables = (
        _table(
            "referrals_by_state", _("Referrals sent, by state"),
            words.referral_state(), found["referrals_by_state"],
            _("As things stood at the end of the month; in the month that runs, now."),
        ),
        _table(
            "referrals_by_kind", _("Referrals sent, by kind"),
            words.referral_kind(), found["referrals_by_kind"],
        ),
        _first_answers(single(found, "first_answers")),
        _medians(single(found, "half_days_to_answer")),
    )  # fmt: skip
    figure = Figure(_("Referrals sent"), found["referrals_by_kind"].total())
    return Section("referrals", pgettext("navigation", "Referrals"), tables, (figure,))


def _sent(slice_: Slice) -> ReferralQuerySet:
    return Referral.objects.filter(slice_.ours("sender"), slice_.within("sent_at"))


def _day(slice_: Slice, *moves: ReferralMove) -> Subquery:
    steps = ReferralStep.objects.filter(
        Q(referral=OuterRef("pk")), move__in=moves, at__lt=slice_.month.next_first_moment
    )
    first = steps.values("referral").annotate(day=TruncDate(Min("at"), tzinfo=ALMATY))
    return Subquery(first.values("day"))


def _table(
    key: str, title: str, what: Words, counts: Counter[tuple[str, ...]], note: str = ""
) -> Table:
    rows = beside(what.labels, counts)
    columns = (what.heading, pgettext("referrals", "Sent"))
    return Table(key, title, columns, rows, summed(words.total(), rows), note)


def _first_answers(fates: dict[str, int]) -> Table:
    labels = (
        ("in_time", _("Within 5 working days")),
        ("later", _("Later")),
        ("never", _("No answer by the end of the month, or by now")),
    )
    rows = counted(fates, labels)
    title = _("The first answer to referrals sent")
    columns = (_("Accepted, declined or pointed elsewhere"), pgettext("referrals", "Sent"))
    return Table("first_answers", title, columns, rows, summed(words.total(), rows))


def _medians(halves: dict[str, int]) -> Table:
    rows = (
        Row(_("Until receipt was confirmed"), (_days_of(halves.get("received")),)),
        Row(_("Until the first answer"), (_days_of(halves.get("answered")),)),
    )
    note = _("Half of them took no longer (the median). Days are counted from sending.")
    columns = (_("From sending"), pgettext("figures", "Days"))
    return Table("days_to_answer", _("How many days it took"), columns, rows, None, note)


def _days_of(halves: int | None) -> Cell:
    if halves is None:
        return None
    return halves / 2 if halves % 2 else halves // 2
