"""The words that go out: short, polite, and about nothing that anybody else may learn."""

import datetime
import re
import uuid
from zoneinfo import ZoneInfo

import pytest

from reminders.choices import Rule
from reminders.schedule import Appointment, ToDo, plan
from reminders.texts import LANGUAGES, filled, read_bodies

ALMATY = ZoneInfo("Asia/Almaty")
# Stems of words that would tell others where somebody goes and why, in six languages.
TELLING = (
    "клиник|больниц|врач|доктор|лекарств|анализ|туберк|болез|лечен|консул|компания|организац"
    "|емхана|аурухана|дәрі|ауру|емде|дарыгер|дары|оору|табиб|духтур|доруд|беморх|беморӣ|касал"
    "|shifokor|dori|kasal|davol|klinika|bemor|clinic|hospital|doctor|medicine|illness|treatment"
    "|konsul|komek|tirek|employer|работодател"
)
FITS = 70  # what one message holds in Cyrillic, and with the letters of Uzbek
pytestmark = pytest.mark.django_db


def messages() -> dict[tuple[str, str], str]:
    """Return every message, filled in, by rule and language."""
    now = datetime.datetime(2026, 12, 1, 9, 0, tzinfo=ALMATY)
    at = now + datetime.timedelta(days=3, hours=3, minutes=30)
    tasks = [ToDo(uuid.uuid4(), kind, at.date(), now) for kind in ("call_back", "accompany")]
    planned = plan([Appointment(uuid.uuid4(), at, now)], tasks, now, ALMATY)
    bodies = read_bodies()
    return {
        (one.rule, language): filled(bodies[one.rule][language], one, ALMATY)
        for one in planned
        for language in LANGUAGES
    }


def test_every_rule_has_its_text_in_six_languages() -> None:
    assert set(messages()) == {(rule.value, language) for rule in Rule for language in LANGUAGES}


def test_every_message_fits_into_one() -> None:
    assert {key: len(text) for key, text in messages().items() if len(text) > FITS} == {}


def test_no_message_says_where_and_why() -> None:
    assert [text for text in messages().values() if re.search(TELLING, text.lower())] == []


def test_days_and_hours_are_filled_in() -> None:
    for (rule, _language), text in messages().items():
        assert "{" not in text
        assert ("04.12" in text) is (rule in {"appointment_tomorrow", "meeting_tomorrow"})
        assert ("12:30" in text) is rule.startswith("appointment")


def test_no_two_languages_have_the_same_words() -> None:
    assert len(set(messages().values())) == len(Rule) * len(LANGUAGES)
