"""Full-text search over clauses: FTS5 on SQLite, tsvector on PostgreSQL, both by English stems."""

from __future__ import annotations

from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func, literal, literal_column, select, table

from storage.tables import SEARCH_OBJECTS, clause
from storage.transaction import Transaction


def holds(tx: Transaction, words: list[str]) -> ColumnElement[bool]:
    """A clause that holds every one of `words` (from folding.words_of; one of several words is a phrase)."""
    return _fts5(words) if tx.is_sqlite else _tsvector(words)


def _fts5(words: list[str]) -> ColumnElement[bool]:
    # Quoted, since FTS5 would read a hyphen or AND in the words as its own language.
    query = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    met = literal_column(SEARCH_OBJECTS).op("MATCH")(literal(query))
    rowid: ColumnElement[int] = literal_column("rowid")
    return clause.c.seq.in_(select(rowid).select_from(table(SEARCH_OBJECTS)).where(met))


def _tsvector(words: list[str]) -> ColumnElement[bool]:
    english: ColumnElement[str] = literal_column("'english'::regconfig")
    parts: list[ColumnElement[Any]] = [func.phraseto_tsquery(english, word) for word in words]
    query = reduce(lambda both, one: both.op("&&")(one), parts)
    return literal_column(f"clause.{SEARCH_OBJECTS}").op("@@")(query)
