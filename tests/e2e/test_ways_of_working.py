"""The same work in the ways in which people do it: without a mouse, two at once, on a phone, without scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

import api.demo
from domain.decision import Decision
from domain.usecases.work import work_one
from tests.browser import live, violations, watched_page
from tests.e2e.served import until
from tests.web.library import Library, TestDesk, Visitor

SIGNED = Path(api.demo.__file__).parent / "pdf" / "meridian-2026.pdf"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TERM, OTHER = "commercial_use", "walk_in_access"
PATIENCE = 30_000
MOST_TABS = 120


def enter(page: Page, address: str, who: Visitor) -> None:
    """Sign in without the form."""
    assert who.cookie is not None
    page.context.add_cookies([{"name": "session", "value": who.cookie, "url": address}])


def tab_to(page: Page, control: Locator) -> None:
    """Go on with the tab key until the control has the focus, as somebody does who has no mouse."""
    expect(control).to_be_visible()
    for _ in range(MOST_TABS):
        if control.evaluate("part => part === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} cannot be reached with the tab key.")


def fill(page: Page, field: str, text: str) -> None:
    tab_to(page, page.locator(field))
    page.keyboard.type(text)


def press(page: Page, control: Locator) -> None:
    tab_to(page, control)
    page.keyboard.press("Enter")


def read_all(desk: TestDesk) -> None:
    until(lambda: work_one(desk.services, "test"))
    while work_one(desk.services, "test"):
        pass


def made(desk: TestDesk, version: str) -> dict[str, Decision]:
    with desk.services.reading_only() as uow:
        return {decision.term: decision for decision in uow.decisions.of_version(version)}


def version_in(page: Page) -> str:
    found = re.search(r"/versions/([^/]+)", page.url)
    assert found
    return found.group(1)


def after_each_key(page: Page, key: str) -> None:
    """Press a key of the review, and wait until its answer stands there and has the focus."""
    before = page.locator("#progress").inner_text()
    page.keyboard.press(key)
    expect(page.locator("#progress")).not_to_have_text(before, timeout=PATIENCE)
    expect(page.locator(".q--open")).to_be_focused()


def test_a_licence_is_entered_uploaded_and_reviewed_with_the_keyboard_alone(page: Page, desk: TestDesk) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/")
        press(page, page.get_by_role("link", name=re.compile("New licence")).first)
        fill(page, "#title", "Journals Complete")
        fill(page, "#licensor", "Meridian Science Press")
        page.keyboard.press("Escape")  # closes what is suggested
        press(page, page.get_by_role("button", name="Save and add the signed PDF"))
        fill(page, "#label", "Agreement 2026")
        fill(page, "#effective_from", "2026-01-01")
        press(page, page.get_by_role("button", name="Save and go on to the PDF"))
        with page.expect_file_chooser() as chosen:
            press(page, page.locator("input[type=file]"))
        chosen.value.set_files(SIGNED)
        press(page, page.get_by_role("button", name="Add this document"))
        read_all(desk)
        press(page, page.get_by_role("link", name="Begin the review").first)
        expect(page.locator(".q--open")).to_be_visible()
        version = version_in(page)

        after_each_key(
            page, page.locator(".q--open [data-key='a'], .q--open [data-key='s']").get_attribute("data-key") or ""
        )
        page.keyboard.press("j")
        expect(page.locator(".q--open")).to_be_focused()
        after_each_key(page, "r")
        after_each_key(page, "u")
        page.keyboard.press("e")
        expect(page.locator("#choice .pick")).to_be_visible()
        expect(page.locator(".q--open:focus, .q--open :focus")).to_be_attached()
        page.keyboard.press("w")
        expect(page.locator("#word-list")).to_be_focused()
        page.keyboard.press("Shift+End")
        words = page.locator("#point-words").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("#live")).to_have_text("The words are added to the form.")
        expect(page.locator(".q--open:focus, .q--open :focus")).to_be_attached()
        assert violations(page) == []
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("Point at words on the page")
        page.keyboard.press("Escape")
        before = len(made(desk, version))
        page.keyboard.press("Control+Enter")
        expect(page.locator("#live")).to_contain_text("Saved.")
        decided = made(desk, version)
        assert len(decided) == before + 1
        assert any(words in evidence.quote for one in decided.values() for evidence in one.evidence)


def test_two_reviewers_see_each_others_decisions_and_lose_nothing_they_type(browser: Browser, desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    desk.document(version)
    review = f"/versions/{version}/review"
    with live(desk.app) as address, watched_page(browser) as rae, watched_page(browser) as ada:
        enter(rae, address, desk.reviewer)
        enter(ada, address, desk.admin)
        rae.goto(f"{address}{review}/items/{TERM}/change")
        ada.goto(f"{address}{review}/items/{OTHER}")
        rae.locator("#c-internal_note").fill("Half a sen")
        rae.locator("#c-internal_note").press("End")

        ada.keyboard.press("a")
        expect(ada.locator("#live")).to_contain_text("Accepted. 1 of")

        row = rae.locator(f"#q-{OTHER}")
        expect(row).to_have_attribute("data-state", "accepted", timeout=PATIENCE)
        expect(rae.locator("#live")).to_contain_text("Ada Min decided")
        expect(rae.locator("#progress")).to_contain_text("1 accepted")
        expect(rae.locator("#c-internal_note")).to_be_focused()
        rae.keyboard.type("tence")
        expect(rae.locator("#c-internal_note")).to_have_value("Half a sentence")
        assert violations(rae) == []

        ada.goto(f"{address}{review}/items/{TERM}")
        ada.keyboard.press("a")
        expect(ada.locator("#live")).to_contain_text("Accepted. 2 of")
        expect(rae.locator(".q__news")).to_contain_text("Ada Min decided", timeout=PATIENCE)
        expect(rae.locator("#c-internal_note")).to_have_value("Half a sentence")
        rae.keyboard.press("Control+Enter")
        expect(rae.get_by_role("alert")).to_contain_text("Ada Min decided this term while you were looking at it")
        expect(rae.locator("#c-internal_note")).to_have_value("Half a sentence")
    assert made(desk, version)[TERM].decided_by_name == "Ada Min"


def test_licences_are_found_and_exported_as_shown(page: Page, library: Library) -> None:
    with live(library.desk.app) as address:
        enter(page, address, library.desk.viewer)
        page.goto(f"{address}/")
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Licences").click()
        page.get_by_role("searchbox").press_sequentially("interlibrary loan")
        expect(page.locator("#results .lic-name")).to_have_text(["Journals Complete"])
        expect(page.locator("#results mark").first).to_be_visible()
        page.locator("#term-0").select_option("alumni_access")
        page.locator("#value-0").select_option("permitted")
        expect(page).to_have_url(re.compile("term=alumni_access"))

        with page.expect_download() as taken:
            page.get_by_role("link", name="Export CSV").click()

    rows = list(csv.reader(taken.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert "Journals Complete" in rows[1]


def test_a_reader_looks_a_journal_up_on_a_phone(browser: Browser, library: Library) -> None:
    with live(library.desk.app) as address, watched_page(browser, **PHONE) as page:
        page.goto(f"{address}/public")
        page.get_by_label("Journal, database or collection").tap()
        page.keyboard.type("boreal chem")
        page.get_by_role("link", name="Annals of Boreal Chemistry").first.tap()

        expect(page.get_by_role("heading", name="Annals of Boreal Chemistry")).to_be_visible()
        answer = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="former student"))
        expect(answer).to_contain_text("Yes, with conditions")
        expect(answer).to_contain_text("In the library building.")
        expect(page.get_by_text("Ask us").first).to_be_visible()
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0
        small = (
            "parts => parts.filter(p => p.offsetParent && p.getBoundingClientRect().height < 24).map(p => p.outerHTML)"
        )
        assert page.locator("main button, main .btn, main input").evaluate_all(small) == []
        assert violations(page) == []


def without_scripts(browser: Browser, desk: TestDesk, work: Callable[[Page, str], None]) -> None:
    with live(desk.app) as address, watched_page(browser, java_script_enabled=False) as page:
        enter(page, address, desk.reviewer)
        work(page, address)


def test_everything_works_without_scripts(browser: Browser, desk: TestDesk) -> None:
    def work(page: Page, address: str) -> None:
        page.goto(f"{address}/licences/new")
        page.locator("#title").fill("Boreal Journals")
        page.locator("#licensor").fill("Meridian Science Press")
        page.get_by_role("textbox", name="Resource", exact=False).first.fill("Annals of Boreal Chemistry")
        page.get_by_role("button", name="Save and add the signed PDF").click()
        page.locator("#label").fill("Agreement 2026")
        page.locator("#effective_from").fill("2026-01-01")
        page.get_by_role("button", name="Save and go on to the PDF").click()
        page.set_input_files("input[type=file]", SIGNED)
        page.get_by_role("button", name="Add this document").click()
        read_all(desk)
        page.reload()
        page.get_by_role("link", name=re.compile(r"^Review \d+ suggestions")).click()
        page.locator(".q--open button[value=accept]").click()
        expect(page.locator("#progress")).to_contain_text("1 accepted")
        expect(page.get_by_role("button", name="Point at words")).to_have_count(0)
        page.get_by_role("searchbox").fill("walk-in")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("button", name="Use this clause").first).to_be_visible()
        page.get_by_role("link", name="Accept what is sure…").click()
        page.get_by_label("Confidence of at least").select_option("80")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("button", name=re.compile("^Accept the ticked ones")).click()
        expect(page.locator(".toast")).to_contain_text("terms accepted. ")
        page.get_by_role("button", name="Undo my last decision").click()
        expect(page.locator("#progress")).to_contain_text("1 accepted, 0 changed")
        to_the_public(page, address)

    without_scripts(browser, desk, work)


def to_the_public(page: Page, address: str) -> None:
    """Put the version in force and look at what readers are told."""
    page.goto(f"{address}/versions/{version_in(page)}")
    page.get_by_role("link", name=re.compile("^Send for review")).click()
    page.get_by_role("button", name=re.compile("^Send for review")).click()
    page.get_by_role("link", name="Put in force").click()
    page.get_by_label("Why it goes on all the same").fill("The rest is reviewed this week.")
    page.get_by_role("button", name=re.compile("^Put in force")).click()
    page.goto(f"{address}/public")
    page.get_by_label("Journal, database or collection").fill("boreal")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Annals of Boreal Chemistry").first.click()
    expect(page.get_by_role("heading", name="Annals of Boreal Chemistry")).to_be_visible()
