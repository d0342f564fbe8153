"""The feed under many writers: whoever follows its cursor sees every change, once, in the order of commits.

The numbers of the feed are drawn under the lock of the commit. Without the lock both tests fail on PostgreSQL; with
numbers of a sequence of the database in its place the first one finds those that the reader passed over.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event

from storage.unit_of_work import Database
from tests.storage.making import a_happening

WRITERS, EACH = 5, 40


def write(url: str, writer: int, start: Event) -> None:
    """Many small transactions, each with an entry of the trail and one or more changes; some are given up."""
    database = Database(url)
    start.wait()
    for number in range(EACH):
        with database.unit_of_work() as uow:
            for part in range(1 + number % 3):
                uow.announce(f"{writer}-{number}-{part}", f"{writer}", "licence")
            uow.record(a_happening())
            if number % 7 != 6:
                uow.commit()
    database.dispose()


def announced() -> set[str]:
    """What the writers commit in all."""
    kept = [number for number in range(EACH) if number % 7 != 6]
    return {f"{writer}-{n}-{part}" for writer in range(WRITERS) for n in kept for part in range(1 + n % 3)}


@contextmanager
def writing(url: str) -> Iterator[list[multiprocessing.process.BaseProcess]]:
    """The writers at work, each in a process with connections of its own."""
    context = multiprocessing.get_context("spawn")
    start = context.Event()
    processes = [context.Process(target=write, args=(url, n, start)) for n in range(WRITERS)]
    for process in processes:
        process.start()
    start.set()
    yield list(processes)
    for process in processes:
        process.join(120)
        assert process.exitcode == 0


def test_no_change_is_missed_or_told_twice_to_who_follows_the_feed_while_many_write(database_url: str) -> None:
    database, seen = Database(database_url), list[tuple[int, str]]()

    def follow() -> bool:
        with database.reading_only() as uow:
            found = uow.audit.changes(seen[-1][0] if seen else 0, 5)
        seen.extend((change.seq, change.licence_id) for change in found)
        return bool(found)

    with writing(database_url) as processes:
        while any(process.is_alive() for process in processes):
            if not follow():
                time.sleep(0.001)
    while follow():
        pass
    assert [licence for _, licence in seen if licence not in announced()] == []
    assert sorted(licence for _, licence in seen) == sorted(announced())
    assert [seq for seq, _ in seen] == list(range(1, len(seen) + 1))
    # Each writer's own changes stand in the order in which it made them.
    for writer in range(WRITERS):
        mine = [licence.split("-")[1:] for _, licence in seen if licence.startswith(f"{writer}-")]
        assert mine == sorted(mine, key=lambda parts: tuple(map(int, parts)))
    with database.reading_only() as uow:
        assert uow.audit.broken_at() is None
    database.dispose()


def test_a_change_that_waits_for_its_commit_keeps_later_ones_from_being_told(database: Database) -> None:
    """The moment that matters, held open: the first to draw a number has not committed when the second wants to."""
    drawn, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with database.unit_of_work() as uow:
            uow.announce("slow", "S", "licence")
            commit = uow._tx.connection.commit

            def late() -> None:
                drawn.set()
                go_on.wait(20)
                commit()

            uow._tx.connection.commit = late  # type: ignore[method-assign]
            uow.commit()

    def quick() -> None:
        with database.unit_of_work() as uow:
            uow.announce("quick", "Q", "licence")
            uow.commit()

    first, second = threading.Thread(target=slow), threading.Thread(target=quick)
    first.start()
    assert drawn.wait(20)
    second.start()
    second.join(0.3)
    with database.reading_only() as uow:
        assert uow.audit.changes(0, 10) == ()  # the second waits, and so nobody can step over the first
    go_on.set()
    first.join(20)
    second.join(20)
    with database.reading_only() as uow:
        assert [change.licence_id for change in uow.audit.changes(0, 10)] == ["slow", "quick"]
