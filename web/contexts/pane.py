"""A page of a document as a picture with marks, or as text: beside the review's queue, and in the viewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.clause import Box
from domain.page_search import boxes_of_words
from domain.readings import StoredClause
from domain.usecases.reviewing import Shown
from domain.version import Document
from web.translation import Translator

LETTER = (612.0, 792.0)
"""The size of a page that has not been read, in points."""
ZOOMS = (75, 100, 150, 200)
TAG_WIDTH, TAG_HEIGHT = 26.0, 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another page, clause or way of looking: `href` is the whole page, `hx` the pane for htmx."""

    href: str
    hx: str


class Links(Protocol):
    """Makes links that keep everything but what is named."""

    def __call__(
        self,
        *,
        document: str | None = None,
        page: int | None = None,
        clause: str | None = None,
        as_text: bool | None = None,
        zoom: int | None = None,
    ) -> Link: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A box in the page's own points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A clause marked on the picture: `state` is active, todo or done, `tag` the number beside it (none: no tag)."""

    href: str | None
    label: str
    state: str
    boxes: tuple[Rectangle, ...]
    tag: str
    tag_x: float
    tag_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A clause of the page as text; `quotes` are its words that decide, `here` is true for the clause in question.

    A clause that is nothing but its heading has no text beside it.
    """

    number: str | None
    heading: str | None
    text: str
    quotes: tuple[str, ...]
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """A page in the strip; `count` terms on it are to be reviewed."""

    number: int
    link: Link
    src: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """A document to choose."""

    id: str
    label: str
    link: Link
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """One page. `found` are words that were searched, `words` those that decide the open term; from `point_href` come
    those that can be pointed at."""

    document_id: str
    name: str
    file_href: str
    documents: tuple[DocumentChoice, ...]
    number: int
    pages: int
    previous: Link | None
    following: Link | None
    thumbs: tuple[Thumb, ...]
    src: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    words: tuple[Rectangle, ...]
    found: tuple[Rectangle, ...]
    passages: tuple[Passage, ...]
    as_text: bool
    search: str
    zoom: int
    smaller: Link | None
    larger: Link | None
    image: Link
    text: Link
    waiting: str | None
    is_picture_only: bool
    point_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is looked at."""

    as_text: bool = False
    zoom: int = 100
    words: str = ""


def pane_of(
    t: Translator,
    shown: Shown,
    documents: Sequence[Document],
    look: Look,
    links: Links,
    *,
    marks: Callable[[Shown], Iterable[Mark]],
    counts: Mapping[int, int] | None = None,
    quotes: Sequence[str] = (),
) -> Pane:
    """The pane for a page; `marks` makes those of the picture, `counts` are the terms to review on each page."""
    document, number, page = shown.document, shown.number, shown.page
    width, height = (page.width, page.height) if page else LETTER
    base = f"/documents/{document.id}"
    zoom = look.zoom if look.zoom in ZOOMS else 100
    at = ZOOMS.index(zoom)
    return Pane(
        document_id=document.id,
        name=document.filename,
        file_href=f"{base}/file",
        documents=_choices(documents, document, links),
        number=number,
        pages=shown.pages,
        previous=links(document=document.id, page=number - 1) if number > 1 else None,
        following=links(document=document.id, page=number + 1) if number < shown.pages else None,
        thumbs=tuple(_thumbs(shown, links, counts or {})),
        src=f"{base}/pages/{number}.png",
        width=width,
        height=height,
        marks=tuple(marks(shown)) if page and not look.as_text else (),
        words=rectangles(shown.boxes),
        found=rectangles(boxes_of_words(page, look.words)) if page and look.words else (),
        passages=tuple(_passage(one, shown, quotes) for one in shown.clauses) if look.as_text else (),
        as_text=look.as_text,
        search=look.words,
        zoom=zoom,
        smaller=links(document=document.id, page=number, zoom=ZOOMS[at - 1]) if at else None,
        larger=links(document=document.id, page=number, zoom=ZOOMS[at + 1]) if at + 1 < len(ZOOMS) else None,
        image=links(document=document.id, page=number, as_text=False),
        text=links(document=document.id, page=number, as_text=True),
        waiting=_waiting(t, shown),
        is_picture_only=bool(page and not page.words),
    )


def _choices(documents: Sequence[Document], shown: Document, links: Links) -> tuple[DocumentChoice, ...]:
    return tuple(
        DocumentChoice(id=one.id, label=one.filename, link=links(document=one.id), here=one.id == shown.id)
        for one in documents
    )


def _thumbs(shown: Shown, links: Links, counts: Mapping[int, int]) -> Iterator[Thumb]:
    document = shown.document.id
    for number in range(1, shown.pages + 1):
        yield Thumb(
            number=number,
            link=links(document=document, page=number),
            src=f"/documents/{document}/pages/{number}.png?small",
            count=counts.get(number, 0),
            here=number == shown.number,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWords:
    """What a mark says, and where it leads."""

    label: str
    state: str
    tag: str = ""
    href: str | None = None


def mark_of(stored: StoredClause, number: int, words: MarkWords) -> Mark | None:
    """The mark of a clause on page `number`; None where it does not stand there."""
    boxes = rectangles(box for box in stored.clause.boxes if box.page == number)
    if not boxes:
        return None
    first = boxes[0]
    return Mark(
        href=words.href,
        label=words.label,
        state=words.state,
        boxes=boxes,
        tag=words.tag,
        tag_x=round(max(2.0, first.x - TAG_WIDTH - 10), 2),
        tag_y=round(first.y + 2, 2),
    )


def rectangles(boxes: Iterable[Box]) -> tuple[Rectangle, ...]:
    """Boxes with a little air around the letters."""
    return tuple(
        Rectangle(
            x=round(box.x0 - 3, 2),
            y=round(box.top - 2, 2),
            width=round(box.x1 - box.x0 + 6, 2),
            height=round(box.bottom - box.top + 4, 2),
        )
        for box in boxes
    )


def _passage(stored: StoredClause, shown: Shown, quotes: Sequence[str]) -> Passage:
    clause = stored.clause
    return Passage(
        number=clause.number,
        heading=clause.heading,
        text="" if clause.text == clause.heading else clause.text,
        quotes=tuple(quote for quote in quotes if quote in clause.text),
        here=shown.clause is not None and shown.clause.clause.id == clause.id,
    )


def _waiting(t: Translator, shown: Shown) -> str | None:
    """Why nothing is marked on the page, where that is not its own doing."""
    if shown.page is not None:
        return None
    if shown.reading is not None and shown.reading.error:
        return t(shown.reading.error)
    return t("This page has not been read yet, so nothing is marked on it.")
