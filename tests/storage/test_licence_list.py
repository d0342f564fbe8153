"""The list of licences: every filter, every order, pages that neither skip nor repeat."""

from __future__ import annotations

import base64
import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from domain.errors import Invalid
from domain.licence import LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource, Scope
from domain.queries import SORTS, LicenceFilter, TermFilter
from domain.readings import ReadingState
from domain.renewal import derived_status, renewal_dates
from domain.suggestion import SuggestionState
from domain.values import Duration, Unit
from domain.version import VersionKind, VersionState
from storage.unit_of_work import Database
from tests.storage.making import (
    NOW,
    TODAY,
    a_clause,
    a_decision,
    a_disposition,
    a_licence,
    a_quote,
    a_reading,
    a_suggestion,
    a_version,
    an_analysis,
    keep_licence,
    keep_read,
)

LICENSOR, CONSORTIUM = OrganisationRole.LICENSOR, OrganisationRole.CONSORTIUM


def titles(database: Database, **which: Any) -> list[str]:
    with database.reading_only() as uow:
        found = uow.queries.licences(LicenceFilter(**({"today": TODAY} | which)))
    return [row.fields.title for row in found.items]


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_row_shows_the_whole_licence_with_status_dates_and_counts(database: Database) -> None:
    licence = a_licence(
        organisations=(Organisation(name="Meridian", role=LICENSOR),),
        resources=(Resource(title="Journals", slug="journals"),),
        tags=("science",),
        renewal=RenewalKind.AUTOMATIC,
        end_date=dt.date(2025, 12, 31),
        renewal_period=Duration(1, Unit.YEAR),
        notice_period=Duration(2, Unit.MONTH),
    )
    version = a_version(licence)
    keep_licence(database, licence, version, a_version(licence, state=VersionState.DRAFT, start=None))
    clause = a_clause("1", "Access is permitted to all.")
    suggestions = [a_suggestion("remote_access", "permitted_explicit", a_quote(clause, "permitted"))]
    suggestions += [a_suggestion("walk_in_access", "silent"), a_suggestion("alumni_access", "silent")]
    with database.unit_of_work() as uow:
        keep_read(uow, version, an_analysis([clause], suggestions))
        aside, _ = keep_read(uow, version, an_analysis([clause], suggestions), sha256="b" * 64)
        uow.documents.set_aside(aside.id, "wrong", "somebody", NOW)
        uow.decisions.add(a_decision(version, "remote_access", "permitted_explicit"))
        first, second, _ = uow.readings.suggestions(version.id)
        uow.readings.dispose(a_disposition(first.id, SuggestionState.ACCEPTED))
        uow.readings.dispose(a_disposition(second.id, SuggestionState.REJECTED))
        uow.readings.dispose(a_disposition(second.id, SuggestionState.OPEN))
        uow.commit()
    with database.reading_only() as uow:
        row = uow.queries.licences(LicenceFilter(today=TODAY)).items[0]
    assert (row.id, row.fields, row.updated_at, row.revision) == (licence.id, licence.fields, NOW, 1)
    assert row.status is LicenceStatus.ACTIVE
    assert (row.term_ends, row.notice_by) == (dt.date(2026, 12, 31), dt.date(2026, 10, 31))
    assert row.counts == {"to_review": 2, "decided": 1, "versions": 2, "documents": 1}


def random_licences(database: Database, number: int) -> dict[str, Any]:
    """Licences with versions and dates of every kind; each with its versions, by id."""
    chance = random.Random(20261121)  # the same licences each time

    def day() -> dt.date | None:
        return TODAY + dt.timedelta(days=chance.choice([-400, -30, -1, 0, 1, 30])) if chance.random() < 0.8 else None

    made = {}
    with database.unit_of_work() as uow:
        for n in range(number):
            licence = a_licence(
                f"Licence {chance.randrange(20)}",
                stated_status=chance.choice([None, None, *LicenceStatus]),
                renewal=chance.choice(list(RenewalKind)),
                end_date=day(),
                scope=chance.choice(list(Scope)),
                at=NOW + dt.timedelta(seconds=chance.randrange(5)),
            )
            versions = tuple(
                a_version(licence, state=chance.choice(list(VersionState)), start=day(), end=day())
                for _ in range(chance.choice([0, 1, 1, 2, 3]))
            )
            uow.licences.add(licence)
            for version in versions:
                uow.versions.add(version)
            made[licence.id] = (licence, versions)
            assert n < number
        uow.commit()
    return made


