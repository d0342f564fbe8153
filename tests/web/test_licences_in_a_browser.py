"""The pages of licences in Chromium: nothing for axe to find, no script error, and what htmx does to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import live, violations, watched_page
from tests.web.library import Library, TestDesk, Visitor


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where the library is."""
    with live(library.desk.app) as where:
        yield where


WAYS_TO_LOOK: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (320, "dark"))


def enter(page: Page, address: str, who: Visitor) -> None:
    """Sign in without the form."""
    assert who.cookie is not None
    page.context.add_cookies([{"name": "session", "value": who.cookie, "url": address}])


def paths(library: Library) -> dict[str, str]:
    journals = f"/licences/{library.journals}"
    return {
        "desk": "/?days=365",
        "list": "/licences?status=active&term=alumni_access&value=permitted",
        "nothing found": "/licences?q=zzz&status=active",
        "new licence": "/licences/new",
        "edit": f"{journals}/edit",
        "record": journals,
        "record of a draft": f"/licences/{library.archive}",
        "open term": f"{journals}/terms/alumni_access?all=yes",
        "no such day": f"{journals}/terms?on=2026-02-30",
        "history": f"{journals}/history",
        "term sheet": f"{journals}/term-sheet",
        "new version": f"{journals}/versions/new",
        "version": f"/versions/{library.agreement}",
        "draft": f"/versions/{library.draft}",
        "step": f"/versions/{library.agreement}/transitions?to=ended",
        "organisations": "/organisations?q=e",
    }


PAGES = list(paths(Library(*[None] * 7)))  # type: ignore[arg-type]  # only the names


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(
    page: Page, address: str, library: Library, name: str
) -> None:
    enter(page, address, library.desk.admin)
    for width, scheme in WAYS_TO_LOOK:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}{paths(library)[name]}")
        assert violations(page) == [], scheme
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, f"{width} px"


def test_the_door_is_clean_with_and_without_a_mistake(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{address}/sign-in")
        assert violations(page) == []
        page.fill("#email", "nobody@library.example")
        page.fill("#password", "not the password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("do not go together")
        assert violations(page) == []


def test_typing_finds_without_losing_a_letter_or_the_focus(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences?status=any")

    page.keyboard.press("/")
    page.keyboard.type("msp", delay=40)

    expect(page.locator("#results-h")).to_have_text("1 licence of 3")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("msp")
    expect(page).to_have_url(f"{address}/licences?q=msp")


def test_a_filter_is_one_click_and_its_counts_follow(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences?status=any")

    page.get_by_label("In negotiation").check()

    expect(page.locator("#results-h")).to_have_text("2 licences of 3")
    expect(page.get_by_label("In negotiation")).to_be_focused()
    expect(page.locator("#facet-scope .opt__n").first).to_have_text("1")
    expect(page.locator("#live")).to_have_text("2 licences")


def test_which_licences_permit_a_use_takes_two_choices(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences?status=any")

    page.locator("#term-0").select_option("alumni_access")
    expect(page.locator("#term-1")).to_be_attached()
    page.locator("#value-0").select_option("permitted")

    expect(page.locator("#results-h")).to_have_text("1 licence of 3")
    expect(page.locator(".chip")).to_contain_text("Alumni access: Permitted")


def test_going_back_brings_the_list_as_it_was(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences?status=any")
    page.get_by_label("In force", exact=False).first.check()
    expect(page.locator("#results-h")).to_have_text("1 licence of 3")

    page.get_by_role("link", name="Journals Complete").click()
    page.wait_for_url("**/licences/*")
    page.go_back()

    expect(page.locator("#results-h")).to_have_text("1 licence of 3")


def test_a_term_opens_in_its_place_and_closes_again(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences/{library.journals}")
    button = page.get_by_role("link", name="Details of Alumni access")

    button.click()
    expect(page.locator("#detail-alumni_access")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    button.press("Enter")
    expect(page.locator("#detail-alumni_access")).to_be_hidden()
    button.press("Enter")
    expect(page.locator("#detail-alumni_access")).to_be_visible()
    expect(page).to_have_url(f"{address}/licences/{library.journals}")


def test_another_day_changes_the_terms_in_their_place(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences/{library.journals}")

    page.fill("#asof", "2026-06-30")
    page.keyboard.press("Tab")

    expect(page.locator("#term-alumni_access")).to_contain_text("Prohibited")
    expect(page.locator("#live")).to_have_text("Terms as of 30 June 2026")


def test_a_mistake_takes_the_focus_and_a_new_row_too(page: Page, desk: TestDesk) -> None:
    desk.licence("Other", organisations=[{"name": "Harrow & Vale", "role": "licensor"}])
    with live(desk.app) as address:
        enter(page, address, desk.editor)
        page.goto(f"{address}/licences/new")
        page.fill("#start_date", "2026-11-31")
        page.keyboard.press("Enter")

        expect(page.locator("#errors")).to_be_focused()
        assert violations(page) == []
        page.get_by_role("button", name="Add a resource").click()
        expect(page.locator("#resource-1-title")).to_be_focused()
        expect(page.locator("#start_date")).to_have_value("2026-11-31")

        page.fill("#title", "Boreal Waters")
        page.fill("#start_date", "2026-11-30")
        page.locator("#licensor").press_sequentially("harr")
        expect(page.locator("#licensor-list option")).to_have_attribute("value", "Harrow & Vale")
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Boreal Waters")
        expect(page.locator("#toasts")).to_contain_text("Saved.")


def test_a_stale_edit_fills_the_page_with_both_sides(page: Page, desk: TestDesk) -> None:
    licence = desk.licence("Boreal Waters")
    with live(desk.app) as address:
        enter(page, address, desk.editor)
        page.goto(f"{address}/licences/{licence}/edit")
        desk.admin.post(f"/licences/{licence}/edit", {"title": "Theirs", "revision": 1})
        page.fill("#title", "Mine")
        page.get_by_role("button", name="Save", exact=True).last.click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Not saved: somebody else was first")
        assert violations(page) == []
        page.get_by_role("button", name="Use mine instead").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mine")


def test_everything_works_with_scripts_off(browser: Browser, desk: TestDesk) -> None:
    with live(desk.app) as address, watched_page(browser, java_script_enabled=False) as page:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/licences/new")
        page.fill("#title", "Boreal Waters")
        page.get_by_role("button", name="Add a resource").click()
        page.fill("#resource-1-title", "Lakes")
        page.get_by_role("button", name="Save and add the signed PDF").click()
        page.fill("#label", "Agreement 2026")
        page.fill("#effective_from", "2026-01-01")
        page.get_by_role("button", name="Save and go on to the PDF").click()
        page.get_by_role("link", name="Send for review").click()
        page.get_by_role("button", name="Send for review").click()
        page.get_by_role("link", name="Put in force").click()
        page.fill("#reason", "Signed on paper.")
        page.get_by_role("button", name="Put in force").click()
        page.get_by_role("link", name="Boreal Waters").first.click()
        expect(page.locator(".rec-head .status")).to_have_text("In force")
        page.goto(f"{address}/licences?status=any")
        page.locator("#term-0").select_option("alumni_access")
        page.locator("#value-0").select_option("-")
        page.get_by_role("button", name="Apply the filters").click()
        expect(page.locator("#results-h")).to_have_text("1 licence")
