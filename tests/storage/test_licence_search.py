"""Finding licences: by words, by every filter, by their terms of today; and counts of what was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from domain.licence import LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource, Scope
from domain.queries import HAS, LicenceFilter, TermFilter
from domain.readings import ReadingState
from domain.values import Duration, Unit
from domain.version import VersionKind
from storage.unit_of_work import Database
from tests.storage.making import (
    TODAY,
    a_clause,
    a_decision,
    a_licence,
    a_reading,
    a_version,
    an_analysis,
    keep_licence,
    keep_read,
    titles,
)

LICENSOR, CONSORTIUM = OrganisationRole.LICENSOR, OrganisationRole.CONSORTIUM


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
        "owner": {},
        "unit": {},
        "within": {},
        "has": dict.fromkeys(HAS, 0) | {f"-{name}": 3 for name in HAS},
    }
    assert some["status"] == {"in_negotiation": 1}
    assert some["tag"] == {"X": 1, "y": 1}
