"""What a person asked about their own data: a copy, a correction, to be erased."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import Language
from cases.models.migrant import Migrant
from cases.request_rules import OPEN, AskedHow, RefusalGround, RequestKind, RequestState

OPEN_STATES = sorted(OPEN)


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests of people about their data."""

    def visible_to(self, actor: Actor) -> "DataRequestQuerySet":
        """Keep those about one's own organisation's visible files."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key,
            migrant__in=Migrant.objects.opened_to(actor),
        )

    def open(self) -> "DataRequestQuerySet":
        """Keep what is still owed an answer."""
        return self.filter(state__in=OPEN_STATES)


class DataRequest(models.Model):
    """One request. `words` are the person's own: after a refusal they stay as their statement."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="data_requests")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.TextField(choices=RequestKind.choices)
    asked_on = models.DateField()
    asked_how = models.TextField(choices=AskedHow.choices)
    language = models.TextField(choices=Language.choices)
    words = models.TextField(blank=True, default="")
    state = models.TextField(choices=RequestState.choices, default=RequestState.ASKED)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(choices=RefusalGround.choices, blank=True, default="")
    refusal = models.TextField(blank=True, default="")

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["organisation", "asked_on"],
                condition=models.Q(state__in=OPEN_STATES),
                name="data_request_open",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["migrant", "kind"],
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_data_request_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=RequestKind.values,
                    state__in=RequestState.values,
                    asked_how__in=AskedHow.values,
                    language__in=Language.values,
                    ground__in=["", *RefusalGround.values],
                ),
                name="data_request_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(state="asked")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="a_decided_data_request_says_by_whom",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="refused") & ~models.Q(ground="") & ~models.Q(refusal=""))
                | (~models.Q(state="refused") & models.Q(ground="", refusal="")),
                name="a_refused_data_request_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | models.Q(kind="erasure"),
                name="only_an_erasure_is_agreed_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="correction") | ~models.Q(words=""),
                name="a_correction_says_what_is_wrong",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
