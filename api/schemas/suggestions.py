"""Shapes of suggestions."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.shapes import Given, Id, Moment, Page, Reason, Sent, example
from api.schemas.values import TermValue
from domain.readings import StoredSuggestion
from domain.suggestion import SuggestionState


class Quoted(Given):
    """Words of a clause of a document."""

    document: Id
    clause: str
    page: int
    quote: str


class Suggestion(Given):
    """What the reading proposes for a term. It decides nothing."""

    id: Id
    term: str
    value: TermValue
    conditions: str | None
    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: list[Quoted]
    cues: Annotated[list[str], Field(description="Why, in words of the library.")]
    searched: Annotated[list[str], Field(description="What was looked for, where the licence seems silent.")]
    source: str
    document: Id
    state: SuggestionState
    disposed_by: str | None
    disposed_at: Moment | None

    @classmethod
    def of(cls, stored: StoredSuggestion) -> Suggestion:
        """The suggestion as it is shown."""
        suggestion = stored.suggestion
        return cls(
            id=stored.id,
            term=suggestion.term,
            value=suggestion.value,  # type: ignore[arg-type]  # pydantic reads a mapping as the shape that it is
            conditions=suggestion.conditions,
            confidence=suggestion.confidence,
            evidence=[
                Quoted(document=stored.document_id, clause=q.clause, page=q.page, quote=q.quote)
                for q in suggestion.evidence
            ],
            cues=[str(cue) for cue in suggestion.cues],
            searched=list(suggestion.searched),
            source=suggestion.source,
            document=stored.document_id,
            state=stored.state,
            disposed_by=stored.disposed_by_name,
            disposed_at=stored.disposed_at,
        )


class Suggestions(Page[Suggestion]):
    """A page of suggestions, as the text runs."""


class Rejecting(Sent):
    """Why a suggestion does not settle its term."""

    reason: Annotated[Reason, Field(default_factory=str)]

    model_config = example({"reason": "The clause speaks of walk-in users only."}) | ConfigDict(extra="forbid")


_NOTE = Annotated[str, Field(max_length=4000)]


class Accepting(Sent):
    """Notes to go with the decision."""

    public_note: _NOTE | None = None
    internal_note: _NOTE | None = None

    model_config = example({"public_note": "One article at a time."}) | ConfigDict(extra="forbid")
