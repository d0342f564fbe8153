"""How much there is of everything in each licence of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select

from domain.suggestion import SuggestionState
from storage.current import is_offered, last_word
from storage.tables import (
    document,
    document_set_aside,
    effective_term_cache,
    suggestion,
    suggestion_disposition,
    version,
)
from storage.transaction import AnySelect, Transaction


def counts_of(tx: Transaction, ids: Sequence[str], today: dt.date) -> Mapping[str, dict[str, int]]:
    """For each licence: suggestions to_review, effective terms decided, versions, documents (not those set aside)."""
    statements = {
        "to_review": _to_review(),
        "decided": _decided(today),
        "versions": select(version.c.licence_id, func.count().label("number")),
        "documents": _documents(),
    }
    counts = {licence_id: dict.fromkeys(statements, 0) for licence_id in ids}
    for name, statement in statements.items() if ids else ():
        licence_id = statement.selected_columns[0]
        for row in tx.rows(statement.where(licence_id.in_(ids)).group_by(licence_id)):
            counts[row.licence_id][name] = row.number
    return counts


def states_of(tx: Transaction, licence_id: str) -> dict[str, dict[str, int]]:
    """For each version of a licence, how many suggestions stand in each state; every state is there."""
    versions = tx.rows(select(version.c.id).where(version.c.licence_id == licence_id))
    counts = {row.id: {state.value: 0 for state in SuggestionState} for row in versions}
    state = _state().label("state")
    theirs = _current(select(suggestion.c.version_id, state, func.count().label("number")))
    theirs = theirs.where(version.c.licence_id == licence_id)
    for row in tx.rows(theirs.group_by(suggestion.c.version_id, state)) if counts else ():
        counts[row.version_id][row.state] = row.number
    return counts


def _current(columns: AnySelect) -> AnySelect:
    """The suggestions of versions that come from readings that count, each with its last disposition."""
    return (
        columns.select_from(version)
        .join(suggestion, suggestion.c.version_id == version.c.id)
        .outerjoin(suggestion_disposition, suggestion_disposition.c.seq == last_word())
        .where(is_offered())
    )


def _state() -> ColumnElement[str]:
    return func.coalesce(suggestion_disposition.c.state, SuggestionState.OPEN.value)


def _to_review() -> AnySelect:
    counted = _current(select(version.c.licence_id, func.count().label("number")))
    return counted.where(_state() == SuggestionState.OPEN.value)


def _decided(today: dt.date) -> AnySelect:
    c = effective_term_cache.c
    terms = func.count(c.term.distinct()).label("number")
    return select(c.licence_id, terms).where(c.valid_from <= today, or_(c.valid_to.is_(None), c.valid_to >= today))


def _documents() -> AnySelect:
    return (
        select(version.c.licence_id, func.count().label("number"))
        .join(document, document.c.version_id == version.c.id)
        .outerjoin(document_set_aside, document_set_aside.c.document_id == document.c.id)
        .where(document_set_aside.c.document_id.is_(None))
    )
