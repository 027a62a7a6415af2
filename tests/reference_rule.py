"""Who may read a text, said once more from the matrix and from nothing else of the product's rules.

Written from `access.md`: no queryset, no policy, no table of permissions is asked. It reads rows as
the system and decides in plain words.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.utils import timezone

from accounts.models import Membership
from cases.models import Case, CaseGrant, Migrant
from tests.planted import Planted

CLINIC_SIDE = {"referrals.Referral", "referrals.ReferralStep", "referrals.ReferralAnswer"}
LETTER = {"referrals.Envelope", "referrals.EnvelopeStep", "referrals.EnvelopeAnswer"}


class Matrix:
    """What is true now, read once."""

    def __init__(self) -> None:
        now = timezone.now()
        self.keeper = {
            one.pk: (one.organisation_id, one.caseworker_id) for one in Case.objects.all()
        }
        self.files: dict[uuid.UUID, Any] = {one.pk: one for one in Migrant.objects.all()}
        # What each organisation was given of a case by others, and still has.
        self.given: dict[tuple[uuid.UUID, uuid.UUID], set[str]] = defaultdict(set)
        self.given_of_file: dict[tuple[uuid.UUID, uuid.UUID], set[str]] = defaultdict(set)
        self.kept: dict[uuid.UUID, set[tuple[uuid.UUID, uuid.UUID]]] = defaultdict(set)
        for case in Case.objects.all():
            self.kept[case.migrant_id].add((case.organisation_id, case.caseworker_id))
        for one in self.files.values():
            self.kept[one.pk].add((one.organisation_id, one.caseworker_id))
        for grant in CaseGrant.objects.filter(reason="referral"):
            if grant.ends_at is None or grant.ends_at > now:
                self.given[grant.organisation_id, grant.case_id] |= set(grant.data_classes)
                self.given_of_file[grant.organisation_id, grant.migrant_id] |= set(
                    grant.data_classes
                )

    def may_read(self, reader: Membership, planted: Planted) -> bool:
        """Say whether this member may read this text."""
        row = apps.get_model(planted.model)._default_manager.get(pk=planted.key)
        rule = {
            "caseworker": self._caseworker,
            "supervisor": self._supervisor,
            "clinic_staff": self._clinic,
            "consulate_officer": self._consulate,
            "reception_officer": self._reception,
        }.get(reader.role)
        return rule(reader, planted, row) if rule else False

    # --- where a row belongs ---------------------------------------------------------------------

    def _case_of(self, row: Any) -> uuid.UUID | None:
        whole = getattr(row, "referral", None) or getattr(row, "envelope", None) or row
        found: uuid.UUID | None = getattr(whole, "case_id", None)
        return found

    def _file_of(self, row: Any) -> uuid.UUID | None:
        found: uuid.UUID | None = getattr(row, "migrant_id", None)
        return found

    def _is_kept(self, reader: Membership, row: Any) -> bool:
        me = (reader.organisation_id, reader.user_id)
        case = self._case_of(row)
        if case is not None:
            return self.keeper[case] == me
        file = self._file_of(row)
        return file is not None and me in self.kept[file]

    def _is_team(self, reader: Membership, row: Any) -> bool:
        case, file = self._case_of(row), self._file_of(row)
        if case is not None:
            return bool(self.keeper[case][0] == reader.organisation_id)
        return file is not None and self.files[file].organisation_id == reader.organisation_id

    # --- the columns of the matrix ---------------------------------------------------------------

    def _caseworker(self, reader: Membership, planted: Planted, row: Any) -> bool:
        if planted.model == "cases.BrokenGlass":
            return bool(row.user_id == reader.user_id)
        if planted.model == "cases.MigrantName" and row.is_main:
            return self._is_team(reader, row)
        if _tells_of_tb(planted, row) and not reader.may_see_tb:
            return False
        if _is_clinics_note(planted, row, reader):
            return False
        return planted.model != "referrals.Examination" and self._is_kept(reader, row)

    def _supervisor(self, reader: Membership, planted: Planted, row: Any) -> bool:
        if planted.model == "cases.BrokenGlass":
            return bool(row.organisation_id == reader.organisation_id)
        if planted.model == "cases.ContactPoint":
            # Masked, unless the glass is broken.
            return False
        if _tells_of_tb(planted, row) or _is_clinics_note(planted, row, reader):
            return False
        return planted.model != "referrals.Examination" and self._is_team(reader, row)

    def _clinic(self, reader: Membership, planted: Planted, row: Any) -> bool:
        mine = reader.organisation_id
        assert mine is not None
        if planted.model in CLINIC_SIDE:
            referral = getattr(row, "referral", row)
            if referral.recipient_id != mine or referral.sent_at is None:
                return False
            return not _tells_of_tb(planted, row) or reader.may_see_tb
        if planted.model == "cases.BrokenGlass":
            return bool(row.user_id == reader.user_id)
        if planted.model == "cases.ContactPoint":
            return "contact" in self.given_of_file[mine, row.migrant_id]
        if planted.model == "cases.MigrantName":
            wanted = "identity" if row.is_main else "other_names"
            return wanted in self.given_of_file[mine, row.migrant_id]
        return planted.model == "cases.Note" and row.organisation_id == mine

    def _consulate(self, reader: Membership, planted: Planted, row: Any) -> bool:
        if planted.model not in LETTER:
            return False
        letter = getattr(row, "envelope", row)
        return bool(letter.consulate_id == reader.organisation_id and letter.ended_at is None)

    def _reception(self, reader: Membership, planted: Planted, row: Any) -> bool:
        return planted.model == "referrals.Examination" and row.centre_id == reader.organisation_id


def _tells_of_tb(planted: Planted, row: Any) -> bool:
    return planted.model == "referrals.ReferralAnswer" and row.concerns_tb


def _is_clinics_note(planted: Planted, row: Any, reader: Membership) -> bool:
    return planted.model == "cases.Note" and row.organisation_id != reader.organisation_id
