"""How an examination is put into words and buttons for the officers of its centre."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Acting
from accounts.permissions import Permission
from referrals.about import Fact
from referrals.buttons import Button
from referrals.custody import CustodySheet
from referrals.models import Examination
from referrals.models.examination import Phase

Words = str | Promise
LINES: dict[str, Words] = {
    Phase.SENT: gettext_lazy("The clinic has not confirmed it yet."),
    Phase.RECEIVED: gettext_lazy("The clinic has it and will name a day."),
    Phase.APPOINTMENT: gettext_lazy("Bring the person to the clinic at this time."),
    Phase.ANSWERED: gettext_lazy("The clinic has given its formal answer."),
    Phase.CLOSED: gettext_lazy(
        "This examination is closed. If the person you hold needs a doctor, ask again."
    ),
}
# The same for whoever came and whoever did not.
AWAITED = gettext_lazy("The hour of the appointment has passed. The clinic's answer is awaited.")


def line_of(sheet: CustodySheet, now: datetime.datetime) -> Words:
    """Return the one sentence on where the examination stands."""
    return AWAITED if sheet.is_past_its_hour(now) else LINES[sheet.phase]


def title_of(sheet: CustodySheet) -> str:
    """Return the name as the officer wrote it, or the number."""
    return sheet.written.name or sheet.number


def facts_of(sheet: CustodySheet) -> list[Fact]:
    """Return what the officer wrote of the person, beside the name."""
    written = sheet.written
    born = _("born in %(year)s") % {"year": written.birth_year} if written.birth_year else ""
    found = [
        Fact(label=_("Year of birth"), value=born, icon="cake"),
        Fact(label=_("Sex"), value=written.sex, icon="user"),
        Fact(label=_("Citizenship"), value=written.citizenship, icon="globe"),
        Fact(label=_("Language"), value=written.language, icon="languages"),
        Fact(label=_("Number"), value=sheet.number if written.name else "", icon="hash"),
    ]
    return [fact for fact in found if fact.value]


def buttons_of(acting: Acting, sheet: CustodySheet, now: datetime.datetime) -> list[Button]:
    """Return what the officer may do with it, save the end of custody, which stands apart."""
    if not acting.may(Permission.REFER_FROM_CUSTODY):
        return []
    if sheet.may_ask_again:
        url = f"{reverse('referrals:ask_examination')}?again={sheet.id}"
        return [Button(_("Ask for another examination"), url, "repeat", "primary", is_post=False)]
    if not sheet.may_be_taken_back(now):
        return []
    url = reverse("referrals:take_back", args=[sheet.id])
    return [Button(_("Take it back"), url, "undo-2", "danger", is_post=False)]


def as_typed(examination: Examination) -> dict[str, Any]:
    """Return what was written before, to ask once more: the complaint is asked anew."""
    return {
        "full_name": examination.name,
        "birth_year": examination.birth_year,
        "sex": examination.sex,
        "citizenship": examination.citizenship,
        "language": examination.language,
        "needs_interpreter": examination.needs_interpreter,
        "service": examination.service_id,
        "priority": examination.priority,
        "escort": examination.escort,
    }
