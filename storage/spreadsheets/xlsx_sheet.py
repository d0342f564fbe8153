"""One sheet of an XLSX file: its cells with their places, formulas and merged cells found out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.spreadsheets.table import Cell, Row, Unreadable
from storage.spreadsheets.csv_file import FORMULA
from storage.spreadsheets.limits import LONGEST_CELL, MOST_COLUMNS, TOO_LONG, TOO_MANY_COLUMNS, Counter, refused

MERGED = "This cell is merged with others, so that nobody can tell which row it belongs to. Unmerge it."
_ERROR = "This cell shows the error {error}. Correct it."
_NOT_A_DAY = "This day is outside the calendar of spreadsheets. Write it as year-month-day."
_BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_FIRST_DAY, _FIRST_DAY_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_MOST_MERGES = 10_000


class Look:
    """Which styles show a number as a day; handlers for the part with the styles."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._formats: dict[str, bool] = {}
        self._styles: list[bool] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "numFmt":
            self._formats[attributes["numFmtId"]] = _is_day_format(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            key = attributes.get("numFmtId", "0")
            self._styles.append(self._formats.get(key, key.isdecimal() and int(key) in _BUILT_IN_DAYS))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "cellXfs":
            self._in_cells = False

    def is_day(self, style: str) -> bool:
        """Whether a cell of this style is a day."""
        return style.isdecimal() and int(style) < len(self._styles) and self._styles[int(style)]

    def day(self, number: float) -> Cell:
        """The day that a number is."""
        try:
            first = _FIRST_DAY_1904 if self.from_1904 else _FIRST_DAY
            return first + dt.timedelta(days=int(number))
        except OverflowError:
            return Unreadable(_NOT_A_DAY)


def _is_day_format(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    return "y" in bare or "d" in bare


@dataclass(slots=True)
class _Raw:
    """The cell that is being read."""

    kind: str
    style: str
    value: str = ""
    formula: bool = False


@dataclass(slots=True, kw_only=True)
class SheetParts:
    """Handlers for a sheet. `strings` are the shared texts; `rows` come to hold the cells by the number of the row."""

    strings: Sequence[str]
    look: Look
    counter: Counter
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    _merges: list[tuple[int, int]] = field(default_factory=list)
    _row: int = 0
    _column: int = -1
    _now: _Raw | None = None
    _open: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._open.append(name)
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
        elif name == "c":
            self._row, self._column = _place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            self._now = _Raw(attributes.get("t", "n"), attributes.get("s", "0"))
        elif name == "f" and self._now is not None:
            self._now.formula = True
        elif name == "mergeCell" and len(self._merges) < _MOST_MERGES:
            self._merges.append(_place(attributes.get("ref", "").partition(":")[0]))

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if name == "c" and self._now is not None:
            cell = _cell(self._now, self.strings, self.look) if self._now.value or self._now.formula else None
            self._now = None
            if cell is not None:
                self._keep(cell)

    def text(self, data: str) -> None:
        """What stands in an element."""
        if self._now is not None and self._open[-1] in ("v", "t") and "rPh" not in self._open:
            self._now.value += data if len(self._now.value) <= LONGEST_CELL else ""

    def finished(self) -> Iterator[Row]:
        """The rows with content, in order; merged cells are told at the cell that shows them."""
        for row, column in self._merges:
            cells = self.rows.get(row, [])
            if column < len(cells):
                cells[column] = Unreadable(MERGED)
        return (Row(number=number, cells=tuple(self.rows[number])) for number in sorted(self.rows))

    def _keep(self, cell: Cell) -> None:
        if self._column >= MOST_COLUMNS:
            raise refused(TOO_MANY_COLUMNS)
        if self._row not in self.rows:
            self.counter.row(len(self.rows) + 1, 0)
        cells = self.rows.setdefault(self._row, [])
        missing = max(0, self._column + 1 - len(cells))
        self.counter.cells(missing)
        self.counter.text(len(cell) if isinstance(cell, str) else 0)
        cells.extend([None] * missing)
        cells[self._column] = cell


def _place(ref: str) -> tuple[int, int]:
    """`C12` as row 12, column 2; raises ValueError for what is no place."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", ref.replace("$", ""))
    if found is None:
        raise ValueError(ref)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def _cell(raw: _Raw, strings: Sequence[str], look: Look) -> Cell:
    if raw.formula:
        return Unreadable(FORMULA)
    if raw.kind in ("s", "inlineStr", "str"):
        text = strings[int(raw.value)] if raw.kind == "s" else raw.value
        return Unreadable(TOO_LONG) if len(text) > LONGEST_CELL else text or None
    if raw.kind == "e":
        return Unreadable(_ERROR.format(error=raw.value))
    if raw.kind == "b":
        return raw.value.strip() in ("1", "true")
    return dt.date.fromisoformat(raw.value[:10]) if raw.kind == "d" else _number(raw, look)


def _number(raw: _Raw, look: Look) -> Cell:
    number = float(raw.value)
    if number >= 1 and look.is_day(raw.style):
        return look.day(number)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
