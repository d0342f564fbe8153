"""Reading files of every kind: a reading or one clear sentence, and the service lives on."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from domain.errors import DocumentRejected, DocumentTooLarge, NotFound
from domain.page import PageSource
from storage.pdf.limits import Limits
from storage.pdf.reader import PdfReader
from tests.storage.pdf import hostile
from tests.storage.pdf.making import A4, CLAUSES, scanned, set_page, set_pages

STRICT = Limits(
    memory=300 * 1024 * 1024, cpu_seconds_per_page=2, stall_seconds=40, max_pages=500, max_glyphs=20_000, max_crashes=2
)
BOOK = [[f"Page {number} of the licence"] for number in range(1, 13)]


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes to a file of their own."""

    def keep(data: bytes) -> Path:
        path = tmp_path / "licence.pdf"
        path.write_bytes(data)
        return path

    return keep


Keep = Callable[[bytes], Path]


def test_it_reads_a_licence_page_by_page(keep: Keep) -> None:
    reader = PdfReader()
    path = keep(set_pages(BOOK))
    assert reader.inspect(path) == 12
    pages = list(reader.pages(path))
    assert [page.number for page in pages] == list(range(1, 13))
    assert " ".join(word.text for word in pages[4].words) == "Page 5 of the licence"


def test_it_goes_on_where_a_reading_was_cut_off(keep: Keep) -> None:
    assert [page.number for page in PdfReader().pages(keep(set_pages(BOOK)), first=11)] == [11, 12]


def test_pages_come_while_later_ones_are_still_to_be_read(keep: Keep) -> None:
    pages = PdfReader().pages(keep(set_pages(BOOK * 20)))
    assert next(pages).number == 1
    assert children(), "the reading process goes on while its first page is used"
    pages.close()  # type: ignore[attr-defined]
    assert not children(), "nobody wants the other pages, so nobody reads them"


def test_a_reading_in_one_go_says_what_was_read_and_by_what(keep: Keep) -> None:
    path = keep(set_page())
    reader = PdfReader()
    reading = reader.read(path)
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (reading.bytes, reading.pages, reading.ocr_pages) == (path.stat().st_size, 1, ())
    assert reading.reader == reader.name
    assert "pdfplumber 0.11" in reader.name
    assert any("sixty (60) days" in clause.text for clause in reading.analysis.clauses)
    assert reading.analysis == reader.analyse(reader.pages(path))


def test_a_reading_names_the_pages_that_were_pictures(keep: Keep) -> None:
    assert PdfReader().read(keep(scanned(set_page()))).ocr_pages == (1,)


def test_a_picture_shows_the_page_at_the_resolution_asked_for(keep: Keep) -> None:
    path = keep(set_page())
    small, large = (Image.open(io.BytesIO(PdfReader().picture(path, 1, dpi=dpi))) for dpi in (72, 144))
    assert small.format == "PNG"
    assert small.size == (pytest.approx(A4[0], abs=1), pytest.approx(A4[1], abs=1))
    assert large.size == (pytest.approx(2 * A4[0], abs=1), pytest.approx(2 * A4[1], abs=1))
    assert sum(small.histogram()[:100]) > 1000, "there is ink on it"


def test_a_picture_is_turned_as_the_page_was_to_be_read(keep: Keep) -> None:
    path = keep(scanned(set_page(), quarter_turns=1))
    page = next(PdfReader().pages(path))
    seen = Image.open(io.BytesIO(PdfReader().picture(path, 1, dpi=72, turned=page.turned)))
    assert seen.size == (pytest.approx(page.width, abs=2), pytest.approx(page.height, abs=2))
    word = page.words[1]
    around = seen.crop((int(word.x0), int(word.top), int(word.x1) + 1, int(word.bottom) + 1))
    assert sum(around.histogram()[:160]) > 60, "there is ink where the word is said to be"


def test_a_picture_of_a_page_that_is_not_there_is_not_found(keep: Keep) -> None:
    with pytest.raises(NotFound):
        PdfReader().picture(keep(set_page()), 2)


def test_a_locked_pdf_is_refused_and_one_that_opens_by_itself_is_read(keep: Keep) -> None:
    assert PdfReader().inspect(keep(set_page(password=""))) == 1
    page = next(PdfReader().pages(keep(set_page(password=""))))
    assert page.words[0].text == "1."
    with pytest.raises(DocumentRejected, match="locked with a password"):
        PdfReader().inspect(keep(set_page(password="secret")))


NOT_READ = {
    "nothing": (b"", "empty"),
    "text": (b"This is a licence.\n" * 100, "not a PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(5000), "not a PDF"),
    "half of a PDF": (set_pages(BOOK)[:4000], "cut off"),
    "a PDF without its last bytes": (set_pages(BOOK)[:-40], "cut off"),
    "an addition without its end": (set_page() + b"\n40 0 obj\n<< /Type /Page", "cut off"),
    "a PDF without pages": (
        hostile.pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]),
        "no pages",
    ),
    "a header and noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n", "damaged|no pages"),
    "too many pages": (hostile.many_pages(501), "501 pages, and at most 500"),
}


@pytest.mark.parametrize(("data", "sentence"), NOT_READ.values(), ids=NOT_READ)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, sentence: str, keep: Keep) -> None:
    path = keep(data)
    reader = PdfReader(STRICT)
    for task in (reader.inspect, reader.read, lambda file: list(reader.pages(file))):
        with pytest.raises(DocumentRejected, match=sentence) as refusal:
            task(path)
        assert refusal.value.message.endswith(".")


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DocumentRejected, match="cannot be opened"):
        PdfReader().inspect(tmp_path / "none.pdf")


