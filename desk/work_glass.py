"""What was opened in an emergency, as things to do."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.glass import GlassRow
from desk.work import WorkItem


def of_broken_glass(row: GlassRow) -> WorkItem:
    """Return a file that a colleague opened in an emergency, for whoever reviews it."""
    return WorkItem(
        url=reverse("cases:review_glass", args=[row.id]),
        title=row.name or "—",
        detail=f"{row.who} · {row.reason_label}",
        when=date_format(localtime(row.opened_at), "SHORT_DATETIME_FORMAT"),
        tone="danger" if row.is_late else "attention",
        badge=_("Over three days") if row.is_late else "",
    )


def of_glass_to_confirm(count: int, late: int) -> WorkItem:
    """Return how many emergencies only an administrator can review: a number, no person."""
    missing = ngettext(
        "%(late)d review is missing for more than three days.",
        "%(late)d reviews are missing for more than three days.",
        late,
    )
    return WorkItem(
        url=reverse("cases:glass_to_confirm"),
        title=ngettext("%(count)d review for you", "%(count)d reviews for you", count)
        % {"count": count},
        detail=missing % {"late": late} if late else "",
        tone="danger" if late else "attention",
    )
