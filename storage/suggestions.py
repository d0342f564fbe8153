"""Suggestions as rows, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from domain.errors import NotFound
from domain.reading.analysis import Analysis
from domain.readings import Reading, StoredSuggestion
from domain.suggestion import Suggestion, SuggestionState
from storage.clauses import stored_id
from storage.current import is_offered, last_word
from storage.shapes import cue_from_json, cue_to_json, quote_from_json, quote_to_json
from storage.tables import document, suggestion, suggestion_disposition
from storage.transaction import AnyRow, AnySelect, Transaction


def to_rows(read: Reading, version_id: str, analysis: Analysis, new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """Rows for the suggestions of a reading, in the order in which the text runs, those without a place last."""
    places = {one.id: place for place, one in enumerate(analysis.clauses)}
    ordered = sorted(analysis.suggestions, key=lambda s: _place(s, places))
    return [_row(read, version_id, new_id(), position, one) for position, one in enumerate(ordered, start=1)]


def _place(found: Suggestion, places: Mapping[str, int]) -> tuple[int, int]:
    if not found.evidence:
        return (len(places), 0)
    first = found.evidence[0]
    return (places.get(first.clause, len(places)), first.span.start)


def _row(read: Reading, version_id: str, row_id: str, position: int, found: Suggestion) -> dict[str, Any]:
    return {
        "id": row_id,
        "reading_id": read.id,
        "document_id": read.document_id,
        "version_id": version_id,
        "position": position,
        "term": found.term,
        "value": found.value,
        "conditions": found.conditions,
        "confidence": found.confidence,
        "evidence": [quote_to_json(quote, stored_id(read.id, quote.clause)) for quote in found.evidence],
        "cues": [cue_to_json(cue) for cue in found.cues],
        "searched": list(found.searched),
        "source": found.source,
    }


def of_version(tx: Transaction, version_id: str) -> tuple[StoredSuggestion, ...]:
    """The suggestions of a version, of the readings that count, numbered through as the documents and texts run."""
    theirs = _with_state().where(suggestion.c.version_id == version_id)
    current = theirs.where(is_offered())
    in_order = current.join(document, document.c.id == suggestion.c.document_id)
    # The documents' order is that of their uploading; their readings may have been made in another.
    rows = tx.rows(in_order.order_by(document.c.seq, suggestion.c.position))
    return tuple(replace(from_row(row), position=n) for n, row in enumerate(rows, start=1))


def of_reading(tx: Transaction, reading_id: str) -> tuple[StoredSuggestion, ...]:
    """All suggestions of one reading, as its text runs."""
    theirs = _with_state().where(suggestion.c.reading_id == reading_id).order_by(suggestion.c.position)
    return tuple(map(from_row, tx.rows(theirs)))


def one(tx: Transaction, suggestion_id: str) -> StoredSuggestion:
    """One suggestion, with the position it has among those of its version; raises NotFound."""
    row = tx.row(_with_state().where(suggestion.c.id == suggestion_id))
    if row is None:
        raise NotFound("There is no such suggestion.")
    found = from_row(row)
    return next((s for s in of_version(tx, found.version_id) if s.id == found.id), found)


def _with_state() -> AnySelect:
    c = suggestion_disposition.c
    columns = select(suggestion, c.state, c.by_name, c.at)
    return columns.outerjoin_from(suggestion, suggestion_disposition, c.seq == last_word())


def from_row(row: AnyRow) -> StoredSuggestion:
    """From a row of `suggestion` with the state, by_name and at of the disposition that holds."""
    state = SuggestionState(row.state or SuggestionState.OPEN)
    disposed = state is not SuggestionState.OPEN
    return StoredSuggestion(
        id=row.id,
        reading_id=row.reading_id,
        document_id=row.document_id,
        version_id=row.version_id,
        position=row.position,
        suggestion=_suggestion(row),
        state=state,
        disposed_by_name=row.by_name if disposed else None,
        disposed_at=row.at if disposed else None,
    )


def _suggestion(row: AnyRow) -> Suggestion:
    return Suggestion(
        term=row.term,
        value=row.value,
        conditions=row.conditions,
        confidence=row.confidence,
        evidence=tuple(map(quote_from_json, row.evidence)),
        cues=tuple(map(cue_from_json, row.cues)),
        searched=tuple(row.searched),
        source=row.source,
    )
