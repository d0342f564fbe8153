"""Deadlines and tasks of the desk as tables to keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from domain.task import DueTask
from domain.usecases.desk import Deadlines
from web.contexts.deadlines import deadline_row
from web.translation import Translator
from web.workbook import Cell, Sheet


def deadlines_sheet(t: Translator, found: Deadlines, today: dt.date) -> Sheet:
    """A row for each deadline, with what was noted at it."""
    return Sheet(name=t("Deadlines"), rows=_deadlines(t, found, today), widths=(12, 42, 18, 60, 20, 24, 12, 40, 24, 12))


def _deadlines(t: Translator, found: Deadlines, today: dt.date) -> Iterator[list[Cell]]:
    yield [
        t("Date"),
        t("Licence"),
        t("Code"),
        t("What, and where it comes from"),
        t("Source"),
        t("Who"),
        t("Decided"),
        t("Note"),
        t("Noted by"),
        t("Noted on"),
    ]
    for one in found.deadlines:
        row = deadline_row(t, one, found.said[one.at], number=0, today=today, people=found.people)
        noted = row.decide
        place = noted.place[0] if noted.place else t("entered by hand")
        yield [row.day, row.title, one.code, row.why, place, row.owner, noted.choice, noted.note, noted.by, noted.on]


def tasks_sheet(t: Translator, tasks: Iterable[DueTask]) -> Sheet:
    """A row for each open task."""
    return Sheet(name=t("Tasks"), rows=_tasks(t, tasks), widths=(12, 42, 18, 70, 24, 24))


def _tasks(t: Translator, tasks: Iterable[DueTask]) -> Iterator[list[Cell]]:
    yield [t("By when"), t("Licence"), t("Code"), t("Task"), t("Who"), t("Entered by")]
    for one in tasks:
        yield [one.task.due, one.title, one.code, one.task.text, one.owner_name, one.task.created_by_name]
