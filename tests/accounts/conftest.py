"""Browsers of people who read English, for tests about words."""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def english_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every browser of the test have chosen English before."""
    open_browser = Client.__init__

    def in_english(self: Client, *args: Any, **kwargs: Any) -> None:
        open_browser(self, *args, **kwargs)
        self.cookies["language"] = "en"

    monkeypatch.setattr(Client, "__init__", in_english)
