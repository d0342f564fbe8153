"""What a phrase would find, on the clauses that are stored: shown while it is being written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Clause, Span
from domain.errors import NotFound
from domain.own_phrases import Hit, Tried
from domain.ports import UnitOfWork
from domain.queries import ClauseText
from domain.reading.own_wordings import OwnWording, place_in, reading_of
from domain.reading.phrases import Phrase
from domain.reading.written_phrases import own_phrase
from domain.values import Value

MOST_LOOKED_AT = 4000
"""Clauses that may hold the phrase and are read for it; those of the newest readings come first."""
MOST_HITS = 12
TOO_GENERAL = 0.1
"""The share of all clauses from which a phrase says nothing of one term any more: most rules meet one in a hundred."""
FEWEST_TO_JUDGE = 60
"""Stored clauses below which shares mean nothing."""
_DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """The clauses in which a phrase stands, each with its sentence and place; `stored` clauses count today.

    `candidates` may hold it; of more than MOST_LOOKED_AT only those of the newest readings were read.
    """

    found: tuple[tuple[ClauseText, Span, Span], ...]
    stored: int
    candidates: int

    @property
    def is_all(self) -> bool:
        """Whether every clause that may hold it was read."""
        return self.candidates <= MOST_LOOKED_AT

    @property
    def clauses(self) -> int:
        """In how many clauses it stands."""
        return len(self.found)


def looked_at(uow: UnitOfWork, phrase: Phrase) -> LookedAt:
    """Search the stored clauses; those without any of the plain words that the phrase needs are never loaded."""
    texts = uow.readings.clauses_with(phrase.needles, MOST_LOOKED_AT)
    found = tuple((text, *place) for text in texts if (place := place_in(phrase, text.text)) is not None)
    candidates = uow.readings.count_clauses(phrase.needles) if len(texts) == MOST_LOOKED_AT else len(texts)
    return LookedAt(found=found, stored=uow.readings.count_clauses(), candidates=candidates)


def is_too_general(seen: LookedAt) -> bool:
    """Whether it stands in so many clauses that it cannot speak of one term; judged by those that were read."""
    share = seen.clauses * max(1.0, seen.candidates / MOST_LOOKED_AT)
    return seen.stored >= FEWEST_TO_JUDGE and share > TOO_GENERAL * seen.stored


def tried(uow: UnitOfWork, own: OwnWording, example: Value | None) -> Tried:
    """What the phrase finds, with the first places; raises NotAPhrase."""
    seen = looked_at(uow, own_phrase(own.phrase))
    return Tried(
        clauses=seen.clauses,
        licences=len({text.licence_id for text, _, _ in seen.found}),
        stored=seen.stored,
        is_all=seen.is_all,
        too_general=is_too_general(seen),
        hits=tuple(_hit(uow, own, *place) for place in _spread(seen.found)[:MOST_HITS]),
        example=example,
    )


def _spread(found: Sequence[tuple[ClauseText, Span, Span]]) -> list[tuple[ClauseText, Span, Span]]:
    """One place of each licence first, then their second ones: a phrase is judged by how different people write."""
    turns: dict[str, int] = {}
    ranked = []
    for place in found:
        turn = turns.get(place[0].licence_id, 0)
        turns[place[0].licence_id] = turn + 1
        ranked.append((turn, place))
    return [place for _, place in sorted(ranked, key=lambda pair: pair[0])]


def _hit(uow: UnitOfWork, own: OwnWording, text: ClauseText, sentence: Span, match: Span) -> Hit:
    clause = uow.readings.clause(text.clause_id).clause
    found = reading_of(own, [*reversed(list(_above(uow, clause))), clause], clause.id)
    return Hit(
        licence_id=text.licence_id,
        licence=text.licence,
        version=text.version,
        document_id=text.document_id,
        clause_id=clause.id,
        number=clause.number,
        page=clause.page_of(match.start),
        before=text.text[sentence.start : match.start],
        match=text.text[match.start : match.end],
        after=text.text[match.end : sentence.end],
        value=found.value if found else None,
    )


def _above(uow: UnitOfWork, clause: Clause) -> Iterator[Clause]:
    """The clauses that govern one, from the nearest outwards."""
    for _ in range(_DEEPEST):
        if clause.parent is None:
            return
        try:
            clause = uow.readings.clause(clause.parent).clause
        except NotFound:
            return
        yield clause
