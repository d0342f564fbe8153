"""Readings and what they found, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import NotFound
from domain.readings import ReadingState
from domain.suggestion import SuggestionState
from domain.version import Version
from storage.unit_of_work import Database
from tests.storage.making import (
    NOW,
    a_clause,
    a_disposition,
    a_document,
    a_fact,
    a_licence,
    a_page,
    a_quote,
    a_reading,
    a_suggestion,
    a_version,
    an_analysis,
    keep_licence,
    keep_read,
    new_id,
)

LOAN = a_clause("3.1", "The Licensee may supply copies by inter-library loan to other libraries.", parent="c3")
HEAD = a_clause("3", "Permitted uses", heading="Permitted uses")
PACKS = a_clause("3.2", "Course packs may not include Licensed Materials — été.", page=2)
ANALYSIS = an_analysis(
    [HEAD, LOAN, PACKS],
    [
        a_suggestion("perpetual_access", "silent"),
        a_suggestion("course_packs_print", "prohibited_explicit", a_quote(PACKS, "may not include")),
        a_suggestion("ill", "permitted_explicit", a_quote(LOAN, "may supply copies")),
    ],
)


@pytest.fixture
def version(database: Database) -> Version:
    licence = a_licence()
    kept = a_version(licence)
    keep_licence(database, licence, kept)
    return kept


def test_a_reading_is_saved_as_it_goes(database: Database, version: Version) -> None:
    document = a_document(version)
    queued = a_reading(document, ReadingState.QUEUED)
    done = replace(
        queued, state=ReadingState.DONE, pages=3, pages_done=3, ocr_pages=(2,), language="en", engine="e 1",
        warnings=("page 2 is faint",), finished_at=NOW,
    )  # fmt: skip
    with database.unit_of_work() as uow:
        uow.documents.add(document)
        uow.readings.add(queued)
        uow.commit()
    with database.unit_of_work() as uow:
        uow.readings.save(done)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.readings.get(queued.id) == done
        assert uow.readings.latest(document.id) == done
        assert uow.readings.latest("nowhere") is None
        with pytest.raises(NotFound):
            uow.readings.get("nowhere")
    with database.unit_of_work() as uow, pytest.raises(NotFound):
        uow.readings.save(replace(done, id="nowhere"))


def test_the_newest_reading_is_the_one_added_last_even_in_the_same_moment(database: Database, version: Version) -> None:
    document = a_document(version)
    readings = tuple(a_reading(document) for _ in range(4))
    with database.unit_of_work() as uow:
        uow.documents.add(document)
        for reading in readings:
            uow.readings.add(reading)
        assert uow.readings.latest(document.id) == readings[-1]
        assert uow.readings.of_document(document.id) == readings


def test_pages_come_back_in_order_and_a_page_read_again_replaces_itself(database: Database, version: Version) -> None:
    document = a_document(version)
    reading = a_reading(document, ReadingState.RUNNING)
    with database.unit_of_work() as uow:
        uow.documents.add(document)
        uow.readings.add(reading)
        for page in (a_page(2, "second"), a_page(1, "old"), a_page(1, "first “page”"), a_page(11, "last")):
            uow.readings.add_page(reading.id, page)
        uow.commit()
    with database.reading_only() as uow:
        assert list(uow.readings.pages(reading.id)) == [
            a_page(1, "first “page”"), a_page(2, "second"), a_page(11, "last"),
        ]  # fmt: skip
        assert uow.readings.page(reading.id, 2) == a_page(2, "second")
        with pytest.raises(NotFound):
            uow.readings.page(reading.id, 3)


def test_clauses_become_unique_in_the_desk_and_come_in_reading_order(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        document, reading = keep_read(uow, version, ANALYSIS)
        uow.commit()
    with database.reading_only() as uow:
        stored = uow.readings.clauses(reading.id)
        assert [s.clause.id for s in stored] == [f"{reading.id}.c3", f"{reading.id}.c3.1", f"{reading.id}.c3.2"]
        assert stored[1].clause == replace(LOAN, id=f"{reading.id}.c3.1", parent=f"{reading.id}.c3")
        assert uow.readings.clause(f"{reading.id}.c3.1") == stored[1]
        assert {s.document_id for s in stored} == {document.id}
        with pytest.raises(NotFound):
            uow.readings.clause("nowhere")


def test_suggestions_come_as_the_text_runs_and_name_stored_clauses(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        _, reading = keep_read(uow, version, ANALYSIS)
        uow.commit()
    with database.reading_only() as uow:
        found = uow.readings.suggestions(version.id)
        assert [s.suggestion.term for s in found] == ["ill", "course_packs_print", "perpetual_access"]
        assert [s.position for s in found] == [1, 2, 3]
        assert found[0].suggestion.evidence[0].clause == f"{reading.id}.c3.1"
        assert replace(found[2].suggestion) == ANALYSIS.suggestions[0]
        assert uow.readings.suggestion(found[1].id) == found[1]
        with pytest.raises(NotFound):
            uow.readings.suggestion("nowhere")


def test_what_a_reading_found_is_kept_once(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        _, reading = keep_read(uow, version, ANALYSIS)
        uow.readings.add_analysis(reading, version.id, ANALYSIS, new_id)
        uow.commit()
    with database.reading_only() as uow:
        assert len(uow.readings.clauses(reading.id)) == 3
        assert len(uow.readings.suggestions(version.id)) == 3


def test_facts_name_stored_clauses_however_often_they_are_saved(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        _, reading = keep_read(uow, version, ANALYSIS)
        uow.readings.save(replace(reading, facts=(a_fact(HEAD, "Permitted uses"),)))
        once = uow.readings.get(reading.id)
        uow.readings.save(once)
        assert uow.readings.get(reading.id) == once
        assert once.facts[0].evidence.clause == f"{reading.id}.c3"


def test_only_the_newest_done_reading_of_documents_in_use_gives_suggestions(
    database: Database, version: Version
) -> None:
    with database.unit_of_work() as uow:
        document, _ = keep_read(uow, version, ANALYSIS)
        wrong, _ = keep_read(uow, version, ANALYSIS, sha256="b" * 64)
        uow.documents.set_aside(wrong.id, "wrong file", "somebody", NOW)
        again = a_reading(document)
        uow.readings.add(again)
        uow.readings.add_analysis(again, version.id, an_analysis([LOAN], ANALYSIS.suggestions[:1]), lambda: new_id("s"))
        uow.readings.add(a_reading(document, ReadingState.RUNNING))
        uow.commit()
    with database.reading_only() as uow:
        assert [s.reading_id for s in uow.readings.suggestions(version.id)] == [again.id]
        assert uow.readings.search([document.id, wrong.id], "course packs", 10) == ()
        assert len(uow.readings.search([document.id, wrong.id], "library loan", 10)) == 1


def test_a_suggestion_shows_what_became_of_it_last(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        keep_read(uow, version, ANALYSIS)
        first, second, third = (s.id for s in uow.readings.suggestions(version.id))
        uow.readings.dispose(a_disposition(first, SuggestionState.REJECTED, reason="no"))
        uow.readings.dispose(a_disposition(second, SuggestionState.REJECTED))
        uow.readings.dispose(a_disposition(second, SuggestionState.OPEN))
        uow.commit()
    with database.reading_only() as uow:
        rejected, reopened, untouched = uow.readings.suggestions(version.id)
        assert (rejected.state, rejected.disposed_by_name) == (SuggestionState.REJECTED, "M. Roy")
        assert rejected.disposed_at == NOW
        assert (reopened.state, reopened.disposed_by_name) == (SuggestionState.OPEN, None)
        assert (untouched.id, untouched.state) == (third, SuggestionState.OPEN)
        counts = uow.queries.review_counts(version.licence_id)
        assert counts == {version.id: {"open": 2, "accepted": 0, "changed": 0, "rejected": 1}}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("inter-library", ["3.1"]),
        ("LIBRARIES loan", ["3.1"]),
        ("supplies", ["3.1"]),
        ('"course packs"', ["3.2"]),
        ('"packs course"', []),
        ("permitted", ["3"]),
        ("3.2", ["3.2"]),
        ("ete", ["3.2"]),
        ("Été", ["3.2"]),
        ("licensee OR packs", []),
        ('"', []),
        ("* : ^ ( AND", []),
        ("", []),
        ("elephant", []),
    ],
)
def test_clauses_are_found_by_their_words(database: Database, version: Version, words: str, numbers: list[str]) -> None:
    with database.unit_of_work() as uow:
        document, _ = keep_read(uow, version, ANALYSIS)
        uow.commit()
    with database.reading_only() as uow:
        assert [hit.number for hit in uow.readings.search([document.id], words, 10)] == numbers


def test_a_hit_shows_the_text_around_the_words(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        document, _ = keep_read(uow, version, ANALYSIS)
        hit = uow.readings.search([document.id], "Ete course", 10)[0]
    assert hit.before + hit.match + hit.after == PACKS.text
    assert hit.match == "été"
    assert hit.page == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_search_text_upsets_the_database(database: Database, words: str) -> None:
    with database.reading_only() as uow:
        assert uow.readings.search(["nowhere"], words.replace("\x00", ""), 5) == ()


def test_an_endless_clause_is_kept_whole_and_searched_by_its_beginning(database: Database, version: Version) -> None:
    text = " ".join(f"word{n}" for n in range(150_000))
    with database.unit_of_work() as uow:
        document, reading = keep_read(uow, version, an_analysis([a_clause("1", text)]))
        uow.commit()
    with database.reading_only() as uow:
        assert uow.readings.clauses(reading.id)[0].clause.text == text
        assert len(uow.readings.search([document.id], "word17", 5)) == 1
