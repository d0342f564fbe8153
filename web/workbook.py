"""Tables as XLSX (ECMA-376, Office Open XML): texts as texts, numbers and dates as such, a frozen head on each sheet.

Texts are inline strings, which no spreadsheet program works out as a formula whatever they begin with.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, its false 29 February 1900 allowed for."""

_EARLIEST = dt.date(1900, 3, 1)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 32_767
"""Characters in a cell; programs refuse a file with more."""

_PLAIN, _DATE, _BOLD, _WRAPPED = range(4)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a cell's text with its marks."""

    text: str
    struck: bool = False
    underlined: bool = False


Cell: TypeAlias = str | int | float | dt.date | tuple[Run, ...] | None
"""A text, a number, a day, a text in marked pieces, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: `rows` with the head first, `widths` of its columns in characters."""

    name: str
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = (42,)


def workbook_answer(name: str, sheets: Sequence[Sheet]) -> Response:
    """A file `name` to keep, with these sheets."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(workbook(sheets), headers=headers, media_type=MEDIA_TYPE)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of such a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in _parts(sheets):
            packed.writestr(path, _HEAD + content)
        for number, sheet in enumerate(sheets, start=1):
            with packed.open(f"xl/worksheets/sheet{number}.xml", "w") as file:
                for piece in _sheet(sheet):
                    file.write(piece.encode())
    return out.getvalue()


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Everything but the sheets themselves."""
    numbers = range(1, len(sheets) + 1)
    declared = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{declared}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _related([("rId1", "officeDocument", "xl/workbook.xml")])
    to_sheets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _related([*to_sheets, ("rIdStyles", "styles", "styles.xml")])
    named = "".join(
        f'<sheet name={_sheet_name(sheet.name)} sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, 1)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets></workbook>'
    yield "xl/styles.xml", _STYLES


def _related(parts: Iterable[tuple[str, str, str]]) -> str:
    links = "".join(f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for key, kind, to in parts)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _sheet_name(name: str) -> str:
    # Excel refuses these characters, apostrophes at the ends, and more than 31 of any.
    return quoteattr(re.sub(r"[\\/?*\[\]:]", " ", _plain(name))[:31].strip(" '") or "1")


def _sheet(sheet: Sheet) -> Iterator[str]:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(sheet.widths, start=1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    )
    for number, row in enumerate(sheet.rows, start=1):
        style = _BOLD if number == 1 else _PLAIN
        cells = "".join(_cell(f"{_letters(at)}{number}", cell, style) for at, cell in enumerate(row))
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def _letters(column: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters


def _cell(place: str, value: Cell, style: int) -> str:
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, dt.date) and value >= _EARLIEST:
        return f'<c r="{place}" s="{_DATE}" t="n"><v>{(value - _FIRST_DAY).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}" t="n"><v>{value}</v></c>'
    said = "".join(map(_run, value)) if isinstance(value, tuple) else _text(str(value))
    wrapped = _WRAPPED if style == _PLAIN and (isinstance(value, tuple) or len(str(value)) > 60) else style
    return f'<c r="{place}" s="{wrapped}" t="inlineStr"><is>{said}</is></c>'


def _run(run: Run) -> str:
    marks = f"{'<strike/>' if run.struck else ''}{'<u/>' if run.underlined else ''}"
    return f"<r>{f'<rPr>{marks}</rPr>' if marks else ''}{_text(run.text)}</r>"


def _text(text: str) -> str:
    return f'<t xml:space="preserve">{escape(_plain(text)[:_LONGEST])}</t>'


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
