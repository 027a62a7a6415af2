"""What is stored about a migrant and their cases, by noun."""

from cases.models.case import Case, CaseStep
from cases.models.consent import Consent, ConsentRecipient, ConsentText, LegalBasis
from cases.models.contact import ContactPoint
from cases.models.draft import Draft
from cases.models.glass import BrokenGlass
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant, Person
from cases.models.name import MigrantName, NameKey
from cases.models.record import Note, SymptomScreen, Task
from cases.models.state_contact import StateContactBlock

__all__ = [
    "BrokenGlass",
    "Case",
    "CaseGrant",
    "CaseStep",
    "Consent",
    "ConsentRecipient",
    "ConsentText",
    "ContactPoint",
    "Draft",
    "LegalBasis",
    "Migrant",
    "MigrantName",
    "NameKey",
    "Note",
    "Person",
    "StateContactBlock",
    "SymptomScreen",
    "Task",
]
