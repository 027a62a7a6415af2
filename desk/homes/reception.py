"""The reception centre's home: whom to bring, answers, days to look again, silent clinics."""

import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from desk.work import WorkItem, WorkSection
from referrals import custody
from referrals.custody import CustodySheet
from referrals.custody_wording import title_of


def for_reception(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """People to bring today and tomorrow, answers, days to look again, what nobody confirmed."""
    today = now.date()
    midnight = datetime.datetime.combine(today, datetime.time(), now.tzinfo)
    bringing = custody.to_bring(acting, now, midnight + datetime.timedelta(days=2))
    return [
        WorkSection(
            title=_("Bring to the clinic today and tomorrow"),
            icon="calendar-clock",
            tone="attention",
            items=[_to_bring(sheet) for sheet in bringing],
            empty_text=_("Nobody is expected at a clinic today or tomorrow."),
        ),
        WorkSection(
            title=_("Formal answers that came"),
            icon="inbox",
            tone="success",
            items=[_answered(sheet) for sheet in custody.answers_that_came(acting, today)],
            empty_text=_("Nothing new. Formal answers of clinics appear here."),
        ),
        WorkSection(
            title=_("To be looked at again"),
            icon="stethoscope",
            tone="info",
            items=[_to_look_at(sheet, today) for sheet in custody.to_look_at_again(acting, today)],
            empty_text=_("Nobody is to be looked at again in these days."),
        ),
        WorkSection(
            title=_("Sent, and not confirmed in time"),
            icon="clock-alert",
            tone="attention",
            items=[_silent(sheet) for sheet in custody.unconfirmed(acting, today)],
            empty_text=_("Every clinic has confirmed in time."),
        ),
    ]


def _to_bring(sheet: CustodySheet) -> WorkItem:
    at = sheet.appointment
    place = f"{sheet.written.clinic} · {at.place}" if at and at.place else sheet.written.clinic
    when = date_format(localtime(at.at), "SHORT_DATETIME_FORMAT") if at else ""
    return _item(sheet, place, when)


def _answered(sheet: CustodySheet) -> WorkItem:
    formal = sheet.formal
    return _item(
        sheet,
        _fitness(sheet),
        date_format(formal.answered_on, "SHORT_DATE_FORMAT") if formal else "",
        tone="success" if formal and formal.fitness == "fit" else "attention",
    )


def _to_look_at(sheet: CustodySheet, today: datetime.date) -> WorkItem:
    day = sheet.formal.look_again_on if sheet.formal else today
    tone = "attention" if day < today else ""
    return _item(sheet, _fitness(sheet), date_format(day, "SHORT_DATE_FORMAT"), tone=tone)


def _fitness(sheet: CustodySheet) -> str:
    return f"{sheet.written.clinic} · {sheet.formal.label}" if sheet.formal else ""


def _silent(sheet: CustodySheet) -> WorkItem:
    sent = date_format(localtime(sheet.written.sent_at), "SHORT_DATE_FORMAT")
    when = gettext("sent on %(day)s") % {"day": sent}
    badge = sheet.written.priority_label if sheet.written.priority != "routine" else ""
    return _item(sheet, sheet.written.clinic, when, tone="attention", badge=badge)


def _item(
    sheet: CustodySheet, detail: str, when: str, tone: str = "", badge: str | Promise = ""
) -> WorkItem:
    return WorkItem(
        url=reverse("referrals:examination", args=[sheet.id]),
        title=title_of(sheet),
        detail=detail,
        when=when,
        tone=tone,
        badge=badge,
    )
