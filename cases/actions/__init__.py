"""What changes in this room, completely: atomic, audited, safe to run twice."""

from cases.actions.agreement import confirm_agreement, end_agreement, propose_agreement
from cases.actions.case import assign_case, change_case, move_case, open_case
from cases.actions.consent import (
    ByAge,
    ConsentTerms,
    record_consent,
    record_legal_basis,
    withdraw_consent,
)
from cases.actions.data_request import RequestTerms, move_request, record_request
from cases.actions.document import add_document, choose_documents, scan_documents
from cases.actions.draft import clear_draft, save_draft
from cases.actions.first_contact import NamedBasis, NewPerson, begin_first_contact
from cases.actions.glass import (
    TooManyToday,
    break_glass,
    confirm_glass,
    end_glass,
    raise_alarms,
    review_glass,
)
from cases.actions.grant import end_grants, grant_access
from cases.actions.legal_hold import hold_file, lift_hold
from cases.actions.migrant import (
    add_contact,
    add_name,
    allow_messages,
    change_migrant,
    register_migrant,
)
from cases.actions.record import add_note, add_task, finish_task, record_screen
from cases.actions.state_contact import allow_state_contact, ask_to_lift, block_state_contact

__all__ = [
    "ByAge",
    "ConsentTerms",
    "NamedBasis",
    "NewPerson",
    "RequestTerms",
    "TooManyToday",
    "add_contact",
    "add_document",
    "add_name",
    "add_note",
    "add_task",
    "allow_messages",
    "allow_state_contact",
    "ask_to_lift",
    "assign_case",
    "begin_first_contact",
    "block_state_contact",
    "break_glass",
    "change_case",
    "change_migrant",
    "choose_documents",
    "clear_draft",
    "confirm_agreement",
    "confirm_glass",
    "end_agreement",
    "end_glass",
    "end_grants",
    "finish_task",
    "grant_access",
    "hold_file",
    "lift_hold",
    "move_case",
    "move_request",
    "open_case",
    "propose_agreement",
    "raise_alarms",
    "record_consent",
    "record_legal_basis",
    "record_request",
    "record_screen",
    "register_migrant",
    "review_glass",
    "save_draft",
    "scan_documents",
    "withdraw_consent",
]