def test_the_status_of_a_list_is_the_status_of_the_rule(database: Database) -> None:
    made = random_licences(database, 200)
    for shift in (-401, -30, -1, 0, 1, 2, 31, 500):
        today = TODAY + dt.timedelta(days=shift)
        by_rule = {key: derived_status(licence.fields, versions, today) for key, (licence, versions) in made.items()}
        with database.reading_only() as uow:
            listed = uow.queries.licences(LicenceFilter(today=today, limit=200)).items
            assert {row.id: row.status for row in listed} == by_rule
            for status in LicenceStatus:
                found = uow.queries.licences(LicenceFilter(today=today, limit=200, status=(status,)))
                assert {row.id for row in found.items} == {key for key, value in by_rule.items() if value is status}


@pytest.mark.parametrize("sort", SORTS)
def test_pages_in_any_order_show_every_licence_once(database: Database, sort: str) -> None:
    made = random_licences(database, 60)
    seen: list[Any] = []
    cursor = None
    with database.reading_only() as uow:
        while True:
            page = uow.queries.licences(LicenceFilter(today=TODAY, sort=sort, limit=7, cursor=cursor, with_total=True))
            assert page.total == 60
            seen += page.items
            cursor = page.next_cursor
            if cursor is None:
                break
    assert len(seen) == len({row.id for row in seen}) == len(made)
    keys = {
        "title": lambda row: row.fields.title.casefold(),
        "code": lambda row: row.fields.code.casefold(),
        "updated": lambda row: row.updated_at,
        "end_date": lambda row: row.fields.end_date or (dt.date.min if sort.startswith("-") else dt.date.max),
    }
    order = [keys[sort.removeprefix("-")](row) for row in seen]
    assert order == sorted(order, reverse=sort.startswith("-"))


def test_what_is_added_meanwhile_neither_hides_nor_repeats_a_licence(database: Database) -> None:
    for title in ("b", "d", "f", "h"):
        keep_licence(database, a_licence(title))
    with database.reading_only() as uow:
        first = uow.queries.licences(LicenceFilter(today=TODAY, limit=2))
    for title in ("a", "c", "e", "i"):
        keep_licence(database, a_licence(title))
    assert titles(database, cursor=first.next_cursor, limit=10) == ["e", "f", "h", "i"]


@pytest.mark.parametrize("damage", ["empty", "letters", "cut", "other order", "flipped", "forged"])
def test_a_cursor_that_is_not_one_is_refused_at_its_field(database: Database, damage: str) -> None:
    for title in ("a", "b"):
        keep_licence(database, a_licence(title))
    with database.reading_only() as uow:
        cursor = uow.queries.licences(LicenceFilter(today=TODAY, limit=1)).next_cursor
        assert cursor is not None
        damaged = {
            "empty": "",
            "letters": "☃ not a cursor",
            "cut": cursor[:-3],
            "other order": uow.queries.licences(LicenceFilter(today=TODAY, limit=1, sort="code")).next_cursor,
            "flipped": cursor[:20] + ("A" if cursor[20] != "A" else "B") + cursor[21:],
            "forged": base64.urlsafe_b64encode(b'["licences title","a","b"]').decode(),
        }[damage]
        with pytest.raises(Invalid) as refused:
            uow.queries.licences(LicenceFilter(today=TODAY, cursor=damaged))
    assert refused.value.errors[0].loc == "cursor"


def test_an_order_that_is_not_offered_is_refused(database: Database) -> None:
    with database.reading_only() as uow, pytest.raises(Invalid):
        uow.queries.licences(LicenceFilter(today=TODAY, sort="random"))


def test_titles_are_ordered_without_regard_to_accents_and_capitals(database: Database) -> None:
    for title in ("zebra", "Édition", "apple", "Eastern", "écho"):
        keep_licence(database, a_licence(title))
    assert titles(database) == ["apple", "Eastern", "écho", "Édition", "zebra"]


