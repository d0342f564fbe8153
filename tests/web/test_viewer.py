"""The viewer of a document: pages, clauses and what a search finds."""

from __future__ import annotations

import re

import pytest

from domain.readings import StoredClause
from tests.web.library import Library, text_of


@pytest.fixture
def clause(library: Library) -> StoredClause:
    """A clause of the signed document."""
    with library.desk.services.reading_only() as uow:
        reading = uow.readings.latest(library.document)
        assert reading is not None
        return next(c for c in uow.readings.clauses(reading.id) if c.clause.number == "1.2")


def test_it_shows_the_page_its_clauses_and_where_they_come_from(library: Library) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view")
    page = text_of(answer.text)
    assert answer.status_code == 200
    assert "Page 1 of 1" in page
    assert "Journals Complete" in page
    assert "Walk-in users may access" in page
    assert '<a href="/licences" aria-current="page">' in answer.text
    assert f'src="/documents/{library.document}/pages/1.png"' in answer.text
    assert f'href="/documents/{library.document}/file"' in answer.text


def test_a_clause_is_marked_where_it_stands_in_the_points_of_the_page(library: Library, clause: StoredClause) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view?clause={clause.clause.id}")
    box = clause.clause.boxes[0]
    mark = re.search(r'hl--active.*?<rect class="hl__box" x="([\d.]+)" y="([\d.]+)"', answer.text, re.DOTALL)
    assert mark is not None
    assert (float(mark[1]), float(mark[2])) == pytest.approx((box.x0, box.top), abs=5)
    assert re.search(r'viewBox="0 0 595\.\d+ 841\.\d+"', answer.text)
    assert 'aria-current="true"' in answer.text


def test_the_text_has_the_same_words_with_the_clause_pointed_out(library: Library, clause: StoredClause) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view?view=text&clause={clause.clause.id}")
    assert "Walk-in users may access the Licensed Materials" in text_of(answer.text)
    assert "passage--here" in answer.text
    assert "<figure" not in answer.text


def test_a_heading_stands_once_in_the_text_and_searched_words_are_marked(library: Library) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view?view=text&q=RESTRICTION")
    text = answer.text.split('class="leaf leaf--text"')[1].split("</section>")[0]
    assert text_of(text).count("Restrictions") == 1
    assert "<mark>Restrictions</mark>" in text


def test_searched_words_are_listed_and_boxed_on_the_page(library: Library) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view?q=walk-in")
    assert "<mark>Walk-in</mark>" in answer.text
    assert "hl__found" in answer.text
    none = library.desk.viewer.get(f"/documents/{library.document}/view?q=zebra")
    assert "does not have these words" in text_of(none.text)


def test_htmx_gets_the_page_and_the_list_alone(library: Library) -> None:
    answer = library.desk.viewer.htmx(f"/documents/{library.document}/view?q=library")
    assert answer.text.lstrip().startswith('<div class="pane" id="pane"')
    assert 'id="side" aria-label' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("query", ["page=2", "clause=nonsense", "page=99999"])
def test_what_is_not_there_is_not_found(library: Library, query: str) -> None:
    assert library.desk.viewer.get(f"/documents/{library.document}/view?{query}").status_code == 404


def test_an_address_that_cannot_be_read_shows_the_first_page(library: Library) -> None:
    answer = library.desk.viewer.get(f"/documents/{library.document}/view?page=one&zoom=7&view=x")
    assert answer.status_code == 200
    assert "Page 1 of 1" in text_of(answer.text)


def test_it_is_for_people_who_signed_in(library: Library) -> None:
    assert library.desk.nobody.get(f"/documents/{library.document}/view").status_code == 303