def test_a_large_file_is_refused_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(DocumentTooLarge, match="500 MB, and at most 100 MB"):
        PdfReader().inspect(path)


SURVIVED = {
    "a form that draws itself": (hostile.a_form_that_draws_itself, ["still", "here"], ""),
    "a page larger than a house": (hostile.huge_page, ["small"], ""),
    "a page tree without end": (hostile.endless_page_tree, [], ""),
    "arrays in arrays": (lambda: hostile.nested_arrays(20_000), ["still", "here"], ""),
    "ten million letters": (hostile.millions_of_glyphs, [], "more characters than a page can show"),
    "forms within forms": (hostile.forms_within_forms, [], "more time or memory"),
    "a page that unpacks to more than fits": (lambda: hostile.unpacking_to(400), [], "more time or memory"),
}


@pytest.mark.parametrize(("make", "words", "warning"), SURVIVED.values(), ids=SURVIVED)
def test_a_hostile_page_costs_itself_alone(
    make: Callable[[], bytes], words: list[str], warning: str, keep: Keep
) -> None:
    pages = list(PdfReader(STRICT).pages(keep(make())))
    assert [page.number for page in pages] == [1]
    assert [word.text for word in pages[0].words] == words
    assert (warning in " ".join(pages[0].warnings)) if warning else not pages[0].warnings


def test_pages_after_one_that_ends_the_process_are_read(keep: Keep) -> None:
    reader = PdfReader(STRICT)
    path = keep(with_bad_pages(bad={2}, count=4))
    pages = list(reader.pages(path))
    assert [bool(page.words) for page in pages] == [True, False, True, True]
    assert pages[1].warnings == ("Page 2 was skipped: reading it takes more time or memory than a page needs.",)
    reading = reader.read(path)
    assert (reading.pages, reading.warnings) == (4, pages[1].warnings)


def test_a_page_without_a_size_does_not_spoil_the_others(keep: Keep) -> None:
    data = with_bad_pages(bad=set(), count=3)
    one = data.index(b"/MediaBox")
    pages = list(PdfReader(STRICT).pages(keep(data[:one] + b"/NoMatter" + data[one + 9 :])))
    assert [page.words[0].text for page in pages] == ["good", "good", "good"]
    assert {page.source for page in pages} == {PageSource.TEXT}


def test_a_page_whose_content_is_damaged_is_said_to_be(keep: Keep) -> None:
    pages = list(PdfReader(STRICT).pages(keep(hostile.one_page(("/Filter /ASCII85Decode", b"\xff\xfe not this~>")))))
    assert pages[0].words == ()
    assert pages[0].warnings == ("Page 1 could not be read; compare the clauses with the PDF itself.",)


def test_it_gives_up_after_several_pages_and_says_so_for_each(keep: Keep) -> None:
    pages = list(PdfReader(STRICT).pages(keep(with_bad_pages(bad={2, 3}, count=6))))
    assert [bool(page.words) for page in pages] == [True, False, False, False, False, False]
    assert ["not read, because" in page.warnings[0] for page in pages[3:]] == [True, True, True]


def test_a_file_of_which_nothing_can_be_read_is_refused(keep: Keep) -> None:
    with pytest.raises(DocumentRejected, match="more time or memory"):
        PdfReader(STRICT).read(keep(with_bad_pages(bad={1, 2, 3}, count=3)))


def test_the_process_sees_no_secret_of_the_service(monkeypatch: pytest.MonkeyPatch, keep: Keep) -> None:
    monkeypatch.setenv("LICENCE_DESK_SECRET", "do not tell")
    pages = PdfReader().pages(keep(set_pages(BOOK * 20)))
    next(pages)
    (child,) = children()
    assert b"do not tell" not in Path(f"/proc/{child}/environ").read_bytes()
    pages.close()  # type: ignore[attr-defined]


def with_bad_pages(*, bad: set[int], count: int) -> bytes:
    """Pages of text, of which some draw ten to the power of ten forms."""
    kids = " ".join(f"{10 + number} 0 R" for number in range(1, count + 1))
    objects: list[str | hostile.Stream] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        hostile.text("good page"),
        ("", b"/X Do"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *["null"] * 5,
    ]
    for number in range(1, count + 1):
        content = "4" if number in bad else "3"
        resources = f"<< /Font << /F1 5 0 R >> /XObject << /X {11 + count} 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R /Resources {resources} >>"
        objects.append(page)
    for level in range(10):
        head = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {12 + count + level} 0 R >> >>"
        )
        objects.append((head, b"/X Do " * 10))
    objects.append(("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 m 1 1 l S"))
    return hostile.pdf(objects)


def children() -> list[int]:
    """The reading processes of this test."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "storage.pdf.child" in line]


def test_pages_of_a_scan_and_of_text_in_one_file_are_each_read_their_way(tmp_path: Path) -> None:
    both = mixed(tmp_path)
    assert [page.source for page in PdfReader().pages(both)] == [PageSource.TEXT, PageSource.OCR]


def mixed(folder: Path) -> Path:
    """A page of text and the scan of another, bound together by pdfium."""
    bound = pypdfium2.PdfDocument.new()
    for data in (set_page(), scanned(set_page(CLAUSES[4:]))):
        bound.import_pages(pypdfium2.PdfDocument(data))
    path = folder / "mixed.pdf"
    bound.save(path)
    return path
