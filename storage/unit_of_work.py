"""The database, and one transaction on it with everything that a use case may ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.engine import URL

from domain.audit import Happening
from domain.queries import StoredAnswer
from storage.accounts import SqlAccounts
from storage.affected import SqlAffected
from storage.audit import SqlAudit, append_changes, append_happenings
from storage.deadlines import SqlDeadlines
from storage.decisions import SqlDecisions
from storage.documents_table import SqlDocuments
from storage.effective_cache import rebuild
from storage.engine import READS, make_engine
from storage.exchange import SqlExchange
from storage.failures import told_in_words
from storage.jobs import SqlJobs
from storage.licence_index import LicenceIndex
from storage.licences import SqlLicences
from storage.list_changes import append_list_changes
from storage.own_phrases import SqlOwnPhrases
from storage.queries import SqlQueries
from storage.readings import SqlReadings
from storage.review_places import SqlReviewPlaces
from storage.said_elsewhere import SqlSayings
from storage.saved_views import SqlSavedViews
from storage.sync_books import SqlSync
from storage.tables import idempotent_answer, licence
from storage.tasks import SqlFormDrafts, SqlTasks
from storage.tidying import tidy
from storage.transaction import READING_ONLY, Transaction
from storage.versions import SqlVersions
from storage.vocabulary import SqlVocabulary
from storage.webhooks import SqlWebhooks
from storage.work_queue import SqlWorkQueue

COMMIT_LOCK = 0x11CE2CE
"""Key of PostgreSQL's advisory lock under which sequences are drawn, so that they follow the order of commits."""


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class SqlUnitOfWork:
    """domain.ports.UnitOfWork on a database. Entries of the trail and of the feed are written by `commit`."""

    def __init__(
        self,
        connection: Connection,
        now: Callable[[], dt.datetime],
        today: Callable[[], dt.date],
        index: LicenceIndex,
    ) -> None:
        tx = Transaction(connection)
        self._tx = tx
        self._writes = not connection.get_execution_options().get(READS, False)
        self._now = now
        self._happenings: list[Happening] = []
        self._changes: dict[tuple[str, str], str] = {}
        self.licences = SqlLicences(tx, today)
        self.versions = SqlVersions(tx)
        self.documents = SqlDocuments(tx)
        self.readings = SqlReadings(tx)
        self.decisions = SqlDecisions(tx)
        self.vocabulary = SqlVocabulary(tx)
        self.phrases = SqlOwnPhrases(tx)
        self.accounts = SqlAccounts(tx)
        self.views = SqlSavedViews(tx)
        self.tasks = SqlTasks(tx)
        self.deadlines = SqlDeadlines(tx)
        self.drafts = SqlFormDrafts(tx)
        self.places = SqlReviewPlaces(tx)
        self.jobs = SqlJobs(tx)
        self.audit = SqlAudit(tx)
        self.queries = SqlQueries(tx, index)
        self.work = SqlWorkQueue(tx, index, today)
        self.affected = SqlAffected(tx)
        self.sync = SqlSync(tx)
        self.webhooks = SqlWebhooks(tx)
        self.exchange = SqlExchange(tx)
        self.said = SqlSayings(tx)

    def record(self, happening: Happening) -> None:
        self._happenings.append(happening)

    def announce(self, licence_id: str, code: str, kind: str) -> None:
        self._changes[licence_id, kind] = code

    def remember(self, actor_id: str, key: str, answer: StoredAnswer) -> None:
        row = {
            "actor_id": actor_id,
            "key": key,
            "fingerprint": answer.fingerprint,
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": answer.body,
            "at": self._now(),
        }
        self._tx.add(idempotent_answer, row)

    def tidy(self, now: dt.datetime) -> None:
        tidy(self._tx, now)

    def commit(self) -> None:
        if not self._writes:
            raise RuntimeError(READING_ONLY)
        if self._happenings or self._changes or self._tx.touched or self._tx.listed:
            self._wait_for_turn()
            self._lay_out_terms()
            append_list_changes(self._tx)
            self._append()
        with told_in_words():
            self._tx.connection.commit()

    def _wait_for_turn(self) -> None:
        """From here to the commit nobody else draws a sequence. On SQLite whoever writes is alone already."""
        if not self._tx.is_sqlite:
            self._tx.value(select(func.pg_advisory_xact_lock(COMMIT_LOCK)))

    def _lay_out_terms(self) -> None:
        """Bring the layout of effective terms up to date; an heir whose terms changed is announced too."""
        touched = set(self._tx.touched)
        heirs = [changed for changed in rebuild(self._tx, touched) if changed not in touched] if touched else []
        self._tx.listed.update(touched, heirs)
        for row in self._tx.rows(select(licence.c.id, licence.c.code).where(licence.c.id.in_(heirs))) if heirs else ():
            self.announce(row.id, row.code, "terms")
        self._tx.touched.clear()

    def _append(self) -> None:
        if self._happenings:
            append_happenings(self._tx, self._happenings)
        at = self._now()
        changes = [
            {"licence_id": licence_id, "code": code, "kind": kind, "at": at}
            for (licence_id, kind), code in self._changes.items()
        ]
        if changes:
            append_changes(self._tx, changes)
        self._happenings.clear()
        self._changes.clear()


def _connected(engine: Engine) -> Connection:
    with told_in_words():
        return engine.connect()


def _begin(connection: Connection) -> None:
    with told_in_words():
        connection.begin()


class Database:
    """A database by its URL; `now` and `today` are the clock, in UTC, and the calendar of the library."""

    def __init__(
        self,
        url: str | URL,
        *,
        now: Callable[[], dt.datetime] = _utc_now,
        today: Callable[[], dt.date] | None = None,
    ) -> None:
        self.engine: Engine = make_engine(url)
        self._now = now
        self._today = today or (lambda: now().date())
        self._index = LicenceIndex()

    @contextmanager
    def unit_of_work(self) -> Iterator[SqlUnitOfWork]:
        """One transaction that may write; what was not committed at its end is undone."""
        with _connected(self.engine) as connection:
            _begin(connection)
            # What is not committed yet must not find its way into the list that everybody shares.
            yield SqlUnitOfWork(connection, self._now, self._today, LicenceIndex())

    @contextmanager
    def reading_only(self) -> Iterator[SqlUnitOfWork]:
        """One look at the database as it stands now; nothing is ever saved."""
        with self.snapshot() as connection:
            yield SqlUnitOfWork(connection, self._now, self._today, self._index)

    @contextmanager
    def glance(self) -> Iterator[SqlUnitOfWork]:
        """For a single question: on PostgreSQL without the two messages that a transaction around it would cost."""
        if self.engine.dialect.name == "sqlite":
            with self.reading_only() as uow:
                yield uow
            return
        with _connected(self.engine).execution_options(**{READS: True}, isolation_level="AUTOCOMMIT") as connection:
            yield SqlUnitOfWork(connection, self._now, self._today, self._index)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection on which everything looks as it stood at one moment, for this folder's own use."""
        options: dict[str, Any] = {READS: True}
        if self.engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _connected(self.engine).execution_options(**options) as connection:
            _begin(connection)
            yield connection
            if self.engine.dialect.name == "postgresql":
                # It lets nothing be written here, but at a rollback its driver forgets the statements it has prepared.
                with told_in_words():
                    connection.commit()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
