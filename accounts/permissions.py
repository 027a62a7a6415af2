"""Who may do what, and which classes of data each role reads. One screen, for lawyers too.

Source: the access matrix of the project (default deny; a missing cell means never).
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member does in their organisation."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    CLINIC_STAFF = "clinic_staff"
    CONSULATE_OFFICER = "consulate_officer"
    RECEPTION_OFFICER = "reception_officer"
    HEALTH_ANALYST = "health_analyst"
    ORGANISATION_ADMIN = "organisation_admin"
    SYSTEM_ADMIN = "system_admin"


class Scope(StrEnum):
    """Which rows a role reaches: own, the team's, referred, only envelopes, or no file at all."""

    OWN = "own"
    TEAM = "team"
    REFERRED = "ref"
    ENVELOPE = "env"  # firewalled: what somebody meant for them, or what they asked themselves
    ADMIN = "admin"  # one's organisation's members and agreements, never a file
    KEEPER = "keeper"  # organisations and who is invited to administer them, never a file
    NONE = "none"
    EVERYTHING = "system"  # only for_system(reason=...), never a role


class DataClass(StrEnum):
    """The classes of the matrix; each model and field belongs to one."""

    IDENTITY = "identity"
    OTHER_NAMES = "other_names"
    CONTACT = "contact"
    STAY = "stay"
    HEALTH = "health"
    TB = "tb"
    NOTES = "notes"
    DOCUMENTS = "documents"
    REFERRAL = "referral"


class Mask(StrEnum):
    """What a page shows of a value before anybody asks for it."""

    OFF = "off"  # the value itself
    UNTIL_ASKED = "until_asked"  # the asking is recorded
    ALWAYS = "always"  # only breaking the glass shows the value


class Relation(StrEnum):
    """How a row stands to a reader: opened to them, only known in the team, or in an emergency."""

    OPENED = "opened"
    IN_THE_TEAM = "in_the_team"
    IN_EMERGENCY = "in_emergency"


class Permission(StrEnum):
    """A kind of act; every view names one."""

    OWN_ACCOUNT = "account.own"
    SEE_HOME = "home.see"
    SEARCH_FILES = "search.files"
    SEE_MIGRANT = "migrant.see"
    REGISTER_MIGRANT = "migrant.register"
    CHANGE_MIGRANT = "migrant.change"
    ADD_NAME = "migrant.add_name"
    SHOW_CONTACT = "contact.show"
    SEE_CASE = "case.see"
    OPEN_CASE = "case.open"
    MOVE_CASE = "case.move"
    ASSIGN_CASE = "case.assign"
    ADD_NOTE = "note.add"
    KEEP_TASKS = "task.keep"
    RECORD_CONSENT = "consent.record"
    WITHDRAW_CONSENT = "consent.withdraw"
    SEE_REFERRAL = "referral.see"
    SEND_REFERRAL = "referral.send"
    ANSWER_REFERRAL = "referral.answer"
    SEE_CUSTODY = "custody.see"
    REFER_FROM_CUSTODY = "custody.refer"
    LIST_ENVELOPES = "envelope.list"
    SEE_ENVELOPE = "envelope.see"
    SEND_ENVELOPE = "envelope.send"
    ANSWER_ENVELOPE = "envelope.answer"
    BLOCK_STATE_CONTACT = "state_contact.block"
    ASK_STATE_CONTACT = "state_contact.ask"
    ALLOW_STATE_CONTACT = "state_contact.allow"
    SEE_REMINDERS = "reminder.see"
    STOP_REMINDERS = "reminder.stop"
    SEE_REPORTS = "report.see"
    EXPORT_REPORTS = "report.export"
    SEE_CITY_FIGURES = "figures.city"
    SEE_IDENTITY = "identity.see"
    BREAK_GLASS = "glass.break"
    REVIEW_GLASS = "glass.review"
    CONFIRM_GLASS = "glass.confirm"
    SEE_DOCUMENT = "document.see"
    ADD_DOCUMENT = "document.add"
    SHARE_DOCUMENT = "document.share"
    SEE_ACCESS_LOG = "access_log.see"
    SEE_AUDIT = "audit.see"
    MANAGE_MEMBERS = "member.manage"
    MANAGE_AGREEMENTS = "agreement.manage"
    KEEP_ORGANISATIONS = "organisation.keep"
    ASK_EXPORT = "export.ask"
    RELEASE_EXPORT = "export.release"
    KEEP_DATA_REQUESTS = "data_request.keep"
    DECIDE_DATA_REQUESTS = "data_request.decide"


