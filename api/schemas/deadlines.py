"""Shapes of deadlines and what was decided at them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api import patterns
from api.schemas.shapes import Day, DayText, Given, Moment, Page, Revision, Sent, SentId, example
from domain.deadline import MOST_NOTE, DeadlineChoice, DeadlineState
from domain.work_queue import DeadlineKind

_KIND = Field(description="`notice`: the last day to give notice; `end`: the last day of the term.")
_CHOICE = "`keep`: it is renewed, or renews itself. `end`: notice is given, or it runs out."


class DeadlineTask(Sent):
    """What somebody has to do about it."""

    text: Annotated[str, Field(max_length=2000, pattern=patterns.VISIBLE)]
    owner: Annotated[SentId | None, Field(default_factory=lambda: None, description="Account of who is to do it.")]
    due: Annotated[DayText | None, Field(default_factory=lambda: None)]

    model_config = example({"text": "Give notice to Meridian Science Press.", "due": "2026-11-01"}) | ConfigDict(
        extra="forbid"
    )


class DeadlineDecided(Sent):
    """What the library decided; with `task` a task for somebody, made in the same step."""

    choice: Annotated[DeadlineChoice, Field(description=_CHOICE)]
    note: Annotated[str, Field(default_factory=str, max_length=MOST_NOTE, description="For staff alone.")]
    task: Annotated[DeadlineTask | None, Field(default_factory=lambda: None)]

    model_config = example(
        {
            "choice": "end",
            "note": "Hardly used since 2024.",
            "task": {"text": "Give notice to Meridian Science Press.", "due": "2026-11-01"},
        }
    ) | ConfigDict(extra="forbid")

    def entered(self) -> dict[str, Any]:
        """As the use case reads it: the task's parts beside the others."""
        said: dict[str, Any] = {"choice": self.choice.value, "note": self.note}
        task = {"task": self.task.text, "owner": self.task.owner, "due": self.task.due} if self.task else {}
        return said | task


class DeadlinePlace(Given):
    """The clause that a deadline comes from, and the page on which it begins to say so."""

    document: str
    clause: str
    number: Annotated[str | None, Field(examples=["9.3"])]
    page: int


class Deadline(Given):
    """A deadline of a licence as its dates stand today; `choice` is null while nothing is decided."""

    kind: Annotated[DeadlineKind, _KIND]
    day: Day
    choice: Annotated[DeadlineChoice | None, Field(description=_CHOICE)]
    note: Annotated[str | None, Field(description="For staff alone.", examples=["Hardly used since 2024."])]
    decided_by: str | None
    decided_at: Moment | None
    place: Annotated[DeadlinePlace | None, Field(description="Null where it comes from what was entered by hand.")]
    revision: Revision

    @classmethod
    def of(cls, state: DeadlineState) -> Deadline:
        """The deadline as it is shown."""
        held, place = state.decided, state.place
        return cls(
            kind=state.at.kind,
            day=state.at.day,
            choice=held.choice if held else None,
            note=held.note if held else None,
            decided_by=held.decided_by_name if held else None,
            decided_at=held.decided_at if held else None,
            place=DeadlinePlace(
                document=place.document_id, clause=place.clause_id, number=place.number, page=place.page
            )
            if place
            else None,
            revision=state.revision,
        )


class Deadlines(Page[Deadline]):
    """The deadlines of a licence: at most two, the day for notice first."""