@pytest.fixture
def searchable(database: Database) -> Database:
    """Licences that differ in where a word stands."""
    keep_licence(database, a_licence("Bibliothèque numérique", code="BN-1"))
    keep_licence(database, a_licence("Journals 100%", code="J_1", alternative_titles=("Science Bundle",)))
    keep_licence(
        database,
        a_licence(
            "Databases",
            code="DB",
            notes="Ask the consortium about access to the archive before it is renewed.",
            organisations=(Organisation(name="Meridian Press", role=LICENSOR),),
        ),
    )
    licence = a_licence("Film", code="FILM")
    version = a_version(licence)
    keep_licence(database, licence, version)
    text = "Users may stream films for classroom teaching, by inter-library arrangements too."
    with database.unit_of_work() as uow:
        keep_read(uow, version, an_analysis([a_clause("2", text)]))
        uow.commit()
    return database


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("bibliotheque", ["Bibliothèque numérique"]),
        ("BN-1", ["Bibliothèque numérique"]),
        ("100%", ["Journals 100%"]),
        ("%", ["Journals 100%"]),
        ("_", ["Journals 100%"]),
        ("science bundle", ["Journals 100%"]),
        ("bundle journals", ["Journals 100%"]),
        ('"bundle journals"', []),
        ("meridian", ["Databases"]),
        ("consortium renewed", ["Databases"]),
        ("streaming", ["Film"]),
        ("film classroom", ["Film"]),
        ('"classroom teaching"', ["Film"]),
        ("inter-library", ["Film"]),
        ("elephant", []),
        ("  ", ["Bibliothèque numérique", "Databases", "Film", "Journals 100%"]),
    ],
)
def test_words_are_found_in_everything_that_was_entered_and_in_clauses(
    searchable: Database, q: str, found: list[str]
) -> None:
    assert titles(searchable, q=q) == found


@pytest.mark.parametrize("q", ["word " * 3000, "x" * 200_000, '"' + "a b " * 50_000 + '"', "(" * 5000, "\\" * 5000])
def test_no_search_is_too_long(searchable: Database, q: str) -> None:
    assert titles(searchable, q=q) == []
    assert titles(searchable, resource=q) == []
    with searchable.reading_only() as uow:
        assert uow.queries.organisations(q, 5) == ()
        assert uow.queries.resources(q, 5) == ()
        assert uow.queries.facets(LicenceFilter(today=TODAY, q=q))


@pytest.mark.parametrize(
    ("q", "hit"),
    [
        ("film", None),
        ("bundle", "Science Bundle"),
        ("meridian", "Meridian Press"),
        ("archive", "Ask the consortium about access to the archive before it is renewed."),
        ("classroom", "Users may stream films for classroom teaching, by inter-library arrangements too."),
    ],
)
def test_a_hit_shows_where_the_words_were_met(searchable: Database, q: str, hit: str | None) -> None:
    with searchable.reading_only() as uow:
        assert [row.hit for row in uow.queries.licences(LicenceFilter(today=TODAY, q=q)).items] == [hit]


def test_clauses_of_a_former_reading_are_not_searched(database: Database) -> None:
    licence = a_licence("Film")
    version = a_version(licence)
    keep_licence(database, licence, version)
    with database.unit_of_work() as uow:
        document, _ = keep_read(uow, version, an_analysis([a_clause("1", "misread wrods")]))
        again = a_reading(document, ReadingState.DONE)
        uow.readings.add(again)
        uow.readings.add_analysis(again, version.id, an_analysis([a_clause("1", "read words")]), lambda: "s")
        uow.commit()
    assert titles(database, q="wrods") == []
    assert titles(database, q="words") == ["Film"]


def test_filters_hold_together(database: Database) -> None:
    meridian = (Organisation(name="Meridian", role=LICENSOR), Organisation(name="Shores", role=CONSORTIUM))
    ends, notice = dt.date(2026, 12, 31), Duration(30, Unit.CALENDAR_DAY)
    journals = Resource(title="Journals of Science", issn="1234-567x", isbn="0-306-40615-2")
    dated = {"renewal": RenewalKind.EXPLICIT, "end_date": ends, "notice_period": notice}
    keep_licence(database, a_licence("A", organisations=meridian, tags=("Big Deal",), resources=(journals,), **dated))
    keep_licence(database, a_licence("B", organisations=meridian[:1], scope=Scope.CONSORTIAL))
    keep_licence(database, a_licence("C", organisations=(replace(meridian[0], role=CONSORTIUM),)))
    assert titles(database, licensor="MERIDIAN ") == ["A", "B"]
    assert titles(database, consortium="Shores") == ["A"]
    assert titles(database, consortium="Meridian", licensor="Meridian") == []
    assert titles(database, scope="consortial") == ["B"]
    assert titles(database, tag="big deal") == ["A"]
    assert titles(database, ends_before=ends) == []
    assert titles(database, ends_before=ends + dt.timedelta(days=1)) == ["A"]
    assert titles(database, notice_before=dt.date(2026, 12, 1)) == []
    assert titles(database, notice_before=dt.date(2026, 12, 2)) == ["A"]
    for named in ("journals-of-science", "science journals", "1234567X", "9780306406157"):
        assert titles(database, resource=named) == ["A"], named
    keep_licence(database, a_licence("D", resources=(Resource(title="Plain"),)))
    assert titles(database, resource="films") == []
    assert titles(database, licensor="Meridian", scope="local", tag="Big Deal") == ["A"]


