"""Where the focus is after part of a page was put in the place of another: never back at the top of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import live
from tests.pdfs import pdf
from tests.web.library import Library, TestDesk, running
from tests.web.test_compare import NEW, OLD
from tests.web.test_licences_in_a_browser import enter


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where the library is."""
    with live(library.desk.app) as where:
        yield where


@pytest.fixture(scope="module")
def licence(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[tuple[TestDesk, str, list[str]]]:
    """A desk with one licence of three versions."""
    folder = tmp_path_factory.mktemp("focus")
    (folder / "desk.db").write_bytes(migrated_file.read_bytes())
    with running(folder / "data", f"sqlite:///{folder / 'desk.db'}") as desk:
        licence = desk.licence("Journals")
        versions = []
        for year, lines in ((2024, OLD), (2025, [*OLD[:2], *NEW[2:]]), (2026, NEW)):
            versions.append(desk.version(licence, label=f"Agreement {year}", effective_from=f"{year}-01-01"))
            desk.document(versions[-1], pdf(*lines))
        yield desk, licence, versions


def settled(page: Page) -> None:
    """Wait for htmx to take over the links that came: whoever is quicker follows them as plain links."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def test_a_comparison_shown_another_way_keeps_the_focus_and_what_was_chosen(
    page: Page, licence: tuple[TestDesk, str, list[str]]
) -> None:
    desk, which, (oldest, middle, newest) = licence
    with live(desk.app) as address:
        enter(page, address, desk.viewer)
        page.goto(f"{address}/licences/{which}/compare?from={middle}&to={newest}")

        for name, sign in (("One text", ".cl__one"), ("Side by side", ".cl__cols"), ("One text", ".cl__one")):
            page.get_by_role("link", name=name).press("Enter")
            expect(page.locator(sign).first).to_be_visible()
            expect(page.get_by_role("link", name=name)).to_be_focused()
            settled(page)
        page.locator("#of-all").press("Enter")
        expect(page.locator("#of-all")).to_have_attribute("aria-current", "true")
        expect(page.locator("#of-all")).to_be_focused()

        page.locator("#from").focus()
        page.locator("#from").select_option(oldest)
        expect(page.locator("#live")).to_have_text("4 changes of substance")
        expect(page.locator("#from")).to_be_focused()
        expect(page.locator(".cl__one").first).to_be_visible()
        page.get_by_role("link", name="Swap the two versions").press("Enter")
        page.wait_for_url(f"**/compare?from={newest}&to={oldest}*")


def test_the_matrix_keeps_the_focus_at_the_term_that_was_moved(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/matrix?status=any&t=alumni_access&t=ill_electronic&t=text_data_mining")

    page.get_by_role("link", name="Move Alumni access to the right").press("Enter")
    expect(page.locator(".matrix__t").nth(1)).to_contain_text("Alumni access")
    expect(page.get_by_role("link", name="Move Alumni access to the right")).to_be_focused()
    settled(page)

    page.keyboard.press("Enter")
    expect(page.locator(".matrix__t").nth(2)).to_contain_text("Alumni access")
    expect(page.get_by_role("link", name="Move Alumni access to the left")).to_be_focused()
    settled(page)

    page.get_by_role("link", name="Leave out Text and data mining").press("Enter")
    expect(page.locator(".matrix__t")).to_have_count(2)
    expect(page.get_by_role("link", name="Leave out Alumni access")).to_be_focused()

    page.locator("#mx-on").fill("2026-06-30")
    page.locator("#mx-on").press("Enter")
    expect(page.locator("#mx")).to_contain_text("Values in force on 2026-06-30")
    expect(page.locator("#mx-on")).to_be_focused()


def test_terms_of_another_day_leave_the_focus_where_the_day_is(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences/{library.journals}")

    page.locator("#asof").fill("2026-06-30")
    page.locator("#asof").press("Enter")
    expect(page.locator("#term-alumni_access")).to_contain_text("Prohibited")
    expect(page.locator("#asof")).to_be_focused()
    settled(page)

    page.locator("#all-terms").press("Enter")
    expect(page.locator("#all-terms")).to_have_count(0)
    expect(page.locator("#terms-wrap")).to_be_focused()


def test_results_for_readers_leave_the_focus_in_the_search_and_a_choice_begins_at_its_answers(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/public?lang=en")

    page.locator("#res").press_sequentially("boreal")
    found = page.get_by_role("link", name="Annals of Boreal Chemistry")
    expect(found).to_be_visible()
    expect(page.locator("#res")).to_be_focused()

    found.press("Enter")
    expect(page.get_by_role("heading", name="Annals of Boreal Chemistry")).to_be_focused()
