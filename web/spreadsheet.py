"""Tables for spreadsheets, as CSV that opens as what it is (RFC 4180, with a mark that it is UTF-8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so would be worked out by a spreadsheet; what somebody typed must never be."""


def csv_answer(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A file `name` to keep, with these rows; None is an empty cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[plain_cell(cell) for cell in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + out.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def plain_cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula: with an apostrophe before it (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
