"""The list of licences: a page of it, in a bounded number of statements however long it is."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import select

from domain.errors import Invalid
from domain.licence import Licence, LicenceStatus
from domain.queries import SORTS, LicenceFilter, LicenceRow, PageOf
from domain.renewal import renewal_dates
from storage.bitsets import as_bytes, positions_of
from storage.cursors import NOT_A_CURSOR, read_cursor, write_cursor
from storage.licence_counts import counted, counts_in
from storage.licence_hits import hits_of
from storage.licence_index import DAYS_LAST, LicenceIndex, Place, met, order_key
from storage.licence_selection import select_in
from storage.licence_status import status_on
from storage.licences import to_licences
from storage.tables import licence
from storage.transaction import Transaction, evened

FEW = 2000
"""Up to so many, what was found is put in order by itself; beyond, the whole order is walked along."""


@dataclass(frozen=True, slots=True)
class _Order:
    """The licences that were found, in one order. Backwards it is the exact reverse, ties included."""

    name: str
    places: Sequence[Place]

    @property
    def down(self) -> bool:
        return self.name.startswith("-")

    def after(self, cursor: str | None) -> Iterator[Place]:
        """From the row after the one in the cursor; raises Invalid."""
        if cursor is None:
            return iter(reversed(self.places) if self.down else self.places)
        key = self._read(cursor)
        if self.down:
            return (self.places[at] for at in range(bisect_left(self.places, (*key, -1)) - 1, -1, -1))
        return (self.places[at] for at in range(bisect_right(self.places, (*key, _LAST)), len(self.places)))

    def before(self, place: Place) -> Iterator[Place]:
        """Going back from just before a row."""
        at = bisect_left(self.places, place)
        steps = range(at + 1, len(self.places)) if self.down else range(at - 1, -1, -1)
        return (self.places[step] for step in steps)

    def cursor(self, place: Place) -> str:
        """After this row."""
        key = place[0]
        return write_cursor(f"licences {self.name}", key if isinstance(key, str) else key.isoformat(), place[1])

    def _read(self, cursor: str) -> tuple[Any, str]:
        raw, last_id = read_cursor(f"licences {self.name}", cursor, str, str)
        try:
            return self._value(str(raw)), str(last_id)
        except ValueError:
            raise Invalid.field("cursor", NOT_A_CURSOR) from None

    def _value(self, raw: str) -> Any:
        if self.name.removeprefix("-") in DAYS_LAST:
            return dt.date.fromisoformat(raw)
        return dt.datetime.fromisoformat(raw) if self.name.endswith("updated") else raw


_LAST = 1 << 62


def licence_page(tx: Transaction, index: LicenceIndex, which: LicenceFilter) -> PageOf[LicenceRow]:
    """A page of the list; raises Invalid for a cursor or an order that is not one of ours."""
    with index.on(tx, which.today):
        found = select_in(index, tx, which).chosen
        order = _ordered(index, found, which.sort)
        held = as_bytes(found)
        there = list(islice(met(order.after(which.cursor), held), which.limit + 1))
        shown = there[: which.limit]
        back = list(islice(met(order.before(shown[0]), held), which.limit + 1)) if shown else []
        kept = index.rows.of([place[1] for place in shown])
    ids = [place[1] for place in shown]
    fresh = _read(tx, which.today, [each for each in ids if each not in kept])
    index.keep_rows(tx, which.today, fresh.values())
    return PageOf(
        items=_with_hits(tx, which.q, ids, kept | fresh),
        next_cursor=order.cursor(shown[-1]) if len(there) > which.limit else None,
        previous_cursor=None if not back else order.cursor(back[-1]) if len(back) > which.limit else "",
        total=found.bit_count() if which.with_total else None,
    )


def matching_ids(tx: Transaction, index: LicenceIndex, which: LicenceFilter, most: int) -> tuple[str, ...]:
    """Ids of the licences that match, in the order of the list, at most so many."""
    with index.on(tx, which.today):
        found = select_in(index, tx, which).chosen
        places = met(_ordered(index, found, which.sort).after(None), as_bytes(found))
        return tuple(place[1] for place in islice(places, most))


def rows_of(tx: Transaction, which: LicenceFilter, ids: Sequence[str]) -> tuple[LicenceRow, ...]:
    """The rows of these licences, in this order."""
    return _with_hits(tx, which.q, ids, _read(tx, which.today, ids))


def _ordered(index: LicenceIndex, found: int, sort: str) -> _Order:
    """Raises Invalid for an order that is not offered."""
    if sort not in SORTS:
        raise Invalid.field("sort", f"Choose the order from: {', '.join(SORTS)}.")
    if found.bit_count() > FEW:
        return _Order(sort, index.order(sort))
    lines = index.some(list(positions_of(found)))
    return _Order(sort, sorted((order_key(line, sort), line.id, at) for at, line in lines))


def _read(tx: Transaction, today: dt.date, ids: Sequence[str]) -> dict[str, LicenceRow]:
    """Rows by id; a licence that was erased since is left out."""
    if not ids:
        return {}
    status = status_on(today).label("status")
    found = tx.rows(select(licence, status, *counted(today)).where(licence.c.id.in_(evened(ids))))
    whole = zip(to_licences(tx, found), found, strict=True)
    return {one.id: _row(one, LicenceStatus(row.status), today, counts_in(row)) for one, row in whole}


def _with_hits(tx: Transaction, q: str, ids: Sequence[str], found: Mapping[str, LicenceRow]) -> tuple[LicenceRow, ...]:
    """These rows in this order, each with what the search met where that is not in its title or code."""
    rows = tuple(found[each] for each in ids if each in found)
    hits = hits_of(tx, q, rows) if q.strip() else {}
    return tuple(
        replace(row, hit=hits[row.id][0], hit_place=hits[row.id][1]) if row.id in hits else row for row in rows
    )


def _row(kept: Licence, status: LicenceStatus, today: dt.date, counts: dict[str, int]) -> LicenceRow:
    dates = renewal_dates(kept.fields, today)
    return LicenceRow(
        id=kept.id,
        fields=kept.fields,
        status=status,
        notice_by=dates.notice_by,
        term_ends=dates.term_ends,
        updated_at=kept.updated_at,
        revision=kept.revision,
        counts=counts,
    )
