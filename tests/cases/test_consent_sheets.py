"""Consent on paper: the eight contents, in six languages, and no illness on its face."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.acting import for_member
from accounts.models import Organisation, User
from cases.actions import record_consent
from cases.actions.consent import ConsentTerms
from cases.consent_sheets import CONTENTS, LABELS
from cases.models import Consent, ConsentText
from tests.cases.test_models_constraints import refused
from tests.cast import AGREED, GULNARA, NOW, TODAY, Cast
from tests.watching import audited

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ILLNESS = re.compile(
    r"tubercul|туберк|кургак учук|\bсил\b|\bsil\b|\bTB\b|HIV|ВИЧ|АИТВ|АИВ|ВНМО|\bOIV\b",
    re.IGNORECASE,
)


def as_(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=cast.members[name].user_id))
    return client


def printed(cast: Cast, consent: Consent, language: str = "en", name: str = "aigul") -> str:
    """Return the sheet itself, without the page around it."""
    address = reverse("cases:print_consent", args=[consent.pk, language])
    return sheet(as_(cast, name).get(address).content.decode())


def sheet(page: str) -> str:
    found = re.search(r'<article class="consent-sheet".*?</article>', page, re.DOTALL)
    assert found
    return found[0]


def content(page: str, name: str) -> str:
    found = re.search(rf'<dd data-content="{name}">(.*?)</dd>', page, re.DOTALL)
    assert found
    return " ".join(found[1].split())


def test_the_law_names_eight_contents_and_each_has_its_columns() -> None:
    columns = {field.name for field in Consent._meta.get_fields()}
    assert len(CONTENTS) == 8
    assert LABELS.keys() == CONTENTS.keys()
    for name, fields in CONTENTS.items():
        assert fields, name
        assert set(fields) <= columns, name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("operator", ["Komek, BIN/IIN 051240003456"]),
        ("person", [GULNARA, "1991"]),
        ("term", ["From", "until the person takes it back"]),
        ("third_parties", ["Yes: Clinics and hospitals"]),
        ("abroad", ["No"]),
        ("publication", ["No, never"]),
        ("data", ["Name, age, sex, citizenship", "Health data under special protection"]),
        ("other", ["Care and help with one"]),
    ],
)
def test_each_content_is_said_on_paper(cast: Cast, name: str, said: list[str]) -> None:
    Organisation.objects.filter(pk=cast.komek.pk).update(registration_number="051240003456")
    found = content(printed(cast, cast.gulnaras_consent), name)
    assert all(words in found for words in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_names_an_illness(cast: Cast, language: str) -> None:
    terms = ConsentTerms(AGREED, "ky", "written", TODAY, recipient_ids=(cast.tb_clinic.pk,))
    with for_member(cast.aigul) as by:
        consent = record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    page = printed(cast, consent, language)
    assert GULNARA in page
    assert not ILLNESS.search(page)
    address = reverse("cases:blank_consent", args=[language])
    assert not ILLNESS.search(sheet(as_(cast, "aigul").get(address).content.decode()))


@pytest.mark.parametrize("purpose", ["care", "papers", "cross_border"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_paper_say_all_that_is_read_aloud_but_the_illness(
    db: None, purpose: str, language: str
) -> None:
    text = ConsentText.objects.get(version=f"{purpose}-1")
    read = getattr(text, f"body_{language}").splitlines()
    on_paper = getattr(text, f"printed_{language}").splitlines()
    assert len(on_paper) == len(read) + 1  # and that one may ask to whom it went
    assert not ILLNESS.search("\n".join(on_paper))
    changed = [one for one, other in zip(read, on_paper, strict=False) if one != other]
    assert len(changed) == (0 if purpose == "papers" else 1)
    assert all(ILLNESS.search(one) for one in changed)


@pytest.mark.parametrize(
    ("how", "place"),
    [("written", "Signature"), ("thumb", "Thumb print"), ("spoken", "Spoken, before the witness")],
)
def test_the_sheet_has_the_place_that_fits_how_it_was_given(
    cast: Cast, how: str, place: str
) -> None:
    given = {"witness": "Botagoz", "interpreter": "Nurlan", "was_read_back": True}
    terms = ConsentTerms(("identity",), "ky", how, TODAY, **given)  # type: ignore[arg-type]
    with for_member(cast.aigul) as by:
        consent = record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    page = printed(cast, consent)
    places = ("Signature", "Thumb print", "Spoken, before the witness")
    assert [one for one in places if one in page] == [place]
    assert all(
        word in page for word in ("Botagoz", "Nurlan", consent.pk.hex[-8:].upper(), "care-1")
    )


def test_a_blank_sheet_has_room_for_everything_and_nobody_on_it(cast: Cast) -> None:
    page = sheet(
        as_(cast, "aigul").get(reverse("cases:blank_consent", args=["en"])).content.decode()
    )
    for name in CONTENTS:
        assert content(page, name)
    for words in ("Signature", "Thumb print", "Witness", "Interpreter", "Parent or guardian"):
        assert words in page
    assert GULNARA not in page


def test_a_blank_sheet_for_the_consulate_goes_abroad(cast: Cast) -> None:
    address = reverse("cases:blank_consent", args=["en"]) + "?for=papers"
    page = sheet(as_(cast, "aigul").get(address).content.decode())
    assert content(page, "abroad") == "Yes"
    assert "papers-1" in page


def test_a_language_no_page_speaks_is_not_there(cast: Cast) -> None:
    assert as_(cast, "aigul").get(reverse("cases:blank_consent", args=["fr"])).status_code == 404


def test_printing_is_written_down(cast: Cast) -> None:
    with audited() as entries:
        printed(cast, cast.gulnaras_consent)
    assert [one.subject_id for one in entries if one.detail == {"page": "print"}] == [
        cast.gulnaras_consent.pk
    ]


def test_nothing_is_ever_published_and_abroad_follows_the_purpose(cast: Cast) -> None:
    consent = {"pk": cast.gulnaras_consent.pk}
    refused(Consent, "consent_never_publishes", consent, is_published=True)
    refused(Consent, "consent_says_whether_abroad", consent, goes_abroad=True)


def test_a_registration_number_has_twelve_digits(cast: Cast) -> None:
    komek, rule = {"pk": cast.komek.pk}, "registration_number_has_twelve_digits"
    refused(Organisation, rule, komek, registration_number="123")
