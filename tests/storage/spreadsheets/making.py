"""Workbooks for tests, written by hand so that each part can be wrong in its own way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<c r="A1" t="inlineStr"><is><t>Code</t></is></c><c r="B1" t="inlineStr"><is><t>Title</t></is></c>'


def text(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def sheet(*rows: str, after: str = "") -> str:
    numbered = "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate((HEAD, *rows), start=1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{numbered}</sheetData>{after}</worksheet>'


def package(sheets: Sequence[str], *, parts: Mapping[str, str] | None = None, states: Sequence[str] = ()) -> bytes:
    """An XLSX file with these sheets, named A, B …; `parts` are further parts by path."""
    shown = [*states, *["visible"] * len(sheets)]
    named = "".join(
        f'<sheet name="{chr(65 + n)}" sheetId="{n + 1}" r:id="r{n}" state="{shown[n]}"/>' for n in range(len(sheets))
    )
    linked = "".join(f'<Relationship Id="r{n}" Target="worksheets/s{n}.xml"/>' for n in range(len(sheets)))
    every = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="x">{linked}</Relationships>',
        **{f"xl/worksheets/s{n}.xml": content for n, content in enumerate(sheets)},
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in every.items():
            packed.writestr(path, content)
    return out.getvalue()
