"""Tasks and notes: what somebody has to do about a licence, or wants remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class TaskKind(StrEnum):
    """A task waits to be done; a note only says something."""

    TASK = "task"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task or note of a licence. `owner_id` is the account of whoever is to do it, `due` the last day.

    It is internal: no public page or feed carries it. `done_at` is None while it waits.
    """

    id: str
    licence_id: str
    kind: TaskKind
    text: str
    owner_id: str | None
    due: dt.date | None
    created_by: str
    created_by_name: str
    created_at: dt.datetime
    done_at: dt.datetime | None = None
    done_by_name: str | None = None
    revision: int = 1

    def is_due_by(self, day: dt.date) -> bool:
        """Whether it waits to be done, and that by `day`."""
        return self.kind is TaskKind.TASK and self.done_at is None and self.due is not None and self.due <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """An open task beside the title of its licence, for the desk."""

    task: Task
    title: str
    code: str
    owner_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    """What somebody typed into a form and has not saved: texts by field. `form` names it: `licence:new`."""

    account_id: str
    form: str
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    saved_at: dt.datetime
