"""Comparing two versions: their texts clause by clause, and what was decided on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.clause import Clause
from domain.comparison import Comparison, compare
from domain.decision import Decision
from domain.errors import Conflict
from domain.ports import Services, UnitOfWork
from domain.readings import ReadingState
from domain.usecases.looking_up import holding, newest_done
from domain.version import Version, VersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term that two versions decide differently; None on the side where it is not decided."""

    term: str
    old: Decision | None
    new: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison:
    """Two versions, what became of every clause, and the decisions that differ in the order of the vocabulary."""

    old: Version
    new: Version
    comparison: Comparison
    terms: tuple[TermChange, ...]


def compare_versions(s: Services, old_version_id: str, new_version_id: str) -> VersionComparison:
    """Compare the newest finished readings of the documents of two versions, those set aside left out.

    Raises NotFound, and Conflict while a document is read for the first time: half a text compares wrongly.
    """
    with s.reading_only() as uow:
        old, new = uow.versions.get(old_version_id), uow.versions.get(new_version_id)
        before, after = _clauses(uow, old), _clauses(uow, new)
        terms = tuple(_changed_terms(uow, old, new))
    return VersionComparison(old=old, new=new, comparison=compare(before, after), terms=terms)


def _clauses(uow: UnitOfWork, version: Version) -> tuple[Clause, ...]:
    clauses: list[Clause] = []
    for document in uow.documents.of_version(version.id):
        if document.set_aside is not None:
            continue
        reading, latest = newest_done(uow, document.id), uow.readings.latest(document.id)
        if reading is not None:
            clauses.extend(stored.clause for stored in uow.readings.clauses(reading.id))
        elif latest is not None and latest.state is not ReadingState.FAILED:
            raise Conflict(f"“{document.filename}” is still being read. Compare again when that is done.")
    return tuple(clauses)


def _changed_terms(uow: UnitOfWork, old: Version, new: Version) -> Iterable[TermChange]:
    """An amendment speaks only of what it decides: beside one, terms that it leaves alone have not changed."""
    before, after = _held(uow, old), _held(uow, new)
    for definition in uow.vocabulary.all():
        change = TermChange(term=definition.key, old=before.get(definition.key), new=after.get(definition.key))
        left_alone = (change.old is None and old.kind is VersionKind.AMENDMENT) or (
            change.new is None and new.kind is VersionKind.AMENDMENT
        )
        if _said(change.old) != _said(change.new) and not left_alone:
            yield change


def _held(uow: UnitOfWork, version: Version) -> dict[str, Decision]:
    return {decision.term: decision for decision in holding(uow.decisions.of_version(version.id))}


def _said(decision: Decision | None) -> object:
    return None if decision is None else (decision.value, decision.conditions)
