"""Words that somebody points at on a page, as the exact words of the clauses that stand there."""

from __future__ import annotations

from domain.clause import Box, Clause, Fragment
from domain.page import Page, Word
from domain.pointing import placed_words, quotes_between

LINE, WIDTH = 14.0, 10.0


def word(text: str, column: int, line: int) -> Word:
    left, top = 72 + column * 50, 100 + line * LINE
    return Word(text=text, x0=left, top=top, x1=left + len(text) * 5, bottom=top + 10)


def clause(name: str, text: str, *lines: tuple[int, str]) -> Clause:
    """A clause whose text stands on these lines of page 1, piece by piece."""
    fragments, at = [], 0
    for line, piece in lines:
        start = text.index(piece, at)
        at = start + len(piece)
        top = 100 + line * LINE
        fragments.append(Fragment(start=start, end=at, box=Box(page=1, x0=72, top=top, x1=540, bottom=top + 10)))
    return Clause(
        id=name, number=None, heading=None, text=text, page_start=1, page_end=1,
        boxes=tuple(f.box for f in fragments), parent=None, fragments=tuple(fragments),
    )  # fmt: skip


def page(*lines: str) -> Page:
    words = [word(text, column, at) for at, line in enumerate(lines) for column, text in enumerate(line.split())]
    return Page(number=1, width=612, height=792, words=tuple(words))


SHARING = clause(
    "c1",
    "Copies may be sent by electronic transmission only.",
    (1, "Copies may be sent by elec"),
    (2, "tronic transmission only."),
)
SALE = clause("c2", "No sale is permitted.", (3, "No sale is permitted."))
SHEET = page("RUNNING HEAD", "Copies may be sent by elec-", "tronic transmission only.", "No sale is permitted.", "12")


def test_only_words_of_clauses_can_be_pointed_at_in_the_order_of_the_text() -> None:
    placed = placed_words(SHEET, (SHARING, SALE))

    assert [one.clause.text[one.start : one.end] for one in placed] == [
        *("Copies", "may", "be", "sent", "by", "elec", "tronic", "transmission", "only."),
        *("No", "sale", "is", "permitted."),
    ]


def test_the_quote_is_exactly_what_the_clause_says_and_a_parted_word_is_quoted_whole() -> None:
    placed = placed_words(SHEET, (SHARING, SALE))

    assert quotes_between(placed, 1, 4) == ((SHARING, "may be sent by"),)
    assert quotes_between(placed, 6, 7) == ((SHARING, "electronic transmission"),)
    assert quotes_between(placed, 7, 6) == quotes_between(placed, 6, 7)


def test_a_stroke_over_two_clauses_quotes_each_by_itself() -> None:
    placed = placed_words(SHEET, (SHARING, SALE))

    assert quotes_between(placed, 8, 10) == ((SHARING, "only."), (SALE, "No sale"))


def test_words_that_the_text_has_otherwise_do_not_shift_the_rest() -> None:
    blurred = page(
        "RUNNING HEAD", "Copies rnay be sent by | elec-", "tronic transmission only.", "No sale is permitted."
    )

    placed = placed_words(blurred, (SHARING, SALE))

    sent = next(at for at, one in enumerate(placed) if one.word.text == "sent")
    assert quotes_between(placed, sent, sent + 1) == ((SHARING, "sent by"),)


def test_nothing_is_quoted_where_nothing_was_pointed_at() -> None:
    placed = placed_words(SHEET, (SHARING, SALE))

    assert quotes_between(placed, 400, 500) == ()
    assert quotes_between((), 0, 0) == ()
