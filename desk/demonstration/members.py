"""The accounts of the demonstration."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.acting import Acting, System
from accounts.actions import add_member
from accounts.models import Organisation, User
from accounts.permissions import Role
from desk.demonstration import PASSWORD


class Account(NamedTuple):
    """One account: who it is, and what they do where."""

    short: str
    email: str
    name: str
    role: Role
    organisation: str
    language: str = "ru"
    may_see_tb: bool = False


ACCOUNTS = (
    Account(
        "aigerim",
        "caseworker@komek.example",
        "Айгерим Сейткалиева",
        Role.CASEWORKER,
        "komek",
        may_see_tb=True,
    ),
    Account("saule", "supervisor@komek.example", "Сауле Нурланова", Role.SUPERVISOR, "komek"),
    Account(
        "madina", "admin@komek.example", "Мадина Әбенова", Role.ORGANISATION_ADMIN, "komek", "kk"
    ),
    Account(
        "dinara",
        "caseworker@tirek.example",
        "Динара Ким",
        Role.CASEWORKER,
        "tirek",
        may_see_tb=True,
    ),
    Account(
        "erzhan",
        "doctor@tb-clinic.example",
        "Ержан Ахметов",
        Role.CLINIC_STAFF,
        "tb_clinic",
        may_see_tb=True,
    ),
    Account("olga", "doctor@hospital.example", "Ольга Цой", Role.CLINIC_STAFF, "hospital"),
    Account(
        "bakyt",
        "officer@consulate-kg.example",
        "Бакыт Осмонов",
        Role.CONSULATE_OFFICER,
        "consulate_kg",
        "ky",
    ),
    Account(
        "firuz",
        "officer@consulate-tj.example",
        "Фирӯз Назаров",
        Role.CONSULATE_OFFICER,
        "consulate_tj",
        "tg",
    ),
    Account(
        "jasur",
        "officer@consulate-uz.example",
        "Jasur Tursunov",
        Role.CONSULATE_OFFICER,
        "consulate_uz",
        "uz",
    ),
    Account(
        "serik", "officer@reception.example", "Серик Оспанов", Role.RECEPTION_OFFICER, "reception"
    ),
    Account("gulnar", "analyst@health.example", "Гульнар Искакова", Role.HEALTH_ANALYST, "health"),
    Account("pavel", "system@example.example", "Павел Бондаренко", Role.SYSTEM_ADMIN, ""),
    Account("daniyar", "daniyar@komek.example", "Данияр Калиев", Role.CASEWORKER, "komek"),
    Account(
        "zhanna",
        "zhanna@komek.example",
        "Жанна Смагулова",
        Role.CASEWORKER,
        "komek",
        may_see_tb=True,
    ),
    Account(
        "aliya", "admin@tb-clinic.example", "Алия Жүнісова", Role.ORGANISATION_ADMIN, "tb_clinic"
    ),
    Account("kamila", "admin@tirek.example", "Камила Юн", Role.ORGANISATION_ADMIN, "tirek"),
    Account(
        "natalya", "nurse@tb-clinic.example", "Наталья Кузнецова", Role.CLINIC_STAFF, "tb_clinic"
    ),
)


def hire_members(by: System, organisations: dict[str, Organisation]) -> dict[str, Acting]:
    """Store the accounts and return them at work, by their short names."""
    # Hashed once: fifteen slow hashes would take longer than everything else together.
    password = make_password(PASSWORD)
    return {one.short: _hire(by, one, organisations, password) for one in ACCOUNTS}


def _hire(
    by: System, account: Account, organisations: dict[str, Organisation], password: str
) -> Acting:
    user = User.objects.create(
        email=account.email, name=account.name, language=account.language, password=password
    )
    membership = add_member(
        by=by,
        user=user,
        organisation=organisations.get(account.organisation),
        role=account.role,
        may_see_tb=account.may_see_tb,
    )
    return Acting(membership)
