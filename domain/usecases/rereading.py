"""Reading a document again: what was dealt with stays so, and what is seen otherwise is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.decision import Decision
from domain.errors import NotFound
from domain.identity import SYSTEM
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.readings import Disposition, Reading, ReadingState, StoredClause
from domain.rereading import SILENT, Differences, TermSeen, differences, state_as_before, terms_seen
from domain.usecases.looking_up import holding
from domain.version import Document, Version
from domain.vocabulary import TermDefinition

_AS_BEFORE = "A later reading says the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """A document with all its readings, newest first, and what the second of a pair sees otherwise than the first.

    `seen` is None where there are not two finished readings. `decisions` are those that hold, by term; `cited` the
    clauses that suggestions of both name.
    """

    licence: Licence
    version: Version
    document: Document
    readings: tuple[Reading, ...]
    old: Reading | None
    new: Reading | None
    seen: Differences | None
    decisions: dict[str, Decision]
    definitions: dict[str, TermDefinition]
    cited: dict[str, StoredClause]


def readings_of(s: Services, document_id: str, old_id: str | None = None, new_id: str | None = None) -> Readings:
    """The readings of a document, the newest two finished ones compared unless others are named; raises NotFound."""
    with s.reading_only() as uow:
        document = uow.documents.get(document_id)
        version = uow.versions.get(document.version_id)
        readings = uow.readings.of_document(document_id)
        old, new = _pair(readings, old_id, new_id)
        seen = _differences(uow, old, new) if old and new else None
        held = holding(uow.decisions.of_version(version.id))
        return Readings(
            licence=uow.licences.get(version.licence_id),
            version=version,
            document=document,
            readings=tuple(reversed(readings)),
            old=old,
            new=new,
            seen=seen,
            decisions={decision.term: decision for decision in held},
            definitions={one.key: one for one in uow.vocabulary.all()},
            cited=_cited(uow, seen.terms) if seen else {},
        )


def looks_again(seen: TermSeen, decision: Decision | None) -> bool:
    """Whether a decided term is now seen otherwise than it was decided; it stays as it is until a person decides."""
    if decision is None or seen.is_dealt_with:
        return False
    value = seen.new.suggestion.value if seen.new else SILENT
    conditions = seen.new.suggestion.conditions if seen.new else None
    return (value, conditions) != (decision.value, decision.conditions)


def seen_differently(uow: UnitOfWork, document_ids: Sequence[str]) -> dict[str, int]:
    """In how many terms the newest reading of each document differs from the one before; where in none, left out."""
    pairs = uow.readings.read_again(document_ids)
    found = {
        document_id: len(terms_seen(uow.readings.suggestions_of(old), uow.readings.suggestions_of(new)))
        for document_id, (old, new) in pairs.items()
    }
    return {document_id: count for document_id, count in found.items() if count}


def carry_over(s: Services, uow: UnitOfWork, reading: Reading, document: Document) -> int:
    """Note at the suggestions of a new reading what people did before with the same; how many that concerned.

    Nothing is decided and no decision is touched: what says something new stays open.
    """
    before = [one for one in uow.readings.of_document(document.id) if one.id != reading.id]
    former, _ = _pair((*before, reading), None, reading.id)
    if former is None:
        return 0
    old = {one.suggestion.term: one for one in uow.readings.suggestions_of(former.id)}
    held = {decision.term: decision for decision in holding(uow.decisions.of_version(document.version_id))}
    carried = 0
    for stored in uow.readings.suggestions_of(reading.id):
        term = stored.suggestion.term
        state = state_as_before(stored.suggestion, old.get(term), held.get(term))
        if state is not None:
            decision = held.get(term)
            uow.readings.dispose(
                Disposition(
                    id=s.new_id(),
                    suggestion_id=stored.id,
                    state=state,
                    decision_id=decision.id if decision else None,
                    reason=_AS_BEFORE,
                    by=SYSTEM.id,
                    by_name=SYSTEM.name,
                    at=s.now(),
                )
            )
            carried += 1
    return carried


def _pair(
    readings: tuple[Reading, ...], old_id: str | None, new_id: str | None
) -> tuple[Reading | None, Reading | None]:
    """The reading that is named, or the newest, and the one that is named or that came before it. Oldest first."""
    done = [one for one in readings if one.state is ReadingState.DONE or one.id == new_id]
    new = _named(done, new_id) if new_id else (done[-1] if done else None)
    if old_id:
        return _named(done, old_id), new
    earlier = done[: done.index(new)] if new else []
    return (earlier[-1] if earlier else None), new


def _named(done: list[Reading], reading_id: str) -> Reading:
    found = next((one for one in done if one.id == reading_id), None)
    if found is None:
        raise NotFound("This document has no such finished reading.")
    return found


def _differences(uow: UnitOfWork, old: Reading, new: Reading) -> Differences:
    both = [(uow.readings.clauses(one.id), uow.readings.suggestions_of(one.id)) for one in (old, new)]
    return differences(*both)


def _cited(uow: UnitOfWork, terms: tuple[TermSeen, ...]) -> dict[str, StoredClause]:
    """The first clause on each side."""
    quoted = [side.suggestion.evidence for one in terms for side in (one.old, one.new) if side is not None]
    named = dict.fromkeys(evidence[0].clause for evidence in quoted if evidence)
    return {clause_id: uow.readings.clause(clause_id) for clause_id in named}
