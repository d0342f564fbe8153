"""Shapes of what the text before decided, offered for the review of a new one."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.comparison import ClauseChange
from api.schemas.shapes import Given, Id, Moment, Page, Sent, example
from api.schemas.suggestions import Quoted
from api.schemas.terms import SentNotes
from api.schemas.values import TermValue
from domain.carrying import Offer


class CarryOver(Given):
    """A decision of the former text. It holds for the new one only once a person takes it over."""

    term: str
    unchanged: Annotated[
        bool,
        Field(description="Whether nothing of substance changed in the clauses that it rests on; else look again."),
    ]
    value: TermValue
    conditions: str | None
    from_version: Id
    from_version_label: Annotated[str, Field(examples=["Agreement 2024"])]
    decided_by: str
    decided_at: Moment
    evidence: Annotated[list[Quoted], Field(description="The words in the documents of the new version.")]
    changes: Annotated[list[ClauseChange], Field(description="The clauses under it that changed.")]
    can_be_taken: Annotated[bool, Field(description="Whether its words, if it had any, are in the new text.")]

    @classmethod
    def of(cls, offer: Offer) -> CarryOver:
        """The offer as it is shown."""
        decision = offer.decision
        evidence = [
            Quoted(document=one.document, clause=one.clause, page=one.page or 1, quote=one.quote)
            for one in offer.claims
        ]
        return cls(
            term=decision.term,
            unchanged=offer.unchanged,
            value=decision.value,  # type: ignore[arg-type]  # a decision that holds has a value
            conditions=decision.conditions,
            from_version=offer.version.id,
            from_version_label=offer.version.label,
            decided_by=decision.decided_by_name,
            decided_at=decision.decided_at,
            evidence=evidence,
            changes=[ClauseChange.of(change) for change in offer.changes],
            can_be_taken=offer.can_be_taken,
        )


class CarryOvers(Page[CarryOver]):
    """A page of offers, in the order of the vocabulary."""


class CarryingOver(Sent):
    """Notes to go with the decision, in place of the former ones."""

    notes: SentNotes | None = None

    model_config = example({"notes": {"public": None, "internal": "Seen by both of us."}}) | ConfigDict(extra="forbid")
