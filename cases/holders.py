"""Whose file it is: the organisation whose people may read who looked."""

import uuid

from accounts.acting import Acting
from cases.models import Migrant


def holder_of(acting: Acting, migrant_id: uuid.UUID) -> uuid.UUID | None:
    """Return whose file it is, where the reader sees the file now; None where they do not."""
    files = Migrant.objects.visible_to(acting).filter(pk=migrant_id)
    return files.values_list("organisation_id", flat=True).first()
