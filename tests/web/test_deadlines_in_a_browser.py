"""Deadlines decided with the keyboard alone, in Chromium: the focus goes on, it is said aloud, axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.usecases.tasks import tasks_of
from tests.browser import live, violations, watched_page
from tests.web.library import TestDesk
from tests.web.test_deadlines import at, ending
from tests.web.test_lists_in_a_browser import enter


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:
    """Where the desk is."""
    with live(desk.app) as where:
        yield where


def test_one_deadline_after_the_other_is_decided_from_the_keyboard(page: Page, address: str, desk: TestDesk) -> None:
    ending(desk, "First", 5)
    ending(desk, "Second", 6)
    enter(page, address, desk.editor)
    page.goto(f"{address}/?days=30")

    page.get_by_role("button", name="Keep First, Last day to give notice").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep Second, Last day to give notice")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Keep: noted")
    expect(page.locator("#summary")).to_contain_text("1 thing falls due this fortnight")
    assert violations(page) == []

    page.keyboard.press("Enter")
    expect(page.get_by_text("2 deadlines are decided")).to_be_visible()
    page.get_by_role("button", name=re.compile("Take back ?: First")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep First, Last day to give notice")).to_be_focused()


def test_ending_gives_a_task_and_comes_back_to_the_desk(page: Page, address: str, desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 5)
    enter(page, address, desk.editor)
    page.goto(f"{address}/?days=30&work=all")

    page.get_by_role("link", name="End… Journals, Last day to give notice").click()
    assert violations(page) == []
    page.get_by_label("Note for staff").fill("Too dear.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("1 deadline is decided")).to_be_visible()
    assert [task.text[:11] for task in tasks_of(desk.services, licence)] == ["Give notice"]


def test_without_scripts_the_buttons_work_too(browser: Browser, address: str, desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 5)
    with watched_page(browser, java_script_enabled=False) as page:
        enter(page, address, desk.editor)
        page.goto(f"{address}/licences/{licence}")
        page.get_by_role("button", name=re.compile("Keep ?: Notice by")).click()
        expect(page.get_by_text("Noted by Ed Itor")).to_be_visible()
        page.goto(f"{address}{at(desk, licence, 15, 'end')}")
        page.get_by_label("End it").check()
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_text("End: noted")).to_be_visible()
