"""Tasks and notes: as lines of a licence and of the desk, and the form of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.task import Task, TaskKind
from web.forms import Choice, Field, Form, Kind
from web.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task or note; `days` are left until it is due. `licence` and its address are there on the desk."""

    href: str
    text: str
    is_note: bool
    owner: str
    by: str
    due: dt.date | None
    days: int | None
    done: bool
    done_by: str
    done_on: dt.date | None
    revision: int
    licence: str = ""
    licence_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """Context of tasks/form.html."""

    form: Form
    action: str
    heading: str
    licence: str
    licence_href: str
    revision: int | None


def task_line(task: Task, people: Mapping[str, str], today: dt.date, *, licence: str = "") -> TaskLine:
    """The line of a task; `people` are names by the ids of accounts."""
    return TaskLine(
        href=f"/tasks/{task.id}",
        text=task.text,
        is_note=task.kind is TaskKind.NOTE,
        owner=people.get(task.owner_id or "", ""),
        by=task.created_by_name,
        due=task.due,
        days=(task.due - today).days if task.due else None,
        done=task.done_at is not None,
        done_by=task.done_by_name or "",
        done_on=task.done_at.date() if task.done_at else None,
        revision=task.revision,
        licence=licence,
        licence_href=f"/licences/{task.licence_id}",
    )


def task_form(t: Translator, people: Sequence[tuple[str, str]]) -> Form:
    """Fields `kind`, `text`, `owner`, `due`."""
    kinds = (
        Choice(TaskKind.TASK.value, t("Task"), t("Somebody has to do it; it stands on the desk")),
        Choice(TaskKind.NOTE.value, t("Note"), t("Only to be remembered")),
    )
    owners = (Choice("", t("Nobody")), *(Choice(key, name) for key, name in people))
    return Form(
        (
            Field(
                name="kind",
                label=t("Kind"),
                kind=Kind.RADIOS,
                choices=kinds,
                values=(TaskKind.TASK.value,),
                quiet=True,
            ),
            Field(name="text", label=t("What"), kind=Kind.TEXTAREA, required=True, maximum=2000),
            Field(name="owner", label=t("Who is to do it"), kind=Kind.SELECT, choices=owners, quiet=True),
            Field(name="due", label=t("By when"), kind=Kind.DATE, hint=t("Year-month-day, such as 2027-01-01")),
        )
    )


def filled_with(form: Form, task: Task) -> Form:
    """With what is stored."""
    due = task.due.isoformat() if task.due else ""
    return form.filled({"kind": task.kind.value, "text": task.text, "owner": task.owner_id or "", "due": due})
