"""The shape of a problem (RFC 9457)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.problems import Kind
from api.schemas.shapes import Given, Page


class FieldProblem(Given):
    """What is wrong with one field."""

    loc: Annotated[str, Field(description="Path of the field, such as `evidence.0.quote`.")]
    msg: str


class Problem(Given):
    """What went wrong and what to do."""

    type: Annotated[str, Field(description="Stable address of this kind of problem.")]
    title: str
    status: int
    detail: Annotated[str, Field(description="A sentence or two for a person.")]
    instance: Annotated[str, Field(description="The address that was asked.")]
    errors: Annotated[list[FieldProblem] | None, Field(description="The fields at fault.")] = None
    reasons: Annotated[list[str] | None, Field(description="Everything that stands in the way.")] = None
    mine: Annotated[dict[str, Any] | None, Field(description="What was sent, where somebody else was first.")] = None
    theirs: Annotated[dict[str, Any] | None, Field(description="What is there now.")] = None
    request_id: Annotated[str | None, Field(description="Finds a fault of the desk in its log.")] = None

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)


class ProblemKind(Given):
    """A kind of problem, where its `type` points."""

    type: str
    title: str
    status: int
    meaning: str

    @classmethod
    def of(cls, kind: Kind) -> ProblemKind:
        """The kind as it is described."""
        return cls(type=kind.type, title=kind.title, status=kind.status, meaning=kind.meaning)


class ProblemKinds(Page[ProblemKind]):
    """Every kind of problem."""
