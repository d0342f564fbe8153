"""Readings, their pages, clauses and suggestions."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import case, delete, exists, func, insert, select, update

from domain.errors import NotFound
from domain.page import Page
from domain.queries import ClauseHit, ClauseText
from domain.reading.analysis import Analysis, KeyFact
from domain.readings import Disposition, FactAt, Reading, ReadingState, StoredClause, StoredSuggestion
from domain.version import DocumentRole, VersionKind, VersionState
from storage import clauses, suggestions
from storage.current import is_newest
from storage.pdf.wire import page_from_json, page_to_json
from storage.shapes import fact_from_json, fact_to_json
from storage.tables import clause, document, reading, reading_page, suggestion, suggestion_disposition, version
from storage.transaction import AnyRow, AnySelect, Transaction


class SqlReadings:
    """domain.ports.Readings on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, reading_id: str) -> Reading:
        return _to_reading(self._tx.get(reading, "id", reading_id, "There is no such reading."))

    def latest(self, document_id: str) -> Reading | None:
        newest = select(reading).where(reading.c.document_id == document_id).order_by(reading.c.seq.desc()).limit(1)
        row = self._tx.row(newest)
        return _to_reading(row) if row else None

    def latest_of(self, document_ids: Sequence[str], *, done: bool = False) -> dict[str, Reading]:
        c = reading.c
        newest = select(func.max(c.seq)).where(c.document_id.in_(document_ids)).group_by(c.document_id)
        if done:
            newest = newest.where(c.state == ReadingState.DONE.value)
        return {row.document_id: _to_reading(row) for row in self._tx.rows(select(reading).where(c.seq.in_(newest)))}

    def facts_of(self, licence_ids: Collection[str], roles: Collection[DocumentRole]) -> dict[str, tuple[FactAt, ...]]:
        if not licence_ids:
            return {}
        found: dict[str, list[FactAt]] = defaultdict(list)
        theirs = _facts_read(frozenset(roles)).where(version.c.licence_id.in_(set(licence_ids)))
        for row in self._tx.rows(theirs):
            facts = map(fact_from_json, row.facts)
            found[row.licence_id] += (FactAt(document_id=row.document_id, fact=fact) for fact in facts)
        return {licence_id: tuple(facts) for licence_id, facts in found.items()}

    def of_document(self, document_id: str) -> tuple[Reading, ...]:
        theirs = select(reading).where(reading.c.document_id == document_id).order_by(reading.c.seq)
        return tuple(map(_to_reading, self._tx.rows(theirs)))

    def read_again(self, document_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        c = reading.c
        done: dict[str, list[str]] = defaultdict(list)
        theirs = select(c.id, c.document_id).where(c.document_id.in_(document_ids), c.state == ReadingState.DONE.value)
        for row in self._tx.rows(theirs.order_by(c.seq)) if document_ids else ():
            done[row.document_id].append(row.id)
        return {document_id: (ids[-2], ids[-1]) for document_id, ids in done.items() if len(ids) > 1}

    def add(self, new: Reading) -> None:
        self._tx.run(insert(reading).values(_row(new)))
        self._note_in_list(new)

    def save(self, kept: Reading) -> None:
        if not self._tx.run(update(reading).where(reading.c.id == kept.id).values(_row(kept))):
            raise NotFound("There is no such reading.")
        self._note_in_list(kept)

    def _note_in_list(self, kept: Reading) -> None:
        """The clauses of a reading that is done are searched from now on, and those of the one before it no longer."""
        if kept.state is ReadingState.DONE:
            theirs = select(version.c.licence_id).join(document, document.c.version_id == version.c.id)
            self._tx.listed.add(str(self._tx.value(theirs.where(document.c.id == kept.document_id))))

    def add_page(self, reading_id: str, page: Page) -> None:
        c = reading_page.c
        self._tx.run(delete(reading_page).where(c.reading_id == reading_id, c.number == page.number))
        data = zlib.compress(json.dumps(page_to_json(page), separators=(",", ":")).encode())
        self._tx.add(reading_page, {"reading_id": reading_id, "number": page.number, "data": data})

    def page(self, reading_id: str, number: int) -> Page:
        c = reading_page.c
        row = self._tx.row(select(c.data).where(c.reading_id == reading_id, c.number == number))
        if row is None:
            raise NotFound(f"Page {number} has not been read.")
        return _to_page(row.data)

    def pages(self, reading_id: str) -> Iterator[Page]:
        c = reading_page.c
        for row in self._tx.stream(select(c.data).where(c.reading_id == reading_id).order_by(c.number)):
            yield _to_page(row.data)

    def add_analysis(self, read: Reading, version_id: str, analysis: Analysis, new_id: Callable[[], str]) -> None:
        kept = exists().where(clause.c.reading_id == read.id) | exists().where(suggestion.c.reading_id == read.id)
        if self._tx.value(select(kept)):
            return
        self._tx.add(clause, *clauses.to_rows(read, analysis.clauses))
        self._tx.add(suggestion, *suggestions.to_rows(read, version_id, analysis, new_id))

    def clauses(self, reading_id: str) -> tuple[StoredClause, ...]:
        theirs = select(clause).where(clause.c.reading_id == reading_id).order_by(clause.c.position)
        return tuple(map(clauses.from_row, self._tx.rows(theirs)))

    def clause(self, clause_id: str) -> StoredClause:
        return clauses.from_row(self._tx.get(clause, "id", clause_id, "There is no such clause."))

    def clauses_named(self, clause_ids: Sequence[str]) -> dict[str, StoredClause]:
        rows = self._tx.rows(select(clause).where(clause.c.id.in_(clause_ids))) if clause_ids else ()
        return {row.id: clauses.from_row(row) for row in rows}

    def suggestions(self, version_id: str) -> tuple[StoredSuggestion, ...]:
        return suggestions.of_version(self._tx, version_id)

    def suggestions_of(self, reading_id: str) -> tuple[StoredSuggestion, ...]:
        return suggestions.of_reading(self._tx, reading_id)

    def suggestion(self, suggestion_id: str) -> StoredSuggestion:
        return suggestions.one(self._tx, suggestion_id)

    def dispose(self, disposition: Disposition) -> None:
        row = {
            "id": disposition.id,
            "suggestion_id": disposition.suggestion_id,
            "state": disposition.state.value,
            "decision_id": disposition.decision_id,
            "reason": disposition.reason,
            "by": disposition.by,
            "by_name": disposition.by_name,
            "at": disposition.at,
        }
        self._tx.add(suggestion_disposition, row)
        theirs = select(version.c.licence_id).join(suggestion, suggestion.c.version_id == version.c.id)
        self._tx.listed.add(str(self._tx.value(theirs.where(suggestion.c.id == disposition.suggestion_id))))

    def search(self, document_ids: Sequence[str], words: str, limit: int) -> tuple[ClauseHit, ...]:
        return clauses.search(self._tx, document_ids, words, limit)

    def clauses_with(self, pieces: Sequence[str], limit: int) -> tuple[ClauseText, ...]:
        return clauses.holding_any(self._tx, pieces, limit)

    def count_clauses(self, pieces: Sequence[str] = ()) -> int:
        return clauses.count_holding(self._tx, pieces)


@cache
def _facts_read(roles: frozenset[DocumentRole]) -> AnySelect:
    c, v = reading.c, version.c
    amends = case((v.kind == VersionKind.AGREEMENT.value, 0), else_=1)
    return (
        select(v.licence_id, c.document_id, c.facts)
        .join(document, document.c.id == c.document_id)
        .join(version, v.id == document.c.version_id)
        .where(v.state != VersionState.WITHDRAWN.value, is_newest(reading))
        .where(document.c.role.in_(sorted(role.value for role in roles)))
        .order_by(amends, c.seq.desc())
    )


def _to_page(data: bytes) -> Page:
    return page_from_json(json.loads(zlib.decompress(data)))


def _row(kept: Reading) -> dict[str, Any]:
    return {
        "id": kept.id,
        "document_id": kept.document_id,
        "state": kept.state.value,
        "requested_at": kept.requested_at,
        "pages": kept.pages,
        "pages_done": kept.pages_done,
        "ocr_pages": list(kept.ocr_pages),
        "language": kept.language,
        "engine": kept.engine,
        "error": kept.error,
        "warnings": list(kept.warnings),
        "facts": [_fact(kept.id, fact) for fact in kept.facts],
        "finished_at": kept.finished_at,
    }


def _fact(reading_id: str, fact: KeyFact) -> dict[str, Any]:
    return fact_to_json(fact, clauses.stored_id(reading_id, fact.evidence.clause))


def _to_reading(row: AnyRow) -> Reading:
    return Reading(
        id=row.id,
        document_id=row.document_id,
        state=ReadingState(row.state),
        requested_at=row.requested_at,
        pages=row.pages,
        pages_done=row.pages_done,
        ocr_pages=tuple(row.ocr_pages),
        language=row.language,
        engine=row.engine,
        error=row.error,
        warnings=tuple(row.warnings),
        facts=tuple(map(fact_from_json, row.facts)),
        finished_at=row.finished_at,
    )
