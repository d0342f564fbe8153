"""Tasks and notes of licences, and forms that are not finished."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, delete, insert, select

from domain.task import FormDraft, Task, TaskKind
from storage.tables import form_draft, task
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
