"""Fixtures that every test may take."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import launch, watched_page

pytest_plugins = ["tests.databases", "tests.material", "tests.web.library"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must end without a script error and without breaking the policy."""
    with watched_page(browser) as watched:
        yield watched
