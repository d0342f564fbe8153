"""Finding resources by their words, and by what other systems call them."""

from __future__ import annotations

import pytest

from domain.errors import Invalid, NotFound
from domain.licence import LicenceStatus, Resource
from domain.queries import ResourceRow
from storage.resources import book_key, host_of, serial_key
from storage.unit_of_work import Database
from tests.storage.making import a_licence, keep_licence


@pytest.fixture
def desk(database: Database) -> Database:
    """Resources of several licences, one of them retired."""
    journals = Resource(title="Journals of Science", url="https://www.meridian.example/journals", issn="1234-567X")
    books = Resource(title="Book Collection", url="https://meridian.example/books/", isbn="0-306-40615-2")
    site = Resource(title="Meridian", url="http://meridian.example", alma_collection="61520")
    past = Resource(title="Science of the Past", url="https://past.example/a")
    keep_licence(database, a_licence("One", code="ONE", resources=(journals, books)))
    keep_licence(database, a_licence("Two", code="TWO", resources=(journals, site)))
    keep_licence(database, a_licence("Old", resources=(past, journals), stated_status=LicenceStatus.RETIRED))
    return database


def slugs(rows: tuple[ResourceRow, ...]) -> list[str]:
    return [row.slug for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("science", ["journals-of-science"]),
        ("Science journals", ["journals-of-science"]),
        ("coll", ["book-collection"]),
        ("", ["book-collection", "journals-of-science", "meridian"]),
        ("%", []),
        ("past", []),
    ],
)
def test_resources_of_living_licences_are_found_by_words_of_their_title(
    desk: Database, words: str, found: list[str]
) -> None:
    with desk.reading_only() as uow:
        assert slugs(uow.queries.resources(words, 10)) == found
        assert slugs(uow.queries.resources(words, 1)) == found[:1]


def test_a_resource_names_the_living_licences_that_cover_it(desk: Database) -> None:
    with desk.reading_only() as uow:
        row = uow.queries.resource("journals-of-science")
        codes = [uow.licences.get(licence_id).code for licence_id in row.licence_ids]
        assert (row.title, row.issn, codes) == ("Journals of Science", "1234-567X", ["ONE", "TWO"])
        assert uow.queries.resource("science-of-the-past").licence_ids == ()
        with pytest.raises(NotFound):
            uow.queries.resource("nowhere")


def test_a_resource_that_no_licence_covers_any_more_is_gone(database: Database) -> None:
    licence = keep_licence(database, a_licence(resources=(Resource(title="Journals"),)))
    with database.unit_of_work() as uow:
        uow.licences.delete(licence.id)
        uow.commit()
    with database.reading_only() as uow, pytest.raises(NotFound):
        uow.queries.resource("journals")


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("url", "https://meridian.example/journals/12/article?x=1#top", ["journals-of-science"]),
        ("url", "http://WWW.Meridian.example/journals", ["journals-of-science"]),
        ("url", "meridian.example/books", ["book-collection"]),
        ("url", "https://meridian.example/journalsonline", ["meridian"]),
        ("url", "https://meridian.example/", ["meridian"]),
        ("url", "https://sub.meridian.example/journals", []),
        ("url", "https://past.example/a", []),
        ("url", "http://[broken", []),
        ("url", "", []),
        ("issn", "1234567x", ["journals-of-science"]),
        ("issn", "", []),
        ("isbn", "978-0-306-40615-7", ["book-collection"]),
        ("isbn", "0306406152", ["book-collection"]),
        ("code", "two", ["journals-of-science", "meridian"]),
        ("alma_collection", "61520", ["meridian"]),
        ("alma_collection", "", []),
    ],
)
def test_other_systems_find_a_resource_by_what_they_know(
    desk: Database, field: str, value: str, found: list[str]
) -> None:
    with desk.reading_only() as uow:
        assert slugs(uow.queries.lookup(field, value)) == found


def test_a_field_that_identifies_nothing_is_refused(desk: Database) -> None:
    with desk.reading_only() as uow, pytest.raises(Invalid):
        uow.queries.lookup("title", "Journals")


def test_identifiers_are_compared_in_one_form() -> None:
    assert serial_key(" 1234-567x ") == "1234567X"
    assert serial_key("") is None
    assert book_key("0-306-40615-2") == book_key("978 0 306 40615 7") == "9780306406157"
    assert book_key("X123456789") == "X123456789"
    assert host_of("https://WWW.X.example:8443/a") == "x.example"
    assert host_of("no host") is None
    assert host_of("http://[broken") is None
