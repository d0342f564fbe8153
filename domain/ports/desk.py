"""The desk's own books: background work, the trail, read models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from domain.affected import AccountUse, TermUse
from domain.audit import AuditEntry
from domain.jobs import Job, JobKind
from domain.licence import OrganisationRole
from domain.queries import (
    AuditFilter,
    Change,
    Facet,
    LicenceFilter,
    LicenceRow,
    MatrixCell,
    OrganisationUse,
    PageOf,
    ResourceRow,
    StoredAnswer,
)
from domain.task import DueTask
from domain.work_queue import Deadline, RecentReading, WaitingReview, Whose


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

    def last_change(self) -> int:
        """The sequence of the newest entry of the sync feed; 0 where there is none."""


class Queries(Protocol):
    """Read models."""

    def licences(self, which: LicenceFilter) -> PageOf[LicenceRow]:
        """Licences that match, in a total order; raises Invalid for a cursor that is not one."""

    def facets(self, which: LicenceFilter) -> tuple[Facet, ...]:
        """Counts of the licences that match by status, scope, licensor, consortium, tag, owner, unit, by the days
        within which notice is due, and by what they have or lack.

        Each field counts as if nothing had been chosen in it.
        """

    def matching(self, which: LicenceFilter, most: int) -> tuple[str, ...]:
        """Ids of the licences that match, in the order of the list, at most so many."""

    def rows(self, which: LicenceFilter, ids: Sequence[str]) -> tuple[LicenceRow, ...]:
        """The rows of these licences in this order, those that are not here left out; `which` tells day and words."""

    def cells(self, licence_ids: Sequence[str], terms: Sequence[str], on: dt.date) -> tuple[MatrixCell, ...]:
        """The effective values of these terms of these licences on a day; what is not decided has no cell."""

    def number_of_licences(self, today: dt.date) -> int:
        """How many licences the desk has."""

    def organisations(self, starts: str, limit: int) -> tuple[str, ...]:
        """Names of organisations that begin with or hold these words."""

    def organisation_uses(self, words: str, most: int) -> tuple[OrganisationUse, ...]:
        """Organisations whose names hold these words, by name, with their numbers of licences."""

    def licences_of(self, name: str, most: int) -> tuple[tuple[str, OrganisationRole], ...]:
        """Ids of the licences that an organisation has to do with, by title, and what it is to each."""

    def number_of_licences_of(self, name: str) -> int:
        """How many licences an organisation has to do with; each counts once, whatever it is to it."""

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


class Affected(Protocol):
    """Counts of what a change would affect, for administrators."""

    def term(self, key: str, today: dt.date) -> TermUse:
        """Where a term is used, `systems` and `views` left out."""

    def views(self, word: str) -> tuple[tuple[str, str], ...]:
        """Names and queries of saved views whose query holds a word, by name."""

    def account(self, account_id: str, now: dt.datetime) -> AccountUse:
        """What hangs on an account."""


class WorkQueue(Protocol):
    """What waits for somebody, for the first page after signing in."""

    def deadlines(
        self, first: dt.date, last: dt.date, limit: int, whose: Whose, *, decided: bool = False
    ) -> tuple[Deadline, ...]:
        """Notice deadlines and ends of term of living licences from `first`, today, to `last`, the soonest first.

        Those at which nothing was decided yet, or with `decided` those at which something was.
        """

    def without_deadline(self, today: dt.date, whose: Whose) -> int:
        """How many active licences have no known end or notice deadline though one is to be expected."""

    def reviews(self, limit: int, whose: Whose) -> tuple[WaitingReview, ...]:
        """Versions with suggestions that nobody has dealt with, those with the most to do first."""

    def ready(self, limit: int, whose: Whose) -> tuple[WaitingReview, ...]:
        """Versions in review with no suggestion that waits: what is left is to put them in force, by title."""

    def tasks(self, limit: int, whose: Whose) -> tuple[DueTask, ...]:
        """Open tasks, those with the nearest day first. `whose` is who is to do them, or looks after the licence."""

    def readings(self, since: dt.datetime, limit: int, whose: Whose) -> tuple[RecentReading, ...]:
        """Readings that go on, or finished or failed after `since`, the newest first."""

    def lately(self, limit: int, whose: Whose, *, but_not_by: str | None) -> tuple[AuditEntry, ...]:
        """The newest entries of the trail about licences, but for those of one account; not those long ago."""

    def titles(self, licence_ids: Collection[str]) -> dict[str, str]:
        """The titles of these licences, those that are not here any more left out."""

    def labels(self, version_ids: Collection[str]) -> dict[str, str]:
        """The labels of these versions, those that are not here any more left out."""
