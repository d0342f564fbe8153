"""What a page shows as a file to keep: one table, as CSV or as a workbook, and the links to both."""

from __future__ import annotations

from starlette.responses import Response

from domain.errors import NotFound
from web.spreadsheet import csv_answer
from web.workbook import Sheet, workbook_answer

KINDS = ("csv", "xlsx")
MOST_ROWS = 100_000
"""Rows of one file at most; spreadsheet programs are slow beyond, and end at ten times as many."""


def table_answer(name: str, kind: str, sheet: Sheet) -> Response:
    """The sheet as the file `name` of this kind; raises NotFound for a kind that there is not."""
    if kind == "csv":
        return csv_answer(f"{name}.csv", sheet.rows)
    if kind == "xlsx":
        return workbook_answer(f"{name}.xlsx", [sheet])
    raise NotFound("Tables are exported as csv or xlsx.")


def exports_of(address: str, query: str = "") -> tuple[tuple[str, str], ...]:
    """Kind and href of each file of the table at `address`, for the macro `export_links`."""
    return tuple((kind, f"{address}.{kind}{f'?{query}' if query else ''}") for kind in KINDS)
