"""A half-filled form, kept on the server: phones die and sessions end."""

from django.db import models

from accounts.acting import Acting, Actor, System
from accounts.cipher import SEALED
from accounts.encrypted import EncryptedJSONField
from audit.keys import new_key


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts."""

    def visible_to(self, actor: Actor) -> "DraftQuerySet":
        """Keep one's own drafts for the organisation acted for."""
        if isinstance(actor, System):
            return self
        return self.filter(user_id=actor.user_id, organisation_id=actor.organisation_key)

    def of(self, acting: Acting, form: str, about: str) -> "DraftQuerySet":
        """Keep the draft of one form about one thing."""
        return self.visible_to(acting).filter(form=form, about=about)


class Draft(models.Model):
    """What one member has typed into one form so far; emptied once the form is sent."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    form = models.TextField()
    about = models.TextField(blank=True, default="")
    # Names, phones, what happened: whatever a form asks for, and so nothing of it in clear.
    typed = EncryptedJSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation", "form", "about"], name="one_draft_a_form"
            ),
            models.CheckConstraint(
                condition=models.Q(typed__regex=SEALED), name="a_draft_is_encrypted"
            ),
        )

    def __str__(self) -> str:
        return self.form
