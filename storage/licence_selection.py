"""From a filter to the licences that meet it, each condition as a set of positions of the index."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_ as both
from operator import or_ as either

from sqlalchemy import ColumnElement, Select, or_, select

from domain.errors import Invalid
from domain.queries import Between, LicenceFilter, TermFilter
from domain.values import Permission
from storage.bitsets import bits_of
from storage.current import is_current
from storage.effective_cache import value_keys
from storage.engine import NOT_KEPT
from storage.folding import MOST_PIECES, fold, like, pieces_of, spaced, words_of
from storage.full_text import holds
from storage.licence_index import LicenceIndex
from storage.licence_lines import AT_A_TIME, Line, holds_on
from storage.resources import book_key, serial_key
from storage.tables import clause, document, effective_term_cache, licence_resource, resource, version
from storage.transaction import Transaction

_BOTH_BASES = {
    "permitted": [Permission.PERMITTED_EXPLICIT.value, Permission.PERMITTED_INTERPRETED.value],
    "prohibited": [Permission.PROHIBITED_EXPLICIT.value, Permission.PROHIBITED_INTERPRETED.value],
}
_AS_THEY_ARE = ("scope", "owner", "unit")
_NAMED = ("licensor", "consortium", "tag")
"""Fields that are the same with other capitals and spaces."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The positions that meet each condition, by the field it is about."""

    everything: int
    parts: Mapping[str, int]

    @property
    def chosen(self) -> int:
        """What meets them all."""
        return reduce(both, self.parts.values(), self.everything)

    def without(self, field: str) -> int:
        """What would be there if nothing had been chosen in `field`."""
        return reduce(both, (bits for name, bits in self.parts.items() if name != field), self.everything)


_NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
"""Letters that no database takes; a search for them is told so, like anything else that holds them."""


def select_in(index: LicenceIndex, tx: Transaction, which: LicenceFilter) -> Selection:
    """The licences that match; all conditions hold together."""
    parts = dict(_of_fields(index, which))
    if which.q.strip():
        parts["q"] = _matching(index, tx, which.q)
    if which.terms:
        sets = [_having(index, tx, term) for term in which.terms]
        parts["terms"] = reduce(either if which.any_term else both, sets)
    if which.resource:
        parts["resource"] = index.positions(_covering(tx, which.resource))
    return Selection(index.live, parts)


def _of_fields(index: LicenceIndex, which: LicenceFilter) -> Iterator[tuple[str, int]]:
    for field in _AS_THEY_ARE:
        if value := getattr(which, field):
            yield field, index.postings.having(field, value)
    for field in _NAMED:
        if value := getattr(which, field):
            yield field, index.postings.having(field, spaced(value))
    if which.status:
        yield "status", reduce(either, (index.postings.having("status", status.value) for status in which.status))
    if which.has:
        yield "has", reduce(both, (_having_or_not(index, name) for name in which.has))
    yield from _of_days(index, which)


def _of_days(index: LicenceIndex, which: LicenceFilter) -> Iterator[tuple[str, int]]:
    if which.notice_before:
        yield "within", _before(index, "notice", lambda line: line.notice_by, which.notice_before)
    if which.ends_before:
        yield "ends", _before(index, "ends", lambda line: line.term_ends, which.ends_before)
    if which.between:
        yield "between", _between(index, which.between)


def _having_or_not(index: LicenceIndex, name: str) -> int:
    there = index.postings.having("has", name.removeprefix("-"))
    return index.live & ~there if name.startswith("-") else there


def _before(index: LicenceIndex, name: str, day_of: Callable[[Line], dt.date | None], limit: dt.date) -> int:
    def find(among: Sequence[int] | None) -> int:
        return bits_of(at for at, line in index.some(among) if (day := day_of(line)) and day < limit)

    return index.kept.of((name, limit.isoformat()), find)


