"""Fixed words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeReason(models.TextChoices):
    """Why a member's role or trust changes: a code, since the audit holds no sentences."""

    NEEDS_IT = "needs_it", _("The work needs it")
    NEEDS_IT_NO_MORE = "needs_it_no_more", _("The work does not need it any more")
    OTHER_WORK = "other_work", _("The person does other work now")
    MISTAKE = "mistake", _("It was a mistake before")
