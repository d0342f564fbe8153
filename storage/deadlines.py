"""What was decided at deadlines."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Date, and_, exists, select
from sqlalchemy.sql.schema import Column

from domain.deadline import DeadlineChoice, DeadlineDecision
from domain.work_queue import DeadlineAt, DeadlineKind
from storage.tables import deadline_decision, licence
from storage.transaction import AnyRow, Transaction


class SqlDeadlines:
    """domain.ports.Deadlines on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, word: DeadlineDecision) -> None:
        row = {
            "licence_id": word.at.licence_id,
            "kind": word.at.kind.value,
            "day": word.at.day,
            "number": word.number,
            "choice": word.choice.value if word.choice else None,
            "note": word.note,
            "decided_by": word.decided_by,
            "decided_by_name": word.decided_by_name,
            "decided_at": word.decided_at,
        }
        self._tx.add(deadline_decision, row)
        self._tx.listed.add(word.at.licence_id)

    def last_words(self, licence_ids: Collection[str]) -> dict[DeadlineAt, DeadlineDecision]:
        if not licence_ids:
            return {}
        c = deadline_decision.c
        theirs = select(deadline_decision).where(c.licence_id.in_(set(licence_ids))).order_by(c.number)
        words = map(_to_word, self._tx.rows(theirs))
        return {word.at: word for word in words}


def is_decided(kind: DeadlineKind, day: Column[Date]) -> ColumnElement[bool]:
    """Whether something holds that was noted at the deadline of a row of `licence` on this day of it."""
    c, later = deadline_decision.c, deadline_decision.alias("later")
    same = (c.licence_id == licence.c.id, c.kind == kind.value, c.day == day)
    newer = and_(later.c.licence_id == c.licence_id, later.c.kind == c.kind, later.c.day == c.day)
    overtaken = exists().where(newer, later.c.number > c.number).correlate(deadline_decision)
    return exists().where(*same, c.choice.is_not(None), ~overtaken).correlate(licence)


def _to_word(row: AnyRow) -> DeadlineDecision:
    return DeadlineDecision(
        at=DeadlineAt(licence_id=row.licence_id, kind=DeadlineKind(row.kind), day=row.day),
        number=row.number,
        choice=DeadlineChoice(row.choice) if row.choice else None,
        note=row.note,
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )
