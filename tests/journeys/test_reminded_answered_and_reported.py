"""From a case to the month's figures: told once in her language, answered by her consulate, counted."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db.models.functions import Now
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from accounts.acting import for_system
from reminders import tasks
from reminders.models import Reminder
from reports.months import Month, month_of
from tests.cast import NOW
from tests.journeys.look import faults_of
from tests.journeys.stage import DESKTOP, PHONE, Stage, Visitor
from tests.journeys.ways import (
    NARGIZA,
    when_he_accepts_what_waits_on_his_home_page,
    when_she_opens_a_case,
    when_she_writes_a_referral_and_sends_it,
)
from tests.reminders.processes import Simulator, eventually, simulator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Late enough that the message of the day before is planned at whatever hour this runs.
TOMORROW = NOW + datetime.timedelta(days=1)
HOUR = "20:00"
SECRET = "of-the-simulator-and-of-nobody-else"
ADVICE = "Come on Tuesday with a photo"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def gateway(stage: Stage, tmp_path: Path) -> Iterator[Simulator]:
    """Run the gateway as a process of its own, which sends its receipts to this house."""
    hook = f"{stage.address}/hooks/smsc/{SECRET}/"
    with (
        simulator(tmp_path, receipts=hook) as made,
        override_settings(
            GATEWAY_URL=made.address,
            GATEWAY_LOGIN="komek",
            GATEWAY_PASSWORD="a password of nobody",
            GATEWAY_HOOK_SECRET=SECRET,
        ),
    ):
        yield made


def test_a_case_is_reminded_of_answered_by_the_consulate_and_counted(
    stage: Stage, gateway: Simulator
) -> None:
    aigul = stage.enters("aigul", PHONE)
    when_she_opens_a_case(aigul)
    case = aigul.page.url
    when_she_writes_a_referral_and_sends_it(aigul)
    doctor = stage.enters("dr_ahmetov", DESKTOP)
    when_he_accepts_what_waits_on_his_home_page(doctor)
    when_he_makes_an_appointment(doctor)

    when_the_hour_of_the_first_message_comes()
    then_it_went_out_once_in_her_language_and_arrived(gateway, aigul)

    when_she_asks_the_consulate_for_a_passport(aigul, case)
    officer = stage.enters("officer_kg", PHONE)
    when_the_consulate_answers(officer)
    then_she_reads_the_answer_on_her_home_page(aigul)

    madina = stage.enters("madina", DESKTOP)
    then_the_report_counts_what_happened(madina)


def when_he_makes_an_appointment(doctor: Visitor) -> None:
    doctor.presses("Make an appointment")
    doctor.fills(on=TOMORROW.date().isoformat(), at=HOUR, place="Building 2, room 4")
    doctor.sends()
    doctor.reads("The referral is now: Appointment made.")


def when_the_hour_of_the_first_message_comes() -> None:
    assert tasks.plan_reminders() == 2
    with for_system(reason="tests"):
        Reminder.objects.filter(rule="appointment_tomorrow").update(next_at=Now())
    # Every beat ticks twice, and whoever comes second finds nothing left to do.
    for tick in (tasks.plan_reminders, tasks.send_reminders, tasks.settle_reminders):
        tick()
        tick()


def then_it_went_out_once_in_her_language_and_arrived(gateway: Simulator, aigul: Visitor) -> None:
    (message,) = gateway.messages
    assert message["text"].startswith("Эскертебиз: ")
    assert HOUR in message["text"]
    for word in ("клиник", "clinic", "Komek", "туберкул", "кургак учук", "room"):
        assert word.lower() not in message["text"].lower()
    eventually(is_delivered, patience=15)
    aigul.opens("reminders:reminders")
    assert faults_of(aigul.page) == []
    aigul.page.get_by_role("link", name="Went out").click()
    aigul.reads(NARGIZA, "Arrived", "Appointment, the day before")


def is_delivered() -> bool:
    with for_system(reason="tests"):
        states = dict(Reminder.objects.values_list("rule", "state"))
    return states == {"appointment_tomorrow": "delivered", "appointment_today": "scheduled"}


def when_she_asks_the_consulate_for_a_passport(aigul: Visitor, case: str) -> None:
    aigul.page.goto(case)
    aigul.presses("Write to the consulate")
    assert faults_of(aigul.page) == []
    aigul.chooses(request="passport")
    aigul.sends()
    aigul.stands_at("Not sent: something is missing")
    aigul.presses("Ask the person and record the consent")
    aigul.chooses(given_how="written")
    aigul.sends()
    aigul.stands_at("Write to the consulate")
    aigul.chooses(request="passport")
    aigul.page.locator("label", has_text="Date of birth").click()
    aigul.sends()
    aigul.stands_at("This is what the consulate will read")
    aigul.reads(NARGIZA)
    assert faults_of(aigul.page) == []
    aigul.presses("Send to the consulate")
    aigul.reads("Sent to Consulate of Kyrgyzstan.")


def when_the_consulate_answers(officer: Visitor) -> None:
    officer.opens("referrals:envelopes")
    assert faults_of(officer.page) == []
    officer.follows(NARGIZA)
    officer.reads(NARGIZA, "Passport")
    assert faults_of(officer.page) == []
    expect(officer.page.locator("body")).not_to_contain_text("Tuberculosis")
    officer.presses("Take it into work")
    officer.presses("Write the answer")
    officer.chooses(outcome="come_in_person")
    officer.fills(words=ADVICE)
    assert faults_of(officer.page) == []
    officer.sends()
    officer.reads("The answer was sent.")


def then_she_reads_the_answer_on_her_home_page(aigul: Visitor) -> None:
    aigul.opens("desk:home")
    answers = aigul.page.locator("section", has_text="Answers of consulates")
    answers.get_by_role("link", name=NARGIZA).click()
    aigul.reads(ADVICE)
    aigul.presses("I have read it")
    aigul.reads("Noted. It no longer waits on your home page.")


def then_the_report_counts_what_happened(madina: Visitor) -> None:
    """Count by hand: Gulnara, Rustam and Nargiza came to Komek, each with one case.

    One referral was sent and answered within days, one screen found symptoms, one request went to a
    consulate and was answered, one message arrived; tomorrow's is planned, in this month or the next.
    """
    this = month_of(timezone.now())
    later = 1 if month_of(TOMORROW) == this else 0
    by_hand = {
        "People registered, by citizenship": {"Kyrgyzstan": 2, "Tajikistan": 1, "Total": 3},
        "Screens for symptoms of tuberculosis": {
            "With symptoms or contact with TB": 1, "Without symptoms": 0, "Screens made": 1,
        },
        "Cases, by kind": {"Tuberculosis": 2, "Injury": 1, "Papers": 0, "Total": 3},
        "Referrals sent, by state": {"Appointment made": 1, "Sent": 0, "Total": 1},
        "The first answer to referrals sent": {"Within 5 working days": 1, "Total": 1},
        "Requests to consulates": {"Sent": 1, "Answered": 1, "Taken back": 0},
        "Messages due in the month, by state": {
            "Arrived": 1, "Planned": later, "Did not arrive": 0, "Total": 1 + later,
        },
    }  # fmt: skip
    madina.page.goto(f"/reports/monthly/{this}/")
    assert faults_of(madina.page) == []
    for told in (on_screen(madina), in_xlsx(madina, this), in_csv(madina, this)):
        for title, figures in by_hand.items():
            seen = {label: told[title][label] for label in figures}
            assert seen == {label: str(count) for label, count in figures.items()}, title


def on_screen(madina: Visitor) -> dict[str, dict[str, str]]:
    """Return the figures of the page: in each table the first one of a line, or their sum."""
    tables: dict[str, dict[str, str]] = {}
    for table in madina.page.locator("main table").all():
        rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]
        title = madina.page.locator(f"#{table.get_attribute('aria-labelledby')}")
        tables[title.inner_text().strip()] = _figures(rows[1:])
    return tables


def in_xlsx(madina: Visitor, month: Month) -> dict[str, dict[str, str]]:
    """Return the figures of the file for Excel, read without any library."""
    with zipfile.ZipFile(io.BytesIO(_downloaded(madina, "Download for Excel"))) as file:
        words = [
            "".join(text.itertext())
            for text in ElementTree.fromstring(file.read("xl/sharedStrings.xml")).iter(f"{CELL}si")
        ] if "xl/sharedStrings.xml" in file.namelist() else []  # fmt: skip
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    rows = [[_said(cell, words) for cell in row] for row in sheet.iter(f"{CELL}row")]
    return _by_title(rows)


def in_csv(madina: Visitor, month: Month) -> dict[str, dict[str, str]]:
    """Return the figures of the plain file."""
    text = _downloaded(madina, "Download as CSV").decode("utf-8-sig")
    return _by_title(list(csv.reader(io.StringIO(text), delimiter=";")))


def _downloaded(madina: Visitor, link: str) -> bytes:
    with madina.page.expect_download() as waiting:
        madina.page.get_by_role("link", name=link).click()
    return Path(waiting.value.path()).read_bytes()


def _said(cell: Any, words: list[str]) -> str:
    value = "".join(cell.itertext())
    return words[int(value)] if cell.get("t") == "s" else value


def _by_title(rows: list[list[str]]) -> dict[str, dict[str, str]]:
    """Cut lines into tables: a line of one cell is a title, the next one names the columns."""
    tables: dict[str, list[list[str]]] = {}
    title = ""
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) == 1:
            title = cells[0]
            tables[title] = []
        elif len(cells) > 1 and title:
            tables[title].append(cells)
    return {name: _figures(lines[1:]) for name, lines in tables.items()}


def _figures(rows: list[list[str]]) -> dict[str, str]:
    # People are told by sex, then altogether; cases are opened and closed: opened is asked for.
    return {row[0].strip(): row[-1 if len(row) > 3 else 1].strip() for row in rows}
