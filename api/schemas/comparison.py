"""Shapes of a comparison: `compare --json` prints the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.shapes import Given
from api.schemas.values import TermValue
from domain.clause import Clause
from domain.comparison import Change, ChangeKind
from domain.comparison import Comparison as DomainComparison
from domain.usecases.comparing import TermChange, VersionComparison
from domain.values import Value


class Side(Given):
    """A clause as one of the texts has it."""

    number: str | None
    heading: str | None
    text: str
    page: int

    @classmethod
    def of(cls, clause: Clause | None, text: str) -> Side | None:
        """The clause, with `text` for its words and those of its parts; None where this text has none."""
        if clause is None:
            return None
        return cls(number=clause.number, heading=clause.heading, text=text, page=clause.page_start)


class Words(Given):
    """A run of words that both texts have, or one of them."""

    op: Literal["equal", "insert", "delete"]
    text: str


class ClauseChange(Given):
    """What became of a clause. `equal` and `delete` words give the old text, `equal` and `insert` the new."""

    kind: ChangeKind
    old: Side | None
    new: Side | None
    words: list[Words]
    substantive: Annotated[bool, Field(description="Whether a reader would act otherwise.")]
    unsure: Annotated[bool, Field(description="Whether the difference may come from reading a scan.")]

    @classmethod
    def of(cls, change: Change) -> ClauseChange:
        """The change as it is shown."""
        return cls(
            kind=change.kind,
            old=Side.of(change.old, change.old_text),
            new=Side.of(change.new, change.new_text),
            words=[Words(op=mark.op, text=mark.text) for mark in change.words],
            substantive=change.substantive,
            unsure=change.unsure,
        )


class ValueChange(Given):
    """A term that changed; null is not decided, or not found."""

    term: str
    old: TermValue | None
    new: TermValue | None
    old_conditions: str | None
    new_conditions: str | None

    @classmethod
    def of(cls, term: str, old: tuple[Value | None, str | None], new: tuple[Value | None, str | None]) -> ValueChange:
        """From value and conditions on both sides."""
        return cls.model_validate(
            {"term": term, "old": old[0], "new": new[0], "old_conditions": old[1], "new_conditions": new[1]}
        )

    @classmethod
    def of_decisions(cls, change: TermChange) -> ValueChange:
        """From the decisions on two versions."""
        old, new = ((d.value, d.conditions) if d else (None, None) for d in (change.old, change.new))
        return cls.of(change.term, old, new)


class Summary(Given):
    """How many clauses there are of each kind of change."""

    unchanged: int
    changed: int
    moved: int
    renumbered: int
    added: int
    removed: int


class Comparison(Given):
    """Two texts, clause by clause, and the terms that changed."""

    changes: list[ClauseChange]
    terms: list[ValueChange]
    summary: Summary
    notes: Annotated[
        list[str],
        Field(
            description="What to know of it, in sentences: that a side is a reading copy, that the languages differ …",
            examples=[["“Amendment 1” is shown as “Agreement 2026” reads with it: a reading copy that nobody signed."]],
        ),
    ]

    @classmethod
    def of(
        cls, comparison: DomainComparison, terms: Iterable[ValueChange] = (), notes: Iterable[str] = ()
    ) -> Comparison:
        """The comparison as it is shown."""
        changes = [ClauseChange.of(change) for change in comparison.changes]
        summary = Summary(**comparison.summary())
        return cls(changes=changes, terms=list(terms), summary=summary, notes=list(notes))

    @classmethod
    def of_versions(cls, found: VersionComparison) -> Comparison:
        """Of two versions, with the decisions that differ."""
        terms = [ValueChange.of_decisions(change) for change in found.terms]
        return cls.of(found.comparison, terms, [str(remark) for remark in found.remarks])
