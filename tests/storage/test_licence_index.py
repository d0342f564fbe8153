"""The list held in memory never says anything else than the database, whoever changed it, on both databases."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from domain.licence import Licence, LicenceStatus, Organisation, OrganisationRole, RenewalKind, Resource
from domain.queries import SORTS, LicenceFilter, LicenceRow, TermFilter
from domain.values import Duration, Unit
from domain.version import VersionState
from storage.bitsets import bits_of
from storage.licence_index import LicenceIndex
from storage.unit_of_work import Database, SqlUnitOfWork
from tests.storage.making import (
    NOW,
    TODAY,
    a_clause,
    a_decision,
    a_document,
    a_licence,
    a_version,
    an_analysis,
    keep_licence,
    keep_read,
    titles,
)

MERIDIAN = Organisation(name="Meridian", role=OrganisationRole.LICENSOR)


@pytest.fixture
def other(database: Database, database_url: str) -> Iterator[Database]:
    """Another process on the same database."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def counts(database: Database, field: str, **said: object) -> dict[str, int]:
    with database.reading_only() as uow:
        found = uow.queries.facets(LicenceFilter(today=TODAY, **said))  # type: ignore[arg-type]
    return {value: number for facet in found if facet.field == field for value, number in facet.values if number}


def rows(database: Database, **said: object) -> tuple[LicenceRow, ...]:
    with database.reading_only() as uow:
        return uow.queries.licences(LicenceFilter(today=TODAY, **said)).items  # type: ignore[arg-type]


def save(database: Database, licence: Licence, **fields: object) -> Licence:
    changed = replace(
        licence,
        fields=replace(licence.fields, **fields),  # type: ignore[arg-type]
        revision=licence.revision + 1,
        updated_at=NOW + dt.timedelta(minutes=licence.revision),
    )
    with database.unit_of_work() as uow:
        uow.licences.replace(changed, seen=licence.revision)
        uow.commit()
    return changed


def test_a_change_by_another_process_is_counted_at_once(database: Database, other: Database) -> None:
    licence = a_licence("Journals", organisations=(MERIDIAN,), tags=("science",))
    keep_licence(other, licence)
    assert counts(database, "tag") == {"science": 1}

    licence = save(other, licence, tags=("history", "science"), organisations=())
    assert counts(database, "tag") == {"history": 1, "science": 1}
    assert counts(database, "licensor") == {}

    save(database, licence, tags=())
    assert counts(other, "tag") == counts(database, "tag") == {}


def test_a_licence_that_was_erased_is_gone_everywhere(database: Database, other: Database) -> None:
    licence = a_licence("Journals", tags=("science",))
    keep_licence(database, licence)
    keep_licence(database, a_licence("Archive"))
    assert titles(other) == ["Archive", "Journals"]
    with database.unit_of_work() as uow:
        uow.licences.delete(licence.id)
        uow.commit()
    assert titles(other) == titles(database) == ["Archive"]
    assert counts(other, "tag") == {}
    assert counts(other, "status") == {"in_negotiation": 1}


def test_putting_a_version_in_force_moves_the_status_at_once(database: Database, other: Database) -> None:
    licence = a_licence("Journals")
    draft = a_version(licence, state=VersionState.DRAFT)
    keep_licence(database, licence, draft)
    assert counts(other, "status") == {"in_negotiation": 1}
    with database.unit_of_work() as uow:
        uow.versions.replace(replace(draft, state=VersionState.IN_FORCE, revision=2), seen=1)
        uow.commit()
    assert counts(other, "status") == counts(database, "status") == {"active": 1}


def test_a_decision_and_a_document_are_counted_at_once(database: Database, other: Database) -> None:
    licence = a_licence("Journals")
    version = a_version(licence)
    keep_licence(database, licence, version)
    permitted = (TermFilter(term="ill_electronic", value="permitted"),)
    assert counts(other, "has") == {"-signed": 1, "-terms": 1, "-notice": 1, "-resource": 1}
    assert titles(other, terms=permitted) == []

    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(version, "ill_electronic", "permitted_explicit"))
        document = a_document(version)
        uow.documents.add(document)
        uow.commit()
    assert counts(other, "has") == {"signed": 1, "terms": 1, "-notice": 1, "-resource": 1}
    assert titles(other, terms=permitted) == titles(database, terms=permitted) == ["Journals"]

    with database.unit_of_work() as uow:
        uow.decisions.add(
            a_decision(version, "ill_electronic", "prohibited_explicit", sequence=2, reason="Read again.")
        )
        uow.documents.set_aside(document.id, "The wrong file.", "somebody", NOW)
        uow.commit()
    assert "signed" not in counts(other, "has")
    assert titles(other, terms=permitted) == []
    assert titles(other, terms=(TermFilter(term="ill_electronic", value="!permitted"),)) == ["Journals"]


