"""The list of licences: a page of it, in a bounded number of statements however long it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, literal, or_, select

from domain.errors import Invalid
from domain.licence import Licence, LicenceStatus
from domain.queries import SORTS, LicenceFilter, LicenceRow, PageOf
from domain.renewal import renewal_dates
from storage.cursors import NOT_A_CURSOR, read_cursor, write_cursor
from storage.licence_counts import counts_of
from storage.licence_filter import conditions
from storage.licence_hits import hits_of
from storage.licence_status import status_on
from storage.licences import to_licences
from storage.tables import licence
from storage.transaction import AnyRow, Transaction

_LAST_DAY, _FIRST_DAY = dt.date.max, dt.date.min


@dataclass(frozen=True, slots=True)
class _Order:
    """A column to sort by, made whole (licences without an end date come last), and its direction."""

    name: str
    key: ColumnElement[Any]
    down: bool

    @classmethod
    def named(cls, sort: str) -> _Order:
        """Raises Invalid for an order that is not offered."""
        if sort not in SORTS:
            raise Invalid.field("sort", f"Choose the order from: {', '.join(SORTS)}.")
        down, column = sort.startswith("-"), sort.removeprefix("-")
        without_end = literal(_FIRST_DAY if down else _LAST_DAY, Date)
        keys: dict[str, ColumnElement[Any]] = {
            "title": licence.c.sort_title,
            "code": licence.c.code_key,
            "end_date": func.coalesce(licence.c.end_date, without_end),
            "updated": licence.c.updated_at,
        }
        return cls(sort, keys[column], down)

    def clauses(self) -> tuple[ColumnElement[Any], ...]:
        """For ORDER BY; the id makes the order total."""
        return (self.key.desc() if self.down else self.key, licence.c.id)

    def after(self, cursor: str) -> ColumnElement[bool]:
        """The rows that come after the one in the cursor; raises Invalid."""
        raw, last_id = read_cursor(f"licences {self.name}", cursor, str, str)
        try:
            value = self._value(str(raw))
        except ValueError:
            raise Invalid.field("cursor", NOT_A_CURSOR) from None
        further = self.key < value if self.down else self.key > value
        return or_(further, and_(self.key == value, licence.c.id > last_id))

    def cursor(self, row: AnyRow) -> str:
        """After this row."""
        value = row.sort_key
        return write_cursor(f"licences {self.name}", value if isinstance(value, str) else value.isoformat(), row.id)

    def _value(self, raw: str) -> Any:
        if self.name.endswith("end_date"):
            return dt.date.fromisoformat(raw)
        return dt.datetime.fromisoformat(raw) if self.name.endswith("updated") else raw


def licence_page(tx: Transaction, which: LicenceFilter) -> PageOf[LicenceRow]:
    """A page of the list; raises Invalid for a cursor or an order that is not one of ours."""
    order, met = _Order.named(which.sort), list(conditions(tx, which))
    status = status_on(which.today).label("status")
    found = select(licence, status, order.key.label("sort_key")).where(*met)
    page = found.where(order.after(which.cursor)) if which.cursor is not None else found
    rows = tx.rows(page.order_by(*order.clauses()).limit(which.limit + 1))
    shown = rows[: which.limit]
    licences = to_licences(tx, shown)
    counts, hits = counts_of(tx, [row.id for row in shown], which.today), hits_of(tx, which.q, licences)
    return PageOf(
        items=tuple(
            _row(one, LicenceStatus(row.status), which.today, counts[one.id], hits.get(one.id))
            for one, row in zip(licences, shown, strict=True)
        ),
        next_cursor=order.cursor(shown[-1]) if len(rows) > which.limit else None,
        total=tx.value(select(func.count()).select_from(licence).where(*met)) if which.with_total else None,
    )


def _row(kept: Licence, status: LicenceStatus, today: dt.date, counts: dict[str, int], hit: str | None) -> LicenceRow:
    dates = renewal_dates(kept.fields, today)
    return LicenceRow(
        id=kept.id,
        fields=kept.fields,
        status=status,
        notice_by=dates.notice_by,
        term_ends=dates.term_ends,
        updated_at=kept.updated_at,
        revision=kept.revision,
        hit=hit,
        counts=counts,
    )
