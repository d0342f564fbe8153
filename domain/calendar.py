"""A person's calendar feed: a private address, and the days that it tells of.

The address holds a secret of which only the hash is kept. What it tells leaves the desk for whatever calendar somebody
uses, so it names licences and days and nothing that is internal: no note, and no words of a task.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.work_queue import DeadlineAt, DeadlineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAddress:
    """The one address of an account. `secret_hash` is the SHA-256 of the secret in it."""

    account_id: str
    secret_hash: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the calendar: a deadline of a licence, or where `kind` is None a task of it that is due.

    `uid` stays the same for as long as it is the same thing; `since` is when it was last changed.
    """

    uid: str
    kind: DeadlineKind | None
    day: dt.date
    licence_id: str
    title: str
    code: str
    since: dt.datetime


def deadline_uid(at: DeadlineAt) -> str:
    """What the deadline is called in calendars."""
    return f"{at.kind.value}-{at.licence_id}-{at.day.isoformat()}"