def test_what_an_heir_takes_over_is_found_at_once(database: Database, other: Database) -> None:
    master = a_licence("Model")
    version = a_version(master)
    keep_licence(database, master, version)
    keep_licence(database, a_licence("Heir", master_id=master.id))
    wanted = (TermFilter(term="remote_access", value="*"),)
    assert titles(other, terms=wanted) == []
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(version, "remote_access", "permitted_explicit"))
        uow.commit()
    assert titles(other, terms=wanted) == ["Heir", "Model"]


def test_a_search_that_was_asked_before_finds_what_was_read_since(database: Database, other: Database) -> None:
    licence = a_licence("Film")
    version = a_version(licence)
    keep_licence(database, licence, version)
    assert titles(other, q="streaming") == []
    with database.unit_of_work() as uow:
        keep_read(uow, version, an_analysis([a_clause("1", "Streaming to classes is allowed.")]))
        uow.commit()
    assert titles(other, q="streaming") == ["Film"]
    save(database, licence, title="Streaming video")
    assert titles(other, q="streaming") == ["Streaming video"]


def test_what_is_not_committed_is_not_listed(database: Database) -> None:
    keep_licence(database, a_licence("Kept"))
    with database.unit_of_work() as uow:
        uow.licences.add(a_licence("Never kept"))
        assert [row.fields.title for row in uow.queries.licences(LicenceFilter(today=TODAY)).items] == [
            "Kept",
            "Never kept",
        ]
    assert titles(database) == ["Kept"]


def test_rules_on_terms_may_hold_together_or_one_of_them(database: Database) -> None:
    for title, terms in (("Both", ("remote_access", "walk_in_access")), ("One", ("remote_access",)), ("None", ())):
        licence = a_licence(title)
        version = a_version(licence)
        keep_licence(database, licence, version)
        with database.unit_of_work() as uow:
            for term in terms:
                uow.decisions.add(a_decision(version, term, "permitted_explicit"))
            uow.commit()
    wanted = tuple(TermFilter(term=term, value="permitted") for term in ("remote_access", "walk_in_access"))
    assert titles(database, terms=wanted) == ["Both"]
    assert titles(database, terms=wanted, any_term=True) == ["Both", "One"]


def test_days_until_notice_are_counted_and_what_is_missing_is_found(database: Database) -> None:
    def ending(days: int) -> Licence:
        return a_licence(
            f"In {days}",
            renewal=RenewalKind.EXPLICIT,
            end_date=TODAY + dt.timedelta(days=days),
            notice_period=Duration(0, Unit.CALENDAR_DAY),
        )

    for days in (10, 60, 300):
        keep_licence(database, ending(days))
    keep_licence(database, a_licence("Unknown"))
    assert counts(database, "within") == {"30": 1, "90": 2, "365": 3}
    assert titles(database, has=("-notice",)) == ["Unknown"]
    assert titles(database, has=("notice", "-signed")) == ["In 10", "In 300", "In 60"]
    assert titles(database, notice_before=TODAY + dt.timedelta(days=61)) == ["In 10", "In 60"]


def test_a_long_history_of_changes_ends_in_what_a_fresh_look_shows(database: Database, database_url: str) -> None:
    chance = random.Random(6)  # the same history each time
    tags = ("a", "b", "c", "d")
    kept: list[Licence] = []
    for _ in range(60):
        if not kept or chance.random() < 0.4:
            licence = a_licence(f"Licence {chance.randrange(9)}", tags=tuple(chance.sample(tags, 2)))
            keep_licence(database, licence)
            kept.append(licence)
        elif chance.random() < 0.7:
            at = chance.randrange(len(kept))
            status = chance.choice([None, LicenceStatus.RETIRED])
            kept[at] = save(
                database, kept[at], title=f"Licence {chance.randrange(9)}", tags=(chance.choice(tags),),
                stated_status=status, end_date=chance.choice([None, TODAY]),
            )  # fmt: skip
        else:
            with database.unit_of_work() as uow:
                uow.licences.delete(kept.pop(chance.randrange(len(kept))).id)
                uow.commit()
        titles(database, q="licence 3", sort=chance.choice(SORTS))
    fresh = Database(database_url)
    for sort in SORTS:
        assert titles(database, sort=sort, limit=200) == titles(fresh, sort=sort, limit=200)
        assert rows(database, sort=sort, limit=200) == rows(fresh, sort=sort, limit=200)
    for field in ("tag", "status", "has"):
        assert counts(database, field, q="licence") == counts(fresh, field, q="licence")
    fresh.dispose()


