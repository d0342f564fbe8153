"""The queue: each job done, none by two at once, none lost with its worker."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading

from domain.jobs import LEASE, Job, JobKind
from storage.unit_of_work import Database
from tests.storage.making import NOW, a_job

KINDS = tuple(JobKind)
LATER = NOW + LEASE


def ask(database: Database, *jobs: Job) -> None:
    with database.unit_of_work() as uow:
        for job in jobs:
            uow.jobs.add(job)
        uow.commit()


def claim(database: Database, worker: str, now: dt.datetime = NOW) -> Job | None:
    with database.unit_of_work() as uow:
        job = uow.jobs.claim(worker, now, KINDS)
        uow.commit()
    return job


def test_jobs_come_when_they_are_due_in_the_order_of_asking(database: Database) -> None:
    ask(database, a_job("later", run_at=LATER), a_job("first"), a_job("second"))
    first, second, third = claim(database, "w"), claim(database, "w"), claim(database, "w")
    assert first is not None
    assert second is not None
    assert (first.key, first.attempts, first.worker, first.lease_until) == ("first", 1, "w", LATER)
    assert first.payload == {"reading": "first"}
    assert (second.key, third) == ("second", None)


def test_asking_twice_adds_one_job_even_when_it_is_done(database: Database) -> None:
    ask(database, a_job("once"), a_job("once"))
    job = claim(database, "w")
    assert job is not None
    with database.unit_of_work() as uow:
        assert uow.jobs.finish(job, "w")
        uow.commit()
    ask(database, a_job("once"))
    assert claim(database, "w") is None
    with database.reading_only() as uow:
        assert uow.jobs.waiting() == {"queued": 0, "running": 0, "done": 1, "failed": 0}


def test_only_the_kinds_asked_for_are_taken(database: Database) -> None:
    ask(database, a_job("turn", kind=JobKind.TURN_OF_DAY))
    with database.unit_of_work() as uow:
        assert uow.jobs.claim("w", NOW, (JobKind.READ_DOCUMENT,)) is None
        assert uow.jobs.claim("w", NOW, (JobKind.TURN_OF_DAY,)) is not None


def test_a_job_asked_for_is_undone_with_its_transaction(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.jobs.add(a_job("undone"))
    assert claim(database, "w") is None


def test_a_lease_that_is_prolonged_keeps_others_away(database: Database) -> None:
    ask(database, a_job("long"))
    job = claim(database, "one")
    assert job is not None
    with database.unit_of_work() as uow:
        assert uow.jobs.beat(job, "one", NOW + LEASE / 2)
        assert not uow.jobs.beat(job, "two", NOW)
        uow.commit()
    assert claim(database, "two", LATER) is None
    assert claim(database, "two", LATER + LEASE) is not None


def test_who_lost_the_lease_has_no_say_any_more(database: Database) -> None:
    ask(database, a_job("taken over"))
    lost = claim(database, "one")
    held = claim(database, "one", LATER)
    assert lost is not None
    assert held is not None
    assert held.attempts == 2
    with database.unit_of_work() as uow:
        assert not uow.jobs.beat(lost, "one", LATER)
        assert not uow.jobs.finish(lost, "one")
        assert not uow.jobs.fail(lost, "one", "x", None)
        assert uow.jobs.finish(held, "one")
        assert not uow.jobs.finish(held, "one")


def test_a_failed_job_comes_again_or_stays_failed(database: Database) -> None:
    ask(database, a_job("again"))
    job = claim(database, "w")
    assert job is not None
    with database.unit_of_work() as uow:
        assert uow.jobs.fail(job, "w", "broken", NOW + LEASE)
        uow.commit()
    assert claim(database, "w", NOW + LEASE / 2) is None
    again = claim(database, "w", NOW + LEASE)
    assert again is not None
    assert (again.attempts, again.error) == (2, "broken")
    with database.unit_of_work() as uow:
        assert uow.jobs.fail(again, "w", "broken for good", None)
        assert uow.jobs.waiting()["failed"] == 1
        uow.commit()
    assert claim(database, "w", NOW + LEASE * 100) is None


def test_many_workers_take_every_job_once(database: Database) -> None:
    ask(database, *(a_job(f"job-{n}") for n in range(30)))
    taken: list[str] = []
    failures: list[Exception] = []

    def work(worker: str) -> None:
        try:
            while job := claim(database, worker):
                with database.unit_of_work() as uow:
                    assert uow.jobs.finish(job, worker)
                    uow.commit()
                taken.append(job.key)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(taken) == sorted(f"job-{n}" for n in range(30))


CLAIM_AND_STALL = """
import datetime as dt, sys, time
from domain.jobs import JobKind
from storage.unit_of_work import Database
database = Database(sys.argv[1])
now = dt.datetime.fromisoformat(sys.argv[2])
with database.unit_of_work() as uow:
    assert uow.jobs.claim("doomed", now, tuple(JobKind))
    if sys.argv[3] == "claimed":
        uow.commit()
    print("holding", flush=True)
    time.sleep(600)
"""


def kill_a_worker(url: str, when: str) -> None:
    """Start a worker in a process of its own and kill it, either with a job claimed or in the middle of claiming."""
    command = [sys.executable, "-c", CLAIM_AND_STALL, url, NOW.isoformat(), when]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "holding\n"
        worker.kill()


def test_the_job_of_a_killed_worker_is_taken_by_another(database: Database, database_url: str) -> None:
    ask(database, a_job("survivor"))
    kill_a_worker(database_url, "claimed")
    assert claim(database, "heir", LATER - dt.timedelta(seconds=1)) is None
    heir = claim(database, "heir", LATER)
    assert heir is not None
    assert (heir.key, heir.attempts) == ("survivor", 2)
    with database.unit_of_work() as uow:
        assert uow.jobs.finish(heir, "heir")
        uow.commit()
    assert claim(database, "heir", LATER + LEASE) is None


def test_a_worker_killed_while_claiming_leaves_the_job_as_it_was(database: Database, database_url: str) -> None:
    ask(database, a_job("untouched"))
    kill_a_worker(database_url, "claiming")
    job = claim(database, "next")
    assert job is not None
    assert job.attempts == 1
