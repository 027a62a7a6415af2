"""A referral, its steps and its answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.acting import Actor
from accounts.models import Organisation
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import Citizenship, Language
from cases.models import Case, CaseGrant, Consent, LegalBasis, Migrant
from referrals.choices import DeclineReason, Outcome, Priority, Reason, ReferralKind
from referrals.models.service import Service
from referrals.states import ENDED, ReferralMove, ReferralState

FROM_CUSTODY = models.Q(kind="examination_from_custody")
OPEN_STATES = [state.value for state in ReferralState if state not in ENDED]


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals."""

    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """Keep what the actor's organisation sent for visible cases, or was sent."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            # Not by the state: a draft that was taken back was never sent either.
            return self.filter(recipient_id=actor.organisation_id, sent_at__isnull=False)
        return self.filter(
            sender_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )

    def open(self) -> "ReferralQuerySet":
        """Keep what has not ended."""
        return self.filter(state__in=OPEN_STATES)


class Referral(models.Model):
    """A case handed to another organisation, with an answer owed back (FHIR's ServiceRequest).

    Before accepting, the receiver reads only the columns that begin with `shown_` and what was
    asked; after it, the case by the classes of the grant.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    number = models.TextField(unique=True)
    kind = models.TextField(choices=ReferralKind.choices, default=ReferralKind.CARE)
    state = models.TextField(choices=ReferralState.choices, default=ReferralState.DRAFT)
    # None for examinations from custody: the centre has no file, and may not learn of any.
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="referrals")
    migrant = models.ForeignKey(
        Migrant, on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals_sent"
    )
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals_received"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    priority = models.TextField(choices=Priority.choices, default=Priority.ROUTINE)
    reason = models.TextField(choices=Reason.choices)
    asked = models.TextField()
    data_classes = ArrayField(models.TextField())
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    legal_basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shown_name = models.TextField(blank=True, default="")
    shown_birth_year = models.PositiveSmallIntegerField(null=True)
    shown_sex = models.TextField(blank=True, default="")
    shown_citizenship = models.TextField(choices=Citizenship.choices, blank=True, default="")
    shown_language = models.TextField(choices=Language.choices, blank=True, default="")
    needs_interpreter = models.BooleanField(default=False)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)
    appointment_place = models.TextField(blank=True, default="")
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    # How a detained person can be brought, and when the centre said that it holds them no more.
    escort = models.TextField(blank=True, default="")
    custody_ended_at = models.DateTimeField(null=True)
    # When the sender took note of how it ended; until then it stands on the sender's home page.
    noted_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(choices=DeclineReason.choices, blank=True, default="")
    redirected_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # The form's own key: sending the same page twice makes one referral.
    submission = models.UUIDField(unique=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["recipient", "state", "-moved_at"], name="referral_received"),
            models.Index(fields=["sender", "state", "-moved_at"], name="referral_sent"),
            # Lists go by the last move and stop after a page.
            models.Index(fields=["sender", "-moved_at", "-id"], name="referral_sent_by_move"),
            models.Index(fields=["recipient", "-moved_at", "-id"], name="referral_got_by_move"),
            models.Index(fields=["case"], name="referral_by_case"),
            models.Index(
                fields=["recipient", "appointment_at"],
                condition=models.Q(state="scheduled"),
                name="referral_expected",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "recipient", "reason"],
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_referral_a_question",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReferralState.values)
                & models.Q(kind__in=ReferralKind.values)
                & models.Q(reason__in=Reason.values)
                & models.Q(priority__in=Priority.values),
                name="referral_words_are_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("recipient")), name="referral_leaves_the_house"
            ),
            # An examination rests on the law that puts the health of whoever the state detains in
            # its care: Health Code art. 143, Order ҚР ДСМ-267/2020 (COV-12; its annex not seen).
            models.CheckConstraint(
                condition=(FROM_CUSTODY & models.Q(consent__isnull=True, legal_basis__isnull=True))
                | (
                    ~FROM_CUSTODY
                    & (
                        models.Q(state__in=["draft", "cancelled"])
                        | models.Q(consent__isnull=False, legal_basis__isnull=True)
                        | models.Q(consent__isnull=True, legal_basis__isnull=False)
                    )
                ),
                name="referral_is_sent_on_one_basis",
            ),
            models.CheckConstraint(
                condition=(FROM_CUSTODY & models.Q(case__isnull=True, migrant__isnull=True))
                | (~FROM_CUSTODY & models.Q(case__isnull=False, migrant__isnull=False)),
                name="only_custody_has_no_file",
            ),
            models.CheckConstraint(
                condition=(FROM_CUSTODY & ~models.Q(state="draft") & ~models.Q(escort=""))
                | (~FROM_CUSTODY & models.Q(escort="", custody_ended_at__isnull=True)),
                name="only_custody_brings_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | models.Q(state="cancelled")
                | models.Q(sent_at__isnull=False),
                name="a_sent_referral_says_when",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="declined") & ~models.Q(decline_reason=""))
                | (~models.Q(state="declined") & models.Q(decline_reason="")),
                name="declined_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="redirected", redirected_to__isnull=False)
                | (~models.Q(state="redirected") & models.Q(redirected_to__isnull=True)),
                name="redirected_says_where",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(appointment_at__isnull=False),
                name="scheduled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="arrived") | models.Q(arrived_at__isnull=False),
                name="arrived_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_STATES, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN_STATES) & models.Q(ended_at__isnull=False)),
                name="an_ended_referral_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_from_custody(self) -> bool:
        """Whether a reception centre asks, and so there is neither a case nor a file."""
        return self.kind == ReferralKind.EXAMINATION_FROM_CUSTODY

    @property
    def what_for(self) -> str:
        """What is asked for, in a few words."""
        return self.get_kind_display() if self.is_from_custody else self.get_reason_display()


class ReferralStepQuerySet(models.QuerySet["ReferralStep"]):
    """Steps of referrals."""

    def visible_to(self, actor: Actor) -> "ReferralStepQuerySet":
        """Keep the steps of visible referrals."""
        return self.filter(referral__in=Referral.objects.visible_to(actor))


class ReferralStep(models.Model):
    """One move of a referral: who, when, why. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    move = models.TextField(choices=ReferralMove.choices)
    from_state = models.TextField(choices=ReferralState.choices)
    to_state = models.TextField(choices=ReferralState.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")

    objects = ReferralStepQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(move__in=["decline", "redirect", "cancel", "leave_early"])
                | ~models.Q(note=""),
                name="referral_step_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(move="expire", by__isnull=True)
                | (~models.Q(move="expire") & models.Q(by__isnull=False)),
                name="only_the_clock_moves_alone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class ReferralAnswerQuerySet(models.QuerySet["ReferralAnswer"]):
    """Answers to referrals."""

    def visible_to(self, actor: Actor) -> "ReferralAnswerQuerySet":
        """Keep the answers of visible referrals."""
        return self.filter(referral__in=Referral.objects.visible_to(actor))


class ReferralAnswer(models.Model):
    """What the receiver says came of it. `concerns_tb` keeps the text from who may not see TB."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="answer")
    outcome = models.TextField(choices=Outcome.choices)
    findings = models.TextField()
    advice = models.TextField(blank=True, default="")
    next_visit_on = models.DateField(null=True)
    concerns_tb = models.BooleanField(default=False)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = ReferralAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
