"""The phrases of a term on the pages: tried at once, with and without JavaScript; added, changed and set aside."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.usecases.own_phrases import phrases_of
from tests.browser import live, violations, watched_page
from tests.web.library import Library, TestDesk, text_of

PAGE = "/vocabulary/terms/ill_electronic/phrases"
PHRASE = {
    "phrase": "single copy of an (individual|) article",
    "means": "",
    "example": "The Licensee may supply a single copy of an individual article.",
    "note": "Our words.",
}


def test_the_page_says_in_plain_words_what_a_reading_looks_for(library: Library) -> None:
    page = text_of(library.desk.admin.get(PAGE).text)

    assert "Phrases: Interlibrary loan: electronic" in page
    assert "speaks of interlibrary loan" in page
    assert "inter-library … loan" in page
    assert "None yet." in page


@pytest.mark.parametrize("as_fragment", [False, True])
def test_trying_shows_what_a_phrase_finds_with_the_way_there(library: Library, as_fragment: bool) -> None:
    visitor = library.desk.reviewer
    answer = (visitor.htmx_post if as_fragment else visitor.post)(f"{PAGE}/try", PHRASE)

    assert answer.status_code == 200
    assert ("<html" in answer.text) is not as_fragment
    said = text_of(answer.text)
    assert "2 clauses in 2 licences" in said
    assert "Its example gives: Permitted" in said
    assert "<mark>single copy of an individual article</mark>" in answer.text
    way = re.search(r'href="(/documents/\w+/view\?page=1&amp;clause=[^"]+)"', answer.text)
    assert way
    assert library.desk.viewer.get(way[1].replace("&amp;", "&")).status_code == 200
    if not as_fragment:
        assert f'value="{PHRASE["phrase"]}"' in answer.text


def test_what_cannot_be_read_is_told_where_it_is_tried(library: Library) -> None:
    plain = library.desk.reviewer.post(f"{PAGE}/try", {**PHRASE, "phrase": "(single copy"})
    fragment = library.desk.reviewer.htmx_post(f"{PAGE}/try", {**PHRASE, "phrase": "(single copy"})

    assert 'href="#phrase"' in plain.text
    assert "A bracket is not closed" in text_of(fragment.text)


def test_a_phrase_is_added_changed_and_set_aside(desk: TestDesk) -> None:
    answer = desk.admin.post(PAGE, PHRASE)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    (kept,) = phrases_of(desk.services, desk.actor(), "ill_electronic").own
    form = desk.admin.get(f"{PAGE}/{kept.id}").text
    assert f'value="{PHRASE["phrase"]}"' in form

    changed = {**PHRASE, "phrase": "single copy … article", "revision": "1"}
    assert desk.admin.post(f"{PAGE}/{kept.id}", changed).status_code == 303
    assert "<code>single copy ... article</code>" in desk.admin.get(PAGE).text
    aside = {"revision": "2", "active": "no"}
    assert desk.admin.post(f"{PAGE}/{kept.id}/active", aside).status_code == 303

    (kept,) = phrases_of(desk.services, desk.actor(), "ill_electronic").own
    assert not kept.is_active
    assert "Use it again" in text_of(desk.admin.get(PAGE).text)
    trail = text_of(desk.admin.get("/audit").text)
    assert "Ada Min set a phrase of the term Interlibrary loan: electronic aside" in trail
    assert desk.admin.post(f"{PAGE}/{kept.id}", changed).status_code == 409


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(desk: TestDesk) -> None:
    answer = desk.admin.htmx_post(PAGE, {**PHRASE, "example": "Nothing of the kind."})

    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert 'href="#example"' in answer.text
    assert "finds nothing in its example" in answer.text
    assert PHRASE["phrase"] in answer.text


def test_a_reviewer_may_look_and_try_and_is_offered_nothing_else(library: Library) -> None:
    desk = library.desk
    page = text_of(desk.reviewer.get(PAGE).text)

    assert "Try it" in page
    assert "Add this phrase" not in page
    assert desk.reviewer.post(PAGE, PHRASE).status_code == 403
    assert desk.editor.get(PAGE).status_code == 403


def test_the_page_is_in_french_too(library: Library) -> None:
    page = text_of(library.desk.admin.get(f"{PAGE}?lang=fr").text)

    assert "Tournures fournies avec le logiciel" in page
    assert "Ajouter cette tournure" in page


def test_what_a_phrase_finds_shows_while_it_is_being_written(library: Library, browser: Browser) -> None:
    with live(library.desk.app) as address, watched_page(browser) as page:
        page.context.add_cookies([{"name": "session", "value": str(library.desk.admin.cookie), "url": address}])
        page.goto(f"{address}{PAGE}")
        page.get_by_label("Phrase", exact=True).press_sequentially("individual article")
        page.locator("#tried mark").first.wait_for()

        assert page.locator("#tried mark").first.inner_text() == "individual article"
        assert page.evaluate("document.activeElement.id") == "phrase"
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