P, D = Permission, DataClass

EVERYBODY = frozenset({P.OWN_ACCOUNT, P.SEE_HOME})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: EVERYBODY
    | {P.SEARCH_FILES, P.SEE_MIGRANT, P.REGISTER_MIGRANT, P.CHANGE_MIGRANT, P.ADD_NAME}
    | {P.SHOW_CONTACT, P.SEE_CASE, P.OPEN_CASE, P.MOVE_CASE, P.ADD_NOTE, P.KEEP_TASKS}
    | {P.RECORD_CONSENT, P.WITHDRAW_CONSENT, P.SEE_REFERRAL, P.SEND_REFERRAL}
    | {P.SEE_ENVELOPE, P.SEND_ENVELOPE, P.BLOCK_STATE_CONTACT, P.ASK_STATE_CONTACT}
    | {P.SEE_REMINDERS, P.STOP_REMINDERS, P.SEE_REPORTS, P.SEE_IDENTITY, P.BREAK_GLASS}
    | {P.SEE_DOCUMENT, P.ADD_DOCUMENT, P.SHARE_DOCUMENT, P.SEE_ACCESS_LOG, P.SEE_AUDIT}
    | {P.KEEP_DATA_REQUESTS},
    Role.SUPERVISOR: EVERYBODY
    | {P.SEARCH_FILES, P.SEE_MIGRANT, P.CHANGE_MIGRANT, P.SHOW_CONTACT, P.SEE_CASE}
    | {P.MOVE_CASE, P.ASSIGN_CASE, P.KEEP_TASKS, P.WITHDRAW_CONSENT, P.SEE_REFERRAL}
    | {P.SEE_ENVELOPE, P.BLOCK_STATE_CONTACT, P.ALLOW_STATE_CONTACT}
    | {P.SEE_REMINDERS, P.STOP_REMINDERS, P.SEE_REPORTS, P.BREAK_GLASS, P.REVIEW_GLASS}
    | {P.SEE_DOCUMENT, P.SEE_ACCESS_LOG, P.SEE_AUDIT, P.ASK_EXPORT}
    | {P.KEEP_DATA_REQUESTS, P.DECIDE_DATA_REQUESTS},
    Role.CLINIC_STAFF: EVERYBODY
    | {P.SEARCH_FILES, P.SEE_MIGRANT, P.SHOW_CONTACT, P.SEE_CASE, P.ADD_NOTE}
    | {P.SEE_REFERRAL, P.ANSWER_REFERRAL, P.BREAK_GLASS, P.SEE_DOCUMENT, P.SEE_AUDIT},
    # Firewalled: no search, no counts, no files; only what was meant for them or asked by them.
    Role.CONSULATE_OFFICER: EVERYBODY | {P.LIST_ENVELOPES, P.SEE_ENVELOPE, P.ANSWER_ENVELOPE},
    Role.RECEPTION_OFFICER: EVERYBODY | {P.SEE_CUSTODY, P.REFER_FROM_CUSTODY},
    # Figures, never a file.
    Role.HEALTH_ANALYST: EVERYBODY | {P.SEE_CITY_FIGURES},
    Role.ORGANISATION_ADMIN: EVERYBODY
    | {P.SEE_REPORTS, P.EXPORT_REPORTS, P.MANAGE_MEMBERS, P.MANAGE_AGREEMENTS, P.SEE_AUDIT}
    | {P.RELEASE_EXPORT, P.CONFIRM_GLASS},
    Role.SYSTEM_ADMIN: EVERYBODY | {P.KEEP_ORGANISATIONS, P.SEE_AUDIT},
}


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: whose rows a role reads and writes, and what is hidden at first.

    `glass`: the class opens for an hour by breaking the glass, where it is closed otherwise.
    """

    reads: Scope = Scope.NONE
    writes: Scope = Scope.NONE
    mask: Mask = Mask.OFF
    glass: bool = False


OWN, TEAM, REFERRED = Scope.OWN, Scope.TEAM, Scope.REFERRED
NEVER = Cell()

# TB and the like (class 6) needs `may_see_tb` besides; a clinic needs the grant's class besides.
CELLS: dict[Role, dict[DataClass, Cell]] = {
    Role.CASEWORKER: {
        D.IDENTITY: Cell(reads=TEAM, writes=OWN, glass=True),
        D.OTHER_NAMES: Cell(reads=OWN, writes=OWN),
        D.CONTACT: Cell(reads=OWN, writes=OWN, mask=Mask.UNTIL_ASKED),
        D.STAY: Cell(reads=OWN, writes=OWN),
        D.HEALTH: Cell(reads=OWN, writes=OWN),
        D.TB: Cell(reads=OWN, writes=OWN, glass=True),
        D.NOTES: Cell(reads=OWN, writes=OWN),
        D.DOCUMENTS: Cell(reads=OWN, writes=OWN),
        D.REFERRAL: Cell(reads=OWN, writes=OWN),
    },
    Role.SUPERVISOR: {
        D.IDENTITY: Cell(reads=TEAM, writes=TEAM),
        D.OTHER_NAMES: Cell(reads=TEAM),
        D.CONTACT: Cell(reads=TEAM, mask=Mask.ALWAYS, glass=True),
        D.STAY: Cell(reads=TEAM),
        D.HEALTH: Cell(reads=TEAM),
        D.TB: Cell(glass=True),
        D.NOTES: Cell(reads=TEAM),
        D.DOCUMENTS: Cell(reads=TEAM),
        D.REFERRAL: Cell(reads=TEAM),
    },
    Role.CLINIC_STAFF: {
        D.IDENTITY: Cell(reads=REFERRED, glass=True),
        D.OTHER_NAMES: Cell(reads=REFERRED),
        D.CONTACT: Cell(reads=REFERRED, mask=Mask.UNTIL_ASKED),
        D.HEALTH: Cell(reads=REFERRED, writes=REFERRED, glass=True),
        D.TB: Cell(reads=REFERRED, writes=REFERRED),
        D.NOTES: Cell(reads=OWN, writes=OWN),
        D.DOCUMENTS: Cell(reads=REFERRED),
        D.REFERRAL: Cell(reads=REFERRED, writes=REFERRED),
    },
}

ROLE_SCOPE: dict[Role, Scope] = {
    Role.CASEWORKER: Scope.OWN,
    Role.SUPERVISOR: Scope.TEAM,
    Role.CLINIC_STAFF: Scope.REFERRED,
    Role.CONSULATE_OFFICER: Scope.ENVELOPE,
    Role.RECEPTION_OFFICER: Scope.ENVELOPE,
    Role.ORGANISATION_ADMIN: Scope.ADMIN,
    Role.SYSTEM_ADMIN: Scope.KEEPER,
}


def cell(role: Role, data_class: DataClass) -> Cell:
    """Return the cell of the matrix; one that nobody wrote means never."""
    return CELLS.get(role, {}).get(data_class, NEVER)


def readable(role: Role, relation: Relation) -> frozenset[DataClass]:
    """Return the classes a role reads of a row that stands to the reader in this relation."""
    return frozenset(one for one in DataClass if _opens(cell(role, one), relation))


def _opens(one: Cell, relation: Relation) -> bool:
    if relation is Relation.IN_EMERGENCY:
        return one.glass
    return one.reads is TEAM if relation is Relation.IN_THE_TEAM else one.reads is not Scope.NONE


def may_write(role: Role, data_class: DataClass) -> bool:
    """Say whether a role writes this class at all, on rows that are open to it."""
    return cell(role, data_class).writes is not Scope.NONE


ROLE_READS: dict[Role, frozenset[DataClass]] = {
    role: readable(role, Relation.OPENED) for role in CELLS
}
del P, D
