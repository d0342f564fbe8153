"""The layout of effective terms by date says what the rule says, on every day and after every change."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decision import Decision
from domain.effective_terms import DecidedVersion, effective_terms
from domain.licence import Licence
from domain.queries import LicenceFilter, TermFilter
from domain.version import Version, VersionFields, VersionKind, VersionState
from storage.effective_cache import lay_out, value_keys
from storage.unit_of_work import Database
from tests.storage.making import NOW, TODAY, a_decision, a_licence, a_version, keep_licence

TERMS = ("remote_access", "walk_in_access", "alumni_access")
VALUES = ("permitted_explicit", "prohibited_explicit", "silent", None)
FIRST = dt.date(2024, 1, 1)
days = st.integers(0, 12).map(lambda n: FIRST + dt.timedelta(days=n))


@st.composite
def decided_version(draw: st.DrawFn, number: int) -> DecidedVersion:
    """A version of any state and dates, with decisions that supersede or reopen one another."""
    fields = VersionFields(
        kind=draw(st.sampled_from(VersionKind)),
        label="",
        effective_from=draw(st.none() | days),
        effective_to=draw(st.none() | days),
    )
    state = draw(
        st.sampled_from([VersionState.IN_FORCE, VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.DRAFT])
    )
    version = Version(id=f"v{number}", licence_id="l", fields=fields, state=state, created_at=NOW, updated_at=NOW)
    chosen = draw(st.lists(st.tuples(st.sampled_from(TERMS), st.sampled_from(VALUES)), max_size=5))
    decisions: list[Decision] = []
    for term, value in chosen:
        sequence = 1 + sum(1 for earlier in decisions if earlier.term == term)
        decisions.append(a_decision(version, term, value, sequence=sequence))
    return DecidedVersion(version=version, decisions=tuple(decisions))


@st.composite
def licences(draw: st.DrawFn) -> tuple[list[DecidedVersion], list[DecidedVersion]]:
    """The versions of a licence and those of its master."""
    own = [draw(decided_version(n)) for n in range(draw(st.integers(0, 4)))]
    master = [draw(decided_version(n)) for n in range(10, 10 + draw(st.integers(0, 2)))]
    return own, master


@given(licences())
def test_on_every_day_the_layout_is_what_the_rule_says(
    licence: tuple[list[DecidedVersion], list[DecidedVersion]],
) -> None:
    own, master = licence
    rows = list(lay_out(own, master))
    for n in range(-2, 16):
        day = FIRST + dt.timedelta(days=n)
        by_rule = {
            (key, one, term.decision.id)
            for key, term in effective_terms(own, day, master=master).items()
            if term.decision.value is not None
            for one in value_keys(term.decision.value)
        }
        laid_out = [
            (term, value, decision)
            for term, first, last, value, decision in rows
            if first <= day and (last is None or day <= last)
        ]
        assert len(laid_out) == len(set(laid_out))
        assert set(laid_out) == by_rule


def permitted(database: Database, on: dt.date = TODAY) -> set[str]:
    filtered = LicenceFilter(today=on, terms=(TermFilter(term="remote_access", value="permitted"),))
    with database.reading_only() as uow:
        return {row.fields.title for row in uow.queries.licences(filtered).items}


@pytest.fixture
def family(database: Database) -> tuple[Licence, Version, Licence]:
    """A consortial master with a version that permits remote access, and a licence that inherits from it."""
    master = a_licence("Master")
    version = a_version(master)
    keep_licence(database, master, version)
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(version, "remote_access", "permitted_explicit"))
        uow.commit()
    heir = keep_licence(database, a_licence("Heir", master_id=master.id))
    return master, version, heir


def test_an_heir_has_what_its_master_has_and_loses_it_with_it(
    database: Database, family: tuple[Licence, Version, Licence]
) -> None:
    _, version, heir = family
    assert permitted(database) == {"Master", "Heir"}
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(version, "remote_access", None, sequence=2, reason="looked at again"))
        uow.commit()
    assert permitted(database) == set()
    with database.reading_only() as uow:
        announced = [(change.licence_id, change.kind) for change in uow.audit.changes(0, 10)]
    assert (heir.id, "terms") in announced


def test_an_heir_that_leaves_its_master_leaves_its_terms(
    database: Database, family: tuple[Licence, Version, Licence]
) -> None:
    heir = family[2]
    with database.unit_of_work() as uow:
        fields = replace(heir.fields, master_id=None)
        uow.licences.replace(replace(heir, fields=fields, revision=2), seen=1)
        uow.commit()
    assert permitted(database) == {"Master"}


def test_a_version_that_ends_takes_its_terms_with_it_from_that_day(
    database: Database, family: tuple[Licence, Version, Licence]
) -> None:
    version = family[1]
    ended = replace(version, state=VersionState.ENDED, fields=replace(version.fields, effective_to=TODAY), revision=2)
    with database.unit_of_work() as uow:
        uow.versions.replace(ended, seen=1)
        uow.commit()
    assert permitted(database, TODAY) == {"Master", "Heir"}
    assert permitted(database, TODAY + dt.timedelta(days=1)) == set()


def test_a_draft_gives_nothing_until_it_is_put_in_force(database: Database) -> None:
    licence = a_licence("Draft")
    draft = a_version(licence, state=VersionState.DRAFT)
    keep_licence(database, licence, draft)
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(draft, "remote_access", "permitted_explicit"))
        uow.commit()
    assert permitted(database) == set()
    with database.unit_of_work() as uow:
        uow.versions.replace(replace(draft, state=VersionState.IN_FORCE, revision=2), seen=1)
        uow.commit()
    assert permitted(database) == {"Draft"}


def test_what_is_undone_is_undone_in_the_layout_too(
    database: Database, family: tuple[Licence, Version, Licence]
) -> None:
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(family[1], "remote_access", None, sequence=2))
    assert permitted(database) == {"Master", "Heir"}


def test_licences_whose_terms_turn_within_some_days_are_named(database: Database) -> None:
    chance = random.Random(7)
    with database.unit_of_work() as uow:
        for _ in range(5):
            licence = a_licence()
            start = TODAY + dt.timedelta(days=chance.choice([2, 3]))
            version = a_version(licence, start=start, end=start + dt.timedelta(days=10))
            uow.licences.add(licence)
            uow.versions.add(version)
            uow.decisions.add(a_decision(version, "remote_access", "silent"))
        uow.commit()
    with database.reading_only() as uow:
        assert uow.licences.turning(TODAY, TODAY + dt.timedelta(days=1)) == ()
        assert len(uow.licences.turning(TODAY, TODAY + dt.timedelta(days=3))) == 5
        assert len(uow.licences.turning(TODAY + dt.timedelta(days=5), TODAY + dt.timedelta(days=14))) == 5
        assert uow.licences.turning(TODAY + dt.timedelta(days=14), TODAY + dt.timedelta(days=30)) == ()
