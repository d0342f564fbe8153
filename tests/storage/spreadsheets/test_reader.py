"""Spreadsheets that people hand in: what is in them, and a sentence for everything that cannot be taken in."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile

import pytest

from domain.errors import Invalid
from domain.spreadsheets.table import Row, Unreadable, Workbook, from_json, to_json
from storage.spreadsheets.reader import SpreadsheetReader
from tests.storage.spreadsheets.making import MAIN, package, sheet, text
from web.spreadsheet import csv_answer
from web.workbook import Sheet, workbook


def read(content: bytes, name: str = "list") -> Workbook:
    return SpreadsheetReader().read(name, io.BytesIO(content))


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert [error.loc for error in refused.value.errors] == ["file"]
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_that_spreadsheet_programs_write_are_recognised(encoding: str) -> None:
    found = read("Code,Title\nL-1,Été à l’œuvre\n".encode(encoding)).sheet()
    assert found.rows == (Row(number=2, cells=("L-1", "Été à l’œuvre")),)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_and_quoted_lines_stay_one_cell(separator: str) -> None:
    found = read(f'Code{separator}"Title; or, name"\nL-1{separator}"two\nlines"\n'.encode()).sheet()
    assert found.head.cells == ("Code", "Title; or, name")
    assert found.rows[0].cells == ("L-1", "two\nlines")


def test_text_in_no_known_encoding_is_refused_with_a_way_out() -> None:
    assert "CSV UTF-8" in refusal(b"Code,Title\nL-1,\x81\x8d\x90\n")
    assert "CSV UTF-8" in refusal(b"Code,Title\n\0\0\0")
    assert "CSV UTF-8" in refusal("Code,Title\n".encode("utf-16-le"))


def test_formulas_are_told_at_their_cell_and_what_we_neutralised_comes_back() -> None:
    cells = read(b"Code,Title\n=1+1,'=not a formula\n").sheet().rows[0].cells
    assert isinstance(cells[0], Unreadable)
    assert "formula" in cells[0].message
    assert cells[1] == "=not a formula"


def test_what_is_exported_as_csv_and_as_xlsx_is_read_as_it_was() -> None:
    rows = [["Code", "Title", "Start date"], ["L-1", "=SUM(A1) – “é”", dt.date(2026, 1, 31)], ["L-2", "-5 %", 12.5]]
    as_csv = read(bytes(csv_answer("x.csv", rows).body)).sheet().rows
    assert [row.cells for row in as_csv] == [("L-1", "=SUM(A1) – “é”", "2026-01-31"), ("L-2", "-5 %", "12.5")]
    as_xlsx = read(workbook([Sheet(name="Licences", rows=rows)])).sheet()  # type: ignore[arg-type]
    assert as_xlsx.name == "Licences"
    assert [row.cells for row in as_xlsx.rows] == [tuple(rows[1]), tuple(rows[2])]


def test_a_title_above_the_headings_is_not_taken_for_the_head() -> None:
    found = read(b"Our licences,,\n\nCode,Title,\nL-1,One,\n").sheet()
    assert found.head == Row(number=3, cells=("Code", "Title", None))
    assert [row.number for row in found.rows] == [4]


def test_cells_of_every_kind_are_read() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    strings = f'<sst xmlns="{MAIN}"><si><t>shared</t></si><si><r><t>in </t></r><r><t>pieces</t></r></si></sst>'
    row = (
        '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>46023</v></c><c r="D2"><v>7</v></c>'
        '<c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#REF!</v></c><c r="G2"><f>A1</f><v>3</v></c>'
        '<c r="I2"><v>.5</v></c>'
    )
    found = read(package([sheet(row)], parts={"xl/styles.xml": styles, "xl/sharedStrings.xml": strings})).sheet()
    cells = found.rows[0].cells
    assert cells[:5] == ("shared", "in pieces", dt.date(2026, 1, 1), 7, True)
    assert [isinstance(cell, Unreadable) for cell in cells] == [False] * 5 + [True, True, False, False]
    assert cells[7:] == (None, 0.5)


def test_merged_cells_are_told_at_the_cell_that_shows_them() -> None:
    merged = sheet(text("A2", "L-1") + text("B2", "One"), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    cells = read(package([merged])).sheet().rows[0].cells
    assert isinstance(cells[0], Unreadable)
    assert "Unmerge" in cells[0].message
    assert cells[1] == "One"


def test_hidden_sheets_are_left_aside_and_a_sheet_that_is_not_there_is_named() -> None:
    book = read(package([sheet(text("A2", "x")), sheet(text("A2", "y"))], states=["hidden"]))
    assert [one.name for one in book.sheets] == ["B"]
    with pytest.raises(Invalid, match=r"no sheet “A”.*“B”"):
        book.sheet("A")


def test_empty_files_and_files_of_other_kinds_are_refused_plainly() -> None:
    assert "empty" in refusal(b"")
    assert "empty" in refusal(b" \n,,\n")
    assert "empty" in refusal(package([f'<worksheet xmlns="{MAIN}"/>']))
    assert "PDF" in refusal(b"%PDF-1.7")
    assert "without a password" in refusal(b"\xd0\xcf\x11\xe0" + bytes(600))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert "not an Excel workbook" in refusal(other.getvalue())


def test_damaged_workbooks_are_refused() -> None:
    whole = package([sheet(text("A2", "x"))])
    assert "damaged" in refusal(whole[:200])
    assert "damaged" in refusal(package(["<worksheet><sheetData>"]))
    assert "damaged" in refusal(package([sheet('<c r="A2" t="s"><v>99</v></c>')]))
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert "damaged" in refusal(package([entity]))


def test_a_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/_rels/workbook.xml.rels", '<R><Relationship Id="r" Target="s.xml"/></R>')
        packed.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>')
        with packed.open("xl/s.xml", "w") as part:
            part.write(b"<worksheet>")
            for _ in range(310):
                part.write(b" " * 1_048_576)
    assert len(bomb.getvalue()) < 1_000_000
    assert "unpacks to far more" in refusal(bomb.getvalue())


SHARED = "xl/sharedStrings.xml"
BOMBS: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "elements within each other without end": ("damaged", ["<a>" * 400_000], {}),
    "an element that never ends": ("damaged", ['<worksheet a="' + " " * 3_000_000], {}),
    "texts that nobody uses": ("unpacks to far more", [""], {SHARED: "<sst>" + "<si/>" * 1_500_001 + "</sst>"}),
    "styles without end": ("unpacks to far more", [""], {"xl/styles.xml": "<s><cellXfs>" + "<xf/>" * 2_000_000}),
    "one long text in many cells": (
        "too much text",
        ["<worksheet>" + "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 3000))],
        {SHARED: f"<sst><si><t>{'x' * 32_000}</t></si></sst>"},
    ),
    "cells of rows that never end": (
        "20,000 rows",
        ["<worksheet>" + "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(1, 20_003))],
        {},
    ),
    "cells far to the right": (
        "1,500,000 cells",
        ["<worksheet>" + "".join(f'<c r="SF{n}"><v>1</v></c>' for n in range(1, 3_100))],
        {},
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_small_files_that_would_fill_the_memory_are_refused_where_it_begins(name: str) -> None:
    reason, sheets, parts = BOMBS[name]
    content = package(sheets, parts=parts)
    tracemalloc.start()
    try:
        assert reason in refusal(content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60 * 1024 * 1024


def test_files_sheets_and_cells_have_a_size_they_may_have() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked = size
            return b"x" * size

    endless = Endless()
    with pytest.raises(Invalid, match="larger than 25 MB"):
        SpreadsheetReader().read("large.csv", endless)  # type: ignore[arg-type]
    assert endless.asked < 26 * 1024 * 1024
    assert "20,000 rows" in refusal(b"a,b\n" * 20_002)
    assert "500 columns" in refusal(b"a," * 501)
    long = read(b"Code,Title\nL-1," + b"x" * 40_000).sheet().rows[0].cells[1]
    assert isinstance(long, Unreadable)
    assert "Shorten" in long.message


def test_what_is_kept_until_it_is_confirmed_is_what_was_read() -> None:
    book = read(b"Code,Title\n=1,x\n")
    assert from_json(to_json(book)) == book
