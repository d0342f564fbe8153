"""Tasks and notes of a licence: adding them, changing them, doing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.audit import Action
from domain.fields import Fields
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.task import Task, TaskKind
from domain.usecases.recording import record

FIELDS = ("kind", "text", "owner", "due")


def add_task(s: Services, actor: Actor, licence_id: str, raw: Mapping[str, Any]) -> Task:
    """Add one; raises NotFound, NotPermitted, Invalid."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        uow.licences.get(licence_id)
        task = entered_task(s, uow, actor, licence_id, raw)
        keep_new_task(s, uow, actor, task)
        uow.commit()
    return task


def entered_task(s: Services, uow: UnitOfWork, actor: Actor, licence_id: str, raw: Mapping[str, Any]) -> Task:
    """A new one as it was entered, kept nowhere yet; raises Invalid."""
    empty = Task(
        id=s.new_id(), licence_id=licence_id, kind=TaskKind.TASK, text="", owner_id=None, due=None,
        created_by=actor.id, created_by_name=actor.name, created_at=s.now(),
    )  # fmt: skip
    return _entered(uow, raw, empty)


def keep_new_task(s: Services, uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Keep a new one, with its entry in the trail, in a transaction that somebody else has opened."""
    uow.tasks.add(task)
    record(s, uow, actor, Action.TASK_ADD, ("task", task.id), licence_id=task.licence_id, after=_shown(task))


def change_task(s: Services, actor: Actor, task_id: str, raw: Mapping[str, Any], *, seen: int) -> Task:
    """Change what it says, who is to do it, or by when; raises NotFound, NotPermitted, Invalid, Stale."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        old = uow.tasks.get(task_id)
        task = replace(_entered(uow, raw, old), revision=seen + 1)
        uow.tasks.replace(task, seen=seen)
        _record(s, uow, actor, Action.TASK_CHANGE, (old, task))
        uow.commit()
    return task


def finish_task(s: Services, actor: Actor, task_id: str, *, seen: int, done: bool = True) -> Task:
    """Tick a task off, or open it again; raises NotFound, NotPermitted, Stale."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        old = uow.tasks.get(task_id)
        at, by = (s.now(), actor.name) if done else (None, None)
        task = replace(old, done_at=at, done_by_name=by, revision=seen + 1)
        uow.tasks.replace(task, seen=seen)
        _record(s, uow, actor, Action.TASK_DONE if done else Action.TASK_REOPEN, (old, task))
        uow.commit()
    return task


def one_task(s: Services, task_id: str) -> Task:
    """A task or note; raises NotFound."""
    with s.reading_only() as uow:
        return uow.tasks.get(task_id)


def tasks_of(s: Services, licence_id: str) -> tuple[Task, ...]:
    """Tasks and notes of a licence: what is open by its day, notes, then what is done."""
    with s.reading_only() as uow:
        return uow.tasks.of_licence(licence_id)


def _record(s: Services, uow: UnitOfWork, actor: Actor, action: Action, change: tuple[Task, Task]) -> None:
    old, new = change
    licence_id = old.licence_id
    record(s, uow, actor, action, ("task", old.id), licence_id=licence_id, before=_shown(old), after=_shown(new))


def _entered(uow: UnitOfWork, raw: Mapping[str, Any], old: Task) -> Task:
    f = Fields(raw, FIELDS)
    owner = f.text("owner", old.owner_id or "", limit=40) or None
    task = replace(
        old,
        kind=f.choice("kind", TaskKind, old.kind),
        text=f.text("text", old.text, limit=2000, needed="Say what is to be done, or what is to be remembered."),
        owner_id=owner,
        due=f.date("due", old.due),
    )
    if owner not in (None, old.owner_id) and owner not in {a.id for a in uow.accounts.all() if a.closed_at is None}:
        f.wrong("owner", "Choose somebody with an account on this desk.")
    if task.kind is TaskKind.NOTE and task.due:
        f.wrong("due", "A note has no day; make it a task, or leave the day empty.")
    f.finish()
    return task


def _shown(task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind.value,
        "text": task.text,
        "owner": task.owner_id,
        "due": task.due.isoformat() if task.due else None,
        "done": task.done_at is not None,
    }
