"""Decisions and their evidence, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from domain.decision import Provenance
from domain.errors import Conflict
from domain.version import Version
from storage.unit_of_work import Database
from tests.storage.making import (
    a_clause,
    a_decision,
    a_licence,
    a_version,
    an_analysis,
    evidence_for,
    keep_licence,
    keep_read,
)

CLAUSE = a_clause("4.1", "Off-site access is permitted for Authorised Users — “anywhere”.")


@pytest.fixture
def version(database: Database) -> Version:
    licence = a_licence()
    kept = a_version(licence)
    keep_licence(database, licence, kept)
    return kept


def test_a_decision_comes_back_with_its_evidence(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        document, reading = keep_read(uow, version, an_analysis([CLAUSE]))
        quotes = ("is permitted", "“anywhere”")
        evidence = tuple(evidence_for(document, f"{reading.id}.c4.1", CLAUSE, words) for words in quotes)
        made = a_decision(
            version, "remote_access", "permitted_explicit", conditions="on request", public_note="p",
            internal_note="i", provenance=Provenance.EVIDENCE, evidence=evidence, searched=("remote",), reason="r",
        )  # fmt: skip
        uow.decisions.add(made)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.decisions.of_version(version.id) == (made,)
        assert uow.decisions.of_licence(version.licence_id) == {version.id: (made,)}


@pytest.mark.parametrize(
    "value",
    [
        "silent",
        "unlimited",
        250,
        0,
        {"number": 60, "unit": "calendar_day"},
        {"amount": "1200.50", "currency": "CAD"},
        ["counter_4", "counter_5"],
        "a text with “quotes” and\na line",
        None,
    ],
)
def test_a_value_of_any_type_comes_back_as_it_was(database: Database, version: Version, value: Any) -> None:
    made = a_decision(version, "remote_access", value)
    with database.unit_of_work() as uow:
        uow.decisions.add(made)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.decisions.of_version(version.id) == (made,)


def test_decisions_come_by_term_then_by_sequence(database: Database, version: Version) -> None:
    made = [
        a_decision(version, "walk_in_access", "silent"),
        a_decision(version, "remote_access", "silent", sequence=2),
        a_decision(version, "remote_access", "permitted_explicit"),
    ]
    with database.unit_of_work() as uow:
        for decision in made:
            uow.decisions.add(decision)
        assert [d.id for d in uow.decisions.of_version(version.id)] == [made[2].id, made[1].id, made[0].id]


def test_the_second_to_decide_a_term_at_the_same_time_is_told(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow:
        uow.decisions.add(a_decision(version, "remote_access", "silent"))
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="Somebody else decided this term"):
        uow.decisions.add(a_decision(version, "remote_access", "permitted_explicit"))


def test_a_term_that_is_not_in_the_vocabulary_is_refused(database: Database, version: Version) -> None:
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="not there"):
        uow.decisions.add(a_decision(version, "no_such_term", "silent"))
