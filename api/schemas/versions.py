"""Shapes of versions and their transitions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api import patterns
from api.schemas.shapes import Day, DayText, Given, Id, Moment, Page, Reason, Revision, Sent, example
from domain.record import as_record
from domain.version import Version as DomainVersion
from domain.version import VersionKind, VersionState

_NAME = Annotated[str, Field(max_length=300, pattern=patterns.VISIBLE)]
_EXAMPLE = {
    "kind": "agreement",
    "label": "Agreement 2026",
    "effective_from": "2026-01-01",
    "signatures": [{"name": "A. Roy", "party": "Example University", "signed_on": "2025-12-01"}],
}


class SentSignature(Sent):
    """Who signed, for whom, when."""

    name: Annotated[_NAME, Field(examples=["A. Roy"])]
    party: Annotated[str, Field(default_factory=str, max_length=300)]
    signed_on: DayText | None = None


class Signature(Given):
    """Who signed, for whom, when."""

    name: str
    party: str
    signed_on: Day | None


class _VersionSent(Sent):
    kind: Annotated[VersionKind, Field(default_factory=lambda: VersionKind.AGREEMENT)]
    label: Annotated[str, Field(default_factory=str, max_length=120)]
    effective_from: DayText | None = None
    effective_to: Annotated[DayText | None, Field(description="The last day; null until it is replaced.")] = None
    signatures: Annotated[list[SentSignature], Field(default_factory=list, max_length=200)]
    note: Annotated[str, Field(default_factory=str, max_length=4000)]


class VersionNew(_VersionSent):
    """A version to add. It begins as a draft; transitions take it further."""

    state: Annotated[Literal["draft"], Field(default_factory=lambda: "draft")]

    model_config = example(_EXAMPLE) | ConfigDict(extra="forbid")


class VersionChange(_VersionSent):
    """The fields of a version to change; what is left out stays.

    `state` may be sent back as it was read, but only transitions change it.
    """

    state: Annotated[VersionState, Field(default_factory=lambda: VersionState.DRAFT)]

    model_config = example({"effective_to": "2026-12-31"}) | ConfigDict(extra="forbid")


class Version(Given):
    """One signed or draft text of a licence."""

    id: Id
    licence: Id
    kind: VersionKind
    label: str
    effective_from: Day | None
    effective_to: Day | None
    state: VersionState
    signatures: list[Signature]
    note: str
    created_at: Moment
    updated_at: Moment
    revision: Revision

    @classmethod
    def of(cls, version: DomainVersion) -> Version:
        """The version as it is shown."""
        return cls(
            **as_record(version.fields),
            id=version.id,
            licence=version.licence_id,
            state=version.state,
            created_at=version.created_at,
            updated_at=version.updated_at,
            revision=version.revision,
        )


class Versions(Page[Version]):
    """A page of versions."""


class TransitionWanted(Sent):
    """A step to the next state."""

    to: VersionState
    reason: Annotated[
        Reason, Field(default_factory=str, description="Needed where something is doubtful, such as open suggestions.")
    ]

    model_config = example({"to": "in_review", "reason": "All clauses have been read."}) | ConfigDict(extra="forbid")
