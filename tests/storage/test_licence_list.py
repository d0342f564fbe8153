"""The list of licences: whole rows, every order, pages that neither skip nor repeat, few statements."""

from __future__ import annotations

import base64
import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from domain.errors import Invalid
from domain.licence import LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource, Scope
from domain.queries import SORTS, LicenceFilter, LicenceRow
from domain.renewal import derived_status, renewal_dates
from domain.suggestion import SuggestionState
from domain.values import Duration, Unit
from domain.version import VersionState
from storage.unit_of_work import Database
from tests.storage.making import (
    NOW,
    TODAY,
    a_clause,
    a_decision,
    a_disposition,
    a_licence,
    a_quote,
    a_suggestion,
    a_version,
    an_analysis,
    keep_licence,
    keep_read,
    titles,
)


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
        organisations=(Organisation(name="Meridian", role=OrganisationRole.LICENSOR),),
        resources=(Resource(title="Journals", slug="journals"),),
        tags=("science",),
        renewal=RenewalKind.AUTOMATIC,
        end_date=dt.date(2025, 12, 31),
        renewal_period=Duration(1, Unit.YEAR),
        notice_period=Duration(2, Unit.MONTH),
    )
    version = a_version(licence)
    old = a_version(licence, state=VersionState.SUPERSEDED, start=dt.date(2020, 1, 1), end=dt.date(2023, 12, 31))
    keep_licence(database, licence, version, a_version(licence, state=VersionState.DRAFT, start=None), old)
    clause = a_clause("1", "Access is permitted to all.")
    suggestions = [a_suggestion("remote_access", "permitted_explicit", a_quote(clause, "permitted"))]
    suggestions += [a_suggestion("walk_in_access", "silent"), a_suggestion("alumni_access", "silent")]
    with database.unit_of_work() as uow:
        keep_read(uow, version, an_analysis([clause], suggestions))
        keep_read(uow, old, an_analysis([clause], suggestions), sha256="c" * 64)
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
    assert row.counts == {"to_review": 2, "decided": 1, "versions": 3, "documents": 2}


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
                notice_period=chance.choice([None, Duration(2, Unit.MONTH)]),
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
        uow.licences.refresh_dates(TODAY)
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
    last = dt.date.min if sort.startswith("-") else dt.date.max
    keys: dict[str, Callable[[LicenceRow], Any]] = {
        "title": lambda row: row.fields.title.casefold(),
        "code": lambda row: row.fields.code.casefold(),
        "updated": lambda row: row.updated_at,
        "end_date": lambda row: row.fields.end_date or last,
        "notice_by": lambda row: row.notice_by or last,
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


def test_a_page_takes_the_same_few_statements_however_long_it_is(database: Database) -> None:
    random_licences(database, 3)
    titles(database, q="licence", limit=1)
    with counted_statements(database) as few, database.reading_only() as uow:
        uow.queries.licences(LicenceFilter(today=TODAY, q="licence", with_total=True, limit=200))
    random_licences(database, 120)
    titles(database, q="licence", limit=1)
    with counted_statements(database) as many, database.reading_only() as uow:
        assert (
            len(uow.queries.licences(LicenceFilter(today=TODAY, q="licence", limit=200, with_total=True)).items) == 123
        )
    assert len(many) == len(few) <= 10


def test_dates_of_a_row_follow_the_rule_on_any_day(database: Database) -> None:
    made = random_licences(database, 40)
    today = TODAY + dt.timedelta(days=700)
    with database.reading_only() as uow:
        for row in uow.queries.licences(LicenceFilter(today=today, limit=200)).items:
            dates = renewal_dates(made[row.id][0].fields, today)
            assert (row.term_ends, row.notice_by) == (dates.term_ends, dates.notice_by)
