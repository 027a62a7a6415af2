"""The case, and every step it took."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import CaseKind
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant
from cases.states import CaseMove, CaseState, ClosingReason


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """Keep cases with a current grant that opens them to this actor."""
        if actor.scope is Scope.EVERYTHING:
            return self
        grants = CaseGrant.objects.opening_to(actor)
        return self.filter(models.Exists(grants.filter(case=models.OuterRef("pk"))))


class Case(models.Model):
    """One matter of one migrant, held by one organisation and one caseworker."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    number = models.TextField(unique=True)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="cases")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="cases"
    )
    caseworker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cases")
    kind = models.TextField(choices=CaseKind.choices)
    state = models.TextField(choices=CaseState.choices, default=CaseState.OPEN)
    closing_reason = models.TextField(choices=ClosingReason.choices, blank=True, default="")
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # The form's own key: sending the same page twice opens one case.
    submission = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["migrant"], name="case_by_migrant"),
            models.Index(fields=["organisation", "opened_at"], name="case_by_opening"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[1-9][0-9]{9}$"),
                name="case_number_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CaseKind.values) & models.Q(state__in=CaseState.values),
                name="case_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="closed", closed_on__isnull=False, closing_reason__in=ClosingReason.values
                )
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True, closing_reason="")),
                name="closed_case_has_day_and_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseStepQuerySet(models.QuerySet["CaseStep"]):
    """Steps of cases."""

    def visible_to(self, actor: Actor) -> "CaseStepQuerySet":
        """Keep steps of visible cases, for the organisation that took them."""
        if actor.scope is Scope.EVERYTHING:
            return self
        return self.filter(
            organisation_id=actor.organisation_key,
            case__in=CaseGrant.objects.cases_open_to(actor),
        )


class CaseStep(models.Model):
    """One move of a case: who, when, why. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    move = models.TextField(choices=CaseMove.choices)
    from_state = models.TextField(choices=CaseState.choices)
    to_state = models.TextField(choices=CaseState.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(move="resume") | ~models.Q(reason=""),
                name="case_step_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"
