"""One open transaction, as the repositories use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import Connection, Row, Select, Table, insert, select
from sqlalchemy.sql.dml import Delete, Insert, Update

from domain.errors import NotFound, Stale
from storage.engine import READS
from storage.failures import told_in_words

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
Values: TypeAlias = Mapping[str, Any]

T = TypeVar("T")

BATCH = 500
"""Rows that are fetched at a time where a result may be long."""

MOST_ANSWERS = 64
"""Answers that are kept in a transaction that only reads: more than a page asks for, few beside an export."""


READING_ONLY = "This unit of work was opened for reading only."

_LENGTHS = (1, 10, 50, 200, 500)


def evened(ids: Sequence[str]) -> list[str]:
    """The same ids for a condition that lists them, the last repeated up to one of a few lengths: a database plans a
    statement anew for each length of a list, and these are asked all day."""
    length = next((each for each in _LENGTHS if each >= len(ids)), len(ids))
    return [*ids, *repeat(ids[-1], length - len(ids))] if ids else []


class Transaction:
    """Statements in, plain rows out; what the database refuses is told in words of the library.

    `touched` gathers the licences whose effective terms may have changed, `listed` those whose line in the list may
    have, for the end of the transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.touched: set[str] = set()
        self.listed: set[str] = set()
        self._answers: dict[tuple[str, ...], object] = {}

    @property
    def is_still(self) -> bool:
        """Whether this only reads, and so sees one moment to its end."""
        return bool(self.connection.get_execution_options().get(READS, False))

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; where the two databases differ, it is decided by this."""
        return self.connection.dialect.name == "sqlite"

    def once(self, question: tuple[str, ...], ask: Callable[[], T]) -> T:
        """What `ask` answers; where this only reads, what it answered when the question was put before.

        Parts of one page ask the same things. The answer is shared, so nobody may change it.
        """
        if not self.is_still:
            return ask()
        if question not in self._answers:
            if len(self._answers) >= MOST_ANSWERS:
                del self._answers[next(iter(self._answers))]
            self._answers[question] = ask()
        return cast(T, self._answers[question])

    def rows(self, statement: AnySelect) -> Sequence[AnyRow]:
        """All rows."""
        with told_in_words():
            return self.connection.execute(statement).all()

    def stream(self, statement: AnySelect) -> Iterator[AnyRow]:
        """All rows, fetched in batches, for results that may be long."""
        with told_in_words(), self.connection.execute(statement, execution_options={"yield_per": BATCH}) as result:
            yield from result

    def row(self, statement: AnySelect) -> AnyRow | None:
        """The first row."""
        with told_in_words():
            return self.connection.execute(statement).first()

    def value(self, statement: AnySelect) -> Any:
        """The first column of the first row, or None."""
        with told_in_words():
            return self.connection.execute(statement).scalar()

    def get(self, table: Table, key: str, value: object, missing: str) -> AnyRow:
        """The row of `table` whose column `key` is `value`; raises NotFound with the sentence `missing`."""
        row = self.row(select(table).where(table.c[key] == value))
        if row is None:
            raise NotFound(missing)
        return row

    def add(self, table: Table, *rows: Values) -> None:
        """Insert rows."""
        if rows:
            self.run(insert(table), rows)

    def run(self, statement: Insert | Update | Delete, rows: Sequence[Values] | None = None) -> int:
        """Write; how many rows that concerned. Raises RuntimeError where this was opened for reading only."""
        if self.is_still:
            raise RuntimeError(READING_ONLY)
        with told_in_words():
            many = [dict(row) for row in rows] if rows is not None else None
            return self.connection.execute(statement, many).rowcount

    def replace(self, table: Table, row_id: str, values: Values, *, seen: int, key: str = "id") -> None:
        """Save over revision `seen`; raises NotFound, or Stale where it has another revision now."""
        here = table.c[key] == row_id
        if self.run(table.update().where(here, table.c.revision == seen).values(dict(values))):
            return
        revision = self.value(select(table.c.revision).where(here))
        if revision is None:
            raise NotFound("This is not here any more; somebody else may have erased it.")
        message = "Somebody else saved this meanwhile. Look at what is there now, then save again."
        raise Stale(message, mine={}, theirs={}, revision=revision)
