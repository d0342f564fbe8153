"""The trail that shows when it was altered, and the feed that leaves nothing out."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import delete, text, update

from domain.audit import FIRST_HASH, Action
from domain.errors import Invalid
from domain.queries import AuditFilter
from storage.tables import audit_entry
from storage.unit_of_work import Database
from tests.storage.making import NOW, a_happening


def keep(database: Database, *happenings: object) -> None:
    with database.unit_of_work() as uow:
        for happening in happenings:
            uow.record(happening)  # type: ignore[arg-type]
        uow.commit()


def test_entries_come_newest_first_in_pages(database: Database) -> None:
    for n in range(1, 6):
        keep(database, a_happening(f"licence-{n}"))
    seen, cursor = [], None
    with database.reading_only() as uow:
        while True:
            page = uow.audit.entries(AuditFilter(limit=2, cursor=cursor))
            seen += [entry.seq for entry in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        with pytest.raises(Invalid):
            uow.audit.entries(AuditFilter(cursor="3"))
    assert seen == [5, 4, 3, 2, 1]


def test_an_entry_says_all_that_happened_and_follows_from_the_one_before(database: Database) -> None:
    toronto = dt.timezone(dt.timedelta(hours=-5))
    after = {"title": "“Été”", "n": 1.50, "list": [1, None, {"x": True}], "big": 10**20, "small": 1e-7}
    keep(database, a_happening(after=after, at=NOW.astimezone(toronto)), a_happening(before={}, licence_id=None))
    with database.reading_only() as uow:
        second, first = uow.audit.entries(AuditFilter()).items
        assert uow.audit.broken_at() is None
    assert (first.at, first.after, first.actor_name, first.action) == (NOW, after, "M. Roy", "licence.change")
    assert (first.previous_hash, second.previous_hash) == (FIRST_HASH, first.hash)
    assert second.licence_id is None


def test_the_trail_is_filtered_by_what_is_asked(database: Database) -> None:
    later = NOW + dt.timedelta(hours=1)
    keep(
        database,
        a_happening("a", licence_id="l1", actor_id="x"),
        a_happening("b", licence_id="l1", actor_id="y", action=Action.TERM_DECIDE),
        a_happening("c", licence_id="l2", actor_id="x", at=later),
    )

    def found(**which: object) -> list[str]:
        with database.reading_only() as uow:
            return [entry.subject_id for entry in uow.audit.entries(AuditFilter(**which)).items]  # type: ignore[arg-type]

    assert found(licence_id="l1") == ["b", "a"]
    assert found(actor_id="x") == ["c", "a"]
    assert found(subject_id="c") == ["c"]
    assert found(action="term.decide") == ["b"]
    assert found(since=later) == ["c"]
    assert found(until=later) == ["b", "a"]
    assert found(licence_id="l1", actor_id="x") == ["a"]


@pytest.mark.parametrize("harm", ["altered", "removed", "resealed", "unknown action"])
def test_an_entry_altered_or_taken_out_is_found(sqlite_url: str, harm: str) -> None:
    database = Database(sqlite_url)
    keep(database, *(a_happening(f"licence-{n}") for n in range(5)))
    third = audit_entry.c.seq == 3
    statement = {
        "altered": update(audit_entry).where(third).values(actor_name="Nobody"),
        "removed": delete(audit_entry).where(third),
        "resealed": update(audit_entry).where(third).values(after={"x": 1}, hash="0" * 64),
        "unknown action": update(audit_entry).where(third).values(action="made.up"),
    }[harm]
    with database.engine.begin() as connection:
        # Somebody with the database in hand can take the guards away; the chain still tells.
        connection.execute(text("DROP TRIGGER audit_entry_refuse_update"))
        connection.execute(text("DROP TRIGGER audit_entry_refuse_delete"))
        connection.execute(statement)
    with database.reading_only() as uow:
        assert uow.audit.broken_at() == 3
    database.dispose()


def write(database: Database, writer: int, rounds: int, failures: list[Exception]) -> None:
    try:
        for n in range(rounds):
            with database.unit_of_work() as uow:
                uow.record(a_happening(f"{writer}-{n}"))
                uow.announce(f"{writer}-{n}", "CODE", "licence")
                uow.announce(f"{writer}-{n}", "CODE", "terms")
                uow.commit()
    except Exception as failure:
        failures.append(failure)


def test_a_reader_of_the_feed_misses_nothing_while_many_write(database: Database) -> None:
    writers, rounds = 6, 12
    failures: list[Exception] = []
    threads = [threading.Thread(target=write, args=(database, n, rounds, failures)) for n in range(writers)]
    for thread in threads:
        thread.start()
    read: list[tuple[str, str]] = []
    after = 0
    while True:
        going_on = any(thread.is_alive() for thread in threads)
        with database.reading_only() as uow:
            changes = uow.audit.changes(after, 5)
        read += [(change.licence_id, change.kind) for change in changes]
        after = changes[-1].seq if changes else after
        if not going_on and not changes:
            break
    assert failures == []
    made = {
        (f"{writer}-{n}", kind) for writer in range(writers) for n in range(rounds) for kind in ("licence", "terms")
    }
    assert len(read) == len(made)
    assert set(read) == made
    with database.reading_only() as uow:
        assert uow.audit.broken_at() is None
        assert uow.audit.entries(AuditFilter(limit=1)).items[0].seq == writers * rounds
