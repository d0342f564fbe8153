"""Clauses as rows, and finding them by their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.clause import Clause
from domain.queries import ClauseHit, ClauseText
from domain.readings import Reading, StoredClause
from storage.current import current_readings, is_current
from storage.folding import around, bare_words, like, words_of
from storage.full_text import holds
from storage.shapes import boxes_from_json, boxes_to_json, fragments_from_json, fragments_to_json
from storage.tables import clause, document, licence, version
from storage.transaction import AnyRow, Transaction

MOST_SEARCHED = 100_000
"""Letters of a clause that are searched; PostgreSQL's index takes a megabyte. Honest clauses are far shorter."""


def stored_id(reading_id: str, clause_id: str) -> str:
    """A clause's id made unique in the desk: `READING.cN`; one that is already so stays as it is."""
    return clause_id if clause_id.startswith(f"{reading_id}.") else f"{reading_id}.{clause_id}"


def to_rows(read: Reading, found: Iterable[Clause]) -> list[dict[str, Any]]:
    """Rows for the clauses of a reading, in reading order."""
    return [_row(read, position, one) for position, one in enumerate(found, start=1)]


def _row(read: Reading, position: int, found: Clause) -> dict[str, Any]:
    named = (found.number, found.heading, found.text)
    return {
        "id": stored_id(read.id, found.id),
        "reading_id": read.id,
        "document_id": read.document_id,
        "position": position,
        "number": found.number,
        "heading": found.heading,
        "text": found.text,
        "page_start": found.page_start,
        "page_end": found.page_end,
        "boxes": boxes_to_json(found.boxes),
        "parent": stored_id(read.id, found.parent) if found.parent else None,
        "level": found.level,
        "fragments": fragments_to_json(found.fragments),
        "confidence": found.confidence,
        "search_text": bare_words(" ".join(part for part in named if part))[:MOST_SEARCHED],
    }


def from_row(row: AnyRow) -> StoredClause:
    """From a row of `clause`."""
    kept = Clause(
        id=row.id,
        number=row.number,
        heading=row.heading,
        text=row.text,
        page_start=row.page_start,
        page_end=row.page_end,
        boxes=boxes_from_json(row.boxes),
        parent=row.parent,
        level=row.level,
        fragments=fragments_from_json(row.fragments),
        confidence=row.confidence,
    )
    return StoredClause(reading_id=row.reading_id, document_id=row.document_id, position=row.position, clause=kept)


def search(tx: Transaction, document_ids: Sequence[str], words: str, limit: int) -> tuple[ClauseHit, ...]:
    """Clauses of the latest readings of these documents that hold all the words, in reading order."""
    wanted = words_of(words)
    if not wanted or not document_ids:
        return ()
    found = (
        select(clause)
        .join(document, document.c.id == clause.c.document_id)
        .where(clause.c.document_id.in_(document_ids))
        .where(is_current(clause), holds(tx, wanted))
        .order_by(document.c.seq, clause.c.position)
        .limit(limit)
    )
    return tuple(_hit(row, wanted) for row in tx.rows(found))


def holding_any(tx: Transaction, pieces: Sequence[str], limit: int) -> tuple[ClauseText, ...]:
    """Clauses of the readings that count which hold one of the pieces of words, the newest readings first."""
    c = clause.c
    columns = select(c.id, c.document_id, c.text, version.c.licence_id, version.c.label, licence.c.title)
    joined = (
        columns.join(document, document.c.id == c.document_id)
        .join(version, version.c.id == document.c.version_id)
        .join(licence, licence.c.id == version.c.licence_id)
        .where(_current_with(pieces))
    )
    rows = tx.rows(joined.order_by(c.seq.desc()).limit(limit))
    return tuple(
        ClauseText(
            clause_id=row.id,
            document_id=row.document_id,
            licence_id=row.licence_id,
            licence=row.title,
            version=row.label,
            text=row.text,
        )
        for row in rows
    )


def _longest_words(pieces: Sequence[str]) -> list[str]:
    """Of each piece the longest run of letters as they are searched; none at all where one piece has none."""
    found = [max(bare_words(piece).split(), key=len, default="") for piece in pieces]
    return list(dict.fromkeys(found)) if all(found) else []


def count_holding(tx: Transaction, pieces: Sequence[str]) -> int:
    """How many clauses the readings that count have, with one of the pieces of words where some are given."""
    return int(tx.value(select(func.count()).where(_current_with(pieces))) or 0)


def _current_with(pieces: Sequence[str]) -> ColumnElement[bool]:
    c, wanted = clause.c, _longest_words(pieces)
    current = c.reading_id.in_(current_readings())
    return and_(current, or_(*(c.search_text.like(like(word), escape="\\") for word in wanted))) if wanted else current


def _hit(row: AnyRow, wanted: list[str]) -> ClauseHit:
    before, match, after = around(row.text, wanted) or ("", "", row.text[:140])
    return ClauseHit(
        document_id=row.document_id,
        clause_id=row.id,
        number=row.number,
        heading=row.heading,
        page=row.page_start,
        before=before,
        match=match,
        after=after,
    )
