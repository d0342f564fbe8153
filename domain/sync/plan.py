"""A plan: what differs, what would be sent, what somebody has to decide; and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.sync.link import LinkKind
from domain.sync.records import Loss
from domain.values import Value


class Purpose(StrEnum):
    """Why the other side was looked at: to send, only to report where both differ, or to take over what it says."""

    SEND = "send"
    DRIFT = "drift"
    PULL_SUGGESTIONS = "pull_suggestions"
    PULL_DECISIONS = "pull_decisions"


class PlanState(StrEnum):
    """Where a plan stands; `paused` goes on by itself or when asked to."""

    COMPARING = "comparing"
    READY = "ready"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class LineKind(StrEnum):
    """What is to become of one field.

    `send` is written; `clear` was written by us and no longer holds; `conflict` was changed over there, or says
    something else when first met; `held` waits for a review here; `no_place` cannot be written there.
    """

    SEND = "send"
    CLEAR = "clear"
    CONFLICT = "conflict"
    HELD = "held"
    FILE = "file"
    NO_PLACE = "no_place"


class Stands(StrEnum):
    """What somebody decided on a conflict: ours is written, theirs is reviewed here, or both stay as they are."""

    OURS = "ours"
    THEIRS = "theirs"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of one record. `theirs` and `base` are empty where the field is empty over there.

    `altered`: what is sent would come back less exact than it is decided here.
    """

    kind: LineKind
    field: str
    label: str = ""
    term: str | None = None
    ours: Value | None = None
    conditions: str | None = None
    theirs: str = ""
    theirs_label: str = ""
    base: str | None = None
    send: str = ""
    basis_lost: bool = False
    altered: bool = False
    loss: Loss | None = None
    stands: Stands | None = None

    @property
    def goes(self) -> bool:
        """Whether it is written over there as things stand."""
        if self.kind is LineKind.CONFLICT:
            return self.stands is Stands.OURS
        return self.kind in (LineKind.SEND, LineKind.CLEAR, LineKind.FILE)

    @property
    def undecided(self) -> bool:
        """Whether somebody has to decide."""
        return self.kind is LineKind.CONFLICT and self.stands is None


class ItemKind(StrEnum):
    """What happens to a record: made anew, changed, perhaps the same as one over there, or gone from our side."""

    CREATE = "create"
    CHANGE = "change"
    MATCH = "match"
    GONE = "gone"


class ItemState(StrEnum):
    """What became of a record of the plan."""

    WAITING = "waiting"
    WRITING = "writing"
    WRITTEN = "written"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record of the plan. `chosen` says whether it is to be sent. `alike` are codes over there of the same name.

    `parent_code` is the licence of an amendment over there. `message` says what became of it.
    """

    id: str
    plan_id: str
    position: int
    link_kind: LinkKind
    our_id: str
    licence_id: str
    kind: ItemKind
    title: str
    remote_code: str
    parent_code: str = ""
    lines: tuple[Line, ...] = ()
    alike: tuple[str, ...] = ()
    chosen: bool = True
    state: ItemState = ItemState.WAITING
    message: str = ""
    written: int = 0
    revision: int = 1

    @property
    def to_send(self) -> int:
        """How many fields would be written."""
        return sum(line.goes for line in self.lines)

    @property
    def to_decide(self) -> int:
        """How many fields somebody has to decide."""
        return sum(line.undecided for line in self.lines) + (self.kind is ItemKind.MATCH)

    @property
    def no_place(self) -> int:
        """How many of our facts have no place over there."""
        return sum(line.kind is LineKind.NO_PLACE for line in self.lines)

    @property
    def has_work(self) -> bool:
        """Whether sending would do anything with it."""
        theirs = any(line.stands is Stands.THEIRS for line in self.lines)
        return self.chosen and self.kind is not ItemKind.MATCH and bool(self.to_send or theirs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Sums over a plan, of what is chosen."""

    items: int = 0
    agree: int = 0
    to_send: int = 0
    to_decide: int = 0
    no_place: int = 0
    cleared: int = 0
    created: int = 0
    only_there: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One comparison with a target, and its sending. `looked` counts records looked at so far, of `of` there are."""

    id: str
    target_id: str
    purpose: Purpose
    state: PlanState
    asked_by: str
    asked_by_name: str
    asked_at: dt.datetime
    compared_at: dt.datetime | None = None
    sent_by: str | None = None
    sent_by_name: str | None = None
    sending_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    looked: int = 0
    of: int = 0
    agree: int = 0
    only_there: int = 0
    runs: int = 0
    error: str | None = None
    doubts: tuple[str, ...] = ()
    progress: Mapping[str, int] = field(default_factory=dict)
