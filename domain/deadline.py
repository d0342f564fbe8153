"""What the library decided at a deadline: to keep a licence or to end it. Only ever added to.

A word is said of one very day: where a notice deadline moves on to the next year, that one is asked about again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.queries import ClausePlace
from domain.renewal import RenewalDates
from domain.work_queue import DeadlineAt, DeadlineKind

MOST_NOTE = 1000


class DeadlineChoice(StrEnum):
    """Keep it (renew it, or let it renew itself), or end it (give notice, or let it run out)."""

    KEEP = "keep"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineDecision:
    """One word on one deadline: `number` counts the words said on it, the last of them holds.

    `choice` is None where the word before was taken back. The note is internal: no public page or feed carries it.
    """

    at: DeadlineAt
    number: int
    choice: DeadlineChoice | None
    note: str
    decided_by: str
    decided_by_name: str
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A deadline with the last word said on it, if any was.

    `place` is the clause that the deadline comes from; None where it comes from what somebody entered alone.
    """

    at: DeadlineAt
    word: DeadlineDecision | None = None
    place: ClausePlace | None = None

    @property
    def decided(self) -> DeadlineDecision | None:
        """The word that holds: None where none was said, or the last was taken back."""
        return self.word if self.word and self.word.choice else None

    @property
    def revision(self) -> int:
        """The number of the next word on it; who says that shows by it which they know of."""
        return self.word.number + 1 if self.word else 1


def deadlines_in(licence_id: str, dates: RenewalDates) -> tuple[DeadlineAt, ...]:
    """The deadlines of a licence, as its dates stand."""
    days = ((DeadlineKind.NOTICE, dates.notice_by), (DeadlineKind.END, dates.term_ends))
    return tuple(DeadlineAt(licence_id=licence_id, kind=kind, day=day) for kind, day in days if day is not None)
