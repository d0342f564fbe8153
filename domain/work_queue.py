"""What waits for somebody: deadlines, reviews, readings. Flat rows for the desk's first page; reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.readings import ReadingState
from domain.values import Duration
from domain.version import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose work to show: of the licences that this account or this unit looks after; of all where both are None."""

    account_id: str | None = None
    unit: str | None = None


class DeadlineKind(StrEnum):
    """Notice has to be given, or the term ends."""

    NOTICE = "notice"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineAt:
    """A deadline: which licence, what of it, on which day."""

    licence_id: str
    kind: DeadlineKind
    day: dt.date

    @property
    def name(self) -> str:
        """How the trail calls it."""
        return f"{self.licence_id}/{self.kind.value}/{self.day.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that matters for a licence, which was last changed at `changed_at`.

    `term_ends` and `notice_period` say where a notice deadline comes from; `end_date` is the end that was entered, from
    which the term may have renewed itself since.
    """

    licence_id: str
    title: str
    kind: DeadlineKind
    day: dt.date
    owner_id: str | None = None
    term_ends: dt.date | None = None
    notice_period: Duration | None = None
    end_date: dt.date | None = None
    code: str
    changed_at: dt.datetime

    @property
    def at(self) -> DeadlineAt:
        """Which deadline it is."""
        return DeadlineAt(licence_id=self.licence_id, kind=self.kind, day=self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReview:
    """A version that waits for a reviewer: `dealt_with` of `suggestions` are done; there are none where it is ready."""

    version_id: str
    label: str
    state: VersionState
    licence_id: str
    title: str
    suggestions: int
    dealt_with: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentReading:
    """A reading that goes on, or has lately finished or failed."""

    document_id: str
    filename: str
    version_id: str
    label: str
    licence_id: str
    title: str
    state: ReadingState
    pages_done: int
    pages: int | None
    error: str | None
    at: dt.datetime
