"""How much there is of everything in each licence of a list."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sqlalchemy import ColumnElement, func, select

from domain.suggestion import SuggestionState
from storage.current import is_offered, last_word
from storage.licence_lines import holds_on
from storage.tables import (
    document,
    document_set_aside,
    effective_term_cache,
    licence,
    suggestion,
    suggestion_disposition,
    version,
)
from storage.transaction import AnyRow, AnySelect, Transaction

COUNTED = ("to_review", "decided", "versions", "documents")
"""What `counted` adds to a row of `licence`: suggestions nobody dealt with, effective terms, versions, and documents
that were not set aside."""


@lru_cache(maxsize=8)
def counted(today: dt.date) -> tuple[ColumnElement[int], ...]:
    """A column for each of COUNTED, for a statement that asks for few licences.

    Each is looked up licence by licence through an index: as statements of their own over many licences at once
    PostgreSQL would read whole tables for them.
    """
    numbers = (_to_review(), _decided(today), _versions(), _documents())
    return tuple(
        number.correlate(licence).scalar_subquery().label(name) for name, number in zip(COUNTED, numbers, strict=True)
    )


def counts_in(row: AnyRow) -> dict[str, int]:
    """What `counted` found for the licence of this row."""
    return {name: getattr(row, name) for name in COUNTED}


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
    mine = version.c.licence_id == licence.c.id
    return _current(select(func.count())).where(mine, _state() == SuggestionState.OPEN.value)


def _decided(today: dt.date) -> AnySelect:
    c = effective_term_cache.c
    return select(func.count(c.term.distinct())).where(c.licence_id == licence.c.id, *holds_on(today))


def _versions() -> AnySelect:
    return select(func.count()).select_from(version).where(version.c.licence_id == licence.c.id)


def _documents() -> AnySelect:
    return (
        select(func.count())
        .select_from(version)
        .join(document, document.c.version_id == version.c.id)
        .outerjoin(document_set_aside, document_set_aside.c.document_id == document.c.id)
        .where(version.c.licence_id == licence.c.id, document_set_aside.c.document_id.is_(None))
    )
