"""Breaking the glass: who opened what for an hour, why, and what the review found."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Actor, System
from accounts.models import RoleChoice
from accounts.permissions import DataClass, Scope
from audit.keys import new_key

OPEN_FOR = datetime.timedelta(minutes=60)
REVIEW_WITHIN = datetime.timedelta(hours=72)
MOST_A_DAY = 3
WHO_BREAKS = frozenset({Scope.OWN, Scope.TEAM, Scope.REFERRED})


class GlassReason(models.TextChoices):
    """Why somebody could not wait."""

    DANGER_TO_LIFE = "danger_to_life", _("Danger to life")
    PERSON_HERE_NOW = "person_here_now", _("The person is here now and needs help")
    KEEPER_ABSENT = "keeper_absent", _("Whoever keeps the file cannot be reached")
    SAFEGUARDING = "safeguarding", _("Somebody must be protected")
    OTHER = "other", _("Another reason")


class Finding(models.TextChoices):
    """What the review found."""

    JUSTIFIED = "justified", _("It was right")
    NOT_JUSTIFIED = "not_justified", _("It was not right")
    ASK = "ask", _("I must ask first; it stays in the list")


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    """Files opened in an emergency."""

    def visible_to(self, actor: Actor) -> "BrokenGlassQuerySet":
        """Keep one's own, and for a supervisor the team's."""
        if isinstance(actor, System):
            return self
        if actor.scope is Scope.TEAM:
            return self.filter(organisation_id=actor.organisation_key)
        return self.broken_by(actor)

    def broken_by(self, actor: Actor) -> "BrokenGlassQuerySet":
        """Keep what this actor opened for the organisation they work for now."""
        if isinstance(actor, System) or actor.scope not in WHO_BREAKS:
            return self.none()
        return self.filter(organisation_id=actor.organisation_key, user_id=actor.user_id)

    def open_for(self, actor: Actor) -> "BrokenGlassQuerySet":
        """Keep what this actor opened and is open now, by the database's clock."""
        return self.broken_by(actor).filter(ends_at__gt=Now())

    def covering(self, data_class: DataClass) -> "BrokenGlassQuerySet":
        """Keep what opens the class."""
        return self.filter(classes__contains=[data_class])

    def unreviewed(self) -> "BrokenGlassQuerySet":
        """Keep what nobody has judged for good."""
        return self.filter(models.Q(reviewed_at__isnull=True) | models.Q(finding=Finding.ASK))


class BrokenGlass(models.Model):
    """One member opened a few classes of one file for an hour. It only reads; it is reviewed.

    `nth` counts the member's glasses of the day in Almaty: with the unique constraint there are
    never more than three, however many are broken at the same moment. The day, the cases and
    whether the member has anything to do with the person are the database's to check.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=RoleChoice.choices)
    migrant = models.ForeignKey("cases.Migrant", on_delete=models.PROTECT, related_name="+")
    # The file's cases at that moment; filled in by the database.
    case_ids = ArrayField(models.UUIDField(), default=list)
    reason_code = models.TextField(choices=GlassReason.choices)
    reason = models.TextField()
    classes = ArrayField(models.TextField())
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    nth = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    finding = models.TextField(choices=Finding.choices, blank=True, default="")
    review_note = models.TextField(blank=True, default="")
    alarmed_at = models.DateTimeField(null=True)

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["migrant", "user", "ends_at"], name="glass_opens"),
            models.Index(fields=["organisation", "-opened_at"], name="glass_to_review"),
        )
        constraints = (
            models.UniqueConstraint(fields=["user", "opened_on", "nth"], name="each_glass_counts"),
            models.CheckConstraint(
                condition=models.Q(nth__gte=1, nth__lte=MOST_A_DAY), name="three_glasses_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gte=models.F("opened_at"),
                    ends_at__lte=models.F("opened_at") + OPEN_FOR,
                ),
                name="a_glass_is_open_for_an_hour_at_most",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="")
                & models.Q(reason_code__in=GlassReason.values, classes__len__gt=0),
                name="a_glass_says_why_and_what",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_at__isnull=True, finding="")
                | models.Q(
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                    finding__in=Finding.values,
                ),
                name="a_review_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("user")),
                name="nobody_reviews_their_own_glass",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
