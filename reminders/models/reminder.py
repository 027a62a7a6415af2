"""A reminder: one message about one thing, due once."""

import datetime

from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import Language
from cases.models import Case, CaseGrant, ContactPoint, Migrant
from reminders import states
from reminders.choices import FAILURES, Denial, ReminderState, Rule, SubjectType

S = ReminderState
DAY = datetime.timedelta(days=1)
# What has not gone out so long after its hour had better be said by a call.
LATE = datetime.timedelta(minutes=30)
ENDED = sorted(states.ENDED)
HANDED_OVER = sorted({*states.OUT, S.FAILED})


def _troubled(now: datetime.datetime) -> models.Q:
    """Return the condition that a message does not, or perhaps does not, do what it should."""
    return (
        models.Q(state__in=sorted(states.NEEDS_A_HAND))
        | models.Q(outdated_at__isnull=False)
        | models.Q(state__in=[S.SCHEDULED, S.IN_DOUBT], due_at__lt=now - LATE)
    )


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders."""

    def visible_to(self, actor: Actor) -> "ReminderQuerySet":
        """Keep one's own organisation's reminders of visible cases."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )

    def needing_a_hand(self, now: datetime.datetime) -> "ReminderQuerySet":
        """Keep what a person must see to: it will not be told, was not, or was told wrongly.

        Only while it is of use, only from a day before, and of each matter only what comes first.
        """
        open_ones = models.Q(noted_at__isnull=True, useful_until__gt=now, due_at__lt=now + DAY)
        troubled = _troubled(now)
        same = Reminder.objects.filter(
            open_ones, troubled, subject_id=models.OuterRef("subject_id")
        )
        earlier = same.filter(due_at__lt=models.OuterRef("due_at"))
        return self.filter(open_ones, troubled).exclude(models.Exists(earlier))

    def in_trouble(self, now: datetime.datetime) -> "ReminderQuerySet":
        """Keep what went wrong and nobody has noted yet, whatever the hour."""
        return self.filter(_troubled(now), noted_at__isnull=True)


class Reminder(models.Model):
    """One message, sent at most once: the row is the truth, whatever queues and workers do.

    `key` is what the gateway knows it by. `claim` is the number of whoever sends it or asks about
    it at the moment, until `claimed_until`; what they bring back counts only under that number.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="reminders")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reminders")
    subject_type = models.TextField(choices=SubjectType.choices)
    subject_id = models.UUIDField()
    rule = models.TextField(choices=Rule.choices)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    appointment_at = models.DateTimeField(null=True)
    state = models.TextField(choices=ReminderState.choices)
    denial = models.TextField(choices=Denial.choices, blank=True, default="")
    failure = models.TextField(choices=[*FAILURES.items()], blank=True, default="")
    language = models.TextField(choices=Language.choices)
    text = models.TextField()
    key = models.UUIDField(unique=True, default=new_key)
    attempts = models.PositiveSmallIntegerField(default=0)
    asks = models.PositiveSmallIntegerField(default=0)
    # When to try it, or to ask about it.
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    contact = models.ForeignKey(
        ContactPoint, on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    planned_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Since when what the message said does not hold any more: moved or cancelled after it went out.
    outdated_at = models.DateTimeField(null=True)
    # When somebody saw to it by a call or a visit; until then it stands among what needs a hand.
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["next_at"], condition=models.Q(state=S.SCHEDULED), name="reminder_due"
            ),
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=sorted(states.ASKED_ABOUT)),
                name="reminder_to_ask",
            ),
            models.Index(
                fields=["claimed_until"],
                condition=models.Q(state=S.CLAIMED),
                name="reminder_claimed",
            ),
            models.Index(fields=["useful_until"], name="reminder_useful"),
            models.Index(fields=["organisation", "due_at"], name="reminder_lists"),
            models.Index(fields=["organisation", "due_on"], name="reminder_by_day"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["subject_id", "rule", "due_on"], name="a_reminder_is_planned_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReminderState.values)
                & models.Q(subject_type__in=SubjectType.values)
                & models.Q(rule__in=Rule.values)
                & models.Q(denial__in=["", *Denial.values])
                & models.Q(failure__in=["", *sorted(FAILURES)]),
                name="reminder_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__lt=models.F("useful_until")),
                name="a_reminder_is_due_while_useful",
            ),
            models.CheckConstraint(
                condition=models.Q(rule__in=["call_today", "meeting_tomorrow"])
                | models.Q(appointment_at__isnull=False),
                name="a_reminded_appointment_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(claim__isnull=True, claimed_until__isnull=True)
                & ~models.Q(state=S.CLAIMED)
                | models.Q(claim__isnull=False, claimed_until__isnull=False)
                & models.Q(state__in=sorted({S.CLAIMED, *states.ASKED_ABOUT})),
                name="a_claim_has_its_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=HANDED_OVER)
                | models.Q(contact__isnull=False, attempts__gt=0) & ~models.Q(text=""),
                name="what_went_out_says_what_and_where",
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.DENIED) & ~models.Q(denial="")
                | ~models.Q(state=S.DENIED) & models.Q(denial=""),
                name="a_denied_reminder_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.FAILED, failed_at__isnull=False) & ~models.Q(failure="")
                | ~models.Q(state=S.FAILED) & models.Q(failed_at__isnull=True, failure=""),
                name="a_failed_reminder_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.DELIVERED, delivered_at__isnull=False)
                | ~models.Q(state=S.DELIVERED) & models.Q(delivered_at__isnull=True),
                name="a_delivered_reminder_says_when",
            ),
            models.CheckConstraint(
                condition=(~models.Q(state=S.SENT) | models.Q(sent_at__isnull=False))
                & (~models.Q(state=S.QUEUED) | models.Q(queued_at__isnull=False)),
                name="a_reminder_on_its_way_says_since_when",
            ),
            models.CheckConstraint(
                condition=models.Q(noted_at__isnull=True, noted_by__isnull=True)
                | models.Q(noted_at__isnull=False, noted_by__isnull=False),
                name="a_noted_reminder_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | ~models.Q(state__in=ENDED) & models.Q(ended_at__isnull=True),
                name="an_ended_reminder_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"
