"""Coded words about a person, with their names for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    """Sex as recorded for care and for WHO's tables."""

    FEMALE = "female", pgettext_lazy("sex", "Woman")
    MALE = "male", pgettext_lazy("sex", "Man")
    UNKNOWN = "unknown", pgettext_lazy("sex", "Not said")


class Citizenship(models.TextChoices):
    """Citizenship as the person tells it; no status of stay is ever stored."""

    KG = "KG", _("Kyrgyzstan")
    TJ = "TJ", _("Tajikistan")
    UZ = "UZ", _("Uzbekistan")
    KZ = "KZ", _("Kazakhstan")
    OTHER = "other", _("Another country")
    STATELESS = "stateless", _("No citizenship")
    UNKNOWN = "unknown", pgettext_lazy("citizenship", "Not known")


class Language(models.TextChoices):
    """Languages people of the region speak; the first six are those of the interface."""

    KY = "ky", _("Kyrgyz")
    TG = "tg", _("Tajik")
    UZ = "uz", _("Uzbek")
    KK = "kk", _("Kazakh")
    RU = "ru", _("Russian")
    EN = "en", _("English")
    UG = "ug", _("Uyghur")
    KAA = "kaa", _("Karakalpak")
    OTHER = "other", pgettext_lazy("language", "Another language")


class Reads(models.TextChoices):
    """Whether the person reads: it decides how they are reminded and informed."""

    YES = "yes", pgettext_lazy("reads", "Reads")
    LITTLE = "little", pgettext_lazy("reads", "Reads a little")
    NO = "no", pgettext_lazy("reads", "Does not read")
    UNKNOWN = "unknown", pgettext_lazy("reads", "Not known")


class BirthPrecision(models.TextChoices):
    """How much of the birth date is known."""

    DAY = "day", _("Day, month and year")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("Year only")
    UNKNOWN = "unknown", pgettext_lazy("birth date", "Not known")


class NameKind(models.TextChoices):
    """Where a name comes from; one person has several."""

    SPOKEN = "as_spoken", _("As spoken")
    PASSPORT = "passport", _("In the passport")
    CLINIC_PAPER = "clinic_paper", _("On a clinic's paper")
    ALIAS = "alias", _("Another name in use")
    BIRTH = "birth", _("Name at birth")
    OTHER = "other", pgettext_lazy("name", "Other")


class Script(models.TextChoices):
    """The script a name is written in."""

    CYRILLIC = "cyrillic", _("Cyrillic")
    LATIN = "latin", _("Latin")
    MIXED = "mixed", _("Mixed")
    OTHER = "other", pgettext_lazy("script", "Other")


class CaseKind(models.TextChoices):
    """What a case is about (fixed words of the interface)."""

    EMERGENCY = "emergency", _("Emergency")
    TUBERCULOSIS = "tuberculosis", _("Tuberculosis")
    PREGNANCY_AND_NEWBORN = "pregnancy_and_newborn", _("Pregnancy and newborn")
    INJURY = "injury", _("Injury")
    INFECTIOUS_DISEASE = "infectious_disease", _("Infectious disease")
    CHRONIC_DISEASE = "chronic_disease", _("Chronic disease")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PAPERS = "papers", _("Papers")
    REFUSED_CARE = "refused_care", _("Care was refused")
    TRAFFICKING = "trafficking", _("Trafficking")
    DEATH = "death", _("Death")
    OTHER = "other", pgettext_lazy("case", "Other")


class TaskKind(models.TextChoices):
    """What is still to be done for a case."""

    CALL_BACK = "call_back", _("Call back")
    TB_TEST = "tb_test", _("Arrange a TB test")
    REFER = "refer", _("Refer")
    ACCOMPANY = "accompany", _("Go with the person")
    PAPERS = "papers", _("Help with papers")
    OTHER = "other", pgettext_lazy("task", "Other")


class ConsentPurpose(models.TextChoices):
    """What the person agreed to."""

    CARE = "care", _("Care and help with one's case")
    PAPERS = "papers", _("Help of the consulate with papers")
    CROSS_BORDER = "cross_border", _("Going on with care in another country")


class DocumentKind(models.TextChoices):
    """What a document is, as far as a list must tell."""

    IDENTITY = "identity_paper", _("Identity paper")
    MEDICAL = "medical_paper", _("Medical paper")
    PHOTO = "photo", pgettext_lazy("document", "Photograph")
    CONSENT = "consent_scan", _("Signed consent")
    OTHER = "other", pgettext_lazy("document", "Other")


class DocumentState(models.TextChoices):
    """Whether a document was looked at by the virus scanner."""

    NOT_SCANNED = "not_scanned", _("Not checked for viruses")
    QUARANTINED = "quarantined", _("Is being checked for viruses")
    CLEAN = "clean", _("Checked for viruses")
    REFUSED = "refused", _("A virus was found; it was removed")


class GivenHow(models.TextChoices):
    """How consent was given; a thumb print or a spoken word needs a witness."""

    WRITTEN = "written", _("Signed")
    THUMB = "thumb", _("Thumb print")
    SPOKEN = "spoken", _("Spoken")


class WithdrawnHow(models.TextChoices):
    """How a person took a consent back; a word is enough, and nobody has to say why."""

    SPOKEN = "spoken", _("The person said so")
    PHONE = "phone", _("By phone or in a message")
    WRITTEN = "written", _("In writing")
    GUARDIAN = "guardian", _("The parent or guardian said so")


class AgeGroup(models.TextChoices):
    """How old a person is as far as consent depends on it."""

    ADULT = "adult", _("18 or older")
    TEEN = "16_17", _("16 or 17")
    CHILD = "under_16", _("Under 16")


class GuardianRelation(models.TextChoices):
    """Who the adult is that speaks for a minor."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    BY_LAW = "by_law", _("Guardian by law")
    OTHER = "other", _("Another adult who cares for them")


class WithoutGuardian(models.TextChoices):
    """Why somebody of 16 or 17 decides without a parent or guardian."""

    UNREACHABLE = "unreachable", _("Nobody of the family can be reached")
    ON_THEIR_OWN = "on_their_own", _("Lives and works on their own")
    HARM = "harm", _("The family may harm them")


class ChangeReason(models.TextChoices):
    """Why what a file says of a person is changed."""

    MISTAKE = "mistake", _("It was written down wrongly")
    PAPER = "paper", _("A paper was shown")
    SAID = "said", _("The person said so")
    OTHER = "other", pgettext_lazy("reason for a change", "Another reason")


class LegalBasisKind(models.TextChoices):
    """Grounds in law on which a case may be shared without consent, each with a reason.

    Sources: Personal data law of Kazakhstan art. 9 (consent impossible, protection of rights);
    Health Code (danger to life; statutory notification).
    """

    DANGER_TO_LIFE = "danger_to_life", _("Danger to life")
    CONSENT_IMPOSSIBLE = "consent_impossible", _("The person cannot give consent now")
    STATUTORY_NOTIFICATION = "statutory_notification", _("The law demands a notification")


class Answer(models.TextChoices):
    """An answer to a question about symptoms; not asked is not no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", pgettext_lazy("symptom", "Not known")