def test_few_licences_of_many_come_in_the_same_order_as_on_a_walk_past_all(database: Database) -> None:
    days = [None, TODAY, *(TODAY + dt.timedelta(days=each) for each in (-3, 1, 2, 2))]
    for number in range(90):
        keep_licence(database, a_licence(f"Licence {number % 7}", end_date=days[number % len(days)]))
    index = LicenceIndex()
    with database.reading_only() as uow, index.on(uow._tx, TODAY):
        for sort, first in (("title", None), ("end_date", TODAY), ("end_date", None)):
            for few in (bits_of([3]), bits_of([0, 5, 44, 80]), bits_of(range(0, 90, 2))):
                walked = [p for p in index.order(sort) if few >> p[2] & 1 and (first is None or p[0] >= first)]
                assert list(index.places(sort, few, first)) == walked


def test_a_line_shows_at_once_what_was_done_to_its_licence_and_to_what_it_shares(
    database: Database, other: Database
) -> None:
    shared = Resource(title="Boreal Online", slug="boreal-online")
    licence = a_licence("Journals", organisations=(MERIDIAN,), resources=(shared,))
    twin = a_licence("Archive", resources=(shared,))
    keep_licence(database, licence)
    keep_licence(database, twin)

    def row() -> LicenceRow:
        seen = {one.id: one for one in rows(other)}[licence.id]
        assert seen == {one.id: one for one in rows(database)}[licence.id]
        return seen

    def done(work: Callable[[SqlUnitOfWork], object]) -> LicenceRow:
        with database.unit_of_work() as uow:
            work(uow)
            uow.commit()
        return row()

    assert dict(row().counts) == {"to_review": 0, "decided": 0, "versions": 0, "documents": 0}
    version = a_version(licence)
    assert done(lambda uow: uow.versions.add(version)).counts["versions"] == 1
    document = a_document(version)
    assert done(lambda uow: uow.documents.add(document)).counts["documents"] == 1
    decision = a_decision(version, "remote_access", "permitted_explicit")
    assert done(lambda uow: uow.decisions.add(decision)).counts["decided"] == 1
    assert done(lambda uow: uow.documents.set_aside(document.id, "Wrong.", "somebody", NOW)).counts["documents"] == 0
    save(database, twin, resources=(replace(shared, url="https://boreal.example/"),))
    assert row().fields.resources[0].url == "https://boreal.example/"
    licence = save(database, licence, title="Journals Online", notes="Asked again.")
    assert (row().fields.title, row().revision) == ("Journals Online", 2)


def test_a_line_read_before_a_change_is_not_kept_after_it(database: Database) -> None:
    licence = a_licence("Journals")
    keep_licence(database, licence)
    with database.reading_only() as uow:
        uow.queries.number_of_licences(TODAY)  # what this reader sees is settled here
        save(database, licence, title="Journals Online")
        counts(database, "status")  # somebody else sees the change first
        uow.queries.licences(LicenceFilter(today=TODAY))
    assert [row.fields.title for row in rows(database)] == ["Journals Online"]


@pytest.mark.parametrize("sort", SORTS)
def test_going_back_gives_the_pages_as_they_were(database: Database, sort: str) -> None:
    for number in range(23):
        keep_licence(database, a_licence(f"Licence {number % 7}", end_date=TODAY if number % 3 else None))
    pages, cursor = [], None
    with database.reading_only() as uow:
        while True:
            page = uow.queries.licences(LicenceFilter(today=TODAY, sort=sort, limit=5, cursor=cursor))
            pages.append([row.id for row in page.items])
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        for before in reversed(pages[:-1]):
            assert page.previous_cursor is not None
            which = LicenceFilter(today=TODAY, sort=sort, limit=5, cursor=page.previous_cursor or None)
            page = uow.queries.licences(which)
            assert [row.id for row in page.items] == before
        assert page.previous_cursor is None
