"""Several tables as an Excel workbook (ECMA-376, Part 1), with words struck out and underlined within a cell.

Every cell is an inline string, which no spreadsheet works out, and is marked as quoted text, so that it stays text when
somebody edits it. Nothing but zip and XML is needed for that.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000
"""Letters in a cell; Excel takes 32,767."""
_MORE = "…"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # would be read as one letter
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of a cell: `struck` in red as removed, `underlined` in blue as added, or plain."""

    text: str
    struck: bool = False
    underlined: bool = False


Cell = str | int | None | Sequence[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a name; the first row is its heading. `widths` are those of the columns, in letters."""

    name: str
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def workbook_answer(name: str, sheets: Sequence[Sheet]) -> Response:
    """A file `name` to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(workbook(sheets), headers=headers, media_type=MEDIA_TYPE)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _content_types(len(sheets)))
        packed.writestr("_rels/.rels", _ROOT)
        packed.writestr("xl/workbook.xml", _book(sheets))
        packed.writestr("xl/_rels/workbook.xml.rels", _book_parts(len(sheets)))
        packed.writestr("xl/styles.xml", _STYLES)
        for at, sheet in enumerate(sheets, start=1):
            packed.writestr(f"xl/worksheets/sheet{at}.xml", _sheet(sheet))
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PARTS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# Two formats of a cell: text that wraps, and the bold heading of a column. quotePrefix: text, whatever it looks like.
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2">'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">'
    f"{_WRAPPED}</xf>"
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyFont="1" applyAlignment="1">'
    f"{_WRAPPED}</xf></cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _content_types(sheets: int) -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{parts}</Types>'
    )


def _book(sheets: Sequence[Sheet]) -> str:
    names = "".join(
        f'<sheet name={quoteattr(_name(sheet.name))} sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, start=1)
    )
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'


def _name(name: str) -> str:
    return _NOT_IN_NAMES.sub(" ", name)[:_LONGEST_NAME]


def _book_parts(sheets: int) -> str:
    parts = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return f'{_XML}<Relationships xmlns="{_PARTS}">{parts}{styles}</Relationships>'


def _sheet(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(sheet.widths, start=1)
    )
    rows = "".join(_row(at, row) for at, row in enumerate(sheet.rows, start=1))
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{rows}</sheetData></worksheet>"
    )


def _row(number: int, cells: Sequence[Cell]) -> str:
    style = 1 if number == 1 else 0
    filled = ((_column(at), cell) for at, cell in enumerate(cells) if cell not in (None, "", ()))
    inside = "".join(
        f'<c r="{column}{number}" s="{style}" t="inlineStr"><is>{_text(cell)}</is></c>' for column, cell in filled
    )
    return f'<row r="{number}">{inside}</row>'


def _column(at: int) -> str:
    """A, B … Z, AA …"""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, str | int):
        text = "" if cell is None else str(cell)
        return _words(text if len(text) <= LONGEST else text[:LONGEST] + _MORE)
    return "".join(f"<r>{_look(run)}{_words(run.text)}</r>" for run in _shortened(cell))


def _shortened(runs: Sequence[Run]) -> list[Run]:
    kept: list[Run] = []
    left = LONGEST
    for run in runs:
        if len(run.text) > left:
            return [*kept, replace(run, text=run.text[:left] + _MORE)]
        kept.append(run)
        left -= len(run.text)
    return kept


def _look(run: Run) -> str:
    # Colour never says it alone: words are struck out or underlined, too.
    if run.struck:
        return '<rPr><strike/><sz val="11"/><color rgb="FF9B1C2E"/><rFont val="Calibri"/></rPr>'
    if run.underlined:
        return '<rPr><sz val="11"/><color rgb="FF1F3A93"/><rFont val="Calibri"/><u/></rPr>'
    return '<rPr><sz val="11"/><rFont val="Calibri"/></rPr>'


def _words(text: str) -> str:
    plain = _ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))
    return f'<t xml:space="preserve">{escape(plain)}</t>'
