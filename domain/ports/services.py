"""One transaction, and everything that a use case may call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.audit import Happening
from domain.ports.desk import Affected, Audit, Jobs, Queries, WorkQueue
from domain.ports.exchange import Exchange, NoSheets, SheetReader
from domain.ports.files import DocumentStore
from domain.ports.no_remotes import NoRemotes
from domain.ports.people import Accounts, Passwords
from domain.ports.readings import PageReader, Readings
from domain.ports.record import Decisions, Documents, Licences, OwnPhrases, Versions, Vocabulary
from domain.ports.remote import RemoteSystems, SyncBooks
from domain.ports.said import Sayings
from domain.ports.webhooks import NoPost, Post, Webhooks
from domain.ports.work import Deadlines, FormDrafts, ReviewPlaces, SavedViews, Tasks
from domain.queries import (
    StoredAnswer,
)


class UnitOfWork(Protocol):
    """One transaction with everything in it."""

    @property
    def licences(self) -> Licences:
        """Licences."""

    @property
    def versions(self) -> Versions:
        """Versions and their steps."""

    @property
    def documents(self) -> Documents:
        """Documents."""

    @property
    def readings(self) -> Readings:
        """Readings and what they found."""

    @property
    def decisions(self) -> Decisions:
        """Decisions."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Term definitions."""

    @property
    def phrases(self) -> OwnPhrases:
        """The library's own phrases."""

    @property
    def accounts(self) -> Accounts:
        """Accounts, sessions and tokens."""

    @property
    def views(self) -> SavedViews:
        """Lists and matrices kept under a name."""

    @property
    def tasks(self) -> Tasks:
        """Tasks and notes of licences."""

    @property
    def deadlines(self) -> Deadlines:
        """What was decided at deadlines."""

    @property
    def drafts(self) -> FormDrafts:
        """Forms that are not finished."""

    @property
    def places(self) -> ReviewPlaces:
        """Where people are in reviews."""

    @property
    def jobs(self) -> Jobs:
        """Background work."""

    @property
    def audit(self) -> Audit:
        """The trail and the feed."""

    @property
    def queries(self) -> Queries:
        """Read models."""

    @property
    def work(self) -> WorkQueue:
        """What waits to be done."""

    @property
    def affected(self) -> Affected:
        """What changes would affect."""

    @property
    def sync(self) -> SyncBooks:
        """Other systems, and what was compared and sent."""

    @property
    def webhooks(self) -> Webhooks:
        """Subscriptions to the feed."""

    @property
    def exchange(self) -> Exchange:
        """The record by the thousand, and what waits from spreadsheets."""

    @property
    def said(self) -> Sayings:
        """What others than the texts say of terms."""

    def record(self, happening: Happening) -> None:
        """Add to the trail when this commits."""

    def announce(self, licence_id: str, code: str, kind: str) -> None:
        """Add to the sync feed when this commits."""

    def remember(self, actor_id: str, key: str, answer: StoredAnswer) -> None:
        """Keep the answer given under an idempotency key; raises Conflict where the key was used meanwhile."""

    def tidy(self, now: dt.datetime) -> None:
        """Forget what nobody needs any more: sessions that are over, old sign-in attempts, answers kept for
        idempotency keys, jobs done and deliveries made long ago."""

    def commit(self) -> None:
        """Make it all last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """What the use cases and pages have to know of this desk."""

    library_name: str = "Licence Desk"
    library_contact: str = ""
    base_url: str = ""
    max_upload_bytes: int = 100 * 1024 * 1024
    session_hours: int = 12
    secure_cookies: bool = False
    time_zone: str = "America/Toronto"
    second_review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a use case may call. Built once by api.wiring.

    `unit_of_work` is one transaction that may write, `reading_only` one moment that is looked at, `glance` for a
    single question: what two of them say may be of two moments.
    """

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    reading_only: Callable[[], AbstractContextManager[UnitOfWork]]
    glance: Callable[[], AbstractContextManager[UnitOfWork]]
    documents: DocumentStore
    reader: PageReader
    passwords: Passwords
    settings: DeskSettings
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    remotes: RemoteSystems = field(default_factory=NoRemotes)
    sheets: SheetReader = field(default_factory=NoSheets)
    post: Post = field(default_factory=NoPost)

    def time_zone(self) -> ZoneInfo:
        """The library's own time zone."""
        return ZoneInfo(self.settings.time_zone)

    def today(self) -> dt.date:
        """The day on which questions are answered, in the library's own time zone."""
        return self.now().astimezone(self.time_zone()).date()
