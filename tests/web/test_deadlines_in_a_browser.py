"""Deadlines decided with the keyboard alone, in Chromium: the focus goes on, it is said aloud, axe finds nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.usecases.tasks import add_task, tasks_of
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


def test_a_phone_shows_buttons_and_labels_of_the_deadlines_without_scrolling_sideways(
    page: Page, address: str, desk: TestDesk
) -> None:
    licence = ending(desk, "Journals", 20)
    due = (desk.services.today() + dt.timedelta(days=9)).isoformat()
    add_task(desk.services, desk.actor(), licence, {"text": "Ask for a price.", "due": due})
    enter(page, address, desk.editor)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?days=30")

    for button in ("Done Journals, Ask for a price.", "Keep Journals, Last day to give notice"):
        box = page.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] < 390, button
    heights = page.locator(".ch__line:visible .ch__t").evaluate_all(
        "all => all.map(t => t.getBoundingClientRect().height)"
    )
    assert min(heights) >= 14
    assert page.get_by_role("row", name="Ask for a price.").get_by_role("cell").count() == 4
    assert violations(page) == []


def test_a_task_among_the_deadlines_is_done_from_the_keyboard(page: Page, address: str, desk: TestDesk) -> None:
    licence = ending(desk, "Journals", 6)
    due = (desk.services.today() + dt.timedelta(days=5)).isoformat()
    add_task(desk.services, desk.actor(), licence, {"text": "Ask for a price.", "due": due})
    enter(page, address, desk.editor)
    page.goto(f"{address}/?days=30")

    page.get_by_role("button", name="Done Journals, Ask for a price.").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Keep Journals, Last day to give notice")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Done.")
    expect(page.locator("#todo")).to_contain_text("No task waits.")
