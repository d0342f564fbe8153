"""Working off background jobs, one at a time."""

from __future__ import annotations

import logging

from domain.errors import LicenceError
from domain.jobs import MOST_ATTEMPTS, Job, JobKind, retry_after
from domain.ports import Services
from domain.usecases.reading import TakenOver, fail_reading, read_document
from domain.usecases.versions import turn_of_day

log = logging.getLogger(__name__)
_GAVE_UP = "This document could not be read after several attempts. It is kept as it is; decide its terms by hand."


def work_one(s: Services, worker: str) -> bool:
    """Take one job that is due and do it; False where there was none.

    A job that fails is tried again later, and given up after MOST_ATTEMPTS; a worker that dies in the middle
    loses its lease and the job is taken by another.
    """
    with s.unit_of_work() as uow:
        job = uow.jobs.claim(worker, s.now(), tuple(JobKind))
        uow.commit()
    if job is None:
        return False
    if job.attempts > MOST_ATTEMPTS:
        _give_up(s, job, worker, "given up")
        return True
    try:
        _do(s, job, worker)
    except TakenOver:
        log.info("job %s was taken over by another worker", job.id)
    except Exception as error:
        log.exception("job %s failed", job.id)
        _failed(s, job, worker, error)
    return True


def _do(s: Services, job: Job, worker: str) -> None:
    def beat() -> bool:
        with s.unit_of_work() as uow:
            mine = uow.jobs.beat(job, worker, s.now())
            uow.commit()
        return mine

    if job.kind is JobKind.READ_DOCUMENT:
        read_document(s, str(job.payload["reading"]), beat)
    else:
        turn_of_day(s, tuple(job.payload.get("licences", ())))
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
    with s.unit_of_work() as uow:
        uow.jobs.fail(job, worker, error, None)
        uow.commit()
