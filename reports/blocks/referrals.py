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
from reports.months import ALMATY
from reports.slices import Slice
from reports.tables import Figure, Row, Section, Table, beside, counted, margin, summed
from reports.waits import Days, Waits, waits_of

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


def referrals(slice_: Slice) -> Section:
    """Return what was sent: by state, by kind, and how soon the receivers answered."""
    cube = sent(slice_)
    receipts, answers = (waits_of(one) for one in days(slice_))
    tables = (
        _table(
            "referrals_by_state", _("Referrals sent, by state"),
            words.referral_state(), margin(cube, STATE),
            _("As things stood at the end of the month; in the month that runs, now."),
        ),
        _table(
            "referrals_by_kind", _("Referrals sent, by kind"),
            words.referral_kind(), margin(cube, KIND),
        ),
        _first_answers(answers),
        _medians(receipts, answers),
    )  # fmt: skip
    figure = Figure(_("Referrals sent"), cube.total())
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


def _first_answers(waits: Waits) -> Table:
    labels = (
        ("in_time", _("Within 5 working days")),
        ("later", _("Later")),
        ("never", _("No answer by the end of the month, or by now")),
    )
    rows = counted(vars(waits), labels)
    title = _("The first answer to referrals sent")
    columns = (_("Accepted, declined or pointed elsewhere"), pgettext("referrals", "Sent"))
    return Table("first_answers", title, columns, rows, summed(words.total(), rows))


def _medians(receipts: Waits, answers: Waits) -> Table:
    rows = (
        Row(_("Until receipt was confirmed"), (receipts.median_days,)),
        Row(_("Until the first answer"), (answers.median_days,)),
    )
    note = _("Half of them took no longer (the median). Days are counted from sending.")
    columns = (_("From sending"), pgettext("figures", "Days"))
    return Table("days_to_answer", _("How many days it took"), columns, rows, None, note)
