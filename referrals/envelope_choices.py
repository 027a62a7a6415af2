"""Coded words of envelopes. What is asked of a consulate is a code: the sender has no free text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnvelopeRequest(models.TextChoices):
    """Which paper or help is asked of the consulate.

    No words of the sender's own: words could carry a diagnosis, an address or a story (classes
    2 to 7), and no check would notice. So the list names papers, and two kinds of help that say
    nothing of why: the way home, and a call. Of the list that was proposed one is left out,
    help after a death: it would tell of a person's health, the dead agree to nothing (an envelope
    rests on the consent of the person it names), and it is for the authorities to inform the
    consulate (Vienna Convention on Consular Relations, art. 37 a). The family or the
    organisation asks for a call instead.
    """

    RETURN_CERTIFICATE = "return_certificate", _("A certificate to return home")
    PASSPORT = "passport", _("A passport")
    CONFIRM_IDENTITY = "confirm_identity", _("To confirm who the person is")
    BIRTH_CERTIFICATE = "birth_certificate", _("A birth certificate")
    HELP_TO_TRAVEL_HOME = "help_to_travel_home", _("Help to travel home")
    OTHER_HELP = "other_help", _("Other help: please call the organisation that writes")


class EnvelopeOutcome(models.TextChoices):
    """What the consulate answers."""

    ISSUED = "issued", _("Done: the paper is ready or the help is given")
    WILL_ISSUE = "will_issue", _("It will be done")
    COME_IN_PERSON = "come_in_person", _("The person must come to the consulate")
    NEEDS_MORE = "needs_more", _("Something more is needed first")
    CANNOT = "cannot", _("It cannot be done")


class NeededThing(models.TextChoices):
    """What a consulate still needs; asked by code, brought by the person or told on the phone."""

    PHOTO = "photo", _("Photographs")
    OLD_PASSPORT_NUMBER = "old_passport_number", _("The number of the old passport")
    OLD_PAPER = "old_paper", _("A copy of any old paper with a name")
    BIRTH_PLACE = "birth_place", _("Where the person was born")
    RELATIVES_ADDRESS = "relatives_address", _("Address or phone of relatives at home")
    WITNESSES = "witnesses", _("Two fellow citizens who know the person")
    FEE = "fee", _("The fee")


class EnvelopeEnd(models.TextChoices):
    """Why an envelope was taken back although nobody pressed the button."""

    CONSENT_ENDED = "consent_ended", _("The consent was withdrawn.")
    CONTACT_BLOCKED = "contact_blocked", _("Contact with the own state was forbidden.")
    CITIZENSHIP_CHANGED = "citizenship_changed", _("The citizenship in the file was corrected.")
    CASE_CLOSED = "case_closed", _("The case was closed.")
