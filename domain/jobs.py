"""Work done in the background: rows written in the same transaction as what asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class JobKind(StrEnum):
    """What there is to do."""

    READ_DOCUMENT = "document.read"
    TURN_OF_DAY = "day.turn"
    SYNC = "sync"
    WEBHOOK = "webhook"


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work. `key` is unique among unfinished and finished jobs, so that asking twice adds one.

    A running job belongs to `worker` until `lease_until`; a worker that dies loses it and another takes over.
    A job may run twice, so what it calls is idempotent.
    """

    id: str
    kind: JobKind
    key: str
    payload: Mapping[str, Any]
    state: JobState
    attempts: int
    run_at: dt.datetime
    lease_until: dt.datetime | None = None
    worker: str | None = None
    error: str | None = None


LEASE = dt.timedelta(seconds=30)
HEARTBEAT = dt.timedelta(seconds=8)
MOST_ATTEMPTS = 5


def retry_after(attempts: int) -> dt.timedelta:
    """How long to wait after the n-th failed attempt: 10 s, 40 s, 90 s, 160 s."""
    return dt.timedelta(seconds=10 * attempts * attempts)
