"""The words of a page laid over its picture, to be pointed at with the mouse or the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from domain.usecases.pointing import PointablePage, Stroke
from web.contexts.pane import Rectangle

POINT = "point:"
_PARTS = 4


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word and where it stands, in the page's own points. `begins` is true for the first word of a clause."""

    text: str
    box: Rectangle
    begins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """Context of review/words.html. `start` is the word to begin at: the first of the clause in question."""

    width: float
    height: float
    number: int
    action: str
    start: int
    boxes: tuple[WordBox, ...]


def words_page(found: PointablePage, clause: str | None) -> WordsPage:
    """The words of a page; `clause` is the one in question."""
    words = found.words
    start = next((at for at, one in enumerate(words) if one.clause.id == clause), 0)
    return WordsPage(
        width=found.page.width,
        height=found.page.height,
        number=found.page.number,
        action=f"{POINT}{found.reading_id}:{found.page.number}",
        start=start,
        boxes=tuple(
            WordBox(
                text=one.clause.text[one.start : one.end],
                box=Rectangle(
                    x=round(one.word.x0 - 1, 1),
                    y=round(one.word.top - 1, 1),
                    width=round(one.word.x1 - one.word.x0 + 2, 1),
                    height=round(one.word.bottom - one.word.top + 2, 1),
                ),
                begins=at == 0 or words[at - 1].clause.id != one.clause.id,
            )
            for at, one in enumerate(words)
        ),
    )


def stroke_of(asked: str) -> Stroke | None:
    """What a button sent, such as `point:READING:4:17:23`; None for anything else."""
    parts = asked.removeprefix(POINT).split(":")
    if len(parts) != _PARTS or not all(part.isascii() and part.isdecimal() and len(part) < 7 for part in parts[1:]):
        return None
    page, first, last = map(int, parts[1:])
    return Stroke(reading=parts[0], page=page, first=first, last=last)
