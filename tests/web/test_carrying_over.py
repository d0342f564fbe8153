"""The review of a new text beside what the former one decided, as a person does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import live, violations, watched_page
from tests.pdfs import pdf
from tests.usecases.conftest import ReadOnce
from tests.usecases.test_carrying_over import NEW, OLD
from tests.web.library import TestDesk, text_of
from tests.web.test_review import decide, decisions, url

CARRIED, CHANGED = "ill_electronic", "alumni_access"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def renewed(desk: TestDesk) -> str:
    """The draft of a new agreement, beside one in force with two decided terms."""
    licence = desk.licence("Journals")
    old = desk.version(licence, label="Agreement 2024", effective_from="2024-01-01")
    document = desk.document(old, pdf(*OLD))
    desk.decide_on(document, CARRIED, "permitted_explicit", "supply an electronic copy of an article")
    desk.decide_on(document, CHANGED, "permitted_explicit", "ninety days of notice")
    desk.put_in_force(old)
    draft = desk.version(licence, label="Agreement 2026")
    desk.document(draft, pdf(*NEW))
    return draft


def test_the_queue_says_which_terms_are_unchanged_and_which_to_look_at_again(desk: TestDesk, renewed: str) -> None:
    said = text_of(desk.reviewer.get(url(renewed, "?show=all")).text)

    assert "Unchanged since “Agreement 2024”: carry over" in said
    assert "Look again: §3 to §4 changed" in said
    assert "Carry over 1…" in said


def test_one_press_carries_a_decision_over_with_what_was_typed(desk: TestDesk, renewed: str) -> None:
    page = text_of(desk.reviewer.get(url(renewed, f"/items/{CARRIED}")).text)
    assert "Decided on “Agreement 2024” Permitted" in page
    assert "supply an electronic copy of an article §3, p. 1" in page

    answer = decide(desk, renewed, "carry", CARRIED, internal_note="Seen by both of us.")

    (decision,) = decisions(desk, renewed, CARRIED)
    assert answer.status_code == 303
    assert decision.value == "permitted_explicit"
    assert decision.internal_note == "Seen by both of us."
    assert [e.clause_number for e in decision.evidence] == ["3"]
    after = text_of(desk.reviewer.get(url(renewed, f"/items/{CARRIED}")).text)
    assert "Reason: Carried over from “Agreement 2024”" in after


def test_a_changed_term_shows_what_changed_under_it(desk: TestDesk, renewed: str) -> None:
    said = text_of(desk.reviewer.get(url(renewed, f"/items/{CHANGED}")).text)

    assert "Look again: the words that it rests on changed." in said
    assert "[removed: ninety ] [added: thirty ]" in said
    assert "It still holds" in said


def test_all_that_is_unchanged_is_carried_over_from_one_page(desk: TestDesk, renewed: str) -> None:
    page = desk.reviewer.get(url(renewed, "/carry")).text
    keys = re.findall(r'name="key" value="([^"]+)" checked', page)
    assert keys == [CARRIED]
    assert "To look at again 1" in text_of(page)

    answer = desk.reviewer.post(url(renewed, "/carry"), {"key": [*keys, CHANGED]})

    assert answer.status_code == 303
    assert [one.value for one in decisions(desk, renewed, CARRIED)] == ["permitted_explicit"]
    assert decisions(desk, renewed, CHANGED) == []
    assert "Nothing left to carry over" in text_of(desk.reviewer.get(url(renewed, "/carry")).text)


def test_who_only_looks_on_carries_nothing(desk: TestDesk, renewed: str) -> None:
    assert desk.viewer.get(url(renewed, "/carry")).status_code == 403
    assert desk.viewer.post(url(renewed, "/carry"), {"key": [CARRIED]}).status_code == 403
    assert "Carry over" not in text_of(desk.viewer.get(url(renewed, f"/items/{CARRIED}")).text)


def test_it_is_done_by_keyboard_and_is_accessible(browser: Browser, desk: TestDesk, renewed: str) -> None:
    with live(desk.app) as address, watched_page(browser, viewport={"width": 1280, "height": 800}) as page:
        page.context.add_cookies([{"name": "session", "value": desk.reviewer.cookie or "", "url": address}])
        for path in ("/carry", f"/items/{CHANGED}", f"/items/{CARRIED}"):
            page.goto(address + url(renewed, path))
            assert violations(page) == []

        page.keyboard.press("c")

        expect(page.locator("#live")).to_contain_text("Carried over")
    assert len(decisions(desk, renewed, CARRIED)) == 1
