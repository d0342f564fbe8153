"""Working off background jobs, one at a time."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from domain.errors import LicenceError
from domain.jobs import MOST_ATTEMPTS, Job, JobKind, retry_after
from domain.ports import Services
from domain.usecases.reading import TakenOver, fail_reading, read_document
from domain.usecases.sync.background import give_plan_up, work_on_plan
from domain.usecases.turn_of_day import turn_of_day
from domain.usecases.webhooks.delivering import deliver, give_delivery_up

log = logging.getLogger(__name__)
Stop = Callable[[], bool]
_GAVE_UP = "This document could not be read after several attempts. It is kept as it is; decide its terms by hand."


Around = Callable[[Job], AbstractContextManager[None]]
"""What goes on around a job while it is done: its lease is prolonged."""


def work_one(
    s: Services,
    worker: str,
    around: Around = lambda _job: nullcontext(),
    stop: Stop = lambda: False,
    kinds: Sequence[JobKind] = tuple(JobKind),
) -> bool:
    """Take one job of these kinds that is due and do it; False where there was none.

    A job that fails is tried again later, and given up after MOST_ATTEMPTS; a worker that dies in the middle
    loses its lease and the job is taken by another. `stop` says that this worker has been told to leave.
    """
    job = take(s, worker, kinds)
    if job is not None:
        work_on(s, job, worker, around, stop)
    return job is not None


def take(s: Services, worker: str, kinds: Sequence[JobKind]) -> Job | None:
    """A job of these kinds that is due, which is this worker's from now on."""
    with s.unit_of_work() as uow:
        job = uow.jobs.claim(worker, s.now(), kinds)
        uow.commit()
    return job


def work_on(s: Services, job: Job, worker: str, around: Around, stop: Stop = lambda: False) -> None:
    """Do a job that was taken; whatever happens is kept with it."""
    if job.attempts > MOST_ATTEMPTS:
        _give_up(s, job, worker, "given up")
        return
    try:
        with around(job):
            _do(s, job, worker, stop)
    except TakenOver:
        log.info("job %s is left to another worker", job.id)
        _leave(s, job, worker)
    except Exception as error:
        log.exception("job %s failed", job.id)
        _failed(s, job, worker, error)


def prolong(s: Services, job: Job, worker: str) -> bool:
    """Keep a job for longer; False where it belongs to another worker now."""
    with s.unit_of_work() as uow:
        mine = uow.jobs.beat(job, worker, s.now())
        uow.commit()
    return mine


def _leave(s: Services, job: Job, worker: str) -> None:
    """Give the job back at once, if it is still ours, so that nobody waits for its lease to run out."""
    with s.unit_of_work() as uow:
        uow.jobs.fail(job, worker, "left unfinished", s.now())
        uow.commit()


def _do(s: Services, job: Job, worker: str, stop: Stop) -> None:
    def beat() -> bool:
        return not stop() and prolong(s, job, worker)

    if job.kind is JobKind.READ_DOCUMENT:
        read_document(s, str(job.payload["reading"]), beat)
    elif job.kind is JobKind.SYNC:
        work_on_plan(s, str(job.payload["plan"]), beat)
    elif job.kind is JobKind.WEBHOOK:
        deliver(s, str(job.payload["webhook"]), int(job.payload["turn"]))
    else:
        turn_of_day(s, dt.date.fromisoformat(str(job.payload["day"])))
    with s.unit_of_work() as uow:
        uow.jobs.finish(job, worker)
        uow.commit()


def _failed(s: Services, job: Job, worker: str, error: Exception) -> None:
    if job.attempts >= MOST_ATTEMPTS or isinstance(error, LicenceError):
        _give_up(s, job, worker, f"{type(error).__name__}: {error}")
        return
    with s.unit_of_work() as uow:
        uow.jobs.fail(job, worker, f"{type(error).__name__}: {error}", s.now() + retry_after(job.attempts))
        uow.commit()


def _give_up(s: Services, job: Job, worker: str, error: str) -> None:
    if job.kind is JobKind.READ_DOCUMENT:
        fail_reading(s, str(job.payload["reading"]), _GAVE_UP)
    elif job.kind is JobKind.SYNC:
        give_plan_up(s, str(job.payload["plan"]))
    elif job.kind is JobKind.WEBHOOK:
        give_delivery_up(s, str(job.payload["webhook"]), int(job.payload["turn"]))
    with s.unit_of_work() as uow:
        uow.jobs.fail(job, worker, error, None)
        uow.commit()
