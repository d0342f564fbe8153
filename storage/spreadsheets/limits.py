"""How much of a spreadsheet is taken in, and the sentences for what is more."""

from __future__ import annotations

from domain.errors import Invalid

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
"""Of a file as it is handed in; ten thousand licences with sixty terms take a fifth of it."""

MOST_UNPACKED = 300 * MEGABYTE
"""Of a sheet of an XLSX file, or of the texts that its cells share, when it is unpacked, whatever it says of itself."""

MOST_UNPACKED_ASIDE = 8 * MEGABYTE
"""Of the parts that only describe the workbook."""

MOST_TEXT = 64 * MEGABYTE
"""Characters in all cells together: many cells may share one long text, and each is kept by itself."""

LONGEST_TAG = MEGABYTE
"""Of one element with its attributes; one without end is read again from its beginning with every piece that comes."""

DEEPEST = 64
"""Elements within each other; a sheet needs fewer than ten."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS, LONGEST_CELL = 20_000, 500, 1_500_000, 32_767


def refused(message: str) -> Invalid:
    """What is said at the field of the file."""
    return Invalid.field("file", message)


TOO_LARGE = f"This file is larger than {MOST_BYTES // MEGABYTE} MB. Split it, and import one part after the other."
TOO_MANY_ROWS = f"This sheet has more than {MOST_ROWS:,} rows. Split it, and import one part after the other."
TOO_MANY_COLUMNS = f"This sheet has more than {MOST_COLUMNS} columns. Leave out those that are not needed."
TOO_MANY_CELLS = f"This file has more than {MOST_CELLS:,} cells. Split it, and import one part after the other."
TOO_LONG = f"This cell has more than {LONGEST_CELL:,} characters. Shorten it."
TOO_MUCH_TEXT = "The cells of this file hold too much text. Split it, and import one part after the other."
EMPTY = "This file is empty. Choose one with a row of headings and a row for each licence."
"""Sentences for people."""


class Counter:
    """Counts what is taken in; raises Invalid where it is too much."""

    def __init__(self) -> None:
        self._cells = self._text = 0

    def row(self, number: int, width: int) -> None:
        """A row with content, the `number`th of its sheet, so many cells wide."""
        if number > MOST_ROWS + 1:
            raise refused(TOO_MANY_ROWS)
        if width > MOST_COLUMNS:
            raise refused(TOO_MANY_COLUMNS)
        self.cells(width)

    def text(self, more: int) -> None:
        """So many characters in a cell."""
        self._text += more
        if self._text > MOST_TEXT:
            raise refused(TOO_MUCH_TEXT)

    def cells(self, more: int) -> None:
        """So many cells, empty ones among them."""
        self._cells += more
        if self._cells > MOST_CELLS:
            raise refused(TOO_MANY_CELLS)
