"""What is stored about a migrant and their cases, by noun."""

from cases.models.agreement import SharingAgreement
from cases.models.case import Case, CaseStep
from cases.models.consent import Consent, ConsentRecipient, ConsentText, LegalBasis
from cases.models.contact import ContactPoint
from cases.models.data_request import DataRequest
from cases.models.document import Document, DocumentShare
from cases.models.draft import Draft
from cases.models.glass import BrokenGlass
from cases.models.grant import CaseGrant
from cases.models.history import (
    CaseEvent,
    ConsentEvent,
    LegalBasisEvent,
    MigrantEvent,
    MigrantNameEvent,
)
from cases.models.legal_hold import LegalHold
from cases.models.migrant import Migrant, Person
from cases.models.name import MigrantName, NameKey
from cases.models.record import Note, SymptomScreen, Task
from cases.models.state_contact import StateContactBlock

__all__ = [
    "BrokenGlass",
    "Case",
    "CaseEvent",
    "CaseGrant",
    "CaseStep",
    "Consent",
    "ConsentEvent",
    "ConsentRecipient",
    "ConsentText",
    "ContactPoint",
    "DataRequest",
    "Document",
    "DocumentShare",
    "Draft",
    "LegalBasis",
    "LegalBasisEvent",
    "LegalHold",
    "Migrant",
    "MigrantEvent",
    "MigrantName",
    "MigrantNameEvent",
    "NameKey",
    "Note",
    "Person",
    "SharingAgreement",
    "StateContactBlock",
    "SymptomScreen",
    "Task",
]
