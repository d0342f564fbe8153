"""What falls due in the coming days, for the desk: the rows of the table and the line of days over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from domain.task import DueTask
from domain.usecases.desk import Desk
from domain.work_queue import Deadline
from web.contexts.deadlines import DeadlineRow, deadline_row
from web.contexts.tasks import TaskLine, task_line
from web.translation import Translator

LEFT, TOP = 24.0, 6.0
WIDTHS = {"wide": 960.0, "middle": 660.0, "narrow": 360.0}
"""How wide the line is drawn for each size of screen, so that numbers and months stay large enough to read."""
MOST_MARKS = 24
NOW, SOON = 14, 31
_STEP, _APART = 30.0, 26.0
"""How far marks stand apart that are above each other, and the least where they are beside each other."""
_LEAST_LEVELS, _MOST_LEVELS = 3, 6
_FOR_TICK = 72.0
"""What a month needs on the axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as a line of the table among deadlines; named as `DeadlineRow` has them. `line` is the task itself."""

    number: int
    day: dt.date
    days: int
    title: str
    href: str
    owner: str
    line: TaskLine
    kind: str = "task"

    @property
    def revision(self) -> int:
        """The revision of the task."""
        return self.line.revision


DueRow = DeadlineRow | TaskRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A numbered shape of the chart, its middle at `x`, `y`."""

    number: int
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A first day of a month on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The line of the coming days; the table under it says the same. It is `width` wide, its axis lies at `base`.

    `now` and `soon` end two weeks and a month; `weeks` are where the others begin.
    """

    key: str
    title: str
    width: float
    base: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    weeks: tuple[float, ...]
    now: float
    soon: float


def due_rows(t: Translator, desk: Desk, today: dt.date) -> tuple[DueRow, ...]:
    """What falls due, as the lines of the table, numbered from 1."""
    return tuple(
        deadline_row(t, one, desk.said[one.at], number=number, today=today, people=desk.people)
        if isinstance(one, Deadline)
        else _task_row(one, desk, number=number, today=today)
        for number, one in enumerate(desk.due, start=1)
    )


def _task_row(one: DueTask, desk: Desk, *, number: int, today: dt.date) -> TaskRow:
    line = task_line(one.task, desk.people, today, licence=one.title)
    return TaskRow(
        number=number,
        day=line.due or today,
        days=line.days or 0,
        title=one.title,
        href=f"{line.licence_href}#tasks",
        owner=line.owner,
        line=line,
    )


def charts_of(t: Translator, rows: Sequence[DueRow], today: dt.date, days: int) -> tuple[Chart, ...]:
    """The coming `days` as a line, once for each size of screen; none where nothing falls due."""
    return tuple(_chart(t, rows[:MOST_MARKS], (today, days), key) for key in WIDTHS) if rows else ()


def _chart(t: Translator, rows: Sequence[DueRow], span: tuple[dt.date, int], key: str) -> Chart:
    (today, days), room = span, WIDTHS[key] - 2 * LEFT
    end = today + dt.timedelta(days=days)

    def place(after: float) -> float:
        return round(LEFT + room * min(max(after, 0), days) / days, 1)

    levels = _levels([place(row.days) for row in rows])
    base = TOP + _STEP * max(_LEAST_LEVELS, *(level + 1 for level in levels)) + 6
    marks = (
        Mark(number=row.number, kind=row.kind, x=place(row.days), y=base - 24 - _STEP * level)
        for row, level in zip(rows, levels, strict=True)
    )
    title = t(
        "What falls due from {start} to {end}, numbered as in the table below.",
        start=t.date_long(today),
        end=t.date_long(end),
    )
    return Chart(
        key=key,
        title=title,
        width=WIDTHS[key],
        base=base,
        marks=tuple(marks),
        ticks=tuple(_ticks(t, today, end, room / days)),
        weeks=tuple(place(day) for day in range(7, days, 7)) if room / days > 2 else (),
        now=place(NOW),
        soon=place(SOON),
    )


def _levels(places: Iterable[float]) -> list[int]:
    """How high each mark stands so that none hides another, as long as there is room above."""
    rightmost: list[float] = []
    levels = []
    for x in places:
        free = (level for level, right in enumerate(rightmost) if x - right >= _APART)
        level = min(next(free, len(rightmost)), _MOST_LEVELS - 1)
        rightmost[level : level + 1] = [x]
        levels.append(level)
    return levels


def _ticks(t: Translator, today: dt.date, end: dt.date, per_day: float) -> Iterable[Tick]:
    firsts, day = [], today.replace(day=1)
    while (day := (day + dt.timedelta(days=32)).replace(day=1)) <= end:
        firsts.append(day)
    for day in firsts[:: ceil(_FOR_TICK / (30 * per_day))]:
        yield Tick(x=round(LEFT + per_day * (day - today).days, 1), label=t.date_short(day))
