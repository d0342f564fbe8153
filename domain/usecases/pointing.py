"""Pointing at words on the picture of a page, to decide on them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.decision import EvidenceClaim
from domain.errors import Invalid, NotFound
from domain.page import Page
from domain.pointing import PlacedWord, placed_words, quotes_between
from domain.ports import Services, UnitOfWork
from domain.readings import Reading, ReadingState
from domain.usecases.looking_up import newest_done

MOST_CLAUSES = 8
"""Clauses that somebody may point at with one stroke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """What somebody pointed at: the words from `first` to `last` of a page, as PointablePage of the reading counts."""

    reading: str
    page: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PointablePage:
    """A page of a reading and its words, each of which is known by its place in `words`."""

    reading_id: str
    document_id: str
    page: Page
    words: tuple[PlacedWord, ...]


def words_of_page(s: Services, version_id: str, document_id: str, number: int) -> PointablePage:
    """The words of a page of a document of this version, in the newest reading that is done; raises NotFound."""
    with s.reading_only() as uow:
        reading = newest_done(uow, document_id)
        if reading is None:
            raise NotFound("This document has not been read yet, so there are no words to point at.")
        return _pointable(uow, version_id, reading, number)


def words_pointed_at(s: Services, version_id: str, stroke: Stroke) -> tuple[EvidenceClaim, ...]:
    """The words of a stroke as evidence to decide on: one claim for each clause.

    Raises NotFound (no such reading or page in this version), Invalid (no such words, or far too many clauses).
    """
    with s.reading_only() as uow:
        reading = uow.readings.get(stroke.reading)
        if reading.state is not ReadingState.DONE:
            raise NotFound("This reading is not done, so there are no words to point at.")
        there = _pointable(uow, version_id, reading, stroke.page)
    quotes = quotes_between(there.words, stroke.first, stroke.last)
    if not quotes:
        raise Invalid.field("evidence", "Point at words on the page: nothing of a clause stands there.")
    if len(quotes) > MOST_CLAUSES:
        raise Invalid.field("evidence", f"Point at the words of fewer clauses: at most {MOST_CLAUSES} at once.")
    return tuple(
        EvidenceClaim(document=there.document_id, clause=clause.id, quote=quote, page=stroke.page)
        for clause, quote in quotes
    )


def _pointable(uow: UnitOfWork, version_id: str, reading: Reading, number: int) -> PointablePage:
    document = uow.documents.get(reading.document_id)
    if document.version_id != version_id or document.set_aside is not None:
        raise NotFound("This document is not one of this version, or was set aside.")
    page = uow.readings.page(reading.id, number)
    clauses = [one.clause for one in uow.readings.clauses(reading.id)]
    on_page = (one for one in clauses if one.page_start <= number <= one.page_end)
    return PointablePage(reading_id=reading.id, document_id=document.id, page=page, words=placed_words(page, on_page))
