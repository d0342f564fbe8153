"""Pointing at words on the picture of a page: with the mouse, by keyboard, and over HTTP."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import live, violations
from tests.pdfs import NO_RESALE, WALK_IN
from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk
from tests.web.test_review_in_a_browser import enter, made

TERM, SILENT_TERM = "commercial_use", "text_data_mining"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def version(desk: TestDesk) -> str:
    """A draft with one document that has been read."""
    made = desk.version(desk.licence("Boreal Waters"))
    desk.document(made)
    return made


def words_of(desk: TestDesk, version: str, key: str = SILENT_TERM) -> tuple[str, list[str]]:
    """What the button sends without its two numbers, and the words of the page in their order."""
    page = desk.reviewer.get(f"/versions/{version}/review/items/{key}").text
    address = re.search(r'id="point"[^>]*hx-get="([^"]+)"', page)
    assert address
    html = desk.reviewer.htmx(address.group(1).replace("&amp;", "&")).text
    action = re.search(r'data-action="([^"]+)"', html)
    assert action
    return action.group(1), re.findall(r'role="option"[^>]*aria-label="([^"]*)"', html)


def place(words: list[str], first: str, last: str) -> str:
    at = words.index(first)
    return f"{at}:{words.index(last, at)}"


def point(desk: TestDesk, version: str, asked: str, **typed: Any) -> Any:
    sent = {"do": asked, "revision": "0", **typed}
    return desk.reviewer.htmx_post(f"/versions/{version}/review/items/{SILENT_TERM}", sent)


def test_the_words_pointed_at_become_the_quote_and_nothing_typed_is_lost(desk: TestDesk, version: str) -> None:
    action, words = words_of(desk, version)
    assert " ".join(words).count(WALK_IN) == 1

    asked = f"{action}:{place(words, 'Walk-in', 'Materials')}"
    answer = point(desk, version, asked, choosing="yes", pick="prohibited", internal_note="Half a note")

    assert answer.status_code == 200
    assert "\nWalk-in users may access the Licensed Materials</textarea>" in answer.text
    assert "Half a note" in answer.text
    assert re.search(r'value="prohibited"[^>]* checked', answer.text)
    assert 'id="words"' in answer.text  # the page stays, to be pointed at again


def test_a_quote_that_holds_the_words_is_narrowed_to_them(desk: TestDesk, version: str) -> None:
    action, words = words_of(desk, version, TERM)
    sent = {"do": f"{action}:{place(words, 'sell', 'resell')}", "revision": "0"}

    answer = desk.reviewer.htmx_post(f"/versions/{version}/review/items/{TERM}", sent).text

    assert "\nsell or resell</textarea>" in answer
    assert f"\n{NO_RESALE}</textarea>" not in answer


@pytest.mark.parametrize("asked", ["point:", "point:none:1:0:1", "point:x:1:-1:2", "point:x:1:a:b"])
def test_what_cannot_be_pointed_at_is_refused_in_words(desk: TestDesk, version: str, asked: str) -> None:
    assert point(desk, version, asked).status_code in (404, 409)


def test_words_of_another_version_cannot_be_pointed_at(desk: TestDesk, version: str) -> None:
    action, _ = words_of(desk, version)
    other = desk.version(desk.licence("Another"))
    desk.document(other)

    assert point(desk, other, f"{action}:0:3").status_code == 404


def test_only_reviewers_point_and_without_a_script_the_search_is_there(desk: TestDesk, version: str) -> None:
    page = desk.editor.get(f"/versions/{version}/review/items/{SILENT_TERM}").text
    assert 'id="point"' not in page
    assert desk.editor.get(f"/versions/{version}/review/words").status_code == 403
    assert desk.reviewer.get(f"/versions/{version}/review/words?page=1").status_code == 303
    assert 'id="dq"' in desk.reviewer.get(f"/versions/{version}/review").text


def option(page: Page, text: str) -> Any:
    return page.locator(f'#word-list [aria-label="{text}"]').first


def test_words_are_dragged_over_with_the_mouse(page: Page, desk: TestDesk, version: str) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.set_viewport_size({"width": 1400, "height": 1000})
        page.goto(f"{address}/versions/{version}/review/items/{SILENT_TERM}")
        page.get_by_role("button", name="Point at words").click()
        option(page, "Walk-in").hover()
        page.mouse.down()
        option(page, "access").hover()
        page.mouse.up()
        expect(page.locator("#point-words")).to_have_text("Walk-in users may access")
        page.get_by_role("button", name="Use these words").click()
        expect(page.locator("#quote-0")).to_have_value("Walk-in users may access")
        expect(page.locator("#live")).to_have_text("The words are added to the form.")
        page.locator('#choice [name="pick"][value="prohibited"]').check()
        page.get_by_role("button", name="Save change").click()
        expect(page.locator("#live")).to_contain_text("Saved. 1 of")
    (evidence,) = made(desk, version)[SILENT_TERM].evidence
    assert evidence.quote == "Walk-in users may access"
    assert evidence.boxes


def test_words_are_pointed_at_by_keyboard_alone(page: Page, desk: TestDesk, version: str) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{SILENT_TERM}")
        page.keyboard.press("w")
        listed = page.locator("#word-list")
        expect(listed).to_be_focused()
        assert violations(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        for _ in range(3):
            page.keyboard.press("Shift+ArrowRight")
        words = page.locator("#point-words").inner_text()
        assert len(words.split()) == 4
        here = listed.get_attribute("aria-activedescendant")
        expect(page.locator(f"#{here}")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(listed).to_have_count(0)
        expect(page.locator("#point")).to_be_focused()

        page.keyboard.press("w")
        expect(listed).to_be_focused()
        page.keyboard.press("Shift+End")
        words = page.locator("#point-words").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("#quote-0")).to_have_value(words)
        expect(page.locator(".q--open:focus, .q--open :focus")).to_be_attached()


KEY_THE_MOMENT_THE_FORM_IS_THERE = """() => {
    const press = () => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "w", bubbles: true }));
    const seen = new MutationObserver(() => {
        if (!document.querySelector("#choice .pick")) return;
        seen.disconnect();
        press();
    });
    seen.observe(document.body, { childList: true, subtree: true });
}"""


def test_a_key_pressed_the_moment_an_answer_stands_there_is_not_lost(page: Page, desk: TestDesk, version: str) -> None:
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}/versions/{version}/review/items/{SILENT_TERM}")
        page.evaluate(KEY_THE_MOMENT_THE_FORM_IS_THERE)
        page.keyboard.press("e")
        expect(page.locator("#word-list")).to_be_focused()
