"""An envelope for a consulate: a frozen copy of the few fields somebody meant for it."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from accounts.acting import Actor
from accounts.models import Organisation, OrganisationKind
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import BirthPrecision, ConsentPurpose, Sex
from cases.models import Case, CaseGrant, Consent, Migrant
from referrals.envelope_choices import EnvelopeEnd, EnvelopeOutcome, EnvelopeRequest, NeededThing
from referrals.envelope_states import ENDED, OPEN, EnvelopeMove, EnvelopeState

OPEN_STATES = [state.value for state in OPEN]
ENDED_STATES = [state.value for state in EnvelopeState if state in ENDED]
MOST_DAYS = datetime.timedelta(days=30)


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    """Envelopes."""

    def visible_to(self, actor: Actor) -> "EnvelopeQuerySet":
        """Keep what the actor's organisation sent for visible cases, or what is meant for them.

        No joins: a conditional update must find these conditions on the row itself, so that of
        two who move an envelope at once the second sees what the first did.
        """
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.ENVELOPE:
            return self._addressed_to(actor)
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            sender_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )

    def _addressed_to(self, actor: Actor) -> "EnvelopeQuerySet":
        """Keep open envelopes about the state's own nationals, until they run out."""
        own_state = Organisation.objects.filter(
            pk=actor.organisation_key,
            kind=OrganisationKind.CONSULATE,
            country=models.OuterRef("shown_citizenship"),
        )
        return self.filter(
            models.Exists(own_state),
            consulate_id=actor.organisation_key,
            state__in=OPEN_STATES,
            expires_at__gt=Now(),
        )


class Envelope(models.Model):
    """Who somebody is and which paper they need, told to one consulate for a while.

    The columns that begin with `shown_`, the request, the sender and the days are all that the
    consulate ever reads. The purpose is the one that was read out to the person before they
    agreed: help with papers. (The words for care in another country promise that only a health
    service reads them, and the purpose alone would say that the person is ill.)
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    number = models.TextField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="envelopes")
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="envelopes")
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="envelopes_sent"
    )
    consulate = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="envelopes_received"
    )
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField(choices=ConsentPurpose.choices, default=ConsentPurpose.PAPERS)
    request = models.TextField(choices=EnvelopeRequest.choices)
    shown_name = models.TextField()
    shown_birth_date = models.DateField(null=True)
    shown_birth_precision = models.TextField(choices=BirthPrecision.choices, blank=True, default="")
    shown_sex = models.TextField(choices=Sex.choices, blank=True, default="")
    shown_citizenship = models.TextField()
    state = models.TextField(choices=EnvelopeState.choices, default=EnvelopeState.SENT)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # When the sender took note of how it ended; until then it stands on the sender's home page.
    noted_at = models.DateTimeField(null=True)
    # The form's own key: sending the same page twice sends one envelope.
    submission = models.UUIDField(unique=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["consulate", "state", "-sent_at"], name="envelope_received"),
            models.Index(fields=["sender", "state", "-sent_at"], name="envelope_sent"),
            models.Index(fields=["case"], name="envelope_by_case"),
            models.Index(fields=["consent"], name="envelope_by_consent"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "consulate", "request"],
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_envelope_a_request",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=EnvelopeState.values,
                    request__in=EnvelopeRequest.values,
                    purpose=ConsentPurpose.PAPERS,
                    shown_sex__in=["", Sex.FEMALE, Sex.MALE],
                    shown_citizenship__regex="^[A-Z]{2}$",
                )
                & ~models.Q(shown_name=""),
                name="envelope_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_birth_date__isnull=True, shown_birth_precision="")
                | models.Q(
                    shown_birth_date__isnull=False,
                    shown_birth_precision__in=["day", "month", "year"],
                ),
                name="shown_birth_date_has_its_precision",
            ),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("consulate")),
                name="envelope_leaves_the_house",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__lte=models.F("sent_at") + MOST_DAYS),
                name="envelope_lasts_thirty_days_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "withdrawn", "expired"])
                | models.Q(seen_at__isnull=False),
                name="a_seen_envelope_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["answered", "closed"])
                | models.Q(answered_at__isnull=False),
                name="an_answered_envelope_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_STATES, ended_at__isnull=True)
                | models.Q(state__in=ENDED_STATES, ended_at__isnull=False),
                name="an_ended_envelope_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.number


class EnvelopeStepQuerySet(models.QuerySet["EnvelopeStep"]):
    """Steps of envelopes."""

    def visible_to(self, actor: Actor) -> "EnvelopeStepQuerySet":
        """Keep the steps of visible envelopes."""
        return self.filter(envelope__in=Envelope.objects.visible_to(actor))


class EnvelopeStep(models.Model):
    """One move of an envelope: who, when, why. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="steps")
    move = models.TextField(choices=EnvelopeMove.choices)
    from_state = models.TextField(choices=EnvelopeState.choices)
    to_state = models.TextField(choices=EnvelopeState.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    because = models.TextField(choices=EnvelopeEnd.choices, blank=True, default="")

    objects = EnvelopeStepQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(move="withdraw") | ~models.Q(note="") | ~models.Q(because=""),
                name="envelope_step_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(move="expire", by__isnull=True)
                | ~models.Q(because="")
                | (~models.Q(move="expire") & models.Q(by__isnull=False)),
                name="only_the_clock_moves_an_envelope_alone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class EnvelopeAnswerQuerySet(models.QuerySet["EnvelopeAnswer"]):
    """Answers of consulates."""

    def visible_to(self, actor: Actor) -> "EnvelopeAnswerQuerySet":
        """Keep the answers to visible envelopes."""
        return self.filter(envelope__in=Envelope.objects.visible_to(actor))


class EnvelopeAnswer(models.Model):
    """What the consulate says: a code, what is still needed, and words of its own."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    envelope = models.OneToOneField(Envelope, on_delete=models.PROTECT, related_name="answer")
    outcome = models.TextField(choices=EnvelopeOutcome.choices)
    needs = ArrayField(models.TextField(choices=NeededThing.choices), default=list)
    words = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = EnvelopeAnswerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="needs_more", needs__len__gt=0)
                | (~models.Q(outcome="needs_more") & models.Q(needs=[])),
                name="an_answer_says_what_is_needed",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="cannot") | ~models.Q(words=""),
                name="a_refusal_says_why",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
