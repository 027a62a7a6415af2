"""The access matrix as data: rows of the file, who stands in which audience, what each must get."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml
from django.urls import reverse

from accounts.acting import for_member, for_system
from accounts.models import Invitation
from accounts.permissions import Role
from cases.actions import withdraw_consent
from cases.models import ContactPoint, DataRequest, SharingAgreement, Task
from referrals import actions
from referrals.actions.send import ReferralTerms
from referrals.models import Examination, Referral
from reminders.models import Reminder
from reports.models import WholeExport
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.emergencies import break_the_glass
from tests.letters import close_letter, letter_of, withdraw_letter
from tests.papers import paper_of
from tests.situations import accept, answer, send, write_records

FILE = Path(__file__).with_name("access_matrix.yaml")
OBJECT_ARGUMENTS = {
    "case": "case_id",
    "migrant": "migrant_id",
    "known": "migrant_id",
    "contact": "contact_id",
    "glass": "glass_id",
    "glass_review": "glass_id",
    "glass_of_saule": "glass_id",
    "sent_here": "referral_id",
    "consent": "consent_id",
    "task": "task_id",
    "data_request": "request_id",
    "referral": "referral_id",
    "examination": "examination_id",
    "envelope": "envelope_id",
    "reminder": "reminder_id",
    "export": "export_id",
    "member": "membership_id",
    "invitation": "invitation_id",
    "admin_invitation": "invitation_id",
    "house": "organisation_id",
    "agreement": "agreement_id",
    "document": "document_id",
}
OF_A_MONTH = ("monthly", "monthly_xlsx", "monthly_csv", "city_figures")
EXTRA_ARGUMENTS: dict[str, dict[str, Any]] = {
    "cases:draft": {"form": "first_contact"},
    "accounts:end_session": {"key": 1},
    "desk:shared": {"language": "ky"},
    "cases:print_consent": {"language": "ky"},
    "cases:blank_consent": {"language": "ky"},
    "desk:access_log_paper": {"language": "ky"},
    **{f"reports:{name}": {"month": "2025-01"} for name in OF_A_MONTH},
}


@dataclass(frozen=True)
class Row:
    """One address with one method: who gets what."""

    name: str
    method: str
    roles: frozenset[str]
    object: str = ""
    status: int = 200
    moves: bool = False
    send: dict[str, str] = field(default_factory=dict, hash=False)
    shows: str = ""

    def address(self, key: uuid.UUID | None) -> str:
        """Return the address for one object."""
        named: dict[str, Any] = dict(EXTRA_ARGUMENTS.get(self.name, {}))
        if self.object:
            named[OBJECT_ARGUMENTS[self.object]] = key
        return reverse(self.name, kwargs=named)

    def expected(self, role: str, *, in_audience: bool) -> frozenset[int]:
        """Return the statuses this role may get."""
        if role not in self.roles:
            return frozenset({403})
        if self.object and not in_audience:
            return frozenset({404})
        return frozenset({self.status, 302}) if self.moves else frozenset({self.status})


@cache
def whole() -> dict[str, Any]:
    """Return the file."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def rows() -> Iterator[Row]:
    """Yield every row with a method."""
    everybody = frozenset(role.value for role in Role)
    for name, methods in whole()["addresses"].items():
        for method, row in methods.items():
            if method == "open":
                continue
            roles = everybody if row["roles"] == "everybody" else frozenset(row["roles"])
            given = {key: value for key, value in row.items() if key != "roles"}
            yield Row(name=name, method=method, roles=roles, **given)


def audience(kind: str, situation: str) -> frozenset[str]:
    """Return who may see the object of a kind in a situation."""
    return frozenset(whole()["audiences"][kind][situation])


def shuts_out(row: Row, roles: dict[str, str], situation: str) -> bool:
    """Say whether somebody in a role that may open the row is not in its object's audience."""
    kind = row.object or row.shows
    seen = audience(kind, situation) if kind else frozenset()
    return bool(kind) and any(
        role in row.roles and name not in seen for name, role in roles.items()
    )


def text_of(content: bytes) -> str:
    """Return what an answer says: a page as it is, of a workbook everything that is packed in it."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


# --- the situations of Gulnara's referral ---------------------------------------------------------


def draft(cast: Cast) -> Referral:
    """Let Aigul write the referral, and not send it."""
    write_records(cast)
    terms = ReferralTerms(cast.tb_clinic, "initial_test", "Please examine", data_classes=AGREED)
    with for_member(cast.aigul) as by:
        return actions.draft_referral(
            by=by, case=cast.gulnaras_case, terms=terms, submission=uuid.uuid4(), now=NOW
        )


def sent(cast: Cast) -> Referral:
    """Let Aigul send it."""
    write_records(cast)
    along = [paper_of(cast.gulnaras_case)]
    return send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED, along=along)


def granted(cast: Cast) -> Referral:
    """Let the doctor accept it."""
    referral = sent(cast)
    accept(cast.dr_ahmetov, referral)
    return referral


def ended(cast: Cast) -> Referral:
    """Let the doctor answer it, and Aigul close the consulate's answer."""
    referral = granted(cast)
    answer(cast.dr_ahmetov, referral)
    close_letter(cast)
    return referral


def withdrawn(cast: Cast) -> Referral:
    """Let Gulnara withdraw her consents after the doctor accepted."""
    referral = granted(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    withdraw_letter(cast)
    return referral


SITUATIONS: dict[str, Callable[[Cast], Referral]] = {
    "draft": draft,
    "sent": sent,
    "granted": granted,
    "ended": ended,
    "withdrawn": withdrawn,
}


def break_two(cast: Cast) -> tuple[uuid.UUID, uuid.UUID]:
    """Let Daniyar open Gulnara's file and Saule Rustam's; return the two keys."""
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    return opened.pk, break_the_glass(cast.saule, cast.rustam).pk


def objects(cast: Cast, referral: Referral) -> dict[str, uuid.UUID]:
    """Return the key of the object of each kind: those of people but the examination are Gulnara's."""
    with for_member(cast.saule):
        export = WholeExport.objects.get()
    opened, of_saule = break_two(cast)
    with for_member(cast.officer_reception):
        examination = Examination.objects.get()
    with for_system(reason="tests"):
        invited = dict(Invitation.objects.values_list("organisation_id", "pk"))
        agreement = SharingAgreement.objects.get(first=cast.hospital, second=cast.komek)
    of_organisations = {
        "member": cast.daniyar.membership.pk,
        "invitation": invited[cast.komek.pk],
        "admin_invitation": invited[cast.tirek.pk],
        "house": cast.tirek.pk,
        "agreement": agreement.pk,
    }
    with for_member(cast.aigul):
        return of_organisations | {
            "case": cast.gulnaras_case.pk,
            "migrant": cast.gulnara.pk,
            "known": cast.gulnara.pk,
            "glass": opened,
            "glass_review": opened,
            "glass_of_saule": of_saule,
            "sent_here": referral.pk,
            "contact": ContactPoint.objects.get(migrant=cast.gulnara).pk,
            "consent": cast.gulnaras_consent.pk,
            "task": Task.objects.filter(case=cast.gulnaras_case).latest("id").pk,
            "data_request": DataRequest.objects.get(migrant=cast.gulnara).pk,
            "referral": referral.pk,
            "examination": examination.pk,
            "envelope": letter_of(cast).pk,
            "export": export.pk,
            "document": paper_of(cast.gulnaras_case).pk,
            "reminder": Reminder.objects.get(case=cast.gulnaras_case, rule="call_today").pk,
        }
