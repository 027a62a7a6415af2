"""Every page is for everybody: on a narrow phone, read aloud, and over a slow line.

A complaint of the browser, such as one about the content security policy, fails these too.
"""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from referrals.models import Referral
from tests.journeys.look import LANGUAGES, faults_of
from tests.journeys.stage import Stage, Visitor, leads_to
from tests.referrals.custody_stages import examined_to
from tests.referrals.stages import asking, brought_to, drafted
from tests.situations import write_records

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who reviews, releases, invites and keeps the list of organisations: their own pages.
WATCHING = {
    "saule": ("cases:broken_glass", "reports:exports", "desk:audit"),
    "madina": (
        "desk:members",
        "members:invite",
        "cases:agreements",
        "cases:glass_to_confirm",
        "reports:exports_to_release",
    ),
    "sysadmin": ("desk:home", "organisations:organisations", "organisations:add", "desk:audit"),
}
# Gulnara under a common beginning of her name.
WANTED = "Гүл"
SPOILED = """() => {
    const picture = document.createElement("img");
    picture.src = "/static/migrant_health/logo.svg";
    picture.style.minWidth = "500px";
    const script = document.createElement("script");
    script.textContent = "1";
    document.querySelector("main").append(picture, script);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_caseworker_shut_nobody_out(stage: Stage, language: str) -> None:
    referral = scene(stage)
    aigul = stage.visitor(language=language)
    aigul.page.goto("/")
    aigul.page.reload()  # the style sheets came with the first load, and stay
    faults = {"login": faults_of(aigul.page)}
    stage.sign_in(aigul, "aigul")
    for name in caseworkers_pages(aigul, stage, referral):
        expect(aigul.page.locator("html")).to_have_attribute("lang", language)
        faults[name] = faults_of(aigul.page)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_doctor_shut_nobody_out(stage: Stage, language: str) -> None:
    referral = scene(stage)
    doctor = stage.enters("dr_ahmetov", language=language)
    faults = {name: faults_of(doctor.page) for name in doctors_pages(doctor, stage, referral)}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_reception_officer_shut_nobody_out(stage: Stage, language: str) -> None:
    examination = examined_to(stage.cast, "completed")
    examined_to(stage.cast, "scheduled")
    officer = stage.enters("officer_reception", language=language)
    faults = {name: faults_of(officer.page) for name in officers_pages(officer, examination.pk)}
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_pages_of_those_who_watch_over_files_shut_nobody_out(stage: Stage) -> None:
    scene(stage)
    faults: dict[str, list[str]] = {}
    for name, addresses in WATCHING.items():
        visitor = stage.enters(name, language="kk")
        for address in addresses:
            visitor.opens(address)
            faults[f"{name} at {address}"] = faults_of(visitor.page)
    assert {name: found for name, found in faults.items() if found} == {}


def scene(stage: Stage) -> Referral:
    """Fill the files; one referral has an appointment and another waits to be sent."""
    referral = brought_to(stage.cast, "scheduled")
    write_records(stage.cast)
    drafted(stage.cast, asking(stage.cast, reason="screening"))
    return referral


def caseworkers_pages(aigul: Visitor, stage: Stage, referral: Referral) -> Iterator[str]:
    """Go from page to page."""
    case = stage.cast.gulnaras_case.pk
    yield "home"
    for name in ("cases:migrants", "cases:cases", "referrals:referrals", "desk:search"):
        aigul.opens(name)
        yield name
    yield from _first_contact(aigul)
    aigul.opens("cases:migrant", stage.cast.gulnara.pk)
    yield "the file"
    aigul.opens("desk:case", case)
    yield "the case"
    aigul.opens("referrals:write", case)
    yield "a referral being written"
    aigul.sends()
    yield "a referral with mistakes"
    aigul.page.goto(leads_to(referral))
    yield "a referral sent"
    yield from _trust(aigul, stage)


def _first_contact(aigul: Visitor) -> Iterator[str]:
    aigul.opens("cases:register")
    aigul.fills(q=WANTED)
    aigul.sends()
    expect(aigul.page.locator(".found .work-item")).to_have_count(1)
    yield "people found"
    aigul.page.locator(".begin-file button").click()
    yield "first contact"
    aigul.sends()
    expect(aigul.page.locator(".error-summary")).to_be_focused()
    yield "first contact with mistakes"


def _trust(aigul: Visitor, stage: Stage) -> Iterator[str]:
    """What a person may ask of their file, and what a caseworker shows and explains to them."""
    for name in ("change", "versions", "record_consent"):
        aigul.opens(f"cases:{name}", stage.cast.gulnara.pk)
        yield name
    for name in ("rights", "access_log"):
        aigul.opens(f"desk:{name}", stage.cast.gulnara.pk)
        yield name
    spoken = aigul.page.locator("html").get_attribute("lang")
    for name in ("shared", "access_log_paper"):
        aigul.opens(f"desk:{name}", stage.cast.gulnara.pk, spoken)
        yield name
    aigul.opens("cases:print_consent", stage.cast.gulnaras_consent.pk, spoken)
    yield "a consent to print"
    aigul.opens("cases:add_document", stage.cast.gulnaras_case.pk)
    yield "a document being added"


def doctors_pages(doctor: Visitor, stage: Stage, referral: Referral) -> Iterator[str]:
    """Go from page to page."""
    yield "home"
    for name in ("cases:cases", "referrals:referrals"):
        doctor.opens(name)
        yield name
    doctor.page.goto(leads_to(referral))
    yield "a referral received"
    doctor.opens("referrals:schedule", referral.pk)
    yield "an appointment"
    doctor.opens("desk:case", stage.cast.gulnaras_case.pk)
    yield "the case"
    doctor.opens("referrals:break_glass", referral.pk)
    yield "an emergency"


def officers_pages(officer: Visitor, examination_id: uuid.UUID) -> Iterator[str]:
    """Go from page to page."""
    yield "home"
    officer.opens("referrals:examinations")
    yield "the list"
    officer.opens("referrals:examination", examination_id)
    yield "an examination answered"
    officer.opens("referrals:ask_examination")
    yield "an examination being asked for"
    officer.sends()
    yield "an examination with mistakes"


def test_a_page_with_faults_would_not_pass(stage: Stage) -> None:
    aigul = stage.enters("aigul")
    aigul.page.evaluate(SPOILED)
    picture, width = faults_of(aigul.page)
    assert picture.startswith("image-alt")
    assert width.endswith("pixels wide")
    (complaint,) = stage.complaints
    assert "Content Security Policy" in complaint
    stage.complaints.clear()
