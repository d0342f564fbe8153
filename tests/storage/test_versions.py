"""Versions, their steps and documents, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from domain.errors import Conflict, NotFound, Stale
from domain.version import Signature, Transition, VersionKind, VersionState
from storage.unit_of_work import Database
from tests.storage.making import NOW, a_document, a_licence, a_version, keep_licence, new_id


def test_a_version_comes_back_as_it_was_entered(database: Database) -> None:
    licence = a_licence()
    signatures = (Signature(name="A. Roy", party="Library", signed_on=dt.date(2024, 2, 3)), Signature(name="B. Lee"))
    version = a_version(licence, kind=VersionKind.AMENDMENT, end=dt.date(2026, 1, 1), signatures=signatures)
    keep_licence(database, licence, version)
    with database.reading_only() as uow:
        assert uow.versions.get(version.id) == version
        with pytest.raises(NotFound):
            uow.versions.get("nowhere")


def test_versions_come_by_effective_date_then_by_when_they_were_made(database: Database) -> None:
    licence = a_licence()
    later = NOW + dt.timedelta(minutes=1)
    kept = [
        a_version(licence, label="draft", start=None, state=VersionState.DRAFT),
        a_version(licence, label="second, made later", at=later),
        a_version(licence, label="third", start=dt.date(2025, 1, 1)),
        a_version(licence, label="second"),
        a_version(licence, label="first", start=dt.date(2020, 1, 1)),
    ]
    keep_licence(database, licence, *kept)
    with database.reading_only() as uow:
        labels = [version.label for version in uow.versions.of_licence(licence.id)]
    assert labels == ["first", "second", "second, made later", "third", "draft"]


def test_a_version_is_not_saved_over_a_newer_revision(database: Database) -> None:
    licence = a_licence()
    version = a_version(licence)
    keep_licence(database, licence, version)
    with database.unit_of_work() as uow:
        uow.versions.replace(replace(version, state=VersionState.ENDED, revision=2), seen=1)
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Stale):
        uow.versions.replace(replace(version, revision=2), seen=1)


def test_steps_come_back_in_the_order_in_which_they_were_taken(database: Database) -> None:
    licence = a_licence()
    version = a_version(licence)
    keep_licence(database, licence, version)
    states = [VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.IN_FORCE, VersionState.ENDED]
    steps = tuple(
        Transition(id=new_id(), version_id=version.id, old=old, new=new, reason="because", by="x", by_name="X", at=NOW)
        for old, new in pairwise(states)
    )
    with database.unit_of_work() as uow:
        for step in steps:
            uow.versions.add_transition(step)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.versions.transitions(version.id) == steps


def test_a_document_set_aside_stays_with_its_reason(database: Database) -> None:
    licence = a_licence()
    version = a_version(licence)
    keep_licence(database, licence, version)
    first, second = a_document(version), a_document(version, sha256="b" * 64, bytes=5 * 2**31)
    with database.unit_of_work() as uow:
        uow.documents.add(first)
        uow.documents.add(second)
        uow.documents.set_aside(first.id, "wrong file", "somebody", NOW)
        uow.commit()
    with database.reading_only() as uow:
        assert uow.documents.of_version(version.id) == (replace(first, set_aside="wrong file"), second)
        assert uow.documents.get(second.id) == second
        assert list(uow.documents.digests()) == [("a" * 64, 1000), ("b" * 64, 5 * 2**31)]
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="set aside already"):
        uow.documents.set_aside(first.id, "again", "somebody", NOW)
    with database.unit_of_work() as uow, pytest.raises(NotFound):
        uow.documents.set_aside("nowhere", "gone", "somebody", NOW)


def test_a_document_needs_a_version_that_is_there(database: Database) -> None:
    with database.unit_of_work() as uow, pytest.raises(Conflict, match="not there"):
        uow.documents.add(a_document(a_version("nowhere")))
