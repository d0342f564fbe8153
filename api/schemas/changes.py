"""Shapes of the sync feed and of the trail."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.schemas.shapes import Given, Id, Moment, Page
from domain.audit import AuditEntry
from domain.queries import Change as DomainChange


class Change(Given):
    """A change to what a licence says outwards. `deleted` is its tombstone."""

    cursor: Annotated[str, Field(description="Send it as `after` to go on from here.")]
    licence: Id
    code: str
    kind: Annotated[
        Literal["licence", "terms", "retired", "deleted"],
        Field(description="What changed: fields of the licence, effective terms; it was retired; it is gone."),
    ]
    at: Moment

    @classmethod
    def of(cls, change: DomainChange, cursor: str) -> Change:
        """The change as it is shown."""
        return cls.model_validate(
            {"cursor": cursor, "licence": change.licence_id, "code": change.code, "kind": change.kind, "at": change.at}
        )


class Changes(Given):
    """Changes in the order in which they were committed."""

    items: list[Change]
    next_cursor: Annotated[str, Field(description="Send it as `after` next time, also where nothing is new.")]


class ChangesPosted(Given):
    """What is posted to a subscription: changes as the feed has them, or a test without any."""

    type: Literal["changes", "test"]
    items: list[Change]
    next_cursor: Annotated[str | None, Field(description="Where the feed goes on after these; null in a test.")]


class Entry(Given):
    """An entry of the trail: who did what, when, what it was and what it is."""

    seq: int
    at: Moment
    actor: Annotated[Id, Field(description="Id of the account or token.")]
    actor_name: Annotated[str, Field(description="As it was at the time.")]
    actor_kind: str
    action: Annotated[str, Field(examples=["term.decide"])]
    subject: Annotated[str, Field(examples=["version"])]
    subject_id: str
    licence: Id | None
    before: Annotated[dict[str, Any], Field(description="Only what changed.")]
    after: Annotated[dict[str, Any], Field(description="Only what changed.")]
    previous_hash: str
    hash: Annotated[str, Field(description="SHA-256 over this entry and `previous_hash`.")]

    @classmethod
    def of(cls, entry: AuditEntry) -> Entry:
        """The entry as it is shown."""
        return cls(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor_id,
            actor_name=entry.actor_name,
            actor_kind=entry.actor_kind,
            action=entry.action,
            subject=entry.subject,
            subject_id=entry.subject_id,
            licence=entry.licence_id,
            before=dict(entry.before),
            after=dict(entry.after),
            previous_hash=entry.previous_hash,
            hash=entry.hash,
        )


class Entries(Page[Entry]):
    """A page of the trail, newest first."""
