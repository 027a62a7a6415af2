"""TB symptom screens made in the month."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.choices import Answer
from cases.models import SymptomScreen
from reports.facts import Facts, alone, single
from reports.slices import Slice
from reports.tables import Row, Section, Table, counted

QUESTIONS = ("cough", "fever", "night_sweats", "weight_loss", "tb_contact")
NOTHING_ANSWERED = Q(**dict.fromkeys(QUESTIONS, Answer.UNKNOWN))


def facts(slice_: Slice) -> Facts:
    """Count the screens made, with symptoms, without, without any answer: one query."""
    counts = SymptomScreen.objects.filter(
        slice_.ours("organisation"), slice_.on_days("screened_on")
    ).aggregate(
        made=Count("pk"),
        positive=Count("pk", filter=Q(is_positive=True)),
        unanswered=Count("pk", filter=NOTHING_ANSWERED),
    )
    counts["negative"] = counts["made"] - counts["positive"] - counts["unanswered"]
    return {"screens": alone(counts)}


def section(found: Facts) -> Section:
    """Return the facts as a table."""
    counts = single(found, "screens")
    labels = (
        ("positive", _("With symptoms or contact with TB")),
        ("negative", _("Without symptoms")),
        ("unanswered", _("No question answered")),
    )
    table = Table(
        "screens",
        _("Screens for symptoms of tuberculosis"),
        (_("Result"), _("Screens")),
        counted(counts, labels),
        Row(_("Screens made"), (counts["made"],)),
    )
    return Section("screens", _("Tuberculosis"), (table,))