def _between(index: LicenceIndex, wanted: Between) -> int:
    since, until = wanted.since or dt.date.min, wanted.until or dt.date.max

    def find(among: Sequence[int] | None) -> int:
        days = ((at, getattr(line, wanted.day)) for at, line in index.some(among))
        return bits_of(at for at, day in days if day and since <= day <= until)

    return index.kept.of((wanted.day, since.isoformat(), until.isoformat()), find)


def _matching(index: LicenceIndex, tx: Transaction, q: str) -> int:
    """All of it in what was entered about the licence, or all its words in one clause."""
    if _NEVER_KEPT.search(q):
        raise Invalid(NOT_KEPT)
    pieces, words = pieces_of(q), words_of(q)

    def entered(among: Sequence[int] | None) -> int:
        return bits_of(at for at, line in index.some(among) if all(piece in line.text for piece in pieces))

    def in_clauses(among: Sequence[int] | None) -> int:
        return index.positions(_with_clause(tx, words, None if among is None else index.ids(among)))

    found = index.kept.of(("entered", *pieces), entered) if pieces else 0
    return found | (index.kept.of(("clauses", *words), in_clauses) if words else 0)


def _with_clause(tx: Transaction, words: list[str], ids: list[str] | None) -> Iterator[str]:
    theirs = (
        select(version.c.licence_id)
        .join(document, document.c.version_id == version.c.id)
        .join(clause, clause.c.document_id == document.c.id)
        .where(holds(tx, words), is_current(clause))
        .distinct()
    )
    return _ids(tx, theirs, version.c.licence_id, ids)


def _ids(tx: Transaction, rows: Select[str], column: ColumnElement[str], among: list[str] | None) -> Iterator[str]:
    """The licences that a statement gives, or those of them that are among these."""
    if among is None:
        yield from (row[0] for row in tx.stream(rows))
        return
    for first in range(0, len(among), AT_A_TIME):
        yield from (row[0] for row in tx.rows(rows.where(column.in_(among[first : first + AT_A_TIME]))))


def _having(index: LicenceIndex, tx: Transaction, wanted: TermFilter) -> int:
    value = wanted.value
    if value == "-":
        return index.live & ~_effective(index, tx, wanted.term, None)
    if value == "*":
        return _effective(index, tx, wanted.term, None)
    there = _effective(index, tx, wanted.term, _keys(value.removeprefix("!")))
    return index.live & ~there if value.startswith("!") else there


def _effective(index: LicenceIndex, tx: Transaction, term: str, values: list[str] | None) -> int:
    """Whose effective value of a term is one of these today, or any value for None."""
    c = effective_term_cache.c

    def find(among: Sequence[int] | None) -> int:
        rows = select(c.licence_id).where(c.term == term, *holds_on(index.day))
        rows = rows if values is None else rows.where(c.value_key.in_(values))
        return index.positions(_ids(tx, rows, c.licence_id, None if among is None else index.ids(among)))

    return index.kept.of(("term", term, *(["*"] if values is None else values)), find)


def _keys(value: str) -> list[str]:
    if value in _BOTH_BASES:
        return _BOTH_BASES[value]
    if value.startswith("{"):
        try:
            return list(value_keys(json.loads(value)))
        except ValueError:
            return []
    return [value]


def _covering(tx: Transaction, named: str) -> list[str]:
    """Licences of a resource by its address or an identifier, or by words of its title."""
    c = resource.c
    # An empty key is nobody's; None would ask for resources that have no such number.
    numbers = (c.issn_key == (serial_key(named) or ""), c.isbn_key == (book_key(named) or ""))
    whole = (c.slug == named, c.alma_collection == named, *numbers)
    words = fold(named).split()[:MOST_PIECES] or [""]
    title = reduce(both, (c.folded.like(like(word), escape="\\") for word in words))
    link = licence_resource.c
    covered = select(link.licence_id).join(resource, c.id == link.resource_id).where(or_(*whole, title))
    return [row.licence_id for row in tx.rows(covered)]
