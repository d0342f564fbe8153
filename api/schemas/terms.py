"""Shapes of decisions and of effective terms."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api import patterns
from api.schemas.shapes import Day, Given, Id, Moment, Notes, Page, Reason, Sent, SentId, example
from api.schemas.suggestions import Quoted
from api.schemas.values import SentValue, TermValue
from domain.decision import Choice, EvidenceClaim, Provenance
from domain.decision import Decision as DomainDecision
from domain.effective_terms import EffectiveTerm as DomainTerm

_TEXT = Annotated[str, Field(max_length=4000)]


class SentNotes(Sent):
    """Notes to go with a decision."""

    public: Annotated[_TEXT | None, Field(description="May be shown to readers.")] = None
    internal: Annotated[_TEXT | None, Field(description="Never leaves the staff.")] = None


class SentEvidence(Sent):
    """Words of a clause of this version's documents."""

    document: Annotated[str, Field(pattern=patterns.DOCUMENT, description="Id or SHA-256 of the document.")]
    clause: Annotated[str, Field(min_length=1, max_length=120, description="Id of the clause.")]
    page: Annotated[int | None, Field(ge=1, le=100_000, strict=True)] = None
    quote: Annotated[str, Field(min_length=1, max_length=20_000, description="As it stands in the clause.")]


class TermChoice(Sent):
    """What is decided for a term. A decision needs its evidence, or a note that says where it comes from."""

    value: SentValue
    conditions: _TEXT | None = None
    notes: Annotated[SentNotes | _TEXT | None, Field(description="A plain text is an internal note.")] = None
    evidence: Annotated[list[SentEvidence], Field(default_factory=list, max_length=50)]
    searched: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(default_factory=list, max_length=50, description="What was looked for, for a decision of `silent`."),
    ]
    suggestion: Annotated[SentId | None, Field(description="The suggestion that this follows.")] = None
    reason: Annotated[_TEXT | None, Field(description="Why an earlier decision is replaced.")] = None

    model_config = example(
        {
            "value": "permitted_explicit",
            "conditions": "single copies, by secure transmission",
            "notes": {"public": "For one article at a time.", "internal": None},
            "evidence": [
                {
                    "document": "01jd9k3v5x7q2m4n6p8r0s1t2u",
                    "clause": "01jd9k4a8b6c5d4e3f2g1h0j9k.c12",
                    "page": 4,
                    "quote": "may supply single copies of articles by secure electronic transmission",
                }
            ],
        }
    ) | ConfigDict(extra="forbid")

    def choice(self) -> Choice:
        """As the use case takes it."""
        value = self.value if isinstance(self.value, bool | int | float | str | list) else self.value.model_dump()
        notes = SentNotes(internal=self.notes) if isinstance(self.notes, str) else self.notes or SentNotes()
        return Choice(
            value=value,
            conditions=self.conditions,
            public_note=notes.public,
            internal_note=notes.internal,
            evidence=tuple(
                EvidenceClaim(document=e.document, clause=e.clause, quote=e.quote, page=e.page) for e in self.evidence
            ),
            searched=tuple(self.searched),
            suggestion_id=self.suggestion,
            reason=self.reason,
        )


class Evidence(Quoted):
    """The words that a decision rests on."""

    sha256: Annotated[str, Field(description="Of the document's bytes.")]
    clause_number: str | None


def _evidence(decision: DomainDecision) -> list[Evidence]:
    return [
        Evidence(
            document=e.document_id,
            sha256=e.sha256,
            clause=e.clause_id,
            clause_number=e.clause_number,
            page=e.page,
            quote=e.quote,
        )
        for e in decision.evidence
    ]


def _said(decision: DomainDecision) -> dict[str, Any]:
    """What a decision says, in decisions and effective terms alike."""
    return {
        "value": decision.value,
        "conditions": decision.conditions,
        "notes": Notes(public=decision.public_note, internal=decision.internal_note),
        "evidence": _evidence(decision),
        "decided_by": decision.decided_by_name,
        "decided_at": decision.decided_at,
    }


