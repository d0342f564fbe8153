"""The list of licences in memory, so that it is searched, counted and ordered without asking the database for each.

One for each process and database. Before every answer it asks for the lines that were changed since (`list_change`,
written in the same transaction as the change, in the order of commits), and reads those anew. What two processes
show is therefore never older than the database. A new day is read from the beginning: status and deadlines move.
"""

from __future__ import annotations

import datetime as dt
import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from domain.queries import LicenceRow
from storage.bitsets import Postings, as_bytes, bits_of, positions_of
from storage.kept_rows import KeptRows
from storage.kept_sets import KeptCounts, KeptSets
from storage.licence_lines import Line, read_lines
from storage.tables import list_change
from storage.transaction import Transaction

Place = tuple[Any, str, int]
"""Where a licence stands in an order: its key, its id, its position."""

MANY_MORE = 20
"""So many times as long takes it to put a licence in its place among others as to pass one by."""

_BEGINNING = dt.date.min
DAYS_LAST = ("end_date", "notice_by", "term_ends")
"""Orders by a day: without one a licence comes last, forwards and backwards."""


def order_key(line: Line, sort: str) -> Any:
    """What a line is ordered by."""
    if (day := sort.removeprefix("-")) in DAYS_LAST:
        return getattr(line, day) or (dt.date.min if sort.startswith("-") else dt.date.max)
    if sort == "waiting":
        return -line.most_waiting, line.title
    return {"title": line.title, "code": line.code, "updated": line.updated}[sort.removeprefix("-")]


def order_name(sort: str) -> str:
    """The order to keep for a way of sorting; going backwards needs one of its own only where something is missing."""
    forwards = sort.removeprefix("-")
    return sort if forwards in DAYS_LAST else forwards


class LicenceIndex:
    """Lines by position, the positions that have each value, and the positions in each order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.day = _BEGINNING
        self._seq = -1
        self.lines: list[Line | None] = []
        self.live = 0
        self.postings = Postings()
        self.labels: dict[tuple[str, str], str] = {}
        self.kept = KeptSets()
        self.counts = KeptCounts()
        self.rows = KeptRows()
        self._position: dict[str, int] = {}
        self._orders: dict[str, list[Place]] = {}

    @contextmanager
    def on(self, tx: Transaction, today: dt.date) -> Iterator[LicenceIndex]:
        """As the desk stands in this transaction, or later; nobody else looks or changes it meanwhile."""
        with self._lock:
            self._catch_up(tx, today)
            yield self

    def keep_rows(self, tx: Transaction, today: dt.date, rows: Iterable[LicenceRow]) -> None:
        """Keep rows that were read in this transaction, unless somebody has seen a later change meanwhile."""
        with self._lock:
            if tx.is_still and _newest(tx) == self._seq and today == self.day:
                self.rows.keep(rows)

    def positions(self, licence_ids: Iterable[str]) -> int:
        """Where these licences are, as a set; those that are not here are left out."""
        return bits_of(found for each in licence_ids if (found := self._position.get(each)) is not None)

    def ids(self, positions: Iterable[int]) -> list[str]:
        """Who is at these positions."""
        return [line.id for at in positions if (line := self.lines[at])]

    def some(self, positions: Sequence[int] | None) -> Iterator[tuple[int, Line]]:
        """The lines at these positions, or all, each with its position."""
        places = range(len(self.lines)) if positions is None else positions
        return ((at, line) for at in places if (line := self.lines[at]))

    def order(self, sort: str) -> list[Place]:
        """Every licence, ascending, ties by id."""
        name = order_name(sort)
        if name not in self._orders:
            self._orders[name] = sorted(self._place(at, line, name) for at, line in self.some(None))
        return self._orders[name]

    def places(self, sort: str, among: int, first: dt.date | None = None) -> Iterator[Place]:
        """Those of a set, ascending, in an order by day from the day `first` on.

        A few are put in order by themselves: a walk would pass all the others.
        """
        start = (first,) if first else ()
        if among.bit_count() * MANY_MORE > self.live.bit_count():
            order = self.order(sort)
            ahead = (order[at] for at in range(bisect_left(order, start), len(order)))
            return met(ahead, as_bytes(among))
        few = self.some(list(positions_of(among)))
        placed = sorted(self._place(at, line, order_name(sort)) for at, line in few)
        return islice(placed, bisect_left(placed, start), None)

    def _place(self, at: int, line: Line, sort: str) -> Place:
        return order_key(line, sort), line.id, at

    def _catch_up(self, tx: Transaction, today: dt.date) -> None:
        newest = _newest(tx)
        if today != self.day or self._seq < 0:
            self._begin(tx, today)
        elif newest > self._seq:
            since = select(list_change.c.licence_id).where(list_change.c.seq > self._seq)
            self._renew(tx, [row.licence_id for row in tx.rows(since)])
        # A transaction that began earlier than the last one that looked here sees less; that is no reason to go back.
        self._seq = max(newest, self._seq)

    def _begin(self, tx: Transaction, today: dt.date) -> None:
        lines = read_lines(tx, today)
        self.lines = list(lines)
        self._position = {line.id: at for at, line in enumerate(lines)}
        self.live = (1 << len(lines)) - 1
        self.postings.fill((at, line.keys) for at, line in enumerate(lines))
        self.labels = {}
        for line in lines:
            self._label(line)
        self._orders = {}
        self.kept.forget()
        self.counts.forget()
        self.rows.forget()
        self.day, self._seq = today, 0

    def _renew(self, tx: Transaction, licence_ids: Sequence[str]) -> None:
        fresh = {line.id: line for line in read_lines(tx, self.day, licence_ids)}
        for licence_id in licence_ids:
            self._take_out(licence_id)
            if licence_id in fresh:
                self._put_in(fresh[licence_id])
        self.kept.changed(self.positions(licence_ids))
        self.counts.forget()
        self.rows.drop(licence_ids)

    def _take_out(self, licence_id: str) -> None:
        at = self._position.get(licence_id)
        line = self.lines[at] if at is not None else None
        if at is None or line is None:
            return
        self.postings.drop(at, line.keys)
        for sort, order in self._orders.items():
            del order[bisect_left(order, self._place(at, line, sort))]
        self.lines[at] = None
        self.live &= ~(1 << at)

    def _put_in(self, line: Line) -> None:
        """A licence keeps its position for good, so that nothing kept elsewhere by position goes astray."""
        at = self._position.setdefault(line.id, len(self.lines))
        if at == len(self.lines):
            self.lines.append(None)
        self.lines[at] = line
        self.live |= 1 << at
        self.postings.add(at, line.keys)
        self._label(line)
        for sort, order in self._orders.items():
            insort(order, self._place(at, line, sort))

    def _label(self, line: Line) -> None:
        """Names as they are written now; of tags that differ in capitals alone the first by the alphabet."""
        for key, label in line.labels.items():
            self.labels[key] = min(self.labels.get(key, label), label) if key[0] == "tag" else label


def _newest(tx: Transaction) -> int:
    """The last change of the list that this transaction sees."""
    return tx.once(("list change",), lambda: int(tx.value(select(func.max(list_change.c.seq))) or 0))


def met(places: Iterator[Place], held: bytes) -> Iterator[Place]:
    """Those of a walk through an order that are in a set (see storage.bitsets.as_bytes)."""
    most = len(held) << 3
    return (place for place in places if place[2] < most and held[place[2] >> 3] >> (place[2] & 7) & 1)
