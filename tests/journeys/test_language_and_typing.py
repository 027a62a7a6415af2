"""Nothing typed is lost: not by another language, and not when the browser closes."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.journeys.stage import Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARGIZA = "Наргиза"
TYPED = {"full_name": NARGIZA, "birth_year": "1994", "concern": "Coughs since spring"}
CHOSEN = {"sex": "female", "cough": "yes"}


def test_another_language_keeps_a_half_filled_page(stage: Stage) -> None:
    aigul = stage.enters("aigul")
    when_she_fills_in_half_of_the_first_page(aigul)
    aigul.speaks("Қазақша")
    then_the_page_is_in_kazakh(aigul)
    then_all_of_it_is_there(aigul)
    aigul.opens("desk:home")
    expect(aigul.page.locator("html")).to_have_attribute("lang", "kk")


def test_a_draft_is_gone_on_with_after_the_browser_was_closed(stage: Stage) -> None:
    aigul = stage.enters("aigul")
    when_she_fills_in_half_of_the_first_page(aigul)
    expect(aigul.page.locator(".draft-saved")).to_contain_text("Saved")
    aigul.page.context.close()

    again = stage.enters("aigul")
    again.opens("cases:register")
    again.reads(f"You began to register somebody: {NARGIZA}")
    again.presses("Go on")
    then_all_of_it_is_there(again)


def test_what_a_person_does_not_want_written_down_is_kept_nowhere(stage: Stage) -> None:
    aigul = stage.enters("aigul")
    when_she_fills_in_half_of_the_first_page(aigul)
    expect(aigul.page.locator(".draft-saved")).to_contain_text("Saved")
    aigul.presses("Keep nothing of it")
    aigul.reads("Nothing of it was kept.")
    aigul.opens("cases:register")
    expect(aigul.page.locator("main")).not_to_contain_text(NARGIZA)


def when_she_fills_in_half_of_the_first_page(aigul: Visitor) -> None:
    aigul.opens("cases:register")
    aigul.fills(q=NARGIZA)
    aigul.sends()
    aigul.presses("Register a new person")
    aigul.chooses(**CHOSEN, citizenship="KG", language="ky")
    aigul.fills(**TYPED)
    aigul.page.keyboard.press("Tab")


def then_all_of_it_is_there(aigul: Visitor) -> None:
    for name, text in (TYPED | {"citizenship": "KG", "language": "ky"}).items():
        expect(aigul.field(name)).to_have_value(text)
    for name, value in CHOSEN.items():
        expect(aigul.answer(name, value)).to_be_checked()


def then_the_page_is_in_kazakh(aigul: Visitor) -> None:
    with translation.override("kk"):
        heading = gettext("New case")
    assert heading != "New case"
    expect(aigul.page.locator("html")).to_have_attribute("lang", "kk")
    aigul.stands_at(heading)
