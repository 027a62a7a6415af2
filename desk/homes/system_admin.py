"""The system administrator's home: organisations nobody administers. No person is named here."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.acting import Acting
from accounts.queries import OrganisationRow
from desk.work import WorkItem, WorkSection


def for_system_admin(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Organisations at work where nobody can invite or suspend a member."""
    del acting, now
    alone = [one for one in queries.organisations() if one.is_active and not one.admins]
    return [
        WorkSection(
            title=_("Organisations without an administrator"),
            icon="building-2",
            tone="attention",
            items=[_of_organisation(one) for one in alone],
            empty_text=_("Every organisation has an administrator."),
        )
    ]


def _of_organisation(row: OrganisationRow) -> WorkItem:
    url = reverse("organisations:organisation", args=[row.id])
    return WorkItem(url=url, title=row.name, detail=row.kind_label)
