"""Tasks and notes of licences, and forms that are not finished."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, delete, false, insert, or_, select

from domain.task import DueTask, FormDraft, Task, TaskKind
from domain.work_queue import Whose
from storage.tables import account, form_draft, licence, task
from storage.transaction import AnyRow, Transaction

MOST_DRAFTS = 50


class SqlTasks:
    """domain.ports.Tasks on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, new: Task) -> None:
        self._tx.add(task, _row(new))

    def get(self, task_id: str) -> Task:
        return to_task(self._tx.get(task, "id", task_id, "There is no such task."))

    def replace(self, kept: Task, *, seen: int) -> None:
        self._tx.replace(task, kept.id, _row(kept), seen=seen)

    def of_licence(self, licence_id: str) -> tuple[Task, ...]:
        c = task.c
        stage = case((c.done_at.is_not(None), 2), (c.kind == TaskKind.NOTE.value, 1), else_=0)
        theirs = select(task).where(c.licence_id == licence_id)
        ordered = theirs.order_by(stage, c.due.is_(None), c.due, c.created_at.desc(), c.id)
        return tuple(map(to_task, self._tx.rows(ordered)))


class SqlFormDrafts:
    """domain.ports.FormDrafts on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def keep(self, draft: FormDraft) -> None:
        self.drop(draft.account_id, draft.form)
        values = {name: list(texts) for name, texts in draft.values.items()}
        row = {"account_id": draft.account_id, "form": draft.form, "values": values, "saved_at": draft.saved_at}
        self._tx.run(insert(form_draft).values(row))

    def get(self, account_id: str, form: str) -> FormDraft | None:
        c = form_draft.c
        row = self._tx.row(select(form_draft).where(c.account_id == account_id, c.form == form))
        return _to_draft(row) if row else None

    def of_account(self, account_id: str) -> tuple[FormDraft, ...]:
        theirs = select(form_draft).where(form_draft.c.account_id == account_id)
        newest = theirs.order_by(form_draft.c.saved_at.desc(), form_draft.c.form).limit(MOST_DRAFTS)
        return tuple(map(_to_draft, self._tx.rows(newest)))

    def drop(self, account_id: str, form: str) -> None:
        c = form_draft.c
        self._tx.run(delete(form_draft).where(c.account_id == account_id, c.form == form))


def due_tasks(tx: Transaction, limit: int, whose: Whose) -> tuple[DueTask, ...]:
    """Open tasks of somebody, or of a unit: those given to them, and those of their licences given to nobody."""
    c = task.c
    rows = (
        select(task, licence.c.title, licence.c.code, account.c.name.label("owner_name"))
        .join(licence, licence.c.id == c.licence_id)
        .outerjoin(account, account.c.id == c.owner_id)
        .where(c.kind == TaskKind.TASK.value, c.done_at.is_(None))
        .order_by(c.due.is_(None), c.due, licence.c.sort_title, c.id)
        .limit(limit)
    )
    if whose.account_id is not None:
        nobodys = and_(c.owner_id.is_(None), licence.c.owner_id == whose.account_id)
        of_unit = or_(account.c.unit == whose.unit, licence.c.unit == whose.unit) if whose.unit else false()
        rows = rows.where(or_(c.owner_id == whose.account_id, nobodys, of_unit))
    return tuple(
        DueTask(task=to_task(row), title=row.title, code=row.code, owner_name=row.owner_name) for row in tx.rows(rows)
    )


def to_task(row: AnyRow) -> Task:
    """A task from its row."""
    return Task(
        id=row.id,
        licence_id=row.licence_id,
        kind=TaskKind(row.kind),
        text=row.text,
        owner_id=row.owner_id,
        due=row.due,
        created_by=row.created_by,
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        done_at=row.done_at,
        done_by_name=row.done_by_name,
        revision=row.revision,
    )


def _row(kept: Task) -> dict[str, Any]:
    return {
        "id": kept.id,
        "licence_id": kept.licence_id,
        "kind": kept.kind.value,
        "text": kept.text,
        "owner_id": kept.owner_id,
        "due": kept.due,
        "created_by": kept.created_by,
        "created_by_name": kept.created_by_name,
        "created_at": kept.created_at,
        "done_at": kept.done_at,
        "done_by_name": kept.done_by_name,
        "revision": kept.revision,
    }


def _to_draft(row: AnyRow) -> FormDraft:
    return FormDraft(account_id=row.account_id, form=row.form, values=row._mapping["values"], saved_at=row.saved_at)  # noqa: SLF001 - SQLAlchemy's documented way to a column called as a method is
