"""The cast: whoever plays in the tests, by name, made by the product's own actions.

Komek and Tirek are organisations that know nothing of each other; both have agreements with both
clinics. Gulnara agreed that clinics may see her case; nobody has referred anybody yet
(`tests/situations.py` does that).
"""

import datetime
import uuid
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo

from accounts.acting import Acting, for_member, for_system
from accounts.actions import add_member
from accounts.models import Organisation, User
from accounts.permissions import DataClass, Role
from cases.actions import add_contact, open_case, record_consent, register_migrant
from cases.actions.consent import ConsentTerms
from cases.actions.migrant import MigrantFacts
from cases.models import Case, Consent, Migrant, SharingAgreement

# The database's own clock says whether a grant has ended, so the tests live in the present.
NOW = datetime.datetime.now(ZoneInfo("Asia/Almaty"))
TODAY = NOW.date()
PASSWORD = "a pass phrase of nobody"
GULNARA, RUSTAM, ZARINA = "Гүлнара Асанова", "Рустам Каримов", "Зарина Юсупова"
GULNARAS_PHONE = "+77011234567"
AGREED = ("identity", "contact", "health", "tb", "referral")


@dataclass(frozen=True)
class Cast:
    """Organisations, members at work, files, cases, and Gulnara's consent."""

    komek: Organisation
    tirek: Organisation
    tb_clinic: Organisation
    hospital: Organisation
    consulate_kg: Organisation
    consulate_tj: Organisation
    reception_centre: Organisation
    reception_south: Organisation
    health_department: Organisation
    aigul: Acting
    daniyar: Acting
    saule: Acting
    madina: Acting
    timur: Acting
    bekzat: Acting
    dr_ahmetov: Acting
    nurse_olga: Acting
    dr_lee: Acting
    karima: Acting
    officer_kg: Acting
    officer_tj: Acting
    officer_reception: Acting
    officer_south: Acting
    analyst_health: Acting
    sysadmin: Acting
    gulnara: Migrant
    rustam: Migrant
    zarina: Migrant
    gulnaras_case: Case
    rustams_case: Case
    zarinas_case: Case
    gulnaras_consent: Consent

    @property
    def members(self) -> dict[str, Acting]:
        """Everybody who logs in, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: one for name, one in named.items() if isinstance(one, Acting)}


MEMBERS = (
    ("aigul", "komek", Role.CASEWORKER, True),
    ("daniyar", "komek", Role.CASEWORKER, False),
    ("saule", "komek", Role.SUPERVISOR, False),
    ("madina", "komek", Role.ORGANISATION_ADMIN, False),
    ("timur", "tirek", Role.CASEWORKER, True),
    ("bekzat", "tirek", Role.SUPERVISOR, False),
    ("dr_ahmetov", "tb_clinic", Role.CLINIC_STAFF, True),
    ("nurse_olga", "tb_clinic", Role.CLINIC_STAFF, False),
    ("dr_lee", "hospital", Role.CLINIC_STAFF, True),
    ("karima", "tb_clinic", Role.ORGANISATION_ADMIN, False),
    ("officer_kg", "consulate_kg", Role.CONSULATE_OFFICER, False),
    ("officer_tj", "consulate_tj", Role.CONSULATE_OFFICER, False),
    ("officer_reception", "reception_centre", Role.RECEPTION_OFFICER, False),
    ("officer_south", "reception_south", Role.RECEPTION_OFFICER, False),
    ("analyst_health", "health_department", Role.HEALTH_ANALYST, False),
    ("sysadmin", "", Role.SYSTEM_ADMIN, False),
)
MEMBER_NAMES = tuple(name for name, *_ in MEMBERS)


def gather() -> Cast:
    """Make the whole cast and bring it on stage."""
    houses = _organisations()
    with for_system(reason="tests") as system:
        members: dict[str, Acting] = {}
        for name, house, role, may_see_tb in MEMBERS:
            user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())
            members[name] = Acting(
                add_member(
                    by=system,
                    user=user,
                    organisation=houses.get(house),
                    role=role,
                    may_see_tb=may_see_tb,
                )
            )
    _agree_all(houses, members)
    with for_member(members["aigul"]) as aigul:
        gulnara, gulnaras_case = _person(aigul, GULNARA, "female", "KG", "ky", "tuberculosis")
        add_contact(by=aigul, migrant=gulnara, phone=GULNARAS_PHONE, now=NOW)
        consent = record_consent(by=aigul, migrant=gulnara, terms=_terms(), now=NOW)
    with for_member(members["daniyar"]) as daniyar:
        rustam, rustams_case = _person(daniyar, RUSTAM, "male", "TJ", "tg", "injury")
    with for_member(members["timur"]) as timur:
        zarina, zarinas_case = _person(timur, ZARINA, "female", "UZ", "uz", "trafficking")
    files = {"gulnara": gulnara, "rustam": rustam, "zarina": zarina}
    cases = (gulnaras_case, rustams_case, zarinas_case)
    everybody: dict[str, Any] = {**houses, **members, **files, **_named(cases)}
    return Cast(**everybody, gulnaras_consent=consent)


def _organisations() -> dict[str, Organisation]:
    # The same name in every language: whichever a test speaks, lists stand in the same order.
    create = Organisation.objects.populate("all").create
    return {
        "komek": create(kind="ngo", name="Komek"),
        "tirek": create(kind="ngo", name="Tirek", is_protected=True),
        "tb_clinic": create(kind="clinic", name="City TB clinic"),
        "hospital": create(kind="clinic", name="City hospital"),
        "consulate_kg": create(kind="consulate", name="Consulate of Kyrgyzstan", country="KG"),
        "consulate_tj": create(kind="consulate", name="Consulate of Tajikistan", country="TJ"),
        "reception_centre": create(kind="reception_centre", name="Reception centre"),
        "reception_south": create(kind="reception_centre", name="Reception centre, south"),
        "health_department": create(kind="health_department", name="Health department"),
    }


def _agree_all(houses: dict[str, Organisation], members: dict[str, Acting]) -> None:
    """Let both organisations have an agreement about everything with both clinics.

    Written as the system: not every side has an administrator on stage.
    """
    begun = TODAY - datetime.timedelta(days=30)
    everything = sorted(one.value for one in DataClass)
    pairs = (
        ("komek", "tb_clinic"),
        ("hospital", "komek"),
        ("tirek", "tb_clinic"),
        ("tirek", "hospital"),
    )
    with for_system(reason="tests"):
        SharingAgreement.objects.bulk_create(
            SharingAgreement(
                first=houses[first],
                second=houses[second],
                data_classes=everything,
                from_on=begun,
                proposed_by=members["madina"].user,
                proposed_at=NOW,
                confirmed_by=members["karima"].user,
                confirmed_at=NOW,
            )
            for first, second in pairs
        )


def _person(
    by: Acting, name: str, sex: str, citizenship: str, language: str, kind: str
) -> tuple[Migrant, Case]:
    born = datetime.date(1991, 5, 17)
    facts = MigrantFacts(language, sex, born, "day", citizenship)
    migrant = register_migrant(by=by, facts=facts, full_name=name, now=NOW)
    return migrant, open_case(by=by, migrant=migrant, kind=kind, submission=uuid.uuid4(), now=NOW)


def _named(cases: tuple[Case, Case, Case]) -> dict[str, Case]:
    return dict(zip(("gulnaras_case", "rustams_case", "zarinas_case"), cases, strict=True))


def _terms() -> ConsentTerms:
    return ConsentTerms((*AGREED, "documents"), "ky", "written", TODAY, recipient_kinds=("clinic",))
