"""What falls due in the coming days: deadlines of licences and tasks, on one line of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from domain.task import DueTask
from domain.work_queue import Deadline

FallingDue = Deadline | DueTask
"""Either of them; `due_on` says on which day."""


def due_on(one: FallingDue) -> dt.date:
    """The day it falls due; the last of all days for a task without one."""
    return one.day if isinstance(one, Deadline) else one.task.due or dt.date.max


def falling_due(
    deadlines: Sequence[Deadline], tasks: Sequence[DueTask], last: dt.date, most: int
) -> tuple[FallingDue, ...]:
    """Deadlines and tasks up to `last`, the soonest first, at most so many; tasks of days that are over come with them.

    Both come in the order of their days. On one day deadlines stand before tasks.
    """
    due: list[FallingDue] = [*deadlines, *(one for one in tasks if one.task.is_due_by(last))]
    return tuple(sorted(due, key=due_on)[:most])
