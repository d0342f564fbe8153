"""What the domain needs from outside. Each method says who calls it and what it may raise.

`get` raises NotFound where there is nothing; `add` takes a complete value. A unit of work is one transaction:
nothing of it is seen by others until `commit`, and leaving it without commit undoes everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from domain.audit import AuditEntry, Happening
from domain.decision import Decision
from domain.identity import Account, Session, Token
from domain.jobs import Job, JobKind
from domain.licence import Licence
from domain.page import Page
from domain.queries import (
    AuditFilter,
    Change,
    ClauseHit,
    Facet,
    LicenceFilter,
    LicenceRow,
    PageOf,
    ResourceRow,
    StoredAnswer,
)
from domain.reading.analysis import Analysis
from domain.readings import Disposition, Reading, StoredClause, StoredSuggestion
from domain.version import Document, Transition, Version
from domain.vocabulary import TermDefinition
from domain.work_queue import Deadline, RecentReading, WaitingReview


class Licences(Protocol):
    """Licences with their organisations and resources."""

    def get(self, licence_id: str) -> Licence:
        """One licence; raises NotFound."""

    def by_code(self, code: str) -> Licence | None:
        """The licence with this code, capitals aside."""

    def add(self, licence: Licence) -> None:
        """Raises Conflict where the code is taken."""

    def replace(self, licence: Licence, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict where the code is taken or the revision is no longer `seen`."""

    def delete(self, licence_id: str) -> None:
        """Remove a licence that never came into force, with its drafts; the caller has checked that it may.

        Raises NotFound, and Conflict where documents, decisions or recorded steps hang on it or others inherit from it.
        """

    def turning(self, after: dt.date, until: dt.date) -> tuple[str, ...]:
        """Ids of licences for which the calendar changes something after one day, up to and with another."""

    def refresh_dates(self, today: dt.date) -> int:
        """Work out for `today` the renewal dates that lists are filtered by; how many moved."""


