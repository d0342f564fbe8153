"""Pages that are pictures: read as well as they can be seen, with words where they stand."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from domain.page import Page, PageSource, Word
from storage.pdf import tesseract
from storage.pdf.document import Document
from storage.pdf.limits import Limits
from tests.material import licence_pdfs, licence_text, material
from tests.storage.pdf import hostile
from tests.storage.pdf.making import CLAUSES, picture, pictured, scanned, set_page

EXPECTED = " ".join(CLAUSES)


def read(pdf: bytes, folder: Path) -> Page:
    path = folder / "scan.pdf"
    path.write_bytes(pdf)
    with Document(path, Limits()) as document:
        return document.page(1)


def text(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def wrong_letters(page: Page, expected: str = EXPECTED) -> float:
    return Levenshtein.distance(text(page), expected) / len(expected)


def test_a_scan_is_read_with_boxes_like_those_of_set_text(tmp_path: Path) -> None:
    page, level = read(scanned(set_page()), tmp_path), read(set_page(), tmp_path)
    assert page.source is PageSource.OCR
    assert wrong_letters(page) < 0.01
    assert (page.width, page.height) == (pytest.approx(level.width, abs=1), pytest.approx(level.height, abs=1))
    places = {word.text: word for word in level.words if Counter(text(level).split())[word.text] == 1}
    found = [(word, places[word.text]) for word in page.words if word.text in places]
    assert len(found) > 30
    assert sum(is_near(word, original) for word, original in found) >= 0.95 * len(found)
    for word, original in found:
        assert word.size == pytest.approx(original.size, rel=0.1)
        assert 0.3 < word.confidence <= 1


def is_near(word: Word, original: Word) -> bool:
    """Whether two boxes agree within the letter that ink and advance may differ by."""
    return all(
        abs(one - other) < 4
        for one, other in (
            (word.x0, original.x0),
            (word.x1, original.x1),
            (word.top, original.top),
            (word.bottom, original.bottom),
        )
    )


@pytest.mark.parametrize("askew", [-2.5, -0.6, 0.6, 3.0])
def test_a_scan_that_lies_askew_is_straightened(askew: float, tmp_path: Path) -> None:
    page = read(scanned(set_page(), askew=askew, specks=2500), tmp_path)
    assert wrong_letters(page) < 0.02
    assert page.turned == pytest.approx(-askew, abs=0.15)
    first_line = [word.top for word in page.words[2:14]]
    assert max(first_line) - min(first_line) < 1, "words of a line stand level"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_scan_that_lies_on_its_side_or_head_is_turned(quarters: int, tmp_path: Path) -> None:
    page = read(scanned(set_page(), quarter_turns=quarters), tmp_path)
    assert wrong_letters(page) < 0.02
    assert page.turned == pytest.approx(360 - 90 * quarters, abs=0.2)
    assert page.height > page.width


def test_a_stamp_set_over_a_scan_does_not_hide_it(tmp_path: Path) -> None:
    page = read(scanned(set_page(), stamp="Envelope ID: 7C1F-22AB-9D03"), tmp_path)
    assert page.source is PageSource.OCR
    assert wrong_letters(page) < 0.1


@pytest.mark.parametrize("turned", [0, 90])
def test_letters_without_a_unicode_table_are_read_from_their_picture(turned: int, tmp_path: Path) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>"
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <21> <7E> <E021> endbfrange"
    lines = b"".join(b"(%b) Tj T* " % line.replace("(60)", "").encode() for line in CLAUSES)
    content = ("", b"BT /F2 11 Tf 16 TL 72 700 Td " + lines + b"ET")
    pdf = hostile.one_page(content, font, ("", table), fonts="/F2 6 0 R", entries=f"/Rotate {turned}")
    page = read(pdf, tmp_path)
    assert page.source is PageSource.OCR
    assert wrong_letters(page, EXPECTED.replace("(60) ", "")) < 0.02
    assert (page.width, page.height) == (pytest.approx(612, abs=1), pytest.approx(792, abs=1))
    assert page.words[0].x0 == pytest.approx(72, abs=3)


def test_bold_words_of_a_scan_are_told_from_others(tmp_path: Path) -> None:
    seen = picture(set_page(CLAUSES[1:]))
    heading = picture(set_page(["", "", "", "", "", "", "", "", "", "", "", "4. GOVERNING LAW"], font="Times-Bold"))
    page = read(
        pictured(Image.composite(seen, heading, heading.point(lambda value: 255 if value > 200 else 0))), tmp_path
    )
    bold = [word.text for word in page.words if word.bold]
    assert bold == ["4.", "GOVERNING", "LAW"]


def test_rules_around_text_are_not_read_as_letters(tmp_path: Path) -> None:
    seen = picture(set_page(["Title        ISSN", "Journal of Tests        1234-5679"]))
    draw = ImageDraw.Draw(seen)
    for x in (170, 600):
        draw.line((x, 220, x, 330), fill=0, width=3)
    for y in (220, 275, 330):
        draw.line((170, y, 600, y), fill=0, width=3)
    page = read(pictured(seen), tmp_path)
    assert not any(mark in text(page) for mark in "|_¦")
    assert "Journal" in text(page)


def test_a_stamp_does_not_swallow_the_lines_beside_it(tmp_path: Path) -> None:
    seen = picture(set_page(["", "", *CLAUSES]))
    draw = ImageDraw.Draw(seen)
    for inset in range(6):
        draw.polygon([(900 + inset, 160), (1560, 90 + inset), (1570 - inset, 240), (910, 310 - inset)], outline=60)
    draw.text((960, 190), "RECEIVED", fill=60, font_size=56)
    assert EXPECTED in text(read(pictured(seen), tmp_path))


def test_an_empty_sheet_that_went_through_the_scanner_is_empty(tmp_path: Path) -> None:
    page = read(scanned(set_page([]), specks=40), tmp_path)
    assert (page.words, page.warnings) == ((), ())


def test_a_scan_too_poor_to_read_is_said_to_be_one(tmp_path: Path) -> None:
    seen = picture(set_page(), dpi=26).resize((1654, 2339), Image.Resampling.NEAREST)
    page = read(pictured(seen), tmp_path)
    assert page.words == () or any("poor scan" in warning for warning in page.warnings)


@pytest.fixture
def without_the_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which neither the OCR library nor the program is installed."""
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    monkeypatch.setenv("PATH", "")
    tesseract.recogniser.cache_clear()
    yield
    tesseract.recogniser.cache_clear()


@pytest.mark.usefixtures("without_the_library")
def test_without_tesseract_a_scan_says_that_it_was_not_read(tmp_path: Path) -> None:
    page = read(scanned(set_page()), tmp_path)
    assert page.words == ()
    assert "Tesseract" in page.warnings[0]
    assert read(set_page(), tmp_path).warnings == ()


@material
@pytest.mark.parametrize("pdf", licence_pdfs(scans=True), ids=lambda path: path.name)
def test_real_scans_are_read_almost_without_mistake(pdf: Path) -> None:
    """The first page of each: nearly every word of it is in the true text."""
    with Document(pdf, Limits()) as document:
        page = document.page(1)
    known = Counter(_plain(licence_text(pdf)).split())
    read_words = _plain(text(page)).split()
    assert page.source is PageSource.OCR
    assert len(read_words) > 250
    assert sum(word in known for word in read_words) / len(read_words) > 0.95
    assert statistics.fmean(word.confidence for word in page.words) > 0.9


def _plain(words: str) -> str:
    return words.translate({ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"})
