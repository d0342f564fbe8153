"""The words of a page: right letters in the right place, whatever way the file sets them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from domain.page import Page, PageSource, Word
from storage.pdf.document import Document
from storage.pdf.limits import Limits
from tests.storage.pdf import hostile
from tests.storage.pdf.making import A4, CLAUSES, set_page, set_pages


def read(pdf: bytes, folder: Path, number: int = 1) -> Page:
    path = folder / "licence.pdf"
    path.write_bytes(pdf)
    with Document(path, Limits()) as document:
        return document.page(number)


def drawn(draw: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    draw(canvas)  # type: ignore[operator]
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_it_reads_every_word_line_by_line(tmp_path: Path) -> None:
    page = read(set_page(), tmp_path)
    assert texts(page) == " ".join(CLAUSES).split()
    assert page.source is PageSource.TEXT
    assert (page.width, page.height, page.turned, page.warnings) == (*A4, 0.0, ())


def test_a_word_has_its_box_font_and_size(tmp_path: Path) -> None:
    word = read(set_page(["Licence"], font="Helvetica-BoldOblique", size=20), tmp_path).words[0]
    assert (word.font, word.size, word.bold, word.italic) == ("Helvetica-BoldOblique", 20, True, True)
    assert word.x0 == pytest.approx(72, abs=0.1)
    assert word.x1 == pytest.approx(72 + 7.2 * 10, abs=3)
    assert word.bottom - word.top == pytest.approx(20, abs=0.1)
    assert word.top < 90 < word.bottom, "the box holds the line the letters stand on"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_whose_text_is_not_upright_is_turned(turned: int, tmp_path: Path) -> None:
    lines = b"".join(b"(%b) Tj T* " % line.replace("(", "<").replace(")", ">").encode() for line in CLAUSES)
    content = ("", b"BT /F1 11 Tf 16 TL 72 700 Td " + lines + b"ET")
    level = read(hostile.one_page(content), tmp_path)
    page = read(hostile.one_page(content, entries=f"/Rotate {turned}"), tmp_path)
    assert page.turned == turned, "the entry turns it clockwise, so it is turned back as far"
    assert (page.source, page.width, page.height) == (PageSource.TEXT, level.width, level.height)
    assert texts(page) == texts(level)
    assert [(word.x0, word.bottom) for word in page.words] == [
        (pytest.approx(word.x0, abs=0.1), pytest.approx(word.bottom, abs=0.1)) for word in level.words
    ]


def test_a_page_set_sideways_and_stored_turned_is_read_as_it_is_shown(tmp_path: Path) -> None:
    content = ("", b"BT /F1 12 Tf 0 1 -1 0 72 100 Tm (Schedule of titles) Tj ET")
    page = read(hostile.one_page(content, entries="/Rotate 90"), tmp_path)
    assert texts(page) == ["Schedule", "of", "titles"]
    assert (page.width, page.height, page.turned) == (792, 612, 0.0)
    assert page.words[0].x0 == pytest.approx(100, abs=0.1)
    assert page.words[0].top < 72 < page.words[0].bottom


def test_a_note_up_the_margin_keeps_its_letters_in_order_and_its_place(tmp_path: Path) -> None:
    def noted(canvas: Canvas) -> None:
        for number, line in enumerate(CLAUSES):
            canvas.drawString(72, 700 - 15 * number, line)
        canvas.rotate(90)
        canvas.drawString(300, -20, "Downloaded copy")

    page = read(drawn(noted), tmp_path)
    assert texts(page) == [*" ".join(CLAUSES).split(), "Downloaded", "copy"]
    word = page.words[-1]
    assert word.x0 < 20 < word.x1 < 30
    assert word.bottom - word.top > word.x1 - word.x0


def test_a_watermark_across_the_page_is_left_out(tmp_path: Path) -> None:
    def marked(canvas: Canvas) -> None:
        for number, line in enumerate(CLAUSES):
            canvas.drawString(72, 700 - 15 * number, line)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(300, 100, "SPECIMEN")

    assert texts(read(drawn(marked), tmp_path)) == " ".join(CLAUSES).split()


def test_it_measures_from_the_corner_of_what_is_shown(tmp_path: Path) -> None:
    def crop(canvas: Canvas) -> None:
        canvas.setCropBox((50, 100, 550, 800))
        canvas.drawString(72, 700, "shown")
        canvas.drawString(5, 700, "cut")

    page = read(drawn(crop), tmp_path)
    assert (page.width, page.height) == (500, 700)
    assert texts(page) == ["shown"]
    assert page.words[0].x0 == pytest.approx(22, abs=0.1)
    assert page.words[0].bottom == pytest.approx(100, abs=4)


def test_it_measures_from_the_corner_of_the_page_wherever_its_origin_is(tmp_path: Path) -> None:
    page = read(hostile.one_page(hostile.text("here"), media_box="-100 100 512 892"), tmp_path)
    assert (page.width, page.height) == (612, 792)
    assert page.words[0].x0 == pytest.approx(172, abs=0.1)
    assert page.words[0].bottom == pytest.approx(892 - 720, abs=4)


def test_words_set_without_space_characters_come_apart(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 72 700 Td [(shall) -220 (not) -220 (be) -220 (used)] TJ ET"
    assert texts(read(hostile.one_page(("", content)), tmp_path)) == ["shall", "not", "be", "used"]


def test_letters_set_apart_and_moved_letter_by_letter_stay_a_word(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 0.5 Tc 72 700 Td [(L) 20 (ic) -30 (e) 15 (nce)] TJ ET"
    assert texts(read(hostile.one_page(("", content)), tmp_path)) == ["Licence"]


def test_a_footnote_mark_stands_apart_from_its_word(tmp_path: Path) -> None:
    raised = b"/F1 7 Tf 5 Ts (%b) Tj 0 Ts /F1 12 Tf "
    content = b"BT /F1 12 Tf 72 700 Td (Users) Tj " + raised % b"12" + b"( on the 1) Tj " + raised % b"st" + b"ET"
    assert texts(read(hostile.one_page(("", content)), tmp_path)) == ["Users", "12", "on", "the", "1st"]


def test_letters_printed_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 72 700 Td (Illegal all.) Tj 0.4 0 Td (Illegal all.) Tj ET"
    page = read(hostile.one_page(("", content)), tmp_path)
    assert texts(page) == ["Illegal", "all."]
    assert all(word.bold for word in page.words)


def test_ligatures_become_their_letters(tmp_path: Path) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /StandardEncoding >>"
    content = ("", rb"BT /F2 12 Tf 72 700 Td (of\256ce \257ow) Tj ET")
    assert texts(read(hostile.one_page(content, font, fonts="/F2 6 0 R"), tmp_path)) == ["office", "flow"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("00AD", ["walk-in"]),  # a soft hyphen that is printed
        ("2011", ["walk-in"]),
        ("2019", ["walk’in"]),
        ("00A0", ["walk", "in"]),
        ("200B", ["walkin"]),
        ("0007", ["walkin"]),
        ("FB03", ["walkffiin"]),
        ("F0B7", ["walk•in"]),
        ("00650301", ["walkéin"]),
    ],
)
def test_odd_characters_become_those_that_people_write(code: str, expected: list[str], tmp_path: Path) -> None:
    content = ("", b"BT /F2 12 Tf 72 700 Td (walk#in) Tj ET")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>"
    letters = "".join(f"<{ord(letter):02X}> <{ord(letter):04X}>\n" for letter in "walkin") + f"<23> <{code}>\n"
    table = f"1 begincodespacerange <00> <FF> endcodespacerange\n7 beginbfchar\n{letters}endbfchar\n"
    pdf = hostile.one_page(content, font, ("", table.encode()), fonts="/F2 6 0 R")
    assert texts(read(pdf, tmp_path)) == expected


def test_what_was_typed_into_a_form_is_read_at_its_place(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Licensee:")
        fields = canvas.acroForm
        fields.textfield(name="who", value="University of Somewhere", x=150, y=690, width=250, height=20)
        fields.textfield(name="empty", value="", x=150, y=650, width=250, height=20)
        fields.checkbox(name="yes", checked=True, x=72, y=600)
        fields.checkbox(name="no", checked=False, x=72, y=570)

    page = read(drawn(form), tmp_path)
    assert texts(page) == ["Licensee:", "University", "of", "Somewhere", "☒", "☐"]
    first = page.words[1]
    assert 150 <= first.x0 < first.x1 <= 400
    assert A4[1] - 710 <= first.top < first.bottom <= A4[1] - 690


def test_a_form_value_that_the_page_shows_already_is_read_once(tmp_path: Path) -> None:
    def flattened(canvas: Canvas) -> None:
        canvas.drawString(152, 696, "Somewhere")
        canvas.acroForm.textfield(name="who", value="Somewhere", x=150, y=690, width=250, height=20)

    assert texts(read(drawn(flattened), tmp_path)) == ["Somewhere"]


def test_text_that_cannot_be_seen_but_searched_counts(tmp_path: Path) -> None:
    def hidden(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        canvas.drawString(72, 700, "found", mode=3)

    assert texts(read(drawn(hidden), tmp_path)) == ["found"]


def test_an_empty_page_is_empty_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    page = read(set_pages([["one"], [], ["three"]]), tmp_path, number=2)
    assert page == Page(number=2, width=A4[0], height=A4[1], words=())


def test_words_keep_to_their_columns(tmp_path: Path) -> None:
    def columns(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "left side")
        canvas.drawString(320, 701, "right side")

    found: dict[str, Word] = {word.text: word for word in read(drawn(columns), tmp_path).words}
    assert set(found) == {"left", "side", "right"} or len(found) == 3
    assert found["right"].x0 > 300 > found["left"].x1
