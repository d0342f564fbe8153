"""CSV files, with the encoding and the separator that they turn out to have."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from domain.spreadsheets.table import Cell, Row, Unreadable, Workbook, sheet_of
from storage.spreadsheets.limits import EMPTY, LONGEST_CELL, TOO_LONG, Counter, refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ",;\t|"
_FORMULA = ("=", "＝")
_NEUTRALISED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What our own exports put an apostrophe before, so that no spreadsheet works it out; it is taken off again."""

_ENCODING = "This is not text in UTF-8, UTF-16 or Windows-1252. Save it as “CSV UTF-8” and choose it again."
FORMULA = "This cell holds a formula. Put its result there as a plain value."


def read_csv(filename: str, content: bytes) -> Workbook:
    """The one sheet of a CSV file, called CSV; raises Invalid."""
    text = _decoded(content)
    sheet = sheet_of("CSV", _rows(text))
    if sheet is None:
        raise refused(EMPTY)
    return Workbook(filename=filename, sheets=(sheet,))


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise refused(_ENCODING)


def _rows(text: str) -> Iterator[Row]:
    counter, reader = Counter(), csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    full = 0
    for number, fields in enumerate(reader, start=1):
        if any(map(str.strip, fields)):
            full += 1
            counter.row(full, len(fields))
            yield Row(number=number, cells=tuple(map(_cell, fields)))


def _separator(text: str) -> str:
    """The one that stands most often in the first line with anything in it, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip(f" {_SEPARATORS}")), "")
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _cell(text: str) -> Cell:
    if len(text) > LONGEST_CELL:
        return Unreadable(TOO_LONG)
    if text.startswith(_FORMULA):
        return Unreadable(FORMULA)
    if text.startswith("'") and text[1:].startswith(_NEUTRALISED):
        return text[1:]
    return text if text.strip() else None
