"""From the one-time link to the public answer, in a browser, on a real licence: a newcomer's first day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import watched_page
from tests.e2e.served import Desk
from tests.material import licence_pdfs

DEMO = Path(__file__).parents[2] / "api" / "demo" / "pdf" / "meridian-2026.pdf"
# A real licence, or one of the demo library where the folder of real ones is not on this machine.
PDF = next((path for path in licence_pdfs() if "liblicense-2008.typeset" in path.name), DEMO)
PATIENCE = 90_000


def newcomer(page: Page, desk: Desk) -> None:
    """Follow the one-time link, create the first account and arrive at the desk."""
    page.goto(desk.read_first_link())
    page.get_by_label("E-mail").fill("m.roy@library.example")
    page.get_by_label(re.compile("^Password")).fill("a sentence that is long enough")
    page.get_by_label("Name").fill("Marie Roy")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def enter_licence(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="New licence").click()
    page.get_by_label("Title", exact=True).fill("Boreal Journals 2026")
    page.get_by_label("Licensor").fill("Meridian Science Press")
    page.get_by_label("Start date").fill("2026-01-01")
    page.get_by_role("textbox", name="Resource", exact=False).first.fill("Annals of Boreal Chemistry")
    page.get_by_role("button", name=re.compile("add the signed PDF", re.IGNORECASE)).click()


def add_version(page: Page, pdf: Path) -> None:
    page.get_by_label("Label").fill("Agreement 2026")
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_role("button", name="Save and go on to the PDF").click()
    page.set_input_files("input[type=file]", pdf)
    page.get_by_role("button", name="Add this document").click()


def read(page: Page) -> None:
    """The reading advances without reloading, and ends with a way on to the review."""
    review = page.get_by_role("link", name="Begin the review")
    expect(review.first).to_be_visible(timeout=PATIENCE)
    review.first.click()


def decide_first(page: Page) -> str:
    """Accept what is suggested first with the keyboard alone; the words it rests on."""
    opened = page.locator(".q--open")
    expect(opened).to_be_visible()
    quote = opened.locator("blockquote").first.inner_text()
    before = page.locator(".bench__prog").inner_text()
    page.keyboard.press("a")
    expect(page.locator(".bench__prog")).not_to_have_text(before, timeout=PATIENCE)
    return quote


def journey(browser: Browser, desk: Desk, pdf: Path) -> None:
    with watched_page(browser) as page:
        newcomer(page, desk)
        enter_licence(page)
        add_version(page, pdf)
        read(page)
        assert decide_first(page)
        put_in_force(page)
        see_public_answer(page, desk)


def put_in_force(page: Page) -> None:
    """With suggestions still open it asks why; the reason is kept with the step."""
    page.goto(page.url.split("/review")[0])
    page.get_by_role("link", name=re.compile("^Send for review")).click()
    page.get_by_role("button", name=re.compile("^Send for review")).click()
    page.get_by_role("link", name="Put in force").click()
    expect(page.get_by_text("still to be reviewed")).to_be_visible()
    page.get_by_label("Why it goes on all the same").fill("Signed by both parties; the rest is reviewed this week.")
    page.get_by_role("button", name=re.compile("^Put in force")).click()
    expect(page.get_by_text("In force").first).to_be_visible()


def see_public_answer(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/public")
    page.get_by_label("Journal, database or collection").fill("boreal chemistry")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Annals of Boreal Chemistry").first.click()
    expect(page.get_by_role("heading", name="Annals of Boreal Chemistry")).to_be_visible()
    expect(page.get_by_text("Ask us").first).to_be_visible()


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that nobody has opened yet."""
    desk = Desk(tmp_path / "data")
    desk.start()
    yield desk
    desk.kill()


def test_a_newcomer_gets_from_the_one_time_link_to_the_public_answer(browser: Browser, empty_desk: Desk) -> None:
    journey(browser, empty_desk, PDF)
