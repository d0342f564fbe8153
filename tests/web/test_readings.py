"""The readings of a document on the pages: reading again, what is seen otherwise, what was skipped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.usecases.own_phrases import add_phrase
from domain.usecases.work import work_one
from tests.browser import live, violations, watched_page
from tests.pdfs import pdf
from tests.web.library import TestDesk, text_of

KEY = "walk_in_access"
FORBIDS = {
    "phrase": "computers on the premises",
    "means": "prohibited_explicit",
    "example": "Nobody may use computers on the premises.",
}
FRENCH = (
    "1 Les utilisateurs autorisés peuvent consulter les ressources dans les locaux de la bibliothèque et au campus.",
    "2 La bibliothèque ne peut pas vendre les ressources, ni les mettre à la disposition de tiers pour leur usage.",
)


@pytest.fixture
def document(desk: TestDesk) -> str:
    """A document in which a term was decided as it was suggested."""
    version = desk.version(desk.licence())
    document = desk.document(version)
    desk.decide_on(document, KEY, "permitted_explicit", "Walk-in users may access")
    return document


def read_again(desk: TestDesk, document: str) -> None:
    answer = desk.editor.post(f"/documents/{document}/readings")
    assert answer.status_code == 303
    while work_one(desk.services, "test"):
        pass


def seen_otherwise(desk: TestDesk, document: str) -> str:
    """Read it again with a phrase that forbids what was decided as permitted; the address of its version."""
    add_phrase(desk.services, desk.actor(), KEY, FORBIDS)
    read_again(desk, document)
    with desk.services.reading_only() as uow:
        return f"/versions/{uow.documents.get(document).version_id}"


def test_the_readings_of_a_document_can_be_looked_at_and_asked_for(desk: TestDesk, document: str) -> None:
    path = f"/documents/{document}/readings"
    page = desk.editor.get(path)
    assert "Reading 1 Read" in text_of(page.text)
    assert "Read again" in text_of(page.text)
    assert "Read again" not in text_of(desk.viewer.get(path).text)
    assert desk.viewer.post(path).status_code == 403
    assert f'href="{path}"' in desk.viewer.get(f"/documents/{document}/view").text

    read_again(desk, document)

    again = text_of(desk.editor.get(path).text)
    assert "What reading 2 sees differently than reading 1" in again
    assert "Every term is seen as before." in again
    assert "0 new, 0 gone" in again


def test_what_a_new_reading_sees_otherwise_is_shown_with_both_quotes_and_the_decision_stands(
    desk: TestDesk, document: str
) -> None:
    version = seen_otherwise(desk, document)

    page = desk.reviewer.get(f"/documents/{document}/readings")
    said = text_of(page.text)
    assert "1 decided term asks for another look." in said
    row = re.search(r"Another value (.*) All readings", said)
    assert row
    assert row[1].startswith("With conditions on the premises Walk-in users may access")
    assert "Prohibited Walk-in users may access" in row[1]
    assert row[1].endswith("Permitted Look again")
    assert f"{version}/review/items/{KEY}?show=all" in page.text.replace("&amp;", "&")
    assert "own phrases" in said


def test_the_review_asks_to_look_again_and_the_decision_can_be_kept(desk: TestDesk, document: str) -> None:
    version = seen_otherwise(desk, document)

    item = f"{version}/review/items/{KEY}"
    page = desk.reviewer.get(item)
    said = text_of(page.text)
    assert "Look again: a later reading sees something else." in said
    assert "1 decided term is seen differently by a later reading." in said
    assert "Keep the decision" in said
    assert f'href="/documents/{document}/readings"' in page.text

    seen = re.search(r'name="revision" value="(\d+)"', page.text)
    assert seen
    assert desk.reviewer.post(item, {"do": "reject", "revision": seen[1]}).status_code == 303
    kept = text_of(desk.reviewer.get(f"{item}?show=all").text)
    assert "Look again" not in kept
    assert "Decided Permitted" in kept
    assert "Look again" not in text_of(desk.reviewer.get(f"/documents/{document}/readings").text)


def test_the_desk_leads_to_what_is_seen_otherwise(desk: TestDesk, document: str) -> None:
    assert "Read again" not in text_of(desk.viewer.get("/").text)

    seen_otherwise(desk, document)

    page = desk.viewer.get("/")
    assert "Read again: 1 term is seen differently" in text_of(page.text)
    assert f'href="/documents/{document}/readings"' in page.text


def test_two_readings_can_be_named_and_others_are_told(desk: TestDesk, document: str) -> None:
    read_again(desk, document)
    page = desk.viewer.get(f"/documents/{document}/readings").text
    way = re.search(r'href="(/documents/\w+/readings\?old=\w+&amp;new=\w+)"', page)
    assert way

    assert desk.viewer.get(way[1].replace("&amp;", "&")).status_code == 200
    assert desk.viewer.get(f"/documents/{document}/readings?old=nothing").status_code == 404


def test_what_a_reading_skipped_is_told_on_document_review_and_uploads(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    document = desk.document(version, pdf(*FRENCH, title="Contrat de licence"))

    told = "The text seems to be in French"
    for path in (
        f"/documents/{document}/view",
        f"/documents/{document}/readings",
        f"/versions/{version}/review",
        f"/versions/{version}/upload",
    ):
        assert told in text_of(desk.reviewer.get(path).text), path
    assert "1 warning of the reading" in text_of(desk.reviewer.get(f"/documents/{document}/view").text)


def test_the_page_is_in_french_too(desk: TestDesk, document: str) -> None:
    read_again(desk, document)

    page = text_of(desk.editor.get(f"/documents/{document}/readings?lang=fr").text)

    assert "Ce que la lecture 2 voit autrement que la lecture 1" in page
    assert "Toutes les lectures 2" in page


def test_it_reads_well_in_a_browser(desk: TestDesk, document: str, browser: Browser) -> None:
    version = seen_otherwise(desk, document)
    with live(desk.app) as address, watched_page(browser) as page:
        page.context.add_cookies([{"name": "session", "value": str(desk.reviewer.cookie), "url": address}])
        for path in (f"/documents/{document}/readings", f"{version}/review/items/{KEY}", "/"):
            page.goto(f"{address}{path}")
            assert violations(page) == [], path
        page.goto(f"{address}/documents/{document}/readings")
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
