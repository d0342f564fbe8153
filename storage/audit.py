"""The trail and the sync feed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, select

from domain.audit import FIRST_HASH, Action, AuditEntry, Happening, chained_hash
from domain.queries import AuditFilter, Change, PageOf
from storage.cursors import read_cursor, write_cursor
from storage.tables import audit_entry, change
from storage.transaction import AnyRow, Transaction


class SqlAudit:
    """domain.ports.Audit on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def entries(self, which: AuditFilter) -> PageOf[AuditEntry]:
        newest_first = select(audit_entry).where(*_conditions(which)).order_by(audit_entry.c.seq.desc())
        rows = self._tx.rows(newest_first.limit(which.limit + 1))
        shown = rows[: which.limit]
        more = write_cursor("audit", shown[-1].seq) if shown and len(rows) > which.limit else None
        return PageOf(items=tuple(map(to_entry, shown)), next_cursor=more)

    def broken_at(self) -> int | None:
        expected, previous = 1, FIRST_HASH
        for row in self._tx.stream(select(audit_entry).order_by(audit_entry.c.seq)):
            entry = to_entry(row)
            if entry.seq != expected:
                return expected
            if entry.previous_hash != previous or entry.hash != chained_hash(previous, _happening(entry)):
                return entry.seq
            expected, previous = expected + 1, entry.hash
        return None

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        later = select(change).where(change.c.seq > after).order_by(change.c.seq).limit(limit)
        return tuple(map(_to_change, self._tx.rows(later)))

    def last_change(self) -> int:
        return last_change(self._tx)


def append_happenings(tx: Transaction, happenings: Sequence[Happening]) -> None:
    """Chain them to the trail. The caller holds the lock under which the desk commits."""
    last = tx.row(select(audit_entry.c.seq, audit_entry.c.hash).order_by(audit_entry.c.seq.desc()).limit(1))
    seq, previous = (last.seq, last.hash) if last else (0, FIRST_HASH)
    rows = []
    for happening in map(_as_read_back, happenings):
        seq, before, previous = seq + 1, previous, chained_hash(previous, happening)
        rows.append({**_row(happening), "seq": seq, "previous_hash": before, "hash": previous})
    tx.add(audit_entry, *rows)


def append_changes(tx: Transaction, changes: Sequence[Mapping[str, Any]]) -> None:
    """Number them and add them to the feed. The caller holds the lock under which the desk commits."""
    tx.add(change, *({**row, "seq": seq} for seq, row in enumerate(changes, start=last_change(tx) + 1)))


def last_change(tx: Transaction) -> int:
    """The sequence of the newest entry of the feed; 0 where there is none."""
    return int(tx.value(select(change.c.seq).order_by(change.c.seq.desc()).limit(1)) or 0)


def _conditions(which: AuditFilter) -> list[ColumnElement[bool]]:
    c = audit_entry.c
    conditions = [
        c[column] == value
        for column, value in (
            ("licence_id", which.licence_id),
            ("subject_id", which.subject_id),
            ("actor_id", which.actor_id),
            ("action", which.action),
        )
        if value is not None
    ]
    if which.since is not None:
        conditions.append(c.at >= which.since)
    if which.until is not None:
        conditions.append(c.at < which.until)
    if which.after is not None:
        conditions.append(c.seq > which.after)
    if which.cursor is not None:
        conditions.append(c.seq < read_cursor("audit", which.cursor, int)[0])
    return conditions


def _as_read_back(happening: Happening) -> Happening:
    """As the database will give it back: only so can its hash be worked out again."""
    before, after = (json.loads(json.dumps(dict(data))) for data in (happening.before, happening.after))
    return replace(happening, at=happening.at.astimezone(dt.UTC), before=before, after=after)


def _row(happening: Happening) -> dict[str, Any]:
    return {
        "at": happening.at,
        "actor_id": happening.actor_id,
        "actor_name": happening.actor_name,
        "actor_kind": happening.actor_kind,
        "action": str(happening.action),
        "subject": happening.subject,
        "subject_id": happening.subject_id,
        "licence_id": happening.licence_id,
        "before": happening.before,
        "after": happening.after,
    }


def to_entry(row: AnyRow) -> AuditEntry:
    """An entry of the trail from its row."""
    return AuditEntry(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        actor_kind=row.actor_kind,
        action=row.action,
        subject=row.subject,
        subject_id=row.subject_id,
        licence_id=row.licence_id,
        before=row.before,
        after=row.after,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def _happening(entry: AuditEntry) -> Happening:
    return Happening(
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        actor_kind=entry.actor_kind,
        action=cast(Action, entry.action),  # whatever was written, known to this release or not
        subject=entry.subject,
        subject_id=entry.subject_id,
        licence_id=entry.licence_id,
        before=entry.before,
        after=entry.after,
    )


def _to_change(row: AnyRow) -> Change:
    return Change(seq=row.seq, licence_id=row.licence_id, code=row.code, kind=row.kind, at=row.at)
