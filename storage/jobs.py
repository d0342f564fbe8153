"""The queue: rows with a lease, so that work outlives the worker that began it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.jobs import LEASE, Job, JobKind, JobState
from storage.tables import job
from storage.transaction import AnyRow, Transaction


class SqlJobs:
    """domain.ports.Jobs on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, new: Job) -> None:
        insert = sqlite.insert(job) if self._tx.is_sqlite else postgresql.insert(job)
        self._tx.run(insert.values(_row(new)).on_conflict_do_nothing(index_elements=[job.c.key]))

    def claim(self, worker: str, now: dt.datetime, kinds: Sequence[JobKind]) -> Job | None:
        c = job.c
        due = and_(c.state == JobState.QUEUED.value, c.run_at <= now)
        left = and_(c.state == JobState.RUNNING.value, c.lease_until <= now)
        waiting = select(job).where(c.kind.in_([kind.value for kind in kinds]), or_(due, left))
        # SQLite leaves FOR UPDATE out: there, who may write at all is alone.
        row = self._tx.row(waiting.order_by(c.run_at, c.seq).limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        held = {"state": JobState.RUNNING.value, "worker": worker, "lease_until": now + LEASE}
        self._tx.run(update(job).where(c.seq == row.seq).values(held | {"attempts": row.attempts + 1}))
        return _to_job(self._tx.get(job, "seq", row.seq, "The job is gone."))

    def beat(self, held: Job, worker: str, now: dt.datetime) -> bool:
        return self._save(held, worker, {"lease_until": now + LEASE})

    def finish(self, held: Job, worker: str) -> bool:
        return self._save(held, worker, {"state": JobState.DONE.value, "lease_until": None, "error": None})

    def fail(self, held: Job, worker: str, error: str, again_at: dt.datetime | None) -> bool:
        state = JobState.QUEUED if again_at else JobState.FAILED
        values = {"state": state.value, "lease_until": None, "error": error, "run_at": again_at or held.run_at}
        return self._save(held, worker, values)

    def waiting(self) -> dict[str, int]:
        by_state = select(job.c.state, func.count().label("jobs")).group_by(job.c.state)
        counted = {row.state: row.jobs for row in self._tx.rows(by_state)}
        return {state.value: counted.get(state.value, 0) for state in JobState}

    def last_done(self, kind: JobKind) -> Job | None:
        c = job.c
        done = select(job).where(c.kind == kind.value, c.state == JobState.DONE.value)
        row = self._tx.row(done.order_by(c.seq.desc()).limit(1))
        return _to_job(row) if row else None

    def _save(self, held: Job, worker: str, values: dict[str, Any]) -> bool:
        """Only while the job is this worker's, in this attempt: whoever lost the lease has lost its say too."""
        c = job.c
        mine = (c.id == held.id, c.worker == worker, c.attempts == held.attempts, c.state == JobState.RUNNING.value)
        return self._tx.run(update(job).where(*mine).values(values)) == 1


def _row(new: Job) -> dict[str, Any]:
    return {
        "id": new.id,
        "kind": new.kind.value,
        "key": new.key,
        "payload": dict(new.payload),
        "state": new.state.value,
        "attempts": new.attempts,
        "run_at": new.run_at,
        "lease_until": new.lease_until,
        "worker": new.worker,
        "error": new.error,
    }


def _to_job(row: AnyRow) -> Job:
    return Job(
        id=row.id,
        kind=JobKind(row.kind),
        key=row.key,
        payload=row.payload,
        state=JobState(row.state),
        attempts=row.attempts,
        run_at=row.run_at,
        lease_until=row.lease_until,
        worker=row.worker,
        error=row.error,
    )
