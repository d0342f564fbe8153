"""The PDFs of the demo library and the texts that they are made from."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from api.demo.make_pdfs import PDFS, SCANNED, TEXTS, make, make_all
from api.demo.markup import Kind, parse

SOURCES = sorted(TEXTS.glob("*.txt"))
DIGITAL = [path for path in SOURCES if path.stem not in SCANNED]


def words(pdf: Path) -> str:
    with pdfplumber.open(pdf) as document:
        return " ".join(w["text"] for page in document.pages for w in page.extract_words(use_text_flow=True))


def test_there_is_one_pdf_for_each_text_and_they_are_small_enough_to_ship() -> None:
    assert [path.stem for path in sorted(PDFS.glob("*.pdf"))] == [path.stem for path in SOURCES]
    assert sum(path.stat().st_size for path in PDFS.glob("*.pdf")) < 2_000_000


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_pdf_in_the_package_is_what_its_text_makes(source: Path) -> None:
    assert make(source) == (PDFS / f"{source.stem}.pdf").read_bytes(), "Run `python -m api.demo.make_pdfs`."


def test_making_them_all_into_another_folder_writes_the_same_files(tmp_path: Path) -> None:
    made = make_all(tmp_path / "new")
    assert [path.name for path in made] == [path.name for path in sorted(PDFS.glob("*.pdf"))]
    assert all(path.read_bytes() == (PDFS / path.name).read_bytes() for path in made)


@pytest.mark.parametrize("source", DIGITAL, ids=lambda path: path.stem)
def test_every_clause_can_be_read_in_the_pdf_with_its_number_before_it(source: Path) -> None:
    read = words(PDFS / f"{source.stem}.pdf")
    for block in parse(source.read_text(encoding="utf-8")).blocks:
        if block.kind is Kind.CLAUSE:
            beginning = " ".join(block.text.replace("**", "").split()[:4])
            assert f"{block.number} {beginning}" in read


@pytest.mark.parametrize("name", sorted(SCANNED))
def test_a_scan_has_pictures_of_its_pages_and_no_text(name: str) -> None:
    with pdfplumber.open(PDFS / f"{name}.pdf") as document:
        assert len(document.pages) >= 2
        assert [(len(page.chars), len(page.images)) for page in document.pages] == [(0, 1)] * len(document.pages)


@pytest.mark.parametrize("name", sorted(SCANNED))
def test_a_scan_shows_black_writing_on_white_paper_and_hangs_askew(name: str) -> None:
    with pypdfium2.PdfDocument(PDFS / f"{name}.pdf") as document:
        picture = document[1].render(scale=1, grayscale=True).to_pil().convert("L")
    assert 0.01 < sum(picture.histogram()[:128]) / (picture.width * picture.height) < 0.15
    # The rule under the page header runs from margin to margin: its ends stand at different heights.
    columns = [picture.crop((x, 40, x + 4, 75)).resize((1, 35)) for x in (76, picture.width - 80)]
    left, right = (list(column.tobytes()) for column in columns)
    assert left.index(min(left)) != right.index(min(right))


def test_the_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    read = words(PDFS / "pelham-2025.pdf")
    numbers = [f" {n} " for n in ("1.1", "2.1", "3.1", "3.6", "4.1", "4.9")]
    assert [read.index(n) for n in numbers] == sorted(read.index(n) for n in numbers)


def test_a_text_without_a_head_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="The head of the text"):
        parse("1.1 There is no head here.")
