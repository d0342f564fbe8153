"""The review, the viewer and the page of uploads in Chromium: by keyboard, on narrow screens, under axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.decision import Decision
from domain.usecases.work import work_one
from tests.browser import live, violations, watched_page
from tests.pdfs import pdf
from tests.web.library import Library, TestDesk, Visitor

TERM, SILENT_TERM = "commercial_use", "text_data_mining"


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where the library is that is only looked at."""
    with live(library.desk.app) as where:
        yield where


def enter(page: Page, address: str, who: Visitor) -> None:
    """Sign in without the form."""
    assert who.cookie is not None
    page.context.add_cookies([{"name": "session", "value": who.cookie, "url": address}])


def made(desk: TestDesk, version: str) -> dict[str, Decision]:
    with desk.services.reading_only() as uow:
        return {decision.term: decision for decision in uow.decisions.of_version(version)}


def paths(library: Library) -> dict[str, str]:
    review, document = f"/versions/{library.draft}/review", f"/documents/{library.document}/view"
    return {
        "suggestion": f"{review}/items/{TERM}",
        "silent": f"{review}/items/{SILENT_TERM}",
        "change": f"{review}/items/{TERM}/change",
        "change of another kind": f"{review}/items/authorized_users/change",
        "search": f"{review}/search?q=library&key={TERM}",
        "text": f"{review}/items/{TERM}?view=text&show=all",
        "decided": f"/versions/{library.agreement}/review/items/alumni_access?show=all",
        "no document": f"/versions/{library.amendment}/review/items/{TERM}",
        "silent together": f"{review}/silent",
        "sure together": f"{review}/sure?least=50",
        "viewer": document,
        "viewer with a search": f"{document}?q=library",
        "viewer as text": f"{document}?view=text",
        "uploads": f"/versions/{library.draft}/upload",
    }


PAGES = list(paths(Library(*[None] * 7)))  # type: ignore[arg-type]  # only the names


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(
    browser: Browser, address: str, library: Library, name: str
) -> None:
    for width, scheme in ((1280, "light"), (320, "dark")):
        with watched_page(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
            enter(page, address, library.desk.reviewer)
            page.goto(f"{address}{paths(library)[name]}")
            assert violations(page) == []
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wider) == 0, f"{width} px"


