"""What is stored about a migrant and their cases, by noun."""

from cases.models.case import Case, CaseStep
from cases.models.consent import Consent, ConsentRecipient, ConsentText, LegalBasis
from cases.models.contact import ContactPoint
from cases.models.data_request import DataRequest
from cases.models.draft import Draft
from cases.models.grant import CaseGrant
from cases.models.legal_hold import LegalHold
from cases.models.migrant import Migrant, Person
from cases.models.name import MigrantName, NameKey
from cases.models.record import Note, SymptomScreen, Task
from cases.models.state_contact import StateContactBlock

__all__ = [
    "Case",
    "CaseGrant",
    "CaseStep",
    "Consent",
    "ConsentRecipient",
    "ConsentText",
    "ContactPoint",
    "DataRequest",
    "Draft",
    "LegalBasis",
    "LegalHold",
    "Migrant",
    "MigrantName",
    "NameKey",
    "Note",
    "Person",
    "StateContactBlock",
    "SymptomScreen",
    "Task",
]
