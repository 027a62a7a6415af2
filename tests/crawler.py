"""Somebody who follows every link and sends every form, and remembers all that came out."""

from __future__ import annotations

import datetime
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

# Leaving ends the walk; what comes back is a page without anybody's data.
NOT_FOLLOWED = {"account_logout"}
TYPED = {"date": "", "tel": "+77015550101", "number": "1", "email": "someone@example.org"}


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what leads on."""
        given = {name: value or "" for name, value in attrs}
        for way in ("href", "hx-get"):
            if given.get(way) and tag != "link":
                self.links.append(given[way])
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._remember(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Notice where a form ends."""
        if tag == "form":
            self._form = None

    def _remember(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
            form.values.setdefault(name, [])
        elif tag == "option" and given.get("value") and not form.values.get(self._select):
            form.values[self._select] = [given["value"]]
        elif tag == "button" or kind == "submit":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            form.values[name] = ["Something is said here."]
        elif tag == "input" and name:
            _fill(form, name, kind, given.get("value", ""))


def _fill(form: Form, name: str, kind: str, value: str) -> None:
    if kind in {"radio", "checkbox"}:
        form.values.setdefault(name, [value or "on"])
    elif kind == "date" and not value:
        form.values[name] = [datetime.date.today().isoformat()]  # noqa: DTZ011
    elif kind != "file":
        form.values[name] = [value or TYPED.get(kind, "а")]


@dataclass
class Walk:
    """What one visitor met."""

    client: Client
    most: int
    saw: Callable[[str, HttpResponse], None]
    counts: Counter[str] = field(default_factory=Counter)
    waiting: deque[str] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    answers: int = 0

    def from_home(self) -> int:
        """Walk until nothing new is left; return how many answers there were."""
        self._find("/", "/")
        while self.waiting:
            address = self.waiting.popleft()
            answer = self._ask("get", address, {})
            if answer.get("Content-Type", "").startswith("text/html"):
                self._look_at(address, answer)
        return self.answers

    def _look_at(self, address: str, answer: HttpResponse) -> None:
        page = Page(answer.content.decode())
        for link in page.links:
            self._find(address, link)
        for form in page.forms:
            for button in form.buttons or [("", "")]:
                self._send(address, form, button)

    def _find(self, base: str, link: str) -> None:
        address = urljoin(base, link).split("#")[0]
        if address.startswith("/") and address not in self.known and self._has_turn(address):
            self.known.add(address)
            self.waiting.append(address)

    def _send(self, base: str, form: Form, button: tuple[str, str]) -> None:
        address = urljoin(base, form.action).split("#")[0] or base
        said = {**form.values, **({button[0]: [button[1]]} if button[0] else {})}
        if form.method == "post" and self._has_turn(address, button[0] or "post"):
            self._ask("post", address, said)
        elif form.method == "get":
            self._ask("get", address.split("?")[0], said)

    def _has_turn(self, address: str, act: str = "") -> bool:
        """Say whether enough of this kind was not seen yet; each kind of question counts apart."""
        parts = urlsplit(address)
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            return False
        if name in NOT_FOLLOWED:
            return False
        asked = sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair)
        kind = " ".join([name, *asked, act])
        self.counts[kind] += 1
        return self.counts[kind] <= self.most

    def _ask(self, method: str, address: str, said: dict[str, list[str]]) -> HttpResponse:
        save = transaction.savepoint()
        answer: HttpResponse = getattr(self.client, method)(address, said, follow=True)
        transaction.savepoint_rollback(save)
        self.answers += 1
        self.saw(f"{method.upper()} {address}", answer)
        return answer
