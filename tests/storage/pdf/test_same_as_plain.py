"""The faster core yields what pdfplumber yields alone: the same words at the same places, the same tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
import playa
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from storage.pdf.glyphs import fill
from storage.pdf.words import WORD_SETTINGS
from tests.material import CONTRACTS, licence_pdfs, material
from tests.storage.pdf import hostile
from tests.storage.pdf.making import set_page

SETTINGS = WORD_SETTINGS | {"return_chars": False}


@contextmanager
def both_ways(path: Path) -> Iterator[list[tuple[Any, Any]]]:
    """Each page as pdfplumber reads it, and as it is filled by the faster core."""
    with pdfplumber.open(path) as plain, pdfplumber.open(path) as filled, playa.open(path) as source:
        for page, fast in zip(filled.pages, source.pages, strict=True):
            fill(page, fast, max_glyphs=10**6, paths=True)
        yield list(zip(plain.pages, filled.pages, strict=True))


def places(page: Any) -> list[tuple[str, float, float, float, float]]:
    """Words by text and place: two columns whose lines lie exactly the tolerance apart come in either order."""
    words = page.extract_words(**SETTINGS)
    return sorted((word["text"], word["x0"], word["top"], word["x1"], word["bottom"]) for word in words)


def assert_same(path: Path) -> None:
    with both_ways(path) as pages:
        for plain, filled in pages:
            expected, found = places(plain), places(filled)
            assert [word[0] for word in found] == [word[0] for word in expected]
            for one, other in zip(found, expected, strict=True):
                assert one[1:] == pytest.approx(other[1:], abs=0.02)
            assert filled.extract_tables() == plain.extract_tables()


@material
@pytest.mark.parametrize("pdf", licence_pdfs(), ids=lambda path: path.name)
def test_real_licences_have_the_same_words_and_tables(pdf: Path) -> None:
    assert_same(pdf)


@material
@pytest.mark.parametrize("pdf", sorted(CONTRACTS.glob("pdf/*.pdf"))[:3], ids=lambda path: path.name[:24])
def test_contracts_filed_as_web_pages_have_the_same_words_and_tables(pdf: Path) -> None:
    assert_same(pdf)


STRINGS = {
    "spaced": b"BT /F1 11 Tf 1 Tc 5 Tw 120 Tz 72 700 Td (set wide) Tj 0 -20 Td [(a) -300 (b) 120.5 (c)] TJ ET",
    "raised": b"BT /F1 11 Tf 72 700 Td (Users) Tj 4 Ts /F1 7 Tf (1) Tj ET",
    "scaled": b"q 2 0 0 2 10 10 cm BT /F1 6 Tf 1.5 0 0 1 30 300 Tm (scaled) Tj 0 -2 Td (again) ' ET Q",
    "turned": b"BT /F1 11 Tf 0 1 -1 0 72 300 Tm (runs up) Tj ET BT /F1 11 Tf 72 200 Td (level) Tj ET",
    "slanted": b"BT /F1 11 Tf 0.7 0.7 -0.7 0.7 72 300 Tm (across) Tj ET",
    "next line": b'BT /F1 11 Tf 14 TL 72 700 Td (one) Tj T* (two) Tj 3 1 (three) " ET',
    "mirrored": b"BT /F1 11 Tf -1 0 0 1 300 300 Tm (mirror) Tj ET",
}


@pytest.mark.parametrize("content", STRINGS.values(), ids=STRINGS)
def test_strings_set_in_any_way_have_the_same_places(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "strings.pdf"
    path.write_bytes(hostile.one_page(("", content), media_box="-20 10 592 802"))
    assert_same(path)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_stored_turned_have_the_same_places(turned: int, tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(hostile.one_page(hostile.text("some words here"), entries=f"/Rotate {turned}"))
    assert_same(path)


@pytest.mark.parametrize("font", ["Times-Roman", "Times-BoldItalic", "Helvetica", "Helvetica-Oblique"])
def test_fonts_that_every_viewer_has_give_the_same_places(font: str, tmp_path: Path) -> None:
    path = tmp_path / "font.pdf"
    path.write_bytes(set_page(font=font))
    assert_same(path)


def test_a_ruled_table_is_the_same_table(tmp_path: Path) -> None:
    rows = [["Title", "ISSN", "Price"], ["Journal of Tests", "1234-5679", "120.00"], ["Annals", "2345-678X", "95.50"]]
    data = io.BytesIO()
    SimpleDocTemplate(data, pagesize=A4).build(
        [Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))]
    )
    path = tmp_path / "table.pdf"
    path.write_bytes(data.getvalue())
    assert_same(path)
    with both_ways(path) as pages:
        assert pages[0][1].extract_tables() == [rows]
