"""A spreadsheet as it was read: sheets with a head and rows of cells. Every cell keeps its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from domain.errors import Invalid

_ABOVE = 10
"""Among so many rows the head is looked for."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be taken as it is, such as a formula; the message says why and what to do."""

    message: str


Cell: TypeAlias = str | int | float | bool | dt.date | Unreadable | None
"""A text, a number, yes or no, a day, what cannot be read, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with its number in the sheet, counted from 1; trailing empty cells may be missing."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: the row with the headings, and the rows below it that are not empty."""

    name: str
    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The sheets of a file that are not empty, in their order; a CSV file is one sheet."""

    filename: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str = "") -> Sheet:
        """The sheet of this name, or the first; raises Invalid."""
        found = [sheet for sheet in self.sheets if name in ("", sheet.name)]
        if not found:
            names = ", ".join(f"“{sheet.name}”" for sheet in self.sheets)
            raise Invalid.field("sheet", f"There is no sheet “{name}” in this file. It has {names}.")
        return found[0]


def letters(column: int) -> str:
    """The name of a column, counted from 0: 0 is A, 26 is AA."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name = chr(65 + letter) + name
        column -= 1
    return name


def text_of(cell: Cell) -> str:
    """What a cell says, in one line or several; nothing for an empty one and for one that cannot be read."""
    if cell is None or isinstance(cell, Unreadable):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def same_name(text: str) -> str:
    """The key under which codes, titles and names are the same: capitals and spaces aside."""
    return " ".join(text.casefold().split())


def to_json(book: Workbook) -> dict[str, Any]:
    """As plain JSON, to be kept until somebody confirms it."""
    return {
        "filename": book.filename,
        "sheets": [
            {"name": sheet.name, "rows": [_row_to_json(row) for row in (sheet.head, *sheet.rows)]}
            for sheet in book.sheets
        ],
    }


def from_json(data: dict[str, Any]) -> Workbook:
    """Back from `to_json`."""
    return Workbook(filename=data["filename"], sheets=tuple(map(_sheet_from_json, data["sheets"])))


def sheet_of(name: str, rows: Iterable[Row]) -> Sheet | None:
    """A sheet from its rows, those without any content left out; None where there is none at all.

    The head is the first row with more than one cell filled in: a title often stands above it.
    """
    full = [row for row in rows if _filled(row)]
    head = next((n for n, row in enumerate(full[:_ABOVE]) if _filled(row) > 1), 0)
    return Sheet(name=name, head=full[head], rows=tuple(full[head + 1 :])) if full else None


def _filled(row: Row) -> int:
    return sum(cell is not None and cell != "" for cell in row.cells)


def _row_to_json(row: Row) -> list[Any]:
    return [row.number, *map(_cell_to_json, row.cells)]


def _cell_to_json(cell: Cell) -> Any:
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, Unreadable):
        return {"unreadable": cell.message}
    return cell


def _sheet_from_json(data: dict[str, Any]) -> Sheet:
    head, *rows = (Row(number=row[0], cells=tuple(map(_cell_from_json, row[1:]))) for row in data["rows"])
    return Sheet(name=data["name"], head=head, rows=tuple(rows))


def _cell_from_json(data: Any) -> Cell:
    if not isinstance(data, dict):
        cell: Cell = data
        return cell
    return dt.date.fromisoformat(data["day"]) if "day" in data else Unreadable(data["unreadable"])