class Decision(Given):
    """What a person decided for one term of one version."""

    id: Id
    version: Id
    term: str
    sequence: Annotated[int, Field(ge=1, description="Counts the decisions on this term of this version.")]
    value: TermValue
    conditions: str | None
    notes: Notes
    evidence: list[Evidence]
    searched: list[str]
    provenance: Provenance
    origin: Annotated[str | None, Field(description="Where an imported decision comes from.")]
    suggestion: Id | None
    reason: Annotated[str | None, Field(description="Why an earlier decision was replaced.")]
    decided_by: str
    decided_at: Moment

    @classmethod
    def of(cls, decision: DomainDecision) -> Decision:
        """The decision as it is shown."""
        return cls(
            **_said(decision),
            id=decision.id,
            version=decision.version_id,
            term=decision.term,
            sequence=decision.sequence,
            searched=list(decision.searched),
            provenance=decision.provenance,
            origin=decision.origin,
            suggestion=decision.suggestion_id,
            reason=decision.reason,
        )


class Decisions(Page[Decision]):
    """A page of decisions, in the order of the vocabulary."""


class Reopening(Sent):
    """Why a decision is taken back."""

    reason: Annotated[Reason, Field(default_factory=str, description="Needed for a version in force.")]

    model_config = example({"reason": "Decided on the wrong clause."}) | ConfigDict(extra="forbid")


class TermNow(Given):
    """What holds for a term of a version after something was taken back; `decision` null is not reviewed."""

    term: str
    decision: Decision | None


class Source(Given):
    """Where an effective term comes from. Clause, page and quote are null where no clause says it."""

    version: Id
    version_label: str
    document: Id | None
    clause: Annotated[str | None, Field(description="Id of the clause.")]
    clause_number: str | None
    page: int | None
    quote: str | None

    @classmethod
    def of(cls, term: DomainTerm) -> Source:
        """The first of the words that the decision rests on."""
        first = next(iter(_evidence(term.decision)), None)
        return cls(
            version=term.version.id,
            version_label=term.version.label,
            document=first.document if first else None,
            clause=first.clause if first else None,
            clause_number=first.clause_number if first else None,
            page=first.page if first else None,
            quote=first.quote if first else None,
        )


class OtherTime(Given):
    """What a term was before, or will be."""

    value: TermValue
    conditions: str | None
    version: Id
    version_label: str
    since: Day

    @classmethod
    def of(cls, term: DomainTerm | None) -> OtherTime | None:
        """The term at another time, if it was decided."""
        if term is None:
            return None
        return cls(
            value=term.decision.value,  # type: ignore[arg-type]  # an effective term has a value
            conditions=term.decision.conditions,
            version=term.version.id,
            version_label=term.version.label,
            since=term.since,
        )


class EffectiveTerm(Given):
    """What holds for a licence on a date, and where it comes from."""

    term: str
    value: TermValue
    conditions: str | None
    notes: Notes
    source: Source
    evidence: list[Evidence]
    decided_by: str
    decided_at: Moment
    since: Day
    inherited: Annotated[bool, Field(description="Whether it comes from the consortial licence.")]
    before: Annotated[OtherTime | None, Field(description="Null where it was not decided before.")]
    next: Annotated[OtherTime | None, Field(description="What is in force from a later date.")]

    @classmethod
    def of(cls, term: DomainTerm) -> EffectiveTerm:
        """The term as it is shown."""
        return cls(
            **_said(term.decision),
            term=term.term,
            source=Source.of(term),
            since=term.since,
            inherited=term.inherited,
            before=OtherTime.of(term.before),
            next=OtherTime.of(term.next),
        )


class EffectiveTerms(Page[EffectiveTerm]):
    """A page of effective terms, in the order of the vocabulary."""

    on: Annotated[Day, Field(description="The day for which this holds.")]
