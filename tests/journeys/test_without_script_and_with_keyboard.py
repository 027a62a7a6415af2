"""The same house without scripts, and without a mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cast import GULNARA, PASSWORD
from tests.journeys.stage import DESKTOP, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARGIZA = "Наргиза"
UNKNOWN = dict.fromkeys(
    ("cough", "fever", "night_sweats", "weight_loss", "tb_contact", "reads"), "unknown"
)
MOST_STEPS = 60


def test_a_person_is_registered_and_referred_without_scripts(stage: Stage) -> None:
    aigul = stage.enters("aigul", script=False)
    when_she_registers_somebody_new(aigul)
    aigul.stands_at(NARGIZA)
    when_she_refers_them(aigul)
    aigul.reads("The referral was sent to City TB clinic.")


def when_she_registers_somebody_new(aigul: Visitor) -> None:
    aigul.opens("cases:register")
    aigul.fills(q=NARGIZA)
    aigul.sends()
    aigul.presses("Register a new person")
    aigul.chooses(citizenship="KG", language="ky", sex="female", kind="tuberculosis")
    aigul.chooses(**UNKNOWN, basis="consent", given_how="written")
    aigul.sends()
    # Nobody knows how old she is, and consent depends on it: the page asks, and keeps the rest.
    aigul.chooses(age_group="adult")
    aigul.sends()


def when_she_refers_them(aigul: Visitor) -> None:
    aigul.presses("Refer")
    aigul.page.locator("select[name=service]").select_option(label="Tb_Examination")
    aigul.chooses(reason="initial_test")
    aigul.fills(asked="Please examine")
    aigul.sends()
    aigul.presses("Send")


def test_a_case_is_opened_with_the_keyboard_alone(stage: Stage) -> None:
    page = stage.visitor(DESKTOP).page
    page.goto("/")
    when_she_signs_in_by_keyboard(page, stage.cast.aigul.user.email)
    then_the_first_step_skips_to_the_content(page)
    when_she_searches_by_keyboard(page)
    press_enter_on(page, page.get_by_role("link", name=GULNARA))
    press_enter_on(page, page.locator("main").get_by_role("link", name="Tuberculosis"))
    expect(page.locator("h1")).to_have_text(GULNARA)
    expect(page.locator("main")).to_contain_text("Nobody was asked for help yet.")


def when_she_signs_in_by_keyboard(page: Page, email: str) -> None:
    step_to(page, page.locator("[name=login]"))
    page.keyboard.type(email)
    step_to(page, page.locator("[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Hello")


def then_the_first_step_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def when_she_searches_by_keyboard(page: Page) -> None:
    page.goto("/")
    press_enter_on(page, page.locator("header").get_by_role("link", name="Search"))
    expect(page.locator("h1")).to_have_text("Search")
    step_to(page, page.locator("[name=q]"))
    page.keyboard.type("Gulnara")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found")).to_be_visible()


def press_enter_on(page: Page, wanted: Locator) -> None:
    step_to(page, wanted)
    page.keyboard.press("Enter")


def step_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus, and is seen to have it."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST_STEPS):
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate("one => one.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {wanted}")
