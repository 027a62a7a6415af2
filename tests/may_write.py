"""Who may add and who may change which rows, said in Python: what the policies on writing mean.

Rows are what `row_to_json` makes of them; what a member sees is asked of the database beforehand.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.acting import Acting

Row = dict[str, Any]
Rule = Callable[["Writer", Row], bool]
CUSTODY = "examination_from_custody"
UNSAID = ("custody_ended_at", "received_at", "accepted_at", "appointment_at", "arrived_at")


@dataclass(frozen=True)
class Writer:
    """A member with the keys of the rows they see, by model, and rows they may compare with."""

    acting: Acting
    sees: Mapping[str, Mapping[str, Row]]
    everything: Mapping[str, Mapping[str, Row]]

    @property
    def us(self) -> str:
        # A system administrator works for none: a key that nobody has.
        return str(self.acting.organisation_id or uuid.UUID(int=7))

    @property
    def me(self) -> str:
        return str(self.acting.user_id)

    @property
    def scope(self) -> str:
        return self.acting.scope.value

    @property
    def is_staff(self) -> bool:
        return self.scope in {"own", "team"}

    def is_own_file(self, row: Row) -> bool:
        """Say whether the row is ours, on a file of ours that the member sees."""
        file = self.sees["Migrant"].get(row["migrant_id"])
        is_ours = file is not None and file["organisation_id"] == self.us
        return self.is_staff and row["organisation_id"] == self.us and is_ours

    def is_case_row(self, row: Row) -> bool:
        """Say whether the row is ours, on a case that a member of staff sees."""
        is_ours = self.is_staff and row["organisation_id"] == self.us
        return is_ours and row["case_id"] in self.sees["Case"]


def grant_added(m: Writer, row: Row) -> bool:
    if row["organisation_id"] != m.us:
        return False
    if row["reason"] == "owner":
        return m.is_staff and row["owner_id"] == m.us
    source = m.everything["Referral"].get(row["source_id"])
    same = ("case_id", "consent_id", "legal_basis_id")
    return (
        m.scope == "ref"
        and source is not None
        and source["state"] == "accepted"
        and source["recipient_id"] == m.us
        and source["sender_id"] == row["owner_id"]
        and set(row["data_classes"]) <= set(source["data_classes"])
        and all(source[name] == row[name] for name in same)
    )


def grant_changed(m: Writer, row: Row) -> bool:
    own = m.scope == "team" or (m.scope == "own" and row["caseworker_id"] == m.me)
    return (m.scope == "ref" and row["organisation_id"] == m.us) or (
        row["owner_id"] == m.us and own
    )


def referral_added(m: Writer, row: Row) -> bool:
    if row["sender_id"] != m.us:
        return False
    if m.is_staff:
        return m.sees["Case"].get(row["case_id"], {}).get("organisation_id") == m.us
    kinds = m.everything["Organisation"]
    return (
        m.scope == "env"
        and row["kind"] == CUSTODY
        and row["created_by_id"] == m.me
        and row["state"] == "sent"
        and row["data_classes"] == ["health", "identity"]
        and row["appointment_place"] == ""
        and all(row[name] is None for name in UNSAID)
        and kinds[row["sender_id"]]["kind"] == "reception_centre"
        and kinds[row["recipient_id"]]["kind"] == "clinic"
        and kinds[row["recipient_id"]]["is_active"]
        and (row["replaces_id"] is None or row["replaces_id"] in m.sees["Examination"])
    )


def referral_changed(m: Writer, row: Row) -> bool:
    sent = m.is_staff and row["sender_id"] == m.us and row["case_id"] in m.sees["Case"]
    return sent or (m.scope == "ref" and row["recipient_id"] == m.us and bool(row["sent_at"]))


def step_added(m: Writer, row: Row) -> bool:
    if row["organisation_id"] != m.us:
        return False
    first = m.scope == "env" and row["move"] == "send" and row["by_id"] == m.me
    sheet = m.sees["Examination"].get(row["referral_id"], {})
    return row["referral_id"] in m.sees["Referral"] or (first and sheet.get("phase") == "sent")


def answered(m: Writer, row: Row, *, formally: bool) -> bool:
    referral = m.sees["Referral"].get(row["referral_id"], {})
    is_custody = referral.get("kind") == CUSTODY
    return referral.get("recipient_id") == m.us and is_custody is formally


def envelope_added(m: Writer, row: Row) -> bool:
    mine = row["created_by_id"] == m.me and row["sender_id"] == m.us and m.scope == "own"
    return mine and row["state"] == "sent" and row["case_id"] in m.sees["Case"]


def envelope_changed(m: Writer, row: Row) -> bool:
    is_ours = m.scope == "own" and row["sender_id"] == m.us and row["case_id"] in m.sees["Case"]
    return is_ours or (m.scope == "env" and row["id"] in m.sees["Envelope"])


def letter_step_added(m: Writer, row: Row) -> bool:
    is_mine = row["organisation_id"] == m.us and row["by_id"] == m.me and row["because"] == ""
    return is_mine and row["envelope_id"] in m.sees["Envelope"]


def letter_answered(m: Writer, row: Row) -> bool:
    envelope = m.sees["Envelope"].get(row["envelope_id"], {})
    is_mine = m.scope == "env" and row["answered_by_id"] == m.me
    return is_mine and bool(envelope.get("consulate_id") == m.us)


def note_added(m: Writer, row: Row) -> bool:
    may = m.is_staff or (m.scope == "ref" and row["author_id"] == m.me)
    return may and row["organisation_id"] == m.us and row["case_id"] in m.sees["Case"]


def key_added(m: Writer, row: Row) -> bool:
    name = m.sees["MigrantName"].get(row["name_id"], {})
    return bool(name.get("migrant_id") == row["migrant_id"])


def block_added(m: Writer, row: Row) -> bool:
    is_new = row["lift_asked_at"] is None and row["lifted_at"] is None
    return m.is_own_file(row) and row["set_by_id"] == m.me and is_new


def stop_added(m: Writer, row: Row) -> bool:
    return m.is_own_file(row) and row["muted_by_id"] == m.me and row["ended_at"] is None


def is_own_draft(m: Writer, row: Row) -> bool:
    works_somewhere = m.acting.organisation_id is not None
    return works_somewhere and bool(row["user_id"] == m.me and row["organisation_id"] == m.us)


def of_ours(m: Writer, row: Row) -> bool:
    return m.is_staff and bool(row["organisation_id"] == m.us)


MAY_ADD: dict[str, Rule] = {
    "CaseGrant": grant_added,
    "Migrant": of_ours,
    "MigrantName": Writer.is_own_file,
    "NameKey": key_added,
    "ContactPoint": Writer.is_own_file,
    "Case": Writer.is_own_file,
    "CaseStep": Writer.is_case_row,
    "Consent": Writer.is_own_file,
    "ConsentRecipient": lambda m, row: row["consent_id"] in m.sees["Consent"],
    "LegalBasis": Writer.is_case_row,
    "Note": note_added,
    "Task": Writer.is_case_row,
    "SymptomScreen": Writer.is_case_row,
    "Draft": is_own_draft,
    "StateContactBlock": block_added,
    "Referral": referral_added,
    "ReferralStep": step_added,
    "ReferralAnswer": lambda m, row: answered(m, row, formally=False),
    "FormalAnswer": lambda m, row: answered(m, row, formally=True),
    "Envelope": envelope_added,
    "EnvelopeStep": letter_step_added,
    "EnvelopeAnswer": letter_answered,
    "Mute": stop_added,
}
MAY_CHANGE: dict[str, Rule] = {
    "CaseGrant": grant_changed,
    "Migrant": lambda m, row: m.is_staff and row["id"] in m.sees["Migrant"],
    "MigrantName": Writer.is_own_file,
    "ContactPoint": Writer.is_own_file,
    # Whoever gives a case to a colleague does not see it any more.
    "Case": of_ours,
    "Consent": Writer.is_own_file,
    "Task": Writer.is_case_row,
    "Draft": is_own_draft,
    "StateContactBlock": Writer.is_own_file,
    "Referral": referral_changed,
    "Envelope": envelope_changed,
    "Mute": Writer.is_own_file,
}


def nobody(_member: Writer, _row: Row) -> bool:
    """Say no: only the system writes these rows."""
    return False
