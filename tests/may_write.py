"""Who may add and who may change which rows, said in Python: what the policies on writing mean.

Rows are what `row_to_json` makes of them; what a member sees is asked of the database beforehand.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def opening(self) -> list[Row]:
        """The grants that open something to the member now."""
        now = datetime.datetime.now(datetime.UTC)
        return [
            grant
            for grant in self.sees["CaseGrant"].values()
            if grant["organisation_id"] == self.us
            and (not grant["ends_at"] or datetime.datetime.fromisoformat(grant["ends_at"]) > now)
        ]

    @cached_property
    def open_cases(self) -> set[str]:
        return {grant["case_id"] for grant in self.opening}

    @cached_property
    def open_files(self) -> set[str]:
        return {grant["migrant_id"] for grant in self.opening}

    def keeps(self, file: Row) -> bool:
        """Say whether a file is ours, and the member keeps it, or a case of it, or leads."""
        is_theirs = file["caseworker_id"] == self.me or file["id"] in self.open_files
        return self.is_ours(file) and (self.scope == "team" or is_theirs)

    def is_ours(self, row: Row) -> bool:
        """Say whether the row is that of the organisation of a member of staff."""
        return self.is_staff and bool(row["organisation_id"] == self.us)

    def is_own_file(self, row: Row) -> bool:
        """Say whether the row is ours, on a file that the member keeps."""
        file = self.everything["Migrant"].get(row["migrant_id"])
        return self.is_ours(row) and file is not None and self.keeps(file)

    def is_case_row(self, row: Row) -> bool:
        """Say whether the row is ours, on a case that is open to a member of staff."""
        return self.is_ours(row) and row["case_id"] in self.open_cases


def grant_added(m: Writer, row: Row) -> bool:
    if row["organisation_id"] != m.us:
        return False
    if row["reason"] == "owner":
        return m.is_staff and row["owner_id"] == m.us
    source = m.everything["Referral"].get(row["source_id"])
    same = ("case_id", "consent_id", "legal_basis_id")
    return (
        row["reason"] == "referral"
        and m.scope == "ref"
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
    sent = m.is_staff and row["sender_id"] == m.us and row["case_id"] in m.open_cases
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
    return mine and row["state"] == "sent" and row["case_id"] in m.open_cases


def envelope_changed(m: Writer, row: Row) -> bool:
    is_ours = m.scope == "own" and row["sender_id"] == m.us and row["case_id"] in m.open_cases
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
    return may and row["organisation_id"] == m.us and row["case_id"] in m.open_cases


def key_added(m: Writer, row: Row) -> bool:
    name = m.sees["MigrantName"].get(row["name_id"], {})
    file = m.everything["Migrant"].get(row["migrant_id"])
    is_kept = m.is_staff and file is not None and m.keeps(file)
    return is_kept and bool(name.get("migrant_id") == row["migrant_id"])


def block_added(m: Writer, row: Row) -> bool:
    is_new = row["lift_asked_at"] is None and row["lifted_at"] is None
    return m.is_own_file(row) and row["set_by_id"] == m.me and is_new


def stop_added(m: Writer, row: Row) -> bool:
    return m.is_own_file(row) and row["muted_by_id"] == m.me and row["ended_at"] is None


def is_own_draft(m: Writer, row: Row) -> bool:
    works_somewhere = m.acting.organisation_id is not None
    return works_somewhere and bool(row["user_id"] == m.me and row["organisation_id"] == m.us)


def glass_broken(m: Writer, row: Row) -> bool:
    is_ours = row["organisation_id"] == m.us and m.scope in {"own", "team", "ref"}
    return is_ours and bool(row["user_id"] == m.me)


def glass_added(m: Writer, row: Row) -> bool:
    return glass_broken(m, row) and row["reviewed_at"] is None and row["alarmed_at"] is None


def glass_changed(m: Writer, row: Row) -> bool:
    leads = m.scope == "team" and row["organisation_id"] == m.us
    return glass_broken(m, row) or leads


def hold_added(m: Writer, row: Row) -> bool:
    return hold_changed(m, row) and row["set_by_id"] == m.me and row["lifted_at"] is None


def hold_changed(m: Writer, row: Row) -> bool:
    return m.scope == "team" and m.is_own_file(row)


def request_added(m: Writer, row: Row) -> bool:
    return m.is_own_file(row) and row["recorded_by_id"] == m.me and row["state"] == "asked"


def export_added(m: Writer, row: Row) -> bool:
    leads = m.scope == "team" and row["organisation_id"] == m.us
    return leads and row["asked_by_id"] == m.me and row["state"] == "asked"


def export_changed(m: Writer, row: Row) -> bool:
    return m.scope in {"team", "admin"} and bool(row["organisation_id"] == m.us)


def invitation_added(m: Writer, row: Row) -> bool:
    is_new = row["accepted_at"] is None and row["withdrawn_at"] is None
    return invitation_changed(m, row) and row["invited_by_id"] == m.me and is_new


def invitation_changed(m: Writer, row: Row) -> bool:
    kept = m.scope == "keeper" and row["role"] == "organisation_admin"
    return kept or (m.scope == "admin" and bool(row["organisation_id"] == m.us))


def agreement_added(m: Writer, row: Row) -> bool:
    mine = m.scope == "admin" and row["first_id"] == m.us and row["proposed_by_id"] == m.me
    return mine and row["confirmed_at"] is None and row["ended_at"] is None


def agreement_changed(m: Writer, row: Row) -> bool:
    return m.scope == "admin" and m.us in {row["first_id"], row["second_id"]}


MAY_ADD: dict[str, Rule] = {
    "CaseGrant": grant_added,
    "Migrant": Writer.is_ours,
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
    "BrokenGlass": glass_added,
    "Document": Writer.is_case_row,
    "DocumentShare": Writer.is_case_row,
    "LegalHold": hold_added,
    "DataRequest": request_added,
    "WholeExport": export_added,
    "Invitation": invitation_added,
    "SharingAgreement": agreement_added,
    # Whatever anybody does is told.
    "AuditEntry": lambda _m, _row: True,
}
MAY_CHANGE: dict[str, Rule] = {
    "CaseGrant": grant_changed,
    "Migrant": lambda m, row: m.is_staff and m.keeps(row),
    "MigrantName": Writer.is_own_file,
    "ContactPoint": Writer.is_own_file,
    # Whoever gives a case to a colleague does not see it any more.
    "Case": Writer.is_ours,
    "Consent": Writer.is_own_file,
    "Task": Writer.is_case_row,
    "Draft": is_own_draft,
    "StateContactBlock": Writer.is_own_file,
    "Referral": referral_changed,
    "Envelope": envelope_changed,
    "Mute": Writer.is_own_file,
    "BrokenGlass": glass_changed,
    "DocumentShare": Writer.is_case_row,
    "LegalHold": hold_changed,
    "DataRequest": Writer.is_own_file,
    "WholeExport": export_changed,
    "Invitation": invitation_changed,
    "SharingAgreement": agreement_changed,
}


def nobody(_member: Writer, _row: Row) -> bool:
    """Say no: only the system writes these rows."""
    return False
