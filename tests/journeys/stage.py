"""Members of the cast at real browsers, and what they do there."""

import re
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from referrals.models import Referral, Service
from tests.cast import PASSWORD, Cast

PHONE, DESKTOP = (390, 844), (1280, 900)


class Visitor:
    """Somebody at a browser."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.page = page
        self.complaints = complaints
        page.on("console", self._overhear)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def _overhear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"{self.page.url}: {said.text}")

    def opens(self, name: str, *args: object) -> None:
        """Go to a page by the name of its address."""
        self.page.goto(reverse(name, args=args))

    def presses(self, button: str) -> None:
        """Press a button, or a link that looks like one."""
        main, name = self.page.locator("main"), re.compile(rf"^\s*{re.escape(button)}")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).click()

    def follows(self, link: str) -> None:
        """Follow a link."""
        self.page.locator("main").get_by_role("link", name=link).first.click()

    def fills(self, **typed: str) -> None:
        """Type into fields, by their names."""
        for name, text in typed.items():
            self.field(name).fill(text)

    def chooses(self, **chosen: str) -> None:
        """Choose from lists and among answers, by their names."""
        for name, value in chosen.items():
            if self.page.locator(f"select[name={name}]").count():
                self.field(name).select_option(value)
            else:
                self._press_label_of(self.answer(name, value))

    def ticks(self, *names: str) -> None:
        """Tick boxes."""
        for name in names:
            self._press_label_of(self.field(name))

    def _press_label_of(self, answer: Locator) -> None:
        self.page.locator(f"label[for={answer.get_attribute('id')}]").click()
        expect(answer).to_be_checked()

    def field(self, name: str) -> Locator:
        """Find a field of the form in hand."""
        return self.page.locator(f"#work-form [name={name}]")

    def answer(self, name: str, value: str) -> Locator:
        """Find one answer among several."""
        return self.page.locator(f"#work-form [name={name}][value='{value}']")

    def sends(self) -> None:
        """Send the form in hand by its first button."""
        self.page.locator("#work-form .btn-primary, #work-form .btn-danger").first.click()

    def speaks(self, language: str) -> None:
        """Choose another language in the head of the page."""
        self.page.locator("header summary").first.click()
        self.page.get_by_role("button", name=language).click()

    def reads(self, *words: str) -> None:
        """Fail unless all this stands on the page."""
        for said in words:
            expect(self.page.locator("main").get_by_text(said).first).to_be_visible()

    def stands_at(self, heading: str) -> None:
        """Fail unless the page has this heading."""
        expect(self.page.locator("h1")).to_have_text(heading)

    def is_refused(self, address: str) -> None:
        """Fail unless there is nothing here for them; the browser complains of that once."""
        answer = self.page.goto(address)
        assert answer is not None
        self.is_told_nothing(answer.status)

    def is_told_nothing(self, status: int) -> None:
        """Fail unless this is the page that says neither yes nor no."""
        assert status == 404
        self.stands_at("There is nothing here for you")
        refused = [one for one in self.complaints if "404 (Not Found)" in one]
        assert len(refused) == 1
        self.complaints.remove(refused[0])


@dataclass
class Stage:
    """The house, open to the cast."""

    browser: Browser
    address: str
    cast: Cast
    services: dict[str, Service]
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(
        self, size: tuple[int, int] = PHONE, language: str = "en", *, script: bool = True
    ) -> Visitor:
        """Return somebody new at a browser of this size, who has not signed in."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        self.contexts.append(context)
        return Visitor(context.new_page(), self.complaints)

    def enters(
        self,
        name: str,
        size: tuple[int, int] = PHONE,
        language: str = "en",
        *,
        script: bool = True,
    ) -> Visitor:
        """Let a member sign in."""
        visitor = self.visitor(size, language, script=script)
        visitor.page.goto("/")
        self.sign_in(visitor, name)
        return visitor

    def sign_in(self, visitor: Visitor, name: str) -> None:
        """Sign in as a member on the page that asks for it."""
        visitor.page.locator("[name=login]").fill(self.cast.members[name].user.email)
        visitor.page.locator("[name=password]").fill(PASSWORD)
        visitor.page.locator(".entrance-form button").click()
        expect(visitor.page.locator("h1")).to_contain_text(self.cast.members[name].user.name)

    def close(self) -> None:
        """Close every browser window."""
        for context in self.contexts:
            context.close()


def leads_to(referral: Referral) -> str:
    """Return the address of a referral."""
    return reverse("referrals:referral", args=[referral.pk])
