"""In the review, what others than the documents say: shown, taken over, changed, rejected, by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from domain.decision import Decision, Provenance
from domain.spreadsheets.waiting import Source
from tests.browser import live, violations
from tests.sayings import ORIGIN, say
from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk, text_of
from tests.web.test_review import decisions, hidden, suggestion
from tests.web.test_review_in_a_browser import enter

FOUND, SILENT, UNSAID = "commercial_use", "text_data_mining", "fair_dealing_clause"


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


def url(version: str, key: str, step: str = "") -> str:
    return f"/versions/{version}/review/items/{key}{step}"


def made(desk: TestDesk, version: str, key: str) -> Decision:
    return decisions(desk, version, key)[-1]


def press(desk: TestDesk, version: str, key: str, do: str, step: str = "", **typed: Any) -> Any:
    page = desk.reviewer.get(url(version, key, step)).text
    return desk.reviewer.post(url(version, key), {**hidden(page), "do": do, **typed})


def test_it_stands_at_its_term_with_who_says_so_and_its_words(desk: TestDesk, version: str) -> None:
    say(desk.services, version, FOUND, "permitted_interpreted", raw="Yes, if asked", conditions="Ask first.")
    say(desk.services, version, FOUND, None, raw="Perhaps", source=Source.LICENSOR, origin="licensor’s answer: row 3")
    said = text_of(desk.reviewer.get(url(version, FOUND)).text)
    for words in ("A spreadsheet says", "Yes, if asked", "Ask first.", ORIGIN, "The licensor says", "Perhaps"):
        assert words in said
    assert "The licensor’s answer" in text_of(desk.reviewer.get(url(version, SILENT)).text)  # the closed row
    looked_on = desk.viewer.get(url(version, FOUND)).text
    assert ("Take it over" in looked_on, "Yes, if asked" in text_of(looked_on)) == (False, True)


def test_it_is_taken_over_and_nothing_of_the_documents_is_lost(desk: TestDesk, version: str) -> None:
    said = say(desk.services, version, FOUND, "permitted_interpreted")
    assert press(desk, version, FOUND, f"said:{said.id}", public_note="Ask us.").status_code == 303
    found = made(desk, version, FOUND)
    assert (found.value, found.origin, found.public_note) == ("permitted_interpreted", ORIGIN, "Ask us.")
    assert suggestion(desk, version, FOUND).state == "changed"
    assert desk.editor.post(url(version, SILENT), {"do": f"said:{said.id}"}).status_code == 403
    assert press(desk, version, SILENT, f"said:{said.id}").status_code == 409


def test_with_words_pointed_at_it_rests_on_them_and_keeps_where_it_comes_from(desk: TestDesk, version: str) -> None:
    said = say(desk.services, version, UNSAID, "yes")
    form = f"/change?said={said.id}&clause={suggestion(desk, version, FOUND).suggestion.evidence[0].clause}"
    page = desk.reviewer.get(url(version, UNSAID, form)).text
    assert hidden(page)["said"] == said.id
    quote = suggestion(desk, version, FOUND).suggestion.evidence[0].quote
    sent = {**hidden(page), "do": "change", "pick": "yes", "evidence": "0", "quote.0": quote, "internal_note": "Seen."}
    assert desk.reviewer.post(url(version, UNSAID), sent).status_code == 303
    found = made(desk, version, UNSAID)
    assert (found.provenance, found.origin) == (Provenance.EVIDENCE, ORIGIN)
    assert [one.quote for one in found.evidence] == [quote]


def test_words_that_are_no_value_begin_the_form_with_their_note(desk: TestDesk, version: str) -> None:
    said = say(desk.services, version, UNSAID, None, raw="Within reason", conditions="In Canada.")
    page = desk.reviewer.get(url(version, UNSAID)).text
    assert f"said:{said.id}" not in page
    form = desk.reviewer.get(url(version, UNSAID, "/change")).text
    assert f"{ORIGIN}: Within reason" in text_of(form)
    assert "In Canada." in text_of(form)
    sent = {**hidden(form), "do": "change", "pick": "uninterpreted", "internal_note": "Unclear to us."}
    assert desk.reviewer.post(url(version, UNSAID), sent).status_code == 303
    assert made(desk, version, UNSAID).origin == ORIGIN


def test_the_page_of_the_import_leads_to_the_very_place(desk: TestDesk, version: str) -> None:
    say(desk.services, version, FOUND, "permitted_interpreted")
    page = desk.reviewer.get("/import/import-1/waiting").text
    assert f'href="{url(version, FOUND)}#q-{FOUND}"' in page


def test_the_desk_and_the_record_lead_to_a_version_without_a_document(desk: TestDesk) -> None:
    licence = desk.licence("Été")
    version = desk.version(licence)
    assert f"/versions/{version}/review" not in desk.reviewer.get("/").text
    say(desk.services, version, FOUND, "permitted_interpreted")
    for page in ("/", f"/licences/{licence}", f"/versions/{version}"):
        assert f"/versions/{version}/review" in desk.reviewer.get(page).text, page
    assert "permitted" not in text_of(desk.nobody.get("/public/resources.json").text)


def test_with_one_press_no_prohibition_falls_on_the_page_of_the_import(desk: TestDesk, version: str) -> None:
    desk.decide(version, FOUND, "prohibited_explicit")
    lifted = say(desk.services, version, FOUND, "permitted_interpreted")
    other = say(desk.services, version, UNSAID, "yes")
    desk.reviewer.post("/import/import-1/waiting", {"id": [lifted.id, other.id]})
    assert made(desk, version, FOUND).value == "prohibited_explicit"
    assert made(desk, version, UNSAID).value == "yes"
    left = desk.reviewer.get("/import/import-1/waiting").text
    assert (lifted.id in left, other.id in left) == (True, False)


def test_by_keyboard_it_is_taken_over_rejected_and_taken_back(page: Page, desk: TestDesk, version: str) -> None:
    for key in (FOUND, SILENT, UNSAID):
        say(desk.services, version, key, "yes" if key == UNSAID else "permitted_interpreted")
    with live(desk.app) as address:
        enter(page, address, desk.reviewer)
        page.goto(f"{address}{url(version, FOUND)}")
        assert violations(page) == []
        page.keyboard.press("t")
        expect(page.locator("#live")).to_contain_text("Taken over. 1 of")
        expect(page.locator(f"#q-{FOUND}")).to_have_count(0)

        page.goto(f"{address}{url(version, SILENT)}")
        page.keyboard.press("r")
        expect(page.locator("#live")).to_contain_text("Rejected.")
        page.goto(f"{address}{url(version, SILENT)}")
        expect(page.locator(".q--open .said")).to_have_count(0)
        page.keyboard.press("s")
        expect(page.locator("#live")).to_contain_text("Silence confirmed. 2 of")

        page.goto(f"{address}{url(version, UNSAID)}")
        page.keyboard.press("e")
        expect(page.locator(".q--open input[name=pick][value=yes]")).to_be_checked()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(".q--open .pick")).to_have_count(0)
        expect(page.locator(".q--open")).to_be_focused()
        page.keyboard.press("a")
        expect(page.locator("#live")).to_contain_text("Taken over. 3 of")
        page.keyboard.press("u")
        expect(page.locator(f"#q-{UNSAID}.q--open .said")).to_be_visible()
    assert made(desk, version, FOUND).value == "permitted_interpreted"
    assert made(desk, version, UNSAID).value is None
