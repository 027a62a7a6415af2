"""What is wrong with a page, as far as a machine can tell."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Kazakh words are the longest; where its pages have room, English ones have.
LANGUAGES = ("kk", pytest.param("en", marks=pytest.mark.long))
NARROW = 360
MOST_BYTES = 80 * 1024
LOADED = "performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)"
WIDTH = "document.documentElement.scrollWidth"


def faults_of(page: Page) -> list[str]:
    """Return what would shut somebody out of this page, or make them wait for it."""
    return [*_too_heavy(page), *_shut_out(page), *_too_wide(page)]


def _too_heavy(page: Page) -> list[str]:
    weight = page.evaluate(LOADED)
    return [f"{weight} bytes"] if weight > MOST_BYTES else []


def _shut_out(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def _too_wide(page: Page) -> list[str]:
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": NARROW, "height": before["height"]})
    width = page.evaluate(WIDTH)
    page.set_viewport_size(before)
    return [f"{width} pixels wide"] if width > NARROW else []
