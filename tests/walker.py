"""A member who presses only what stands on the page: real links, real forms; each press counts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

VOID = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form of a page, with what stands in it already."""

    action: str = ""
    swaps: bool = False
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str | None, value: str) -> None:
        """Keep one more value under a name."""
        if name:
            self.values.setdefault(name, []).append(value)


class Page(HTMLParser):
    """The links and forms of one page, each with its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._words: list[str] | None = None
        self._pressed: dict[str, str | None] = {}
        self._area = self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a link, a form, or one of its fields."""
        found = dict(attrs)
        if tag in {"a", "button"}:
            self._words, self._pressed = [], found
        elif tag == "form":
            self._form = Form(found.get("action") or "", swaps="hx-post" in found)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, found)

    def _field(self, form: Form, tag: str, found: dict[str, str | None]) -> None:
        name, value = found.get("name") or "", found.get("value") or ""
        kind = found.get("type") or "text"
        is_choice = kind in {"checkbox", "radio"}
        if tag == "input" and kind not in VOID and (not is_choice or "checked" in found):
            form.add(name, value or ("on" if is_choice else ""))
        elif tag == "textarea":
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            form.add(self._select, value)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._form = None
        elif tag in {"a", "button"} and self._words is not None:
            said = " ".join("".join(self._words).split())
            if tag == "a":
                self.links.append((said, self._pressed.get("href") or ""))
            elif self._form is not None:
                name, value = self._pressed.get("name") or "", self._pressed.get("value") or ""
                self._form.buttons.append((said, name, value))
            self._words = None

    def handle_data(self, data: str) -> None:
        """Collect the words of a link, a button or a text field."""
        if self._words is not None:
            self._words.append(data)
        elif self._form is not None and self._area:
            self._form.add(self._area, data.strip())
            self._area = ""


class Walker:
    """Somebody at work; `presses` counts every link followed and every button pressed."""

    def __init__(self, client: Client, *, has_script: bool) -> None:
        self.client, self.has_script, self.presses = client, has_script, 0
        self.text = self.shown = self._address = ""
        self.page = Page("")

    def opens(self, address: str) -> None:
        """Type an address or press a link."""
        self.presses += 1
        self._shows(self.client.get(address, follow=True))

    def follows(self, words: str, within: str = "") -> None:
        """Press the first link of these words, whose address contains `within`."""
        self.opens(next(to for said, to in self.page.links if words in said and within in to))

    def sends(self, button: str, **typed: Any) -> None:
        """Fill in what is asked and press the button of these words."""
        form, name, value = next(
            (form, name, value)
            for form in self.page.forms
            for said, name, value in form.buttons
            if button in said
        )
        sent = form.values | typed
        sent |= {name: value} if name else {}
        self.presses += 1
        answered = self.client.post(form.action or self._address, sent, follow=True)
        if form.swaps and self.has_script:
            # What was asked for is put into the page; the page stays.
            assert answered.status_code == 200
            self.shown = answered.content.decode()
            return
        self._shows(answered)
        self.shown = self.text

    def _shows(self, answered: Any) -> None:
        assert answered.status_code == 200, answered
        self._address = answered.request["PATH_INFO"]
        self.text = answered.content.decode()
        self.page = Page(self.text)
