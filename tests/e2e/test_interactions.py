"""How many clicks, choices and keys common work takes; typing and choosing a file on the machine are free of charge."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

import api.demo
from domain.usecases.work import work_one
from tests.browser import live
from tests.e2e.served import until
from tests.web.library import Library, TestDesk, Visitor

SIGNED = Path(api.demo.__file__).parent / "pdf" / "meridian-2026.pdf"


# What the browser itself sees of a person: presses, keys outside of text, and what is chosen from a list.
WATCH = """
addEventListener("click", event => event.isTrusted && seen("click"), true);
addEventListener("keydown", event => event.target.matches?.("input, textarea") || seen(event.key), true);
addEventListener("change", event => event.target.matches("select") && seen("choice"), true);
"""


class Counting:
    """A page on which everything that a person does is counted, by the test and by the browser."""

    def __init__(self, page: Page, address: str, who: Visitor) -> None:
        assert who.cookie is not None
        page.context.add_cookies([{"name": "session", "value": who.cookie, "url": address}])
        self.seen: list[str] = []
        page.expose_function("seen", self.note)
        page.add_init_script(WATCH)
        page.goto(f"{address}/")
        self.page = page
        self.count = 0

    def note(self, what: str) -> None:
        self.seen.append(what)

    def done(self, most: int, *, unseen: int = 0) -> None:
        """No more than that was done, and nothing without being counted; the browser does not see `unseen` of it."""
        self.page.evaluate("0")  # what the browser saw last has now been told
        assert len(self.seen) == self.count - unseen, self.seen
        assert self.count <= most

    def link(self, name: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_role("link", name=name).first.click()

    def button(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name).click()

    def key(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def choose(self, selector: str, value: str) -> None:
        self.count += 1
        self.page.locator(selector).select_option(value)


def test_a_licence_with_five_decided_terms_and_its_signed_pdf_takes_at_most_twelve(page: Page, desk: TestDesk) -> None:
    with live(desk.app) as address:
        person = Counting(page, address, desk.reviewer)
        person.link(re.compile("New licence"))
        page.fill("#title", "Journals Complete")
        page.fill("#licensor", "Meridian Science Press")
        person.button("Save and add the signed PDF")
        page.fill("#label", "Agreement 2026")
        page.fill("#effective_from", "2026-01-01")
        person.button("Save and go on to the PDF")
        page.set_input_files("input[type=file]", SIGNED)
        person.count += 1
        person.button("Add this document")
        until(lambda: work_one(desk.services, "test"))
        while work_one(desk.services, "test"):
            pass
        begin = page.get_by_role("link", name="Begin the review")
        expect(begin.first).to_be_visible(timeout=30_000)
        person.link("Begin the review")
        for _ in range(5):
            decides = page.locator(".q--open [data-key='a'], .q--open [data-key='s']").first
            expect(decides).to_be_visible(timeout=30_000)
            before = page.locator(".bench__prog").inner_text()
            person.key(decides.get_attribute("data-key") or "")
            expect(page.locator(".bench__prog")).not_to_have_text(before, timeout=30_000)

        person.done(12, unseen=1)  # the file is chosen in a window of the machine
        page.goto(f"{address}/licences?status=any")
        expect(page.locator("tbody tr").first).to_contain_text("5")


def test_which_licences_allow_lending_by_electronic_means_takes_at_most_three(page: Page, library: Library) -> None:
    with live(library.desk.app) as address:
        person = Counting(page, address, library.desk.viewer)
        person.link("Licences")
        person.choose("#term-0", "ill_electronic")
        expect(page.locator("#term-1")).to_be_attached()
        person.choose("#value-0", "permitted")

        expect(page.locator("#results .lic-name")).to_have_text(["Journals Complete"])
        person.done(3)


def test_what_changed_between_two_versions_takes_at_most_three(page: Page, library: Library) -> None:
    with live(library.desk.app) as address:
        person = Counting(page, address, library.desk.viewer)
        person.link("Licences")
        person.link("Journals Complete")
        person.link("Compare versions")

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page).to_have_url(re.compile("/compare"))
        person.done(3)
