"""The clinic's home: referrals to answer, people expected, answers owed."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from desk.work import WorkSection, of_appointment, of_referral
from referrals import queries
from referrals.states import ReferralState as S


def for_clinic(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Referrals to answer, people expected, those who did not come, answers owed."""
    today = now.date()
    tomorrow = datetime.datetime.combine(
        today + datetime.timedelta(days=1), datetime.time(), now.tzinfo
    )
    return [
        WorkSection(
            title=_("New referrals"),
            icon="inbox",
            tone="attention",
            items=[of_referral(r) for r in queries.waiting(acting, (S.SENT, S.RECEIVED), today)],
            empty_text=_("No new referrals."),
        ),
        WorkSection(
            title=_("Expected today, or earlier and not yet marked"),
            icon="calendar-clock",
            tone="info",
            items=[of_appointment(row) for row in queries.expected_by(acting, tomorrow, today)],
            empty_text=_("Nobody is expected today."),
        ),
        WorkSection(
            title=_("Accepted, still without an appointment"),
            icon="calendar-plus",
            tone="attention",
            items=[
                of_referral(r)
                for r in queries.waiting(acting, (S.ACCEPTED, S.DID_NOT_ARRIVE), today)
            ],
            empty_text=_("Everybody has an appointment."),
        ),
        WorkSection(
            title=_("Here now: an answer is owed"),
            icon="file-pen",
            tone="success",
            items=[of_referral(row) for row in queries.waiting(acting, (S.ARRIVED,), today)],
            empty_text=_("No answer is owed."),
        ),
    ]
