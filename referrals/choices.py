"""Coded words about a referral, with their names for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralKind(models.TextChoices):
    """Kinds of referral (fixed words of the interface)."""

    CARE = "care", _("For care")
    TRANSFER = "transfer", _("Transfer of treatment")
    EXAMINATION_FROM_CUSTODY = "examination_from_custody", _("Examination of a detained person")
    CONSULAR = "consular", _("To the consulate")
    SOCIAL_OR_LEGAL = "social_or_legal", _("Social or legal help")
    CROSS_BORDER = "cross_border", _("Across the border")


class Priority(models.TextChoices):
    """How soon (FHIR's request priority, as far as it is needed)."""

    ROUTINE = "routine", pgettext_lazy("priority", "In the usual order")
    URGENT = "urgent", pgettext_lazy("priority", "Within days")
    STAT = "stat", pgettext_lazy("priority", "At once")


class Reason(models.TextChoices):
    """What the person is referred for (WHO's list of reasons for a referral of TB clients)."""

    EMERGENCY = "emergency", _("Emergency")
    SCREENING = "screening", _("Screening")
    INITIAL_TEST = "initial_test", _("A first test")
    FOLLOW_ON_TEST = "follow_on_test", _("A follow-up test")
    SPECIMEN = "specimen_collection", _("A sample to be taken")
    ADVERSE_REACTION = "adverse_reaction", _("Side effects of medicine")
    NO_MEDICINE = "medicine_not_available", _("Medicine is not available")
    CLIENTS_WISH = "clients_wish", _("The person wishes it")
    OTHER = "other_services", _("Other care")


class DeclineReason(models.TextChoices):
    """Why a receiver says no."""

    NO_CAPACITY = "no_capacity", _("No free place")
    WRONG_SERVICE = "wrong_service", _("We do not offer this")
    NOT_COVERED = "not_covered", _("The cost is not covered")
    NEEDS_MORE = "needs_more_information", _("More information is needed")
    OTHER = "other", pgettext_lazy("decline", "Another reason")


class Outcome(models.TextChoices):
    """What came of it, in the receiver's answer."""

    TREATED = "treated", _("Seen and treated")
    ADMITTED = "admitted", _("Admitted to hospital")
    TEST_DONE = "test_done", _("Test done, result follows or is below")
    NOTHING_FOUND = "nothing_found", _("Examined, no illness found")
    NEEDS_OTHER_CARE = "needs_other_care", _("Needs care elsewhere")


class Fitness(models.TextChoices):
    """The formal answer about a detained person: all of it that the centre may know."""

    FIT = "fit", _("Fit to be held")
    NOT_FIT = "not_fit", _("Not fit to be held")


class TakenBack(models.TextChoices):
    """Why a centre takes an examination back. Coded: free words would judge the person."""

    MISTAKE = "mistake", _("It was asked for by mistake")
    WISH = "wish", _("The person no longer wishes it")
    SEEN = "seen", _("A doctor has seen the person already")


class ServiceKind(models.TextChoices):
    """What an organisation offers (HSDS's service)."""

    TB_EXAMINATION = "tb_examination", _("TB examination")
    TB_TREATMENT = "tb_treatment", _("TB treatment")
    EMERGENCY = "emergency", _("Emergency care")
    MATERNITY = "maternity", _("Pregnancy and birth")
    GENERAL_CARE = "general_care", _("General care")
    SHELTER = "shelter", _("Shelter")
    LEGAL_HELP = "legal_help", _("Legal help")