def test_licences_are_found_by_their_terms_of_today(database: Database) -> None:
    licence = a_licence("Amended")
    base = a_version(licence)
    amendment = a_version(licence, kind=VersionKind.AMENDMENT, start=TODAY, end=TODAY + dt.timedelta(days=9))
    keep_licence(database, licence, base, amendment)
    keep_licence(database, a_licence("Undecided"))
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(base, "remote_access", "prohibited_interpreted"))
        uow.decisions.add(a_decision(amendment, "remote_access", "permitted_explicit"))
        uow.decisions.add(a_decision(base, "usage_statistics", ["counter_4", "counter_5"]))
        uow.decisions.add(a_decision(base, "concurrent_users", "unlimited"))
        uow.decisions.add(a_decision(base, "cure_period", {"number": 30, "unit": "calendar_day"}))
        uow.commit()

    def found(term: str, value: str, days: int = 0) -> list[str]:
        return titles(database, terms=(TermFilter(term=term, value=value),), today=TODAY + dt.timedelta(days=days))

    assert found("remote_access", "permitted_explicit") == ["Amended"]
    assert found("remote_access", "permitted") == ["Amended"]
    assert found("remote_access", "prohibited") == []
    assert found("remote_access", "prohibited", days=-1) == ["Amended"]
    assert found("remote_access", "permitted", days=9) == ["Amended"]
    assert found("remote_access", "prohibited", days=10) == ["Amended"]
    assert found("remote_access", "*") == ["Amended"]
    assert found("remote_access", "-") == ["Undecided"]
    assert found("walk_in_access", "-") == ["Amended", "Undecided"]
    assert found("usage_statistics", "counter_5") == ["Amended"]
    assert found("concurrent_users", "unlimited") == ["Amended"]
    assert found("cure_period", "30 calendar_day") == ["Amended"]
    assert found("cure_period", '{"number": 30, "unit": "calendar_day"}') == ["Amended"]
    assert found("cure_period", "{broken") == []
    assert found("no_such_term", "*") == []
    both = (TermFilter(term="remote_access", value="permitted"), TermFilter(term="usage_statistics", value="counter_3"))
    assert titles(database, terms=both) == []


def test_facets_count_what_matches(database: Database) -> None:
    meridian, shores = Organisation(name="Meridian", role=LICENSOR), Organisation(name="Shores", role=CONSORTIUM)
    keep_licence(database, a_licence("A", organisations=(meridian, shores), tags=("x", "y")))
    keep_licence(database, a_licence("B", organisations=(meridian,), tags=("X",), scope=Scope.CONSORTIAL))
    keep_licence(database, a_licence("C", stated_status=LicenceStatus.RETIRED))
    with database.reading_only() as uow:
        everything = {f.field: dict(f.values) for f in uow.queries.facets(LicenceFilter(today=TODAY))}
        some = {f.field: dict(f.values) for f in uow.queries.facets(LicenceFilter(today=TODAY, consortium="Shores"))}
    assert everything == {
        "status": {"in_negotiation": 2, "retired": 1},
        "scope": {"local": 2, "consortial": 1},
        "licensor": {"Meridian": 2},
        "consortium": {"Shores": 1},
        "tag": {"X": 2, "y": 1},
    }
    assert some["status"] == {"in_negotiation": 1}
    assert some["tag"] == {"x": 1, "y": 1}


def test_a_page_takes_the_same_few_statements_however_long_it_is(database: Database) -> None:
    random_licences(database, 3)
    with counted_statements(database) as few, database.reading_only() as uow:
        uow.queries.licences(LicenceFilter(today=TODAY, q="licence", with_total=True, limit=200))
    random_licences(database, 120)
    with counted_statements(database) as many, database.reading_only() as uow:
        assert (
            len(uow.queries.licences(LicenceFilter(today=TODAY, q="licence", limit=200, with_total=True)).items) == 123
        )
    assert len(many) == len(few) <= 12


def test_dates_of_a_row_follow_the_rule_on_any_day(database: Database) -> None:
    made = random_licences(database, 40)
    today = TODAY + dt.timedelta(days=700)
    with database.reading_only() as uow:
        for row in uow.queries.licences(LicenceFilter(today=today, limit=200)).items:
            dates = renewal_dates(made[row.id][0].fields, today)
            assert (row.term_ends, row.notice_by) == (dates.term_ends, dates.notice_by)
