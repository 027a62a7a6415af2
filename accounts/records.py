"""How this room writes the audit."""

import uuid

from accounts.acting import Actor
from audit import actions as audit
from audit.models import Verb


def note(verb: Verb, by: Actor, subject: str, key: uuid.UUID, **codes: str | bool) -> None:
    """Write one row of the audit; the codes say what of the subject changed."""
    audit.record(verb, by=by, subject_type=subject, subject_ids=[key], detail=codes)
