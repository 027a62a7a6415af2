"""What changes in this room, completely: atomic, audited, safe to run twice."""

from cases.actions.case import assign_case, change_case, move_case, open_case
from cases.actions.consent import (
    ConsentTerms,
    record_consent,
    record_legal_basis,
    withdraw_consent,
)
from cases.actions.data_request import RequestTerms, move_request, record_request
from cases.actions.draft import clear_draft, save_draft
from cases.actions.first_contact import NamedBasis, NewPerson, begin_first_contact
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
    "ConsentTerms",
    "NamedBasis",
    "NewPerson",
    "RequestTerms",
    "add_contact",
    "add_name",
    "add_note",
    "add_task",
    "allow_messages",
    "allow_state_contact",
    "ask_to_lift",
    "assign_case",
    "begin_first_contact",
    "block_state_contact",
    "change_case",
    "change_migrant",
    "clear_draft",
    "end_grants",
    "finish_task",
    "grant_access",
    "hold_file",
    "lift_hold",
    "move_case",
    "move_request",
    "open_case",
    "record_consent",
    "record_legal_basis",
    "record_request",
    "record_screen",
    "register_migrant",
    "save_draft",
    "withdraw_consent",
]
