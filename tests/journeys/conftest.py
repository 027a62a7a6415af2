"""A real browser, and the site it looks at: committed data, row-level security in force."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation.reloader import translation_file_changed
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from migrant_health.embedded import browser as installed
from tests.cast import Cast
from tests.journeys.stage import Stage
from tests.referrals.stages import offered_by

ARGUMENTS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find the browser, or say in one line that the journeys are left out."""
    found = installed.find()
    if found is None:
        pytest.skip(installed.ABSENT)
    return found


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the browser once; it ends with this folder, and with it the loop it runs in."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread, and Django would take us for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            yield started
            started.close()


@pytest.fixture(scope="package")
def site() -> Iterator[None]:
    """Serve style sheets as they stand in the rooms, and speak every language."""
    call_command("compile_catalogues", verbosity=0)
    translation_file_changed(None, Path("django.mo"))
    storages = copy.deepcopy(settings.STORAGES)
    storages["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(STORAGES=storages):
        yield


@pytest.fixture
def stage(browser: Browser, site: None, live_server: LiveServer, cast: Cast) -> Iterator[Stage]:
    """Open the house to the cast; whatever a page complained about fails the journey."""
    services = offered_by(cast)
    made = Stage(browser, live_server.url, cast, services)
    yield made
    made.close()
    assert made.complaints == []
