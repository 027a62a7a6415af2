"""The first account of a new site, made at the server's console."""

import getpass
import io
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import Membership, Organisation, User
from tests.cast import Cast
from tests.watching import assert_codes_only, audited, unchanged

PASSWORD = "a long night in Almaty"
ASEL = {
    "email": "Asel@Komek.example",
    "name": "Әсел Омарова",
    "role": "organisation_admin",
    "organisation": "Komek",
}


class Typed(io.StringIO):
    """What somebody types, or what another program hands over."""

    def __init__(self, text: str, *, is_terminal: bool = False) -> None:
        super().__init__(text)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def add(monkeypatch: pytest.MonkeyPatch, typed: str = PASSWORD, **more: object) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", Typed(f"{typed}\n"))
    call_command("add_member", stdout=said, **ASEL | more)
    return said.getvalue()


@pytest.fixture(autouse=True)
def in_a_terminal_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _asked: PASSWORD)


@pytest.mark.django_db
def test_a_new_site_gets_its_first_organisation_and_administrator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with audited() as entries:
        said = add(monkeypatch, new_organisation="ngo")
    membership = Membership.objects.select_related("user", "organisation").get()
    assert membership.user.email == "asel@komek.example"
    assert membership.user.check_password(PASSWORD)
    assert membership.organisation is not None
    assert membership.organisation.name == "Komek"
    assert membership.role == "organisation_admin"
    assert [entry.subject_type for entry in entries] == ["organisation", "user", "membership"]
    assert_codes_only(entries)
    assert PASSWORD not in said


@pytest.mark.django_db
def test_its_name_is_the_same_in_every_language_until_somebody_translates_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(monkeypatch, new_organisation="ngo")
    for language, _own_name in settings.LANGUAGES:
        with translation.override(language):
            assert Organisation.objects.get().name == "Komek"


@pytest.mark.django_db
def test_twice_changes_nothing_not_even_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, new_organisation="ngo")
    with unchanged():
        said = add(monkeypatch, "another long password", new_organisation="ngo")
    assert "its password stays" in said


def test_an_organisation_is_found_by_its_name_in_any_language(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Organisation.objects.filter(pk=cast.komek.pk).update(name_kk="«Көмек» қоры")
    add(monkeypatch, organisation="«Көмек» қоры", role="caseworker", may_see_tb=True)
    membership = Membership.objects.get(user__email="asel@komek.example")
    assert membership.organisation_id == cast.komek.pk
    assert membership.may_see_tb


def test_somebody_at_a_terminal_types_it_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("", is_terminal=True))
    call_command("add_member", stdout=io.StringIO(), **ASEL | {"organisation": str(cast.komek)})
    assert User.objects.get(email="asel@komek.example").check_password(PASSWORD)


def test_two_passwords_that_differ_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter((PASSWORD, "another long password"))
    monkeypatch.setattr(sys, "stdin", Typed("", is_terminal=True))
    monkeypatch.setattr(getpass, "getpass", lambda _asked: next(typed))
    with unchanged(), pytest.raises(CommandError, match="differ"):
        call_command("add_member", **ASEL | {"organisation": str(cast.komek)})


@pytest.mark.parametrize(
    ("typed", "more", "said"),
    [
        ("short", {"new_organisation": "ngo"}, "12"),
        ("", {"new_organisation": "ngo"}, "12"),
        ("administrator", {"new_organisation": "ngo"}, "."),
        (PASSWORD, {}, "no organisation of that name"),
        (PASSWORD, {"email": "nobody", "new_organisation": "ngo"}, "."),
        (PASSWORD, {"organisation": ""}, "everybody else has one"),
        (PASSWORD, {"role": "system_admin", "new_organisation": "ngo"}, "everybody else has one"),
        (PASSWORD, {"new_organisation": "consulate"}, "--country"),
        (PASSWORD, {"new_organisation": "ngo", "country": "KG"}, "--country"),
        (PASSWORD, {"new_organisation": "ngo", "role": "consulate_officer"}, "does not belong"),
        (
            PASSWORD,
            {"new_organisation": "reception_centre", "role": "caseworker"},
            "does not belong",
        ),
    ],
)
@pytest.mark.django_db
def test_what_does_not_fit_is_refused_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, typed: str, more: dict[str, str], said: str
) -> None:
    with unchanged(), pytest.raises(CommandError) as refused:
        add(monkeypatch, typed, **more)
    assert said in str(refused.value)


@pytest.mark.django_db
def test_a_consulate_has_its_officers_and_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, new_organisation="consulate", country="kg", role="consulate_officer")
    assert Organisation.objects.get().country == "KG"


@pytest.mark.django_db
def test_a_system_administrator_belongs_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, role="system_admin", organisation="")
    assert Membership.objects.get().organisation is None


def test_two_organisations_of_one_name_are_told_apart_by_somebody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Organisation.objects.filter(pk__in=[cast.komek.pk, cast.tirek.pk]).update(name_en="Same")
    with unchanged(), pytest.raises(CommandError, match="2 organisations"):
        add(monkeypatch, organisation="Same")
