"""What a spreadsheet would do, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.spreadsheets.effect import Effect, TermsAs
from domain.spreadsheets.table import letters
from domain.spreadsheets.waiting import PendingImport, Preview, Source
from web.paging import Pager
from web.translation import Translator

SHOWS = ("all", *(effect.value for effect in Effect if effect is not Effect.SAME))
_SHOW_WORDS = {"all": "All", "new": "New", "change": "Changed", "wrong": "Wrong"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """A cell of the preview: its column, what is there, what would be."""

    place: str
    effect: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the preview."""

    number: int
    effect: str
    title: str
    code: str
    href: str
    cells: tuple[CellLine, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """Context of imports/preview.html."""

    id: str
    filename: str
    sheet: str
    by_licensor: bool
    counts: Mapping[str, int]
    as_decisions: bool
    fingerprint: str
    rows: tuple[RowView, ...]
    pager: Pager
    shows: tuple[tuple[str, str, bool], ...]


def rows_shown(preview: Preview, show: str) -> list[Mapping[str, Any]]:
    """The rows of one kind, or all that have an effect."""
    return [row for row in preview.rows if show in ("all", row["effect"])]


def preview_page(
    t: Translator,
    waits: tuple[PendingImport, Preview],
    rows: Sequence[Mapping[str, Any]],
    pager: Pager,
    *,
    show: str,
) -> PreviewPage:
    """What a file would do, some rows of it."""
    pending, preview = waits
    here = f"/import/{pending.id}"
    return PreviewPage(
        id=pending.id,
        filename=pending.filename,
        sheet=pending.mapping.sheet,
        by_licensor=pending.source is Source.LICENSOR,
        counts=preview.counts,
        as_decisions=pending.mapping.terms_as is TermsAs.DECISIONS,
        fingerprint=preview.fingerprint,
        rows=tuple(_row(row) for row in rows),
        pager=pager,
        shows=tuple(
            (f"{t(_SHOW_WORDS[one])} {t.number(_number(preview, one))}", f"{here}?show={one}", one == show)
            for one in SHOWS
        ),
    )


def _number(preview: Preview, show: str) -> int:
    return len(preview.rows) if show == "all" else preview.counts.get(show, 0)


def _row(row: Mapping[str, Any]) -> RowView:
    return RowView(
        number=row["row"],
        effect=row["effect"],
        title=row["title"],
        code=row["code"],
        href=f"/licences/{row['licence']}" if row["licence"] else "",
        cells=tuple(
            CellLine(place=letters(column), effect=effect, was=was, becomes=becomes)
            for column, effect, was, becomes in row["cells"]
        ),
        errors=tuple((letters(column) if column is not None else "", message) for column, message in row["errors"]),
    )
