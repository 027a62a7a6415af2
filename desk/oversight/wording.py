"""Acts in words: for the page that searches the audit, and for the person whose file was looked at.

No word here names an illness, a medicine or what a case is about: the second is read on paper.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Verb

Words = str | Promise

KINDS: dict[str, Words] = {
    "migrant": _("File of a person"),
    "case": pgettext_lazy("kind of record", "Case"),
    "contact": _("Phone number"),
    "consent": pgettext_lazy("kind of record", "Consent"),
    "legal_basis": _("Legal basis"),
    "note": pgettext_lazy("kind of record", "Note"),
    "task": pgettext_lazy("kind of record", "Task"),
    "screen": _("Health questions"),
    "document": pgettext_lazy("kind of record", "Document"),
    "state_contact_block": _("No contact with the own state"),
    "referral": pgettext_lazy("kind of record", "Referral"),
    "envelope": _("Request to a consulate"),
    "reminder": pgettext_lazy("kind of record", "Message"),
    "glass": _("Emergency access"),
    "access_log": _("List of who looked"),
    "audit": _("List of what was done"),
    "report": pgettext_lazy("kind of record", "Report"),
    "membership": pgettext_lazy("kind of record", "Member"),
    "user": pgettext_lazy("kind of record", "Account"),
    "organisation": pgettext_lazy("kind of record", "Organisation"),
}
# What a refusal speaks of is the kind of act, which may be no record at all.
OTHER = pgettext_lazy("kind of record", "Something else")

# Why somebody looked. First the kind of record together with the act, then the act alone.
PURPOSES: dict[tuple[str, str], Words] = {
    (Verb.READ, "migrant"): _("opened the file"),
    (Verb.READ, "case"): _("opened the case"),
    (Verb.READ, "referral"): _("read the referral"),
    (Verb.READ, "envelope"): _("read the request to the consulate"),
    (Verb.READ, "state_contact_block"): _("read that the own state is not to be contacted"),
    (Verb.READ, "reminder"): _("sent a message to the phone number"),
    (Verb.READ, "document"): _("opened a document"),
    (Verb.READ, "access_log"): _("read this list"),
    (Verb.UNMASKED, "migrant"): _("saw the phone number"),
    (Verb.GRANTED, "case"): _("accepted the referral and was given access"),
    (Verb.GRANTED, "envelope"): _("sent a request to the consulate"),
    (Verb.MOVED, "referral"): _("received the referral"),
    (Verb.CREATED, "reminder"): _("planned a message"),
}
OF_A_VERB: dict[str, Words] = {
    Verb.READ: _("read the record"),
    Verb.LISTED: _("saw the name in a list"),
    Verb.UNMASKED: _("asked to see what is hidden at first"),
    Verb.GRANTED: _("gave access"),
    Verb.EXPORTED: _("took the record out as a file"),
    Verb.RELEASED: _("gave out a copy"),
}
GLASS = _("opened the file in an emergency")


def kind_word(subject_type: str) -> Words:
    """Return what kind of thing a row speaks of."""
    return KINDS.get(subject_type, OTHER)


def purpose_word(verb: str, subject_type: str) -> Words:
    """Return in plain words why somebody looked."""
    if subject_type == "glass" or verb == Verb.BROKE_GLASS:
        return GLASS
    words = PURPOSES.get((verb, subject_type)) or OF_A_VERB.get(verb)
    return words or Verb(verb).label