def test_a_review_by_keyboard_alone(page: Page, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{TERM}")

        page.keyboard.press("a")
        expect(page.locator("#live")).to_contain_text("Accepted. 1 of")
        expect(page.locator(".q--open")).to_be_focused()
        expect(page.locator(".q--open")).not_to_have_id(f"q-{TERM}")

        page.goto(f"{address}/versions/{version}/review/items/{SILENT_TERM}")
        page.keyboard.press("e")
        expect(page.locator("form#choice .pick")).to_be_visible()
        # The swap ends with the focus on the form; whoever is quicker than that types into the form.
        expect(page.locator("[name=pick]:focus")).to_be_attached()
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
        page.keyboard.press("/")
        expect(page.locator("#dq:focus")).to_be_attached()
        page.keyboard.type("resell")
        page.get_by_role("button", name="Use this clause").press("Enter")
        expect(page.locator("#quote-0")).to_have_value("The Licensee shall not sell or resell the Licensed Materials.")
        page.locator("#quote-0").fill("shall not sell or resell")
        page.locator("#c-value").focus()
        page.keyboard.press("3")
        assert violations(page) == []
        page.keyboard.press("Control+Enter")
        expect(page.locator("#live")).to_contain_text("Saved. 2 of")
        assert made(desk, version)[SILENT_TERM].value == "prohibited_explicit"
        assert made(desk, version)[SILENT_TERM].evidence[0].quote == "shall not sell or resell"

        page.keyboard.press("u")
        expect(page.locator(f"#q-{SILENT_TERM}")).to_be_focused()
        expect(page.locator("#live")).to_contain_text("Undone. 1 of")
        page.keyboard.press("s")
        expect(page.locator("#live")).to_contain_text("Silence confirmed. 2 of")
        key = page.locator(".q--open").get_attribute("id")
        page.keyboard.press("j")
        expect(page.locator(".q--open")).not_to_have_id(str(key))
        page.keyboard.press("k")
        expect(page.locator(".q--open")).to_have_id(str(key))
        expect(page.locator(".q--open")).to_be_focused()


def test_a_mistake_takes_the_focus_and_escape_gives_the_term_back(page: Page, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{TERM}")
        page.keyboard.press("e")
        expect(page.locator("[name=pick]:focus")).to_be_attached()
        page.keyboard.press("1")
        expect(page.locator("[name=pick]:checked")).to_have_value("permitted")
        page.locator("[name=basis][value=interpreted]").check()
        page.locator("[name=evidence]").uncheck()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#errors")).to_be_focused()
        expect(page.get_by_role("alert").filter(has=page.locator("a"))).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(f"#q-{TERM}")).to_be_focused()
        expect(page.locator("form#choice .pick")).to_have_count(0)


def test_single_keys_can_be_turned_off_and_stay_so(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.reviewer)
    page.goto(f"{address}/versions/{library.draft}/review/items/{TERM}")
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("e")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("form#choice .pick")).to_have_count(0)

    page.get_by_role("button", name="All keys, or turn them off").click()
    page.get_by_label("Use single keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("form#choice .pick")).to_be_visible()


def test_the_clause_comes_into_view_and_the_page_is_turned_without_moving_the_focus(page: Page, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version, pdf(pages=3))
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.set_viewport_size({"width": 1280, "height": 620})
        page.goto(f"{address}/versions/{version}/review/items/{TERM}")
        expect(page.locator(".hl--active")).to_be_in_viewport()
        page.locator("#page-right").focus()
        page.keyboard.press("]")
        expect(page.get_by_text("Page 2 of 3", exact=True).first).to_be_visible()
        expect(page.locator("#page-right")).to_be_focused()
        expect(page.locator("#live")).to_have_text("Page 2 of 3")


def test_an_upload_is_watched_until_it_is_read_without_reloading(page: Page, desk: TestDesk, tmp_path: Path) -> None:
    version = desk.version(desk.licence())
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(pdf(pages=2))
    wrong = tmp_path / "letter.pdf"
    wrong.write_bytes(b"Dear colleague")
    with live(desk.app) as address:
        enter(page, address, desk.editor)
        page.goto(f"{address}/versions/{version}/upload")
        page.set_input_files("#file", wrong)
        page.get_by_role("button", name="Add this document").click()
        expect(page.get_by_role("alert")).to_contain_text("not a PDF")
        assert violations(page) == []
        page.set_input_files("#file", signed)
        page.get_by_role("button", name="Add this document").click()
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
        page.evaluate("window.notReloaded = true")
        while work_one(desk.services, "test"):
            pass
        expect(page.get_by_role("link", name="Begin the review")).to_be_visible(timeout=15_000)
        expect(page.locator("#live")).to_contain_text("signed.pdf is read.")
        assert page.evaluate("window.notReloaded") is True
        assert violations(page) == []


def test_without_scripts_a_term_is_reviewed_all_the_same(browser: Browser, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    with live(desk.app) as address, watched_page(browser, java_script_enabled=False) as page:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{TERM}")
        page.get_by_role("button", name="Accept").click()
        expect(page.locator(".bench__prog")).to_contain_text("1 accepted")
        page.get_by_role("searchbox").fill("walk-in")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("button", name="Use this clause").first).to_be_visible()
    assert made(desk, version)[TERM].evidence


def test_escape_in_the_search_is_for_the_search_and_never_cancels_what_is_typed(page: Page, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{TERM}/change")
        page.locator("[name=internal_note]").fill("Half a thought")
        page.keyboard.press("Tab")
        page.locator("#dq").fill("library")

        page.keyboard.press("Escape")
        expect(page.locator("#dq")).to_have_value("")
        expect(page.locator("#dq")).to_be_focused()
        page.keyboard.press("Escape")

        expect(page.locator(".q--open")).to_be_focused()
        expect(page.locator("[name=internal_note]")).to_have_value("Half a thought")
        page.keyboard.press("Escape")
        expect(page.locator("[name=pick]")).to_have_count(0)


def test_on_a_phone_a_term_opens_at_its_head_and_a_decision_can_be_undone(browser: Browser, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    with live(desk.app) as address, watched_page(browser, viewport={"width": 390, "height": 640}) as page:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review")
        page.locator(f"#q-{SILENT_TERM} a").click()
        expect(page.locator(f"#q-{SILENT_TERM}.q--open")).to_be_focused()
        expect(page.locator(f"#q-h-{SILENT_TERM}")).to_be_in_viewport()

        page.get_by_role("button", name="Confirm silent").click()
        expect(page.locator("#done")).to_have_text("Text and data mining: Silence confirmed.")
        expect(page.locator("#done")).to_be_in_viewport()
        assert violations(page) == []
        page.get_by_role("button", name="Undo my last decision").click()
        expect(page.locator(f"#q-{SILENT_TERM}.q--open")).to_be_focused()
        assert SILENT_TERM not in {key for key, decision in made(desk, version).items() if decision.value is not None}
