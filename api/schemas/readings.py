"""Shapes of the readings of a document, and of what one sees otherwise than another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.documents import Reading
from api.schemas.shapes import Given, Id, Page
from api.schemas.suggestions import Suggestion
from domain.readings import Reading as DomainReading
from domain.rereading import Seen, TermSeen
from domain.usecases.rereading import Readings as FoundReadings
from domain.usecases.rereading import looks_again


class NamedReading(Reading):
    """A reading of a document, with its id."""

    id: Id

    @classmethod
    def of(cls, reading: DomainReading) -> NamedReading:
        """The reading as it is shown."""
        return cls(id=reading.id, **Reading.of(reading).model_dump())


class Readings(Page[NamedReading]):
    """A page of the readings of a document, oldest first."""


class TermDifference(Given):
    """A term that two readings see otherwise; null where one of them found nothing."""

    term: str
    how: Annotated[Seen, Field(description="`new`, `gone`, another `value`, or other `conditions`.")]
    old: Suggestion | None
    new: Suggestion | None
    look_again: Annotated[bool, Field(description="It is decided, and is now seen otherwise. The decision stands.")]


class ReadingDifferences(Given):
    """What the reading `new` sees otherwise than `old`. Both are null where there is only one."""

    old: Id | None
    new: Id | None
    clauses_kept: int
    clauses_new: Annotated[list[str], Field(description="Ids of clauses that only the new reading has.")]
    clauses_gone: Annotated[list[str], Field(description="Ids of clauses that only the old reading has.")]
    terms: list[TermDifference]

    @classmethod
    def of(cls, found: FoundReadings) -> ReadingDifferences:
        """The differences as they are shown."""
        seen = found.seen
        return cls(
            old=found.old.id if found.old and seen else None,
            new=found.new.id if found.new and seen else None,
            clauses_kept=seen.clauses_kept if seen else 0,
            clauses_new=[one.clause.id for one in seen.clauses_new] if seen else [],
            clauses_gone=[one.clause.id for one in seen.clauses_gone] if seen else [],
            terms=[_term(found, one) for one in seen.terms] if seen else [],
        )


def _term(found: FoundReadings, seen: TermSeen) -> TermDifference:
    return TermDifference(
        term=seen.term,
        how=seen.how,
        old=Suggestion.of(seen.old) if seen.old else None,
        new=Suggestion.of(seen.new) if seen.new else None,
        look_again=looks_again(seen, found.decisions.get(seen.term)),
    )