class Versions(Protocol):
    """Versions and their recorded transitions."""

    def get(self, version_id: str) -> Version:
        """One version; raises NotFound."""

    def hold(self, version_id: str) -> Version:
        """The same, and until this transaction ends nobody else who holds a version of its licence goes on.

        For use cases that look at several rows before they write: a rule must not be true of each alone and false
        of both together.
        """

    def of_licence(self, licence_id: str) -> tuple[Version, ...]:
        """All versions of a licence, by effective date, then by when they were made."""

    def add(self, version: Version) -> None:
        """A new version."""

    def replace(self, version: Version, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict where it is no longer `seen`."""

    def add_transition(self, transition: Transition) -> None:
        """Record a step; append-only."""

    def transitions(self, version_id: str) -> tuple[Transition, ...]:
        """The steps of a version, oldest first."""


class Documents(Protocol):
    """Documents: the rows. Their bytes are in a DocumentStore."""

    def get(self, document_id: str) -> Document:
        """One document; raises NotFound."""

    def of_version(self, version_id: str) -> tuple[Document, ...]:
        """The documents of a version, oldest first, those set aside included."""

    def add(self, document: Document) -> None:
        """A new document, whose bytes are already in the store."""

    def set_aside(self, document_id: str, reason: str, by: str, at: dt.datetime) -> None:
        """Note that a document was a mistake; the document itself stays."""

    def digests(self) -> Iterator[tuple[str, int]]:
        """Every SHA-256 that a document names, with its size in bytes, for checking the store."""


class Readings(Protocol):
    """Readings, their pages, clauses and suggestions."""

    def get(self, reading_id: str) -> Reading:
        """One reading; raises NotFound."""

    def latest(self, document_id: str) -> Reading | None:
        """The newest reading of a document."""

    def of_document(self, document_id: str) -> tuple[Reading, ...]:
        """All readings of a document, oldest first."""

    def add(self, reading: Reading) -> None:
        """A new reading."""

    def save(self, reading: Reading) -> None:
        """Save how far it is."""

    def add_page(self, reading_id: str, page: Page) -> None:
        """Keep a page; keeping the same page again replaces it (a reading may be resumed)."""

    def page(self, reading_id: str, number: int) -> Page:
        """One page that was kept; raises NotFound."""

    def pages(self, reading_id: str) -> Iterator[Page]:
        """The pages kept so far, in order, one at a time."""

    def add_analysis(self, reading: Reading, version_id: str, analysis: Analysis, new_id: Callable[[], str]) -> None:
        """Keep what a finished reading found, once only; clause ids become unique in the desk (`READING.cN`)."""

    def clauses(self, reading_id: str) -> tuple[StoredClause, ...]:
        """The clauses of a reading, in reading order."""

    def clause(self, clause_id: str) -> StoredClause:
        """One clause; raises NotFound."""

    def suggestions(self, version_id: str) -> tuple[StoredSuggestion, ...]:
        """The suggestions of the latest done reading of each document of a version (documents set aside left out)."""

    def suggestion(self, suggestion_id: str) -> StoredSuggestion:
        """One suggestion; raises NotFound."""

    def dispose(self, disposition: Disposition) -> None:
        """Record what became of a suggestion; append-only."""

    def search(self, document_ids: Sequence[str], words: str, limit: int) -> tuple[ClauseHit, ...]:
        """Clauses of the latest readings of these documents that hold the words, in reading order."""


class Decisions(Protocol):
    """Decisions; only ever added."""

    def of_version(self, version_id: str) -> tuple[Decision, ...]:
        """Every decision made on a version, by term, then by sequence."""

    def of_licence(self, licence_id: str) -> dict[str, tuple[Decision, ...]]:
        """Every decision made on each version of a licence, by version id."""

    def add(self, decision: Decision) -> None:
        """Raises Conflict where somebody else decided the same term meanwhile (same sequence)."""

    def versions_by_term(self) -> dict[str, int]:
        """For each term that was ever decided, on how many versions."""


class Vocabulary(Protocol):
    """Term definitions."""

    def all(self) -> tuple[TermDefinition, ...]:
        """Every definition in order, retired ones included."""

    def get(self, key: str) -> TermDefinition:
        """One definition; raises NotFound."""

    def add(self, definition: TermDefinition) -> None:
        """Raises Conflict where the key is taken."""

    def replace(self, definition: TermDefinition, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict."""


class Accounts(Protocol):
    """Accounts, sessions, tokens, sign-in attempts and one-time links."""

    def get(self, account_id: str) -> Account:
        """One account; raises NotFound."""

    def by_email(self, email: str) -> Account | None:
        """The account with this address."""

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""

    def any(self) -> bool:
        """Whether there is an account at all."""

    def add(self, account: Account) -> None:
        """Raises Conflict where the address is taken."""

    def replace(self, account: Account, *, seen: int) -> None:
        """Save over revision `seen`; raises Conflict."""

    def add_session(self, session: Session) -> None:
        """A new session."""

    def session(self, id_hash: str) -> Session | None:
        """A session by the hash of its cookie."""

    def end_session(self, id_hash: str) -> None:
        """Sign out."""

    def end_sessions_of(self, account_id: str) -> None:
        """Sign a person out everywhere."""

    def add_token(self, token: Token) -> None:
        """A new API token."""

    def token(self, secret_hash: str) -> Token | None:
        """A token by the hash of its secret."""

    def tokens(self) -> tuple[Token, ...]:
        """Every token, revoked ones included, newest first."""

    def revoke_token(self, token_id: str, at: dt.datetime) -> None:
        """Raises NotFound."""

    def add_attempt(self, email: str, address: str, at: dt.datetime) -> None:
        """Record a failed sign-in."""

    def attempts(self, email: str, address: str, since: dt.datetime) -> tuple[int, int]:
        """Failed sign-ins since then: for this account, and from this network address."""

    def clear_attempts(self, email: str) -> None:
        """Forget the failed sign-ins of an account after a good one."""

    def set_first_link(self, secret_hash: str, expires_at: dt.datetime) -> None:
        """Keep the hash of the one-time link for the first account, in place of any before it."""

    def take_first_link(self, secret_hash: str, now: dt.datetime) -> bool:
        """Use the link up; False where it is unknown, used or too old."""

    def first_link_is_good(self, secret_hash: str, now: dt.datetime) -> bool:
        """Whether the link could be used, without using it."""


class Jobs(Protocol):
    """Background work."""

    def add(self, job: Job) -> None:
        """Ask for work; nothing where its key is already there."""

    def claim(self, worker: str, now: dt.datetime, kinds: Sequence[JobKind]) -> Job | None:
        """Take the next job that is due, or whose worker lost its lease, and count the attempt."""

    def beat(self, job: Job, worker: str, now: dt.datetime) -> bool:
        """Prolong the lease; False where the job now belongs to another worker."""

    def finish(self, job: Job, worker: str) -> bool:
        """Done; False where the job now belongs to another worker."""

    def fail(self, job: Job, worker: str, error: str, again_at: dt.datetime | None) -> bool:
        """Failed; to be tried again at `again_at`, or for good."""

    def waiting(self) -> dict[str, int]:
        """How many jobs stand in each state, for the operator."""

    def last_done(self, kind: JobKind) -> Job | None:
        """The job of this kind that was asked for last among those that are done."""


class Audit(Protocol):
    """The trail and the change feed."""

    def entries(self, which: AuditFilter) -> PageOf[AuditEntry]:
        """Entries, newest first."""

    def broken_at(self) -> int | None:
        """The sequence of the first entry whose hash does not follow from the one before it; None where all is well."""

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        """Entries of the sync feed after sequence `after`, in commit order, none left out."""


class Queries(Protocol):
    """Read models."""

    def licences(self, which: LicenceFilter) -> PageOf[LicenceRow]:
        """Licences that match, in a total order; raises Invalid for a cursor that is not one."""

    def facets(self, which: LicenceFilter) -> tuple[Facet, ...]:
        """Counts by status, scope, licensor, consortium and tag of the licences that match."""

    def organisations(self, starts: str, limit: int) -> tuple[str, ...]:
        """Names of organisations that begin with or hold these words."""

    def resources(self, words: str, limit: int, after: str | None = None) -> tuple[ResourceRow, ...]:
        """Resources by words of their title, for the public page, from after the one with the address `after`.

        Raises Invalid where no resource has that address.
        """

    def resource(self, slug: str) -> ResourceRow:
        """One resource; raises NotFound."""

    def lookup(self, field: str, value: str) -> tuple[ResourceRow, ...]:
        """Resources by `url` (same host, longest path that fits), `issn`, `isbn`, `code` or `alma_collection`."""

    def review_counts(self, licence_id: str) -> dict[str, dict[str, int]]:
        """For each version of a licence, how many suggestions stand in each state."""

    def idempotent(self, actor_id: str, key: str) -> StoredAnswer | None:
        """The answer once given under this key."""

    def ping(self) -> None:
        """Ask the database anything; raises whatever it raises."""


class WorkQueue(Protocol):
    """What waits for somebody, for the first page after signing in."""

    def deadlines(self, first: dt.date, last: dt.date, limit: int) -> tuple[Deadline, ...]:
        """Notice deadlines and ends of term of living licences from `first` to `last`, the soonest first."""

    def without_deadline(self, today: dt.date) -> int:
        """How many active licences have no known end or notice deadline though one is to be expected."""

    def reviews(self, limit: int) -> tuple[WaitingReview, ...]:
        """Versions with suggestions that nobody has dealt with, those with the most to do first."""

    def readings(self, since: dt.datetime, limit: int) -> tuple[RecentReading, ...]:
        """Readings that go on, or finished or failed after `since`, the newest first."""

    def titles(self, licence_ids: Collection[str]) -> dict[str, str]:
        """The titles of these licences, those that are not here any more left out."""

    def labels(self, version_ids: Collection[str]) -> dict[str, str]:
        """The labels of these versions, those that are not here any more left out."""


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
    def accounts(self) -> Accounts:
        """Accounts, sessions and tokens."""

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

    def record(self, happening: Happening) -> None:
        """Add to the trail when this commits."""

    def announce(self, licence_id: str, code: str, kind: str) -> None:
        """Add to the sync feed when this commits."""

    def remember(self, actor_id: str, key: str, answer: StoredAnswer) -> None:
        """Keep the answer given under an idempotency key; raises Conflict where the key was used meanwhile."""

    def tidy(self, now: dt.datetime) -> None:
        """Forget what nobody needs any more: sessions that are over, old sign-in attempts, answers kept for
        idempotency keys, jobs done long ago."""

    def commit(self) -> None:
        """Make it all last."""


class ReceivedFile(Protocol):
    """A file that has come in whole and is not kept yet, so that it can be looked at first."""

    @property
    def path(self) -> Path:
        """Where it is for now."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""

    @property
    def bytes(self) -> int:
        """Its size."""

    def keep(self) -> None:
        """Keep it under its SHA-256, on disk before this returns; the same bytes twice are kept once."""


class DocumentStore(Protocol):
    """Bytes under their SHA-256: written once, never changed."""

    def receive(self, source: BinaryIO, limit: int) -> AbstractContextManager[ReceivedFile]:
        """Take in everything that `source` gives, under a temporary name; gone again at the end unless it was kept.

        Raises DocumentTooLarge past `limit` bytes.
        """

    def path(self, sha256: str) -> Path:
        """A local file with these bytes, not to be changed; raises NotFound."""

    def check(self, sha256: str) -> bool:
        """Whether the bytes are there and still have this hash."""

    def probe(self) -> None:
        """Raises OSError where the store cannot be written to."""

    def discard_unfinished(self) -> int:
        """Remove what an interrupted upload left behind; how many files that was."""


class PageReader(Protocol):
    """Reads PDF files in a child process with limits; the service outlives any file."""

    @property
    def name(self) -> str:
        """Name and version of what reads."""

    def inspect(self, path: Path) -> int:
        """How many pages it has; raises DocumentRejected, in a sentence, for what cannot be read."""

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        """The pages from `first` on, as they are read; raises DocumentRejected."""

    def analyse(self, pages: Iterable[Page]) -> Analysis:
        """Clauses, suggestions and facts of the pages; raises DocumentRejected where that takes too much."""

    def picture(self, path: Path, page: int, *, dpi: int = 110, turned: float = 0.0) -> bytes:
        """A PNG of a page, turned as it was to be read (`Page.turned`); raises DocumentRejected or NotFound."""


class Passwords(Protocol):
    """Slow hashing of passwords."""

    def hash(self, password: str) -> str:
        """An argon2 hash with its own salt."""

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it fits. With None it works as long and says no, so that nobody learns which accounts exist."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a use case may call. Built once by api.wiring."""

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    reading_only: Callable[[], AbstractContextManager[UnitOfWork]]
    documents: DocumentStore
    reader: PageReader
    passwords: Passwords
    settings: DeskSettings
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]

    def today(self) -> dt.date:
        """The day on which questions are answered, in the library's own time zone."""
        return self.now().astimezone(ZoneInfo(self.settings.time_zone)).date()
