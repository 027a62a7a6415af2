"""What waits on the home page of an administrator."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.queries import InvitationRow
from cases.agreements import AgreementRow
from desk.work import WorkItem


def of_agreement(row: AgreementRow) -> WorkItem:
    """Return an agreement to confirm, or one that ends soon."""
    if row.is_to_confirm:
        return WorkItem(
            url=reverse("cases:confirm_agreement", args=[row.id]),
            title=row.partner,
            detail=_("Proposes an agreement to share files."),
            when=date_format(localtime(row.proposed_at), "SHORT_DATE_FORMAT"),
            tone=row.tone,
            badge=row.state_label,
        )
    day = date_format(row.until_on, "SHORT_DATE_FORMAT") if row.until_on else ""
    return WorkItem(
        url=reverse("cases:agreements"),
        title=row.partner,
        detail=_(
            "The agreement ends soon. Then a consent for a kind of organisation opens nothing."
        ),
        when=_("until %(day)s") % {"day": day},
        tone=row.tone,
        badge=row.state_label,
    )


def of_invitation(row: InvitationRow) -> WorkItem:
    """Return an invitation that waits for its answer, or ran out without one."""
    day = date_format(localtime(row.expires_at), "SHORT_DATE_FORMAT")
    return WorkItem(
        url=reverse("desk:members"),
        title=row.email,
        detail=_("The link ran out. Invite again.") if row.has_run_out else row.role_label,
        when=_("until %(day)s") % {"day": day},
        tone="attention" if row.has_run_out else "info",
    )
