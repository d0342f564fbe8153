"""How much there is of everything in each licence of a list."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, reduce
from operator import add

from sqlalchemy import ColumnElement, Table, func, select

from domain.suggestion import SuggestionState
from storage.current import is_offered, last_word
from storage.licence_lines import REVIEWED, holds_on
from storage.said_elsewhere import SAID_IN, states_said
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
from storage.versions import versions_of_one

COUNTED = ("to_review", "decided", "versions", "documents")
"""What `counted` adds to a row of `licence`: suggestions nobody dealt with in versions that are to be reviewed, of
others too, effective terms, versions, and documents that were not set aside."""


@lru_cache(maxsize=8)
def counted(today: dt.date) -> tuple[ColumnElement[int], ...]:
    """A column for each of COUNTED, for a statement that asks for few licences.

    Each is looked up licence by licence through an index: as statements of their own over many licences at once
    PostgreSQL would read whole tables for them.
    """
    waiting = _to_review() + reduce(add, (_column(_said_in(table)) for table in SAID_IN))
    others = (_column(number) for number in (_decided(today), _versions(), _documents()))
    return tuple(number.label(name) for name, number in zip(COUNTED, (waiting, *others), strict=True))


def _column(number: AnySelect) -> ColumnElement[int]:
    return number.correlate(licence).scalar_subquery()


def counts_in(row: AnyRow) -> dict[str, int]:
    """What `counted` found for the licence of this row."""
    return {name: getattr(row, name) for name in COUNTED}


def states_of(tx: Transaction, licence_id: str) -> dict[str, dict[str, int]]:
    """For each version of a licence, how many suggestions stand in each state, what others say among them; every state
    is there."""
    counts = {one.id: {state.value: 0 for state in SuggestionState} for one in versions_of_one(tx, licence_id)}
    state, said = _state().label("state"), states_said([licence_id])
    read = _current(select(suggestion.c.version_id, state, func.count().label("number")))
    read = read.where(version.c.licence_id == licence_id).group_by(suggestion.c.version_id, state)
    others = select(said.c.version_id, said.c.state, func.count().label("number"))
    others = others.group_by(said.c.version_id, said.c.state)
    for row in (*tx.rows(read), *tx.rows(others)) if counts else ():
        if row.version_id in counts:
            counts[row.version_id][row.state] += row.number
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


def _to_review() -> ColumnElement[int]:
    mine = version.c.licence_id == licence.c.id
    waits = (version.c.state.in_(REVIEWED), _state() == SuggestionState.OPEN.value)
    return _column(_current(select(func.count())).where(mine, *waits))


def _said_in(table: Table) -> AnySelect:
    """What nobody answered of what others say, in one of the tables that keep it."""
    said = select(func.count()).select_from(version).join(table, table.c.version_id == version.c.id)
    waits = (version.c.state.in_(REVIEWED), table.c.state == SuggestionState.OPEN.value)
    return said.where(version.c.licence_id == licence.c.id, *waits)


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
