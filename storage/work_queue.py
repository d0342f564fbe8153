"""What waits for somebody, in a fixed number of statements however large the desk is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from functools import reduce
from itertools import islice, takewhile
from operator import or_ as either

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.audit import Action, AuditEntry
from domain.licence import LicenceStatus
from domain.readings import ReadingState
from domain.task import DueTask
from domain.version import VersionState
from domain.work_queue import Deadline, DeadlineKind, RecentReading, WaitingReview, Whose
from storage.audit import to_entry
from storage.licence_index import LicenceIndex
from storage.licence_lines import Line
from storage.shapes import duration_from_json
from storage.tables import (
    audit_entry,
    document,
    document_set_aside,
    licence,
    reading,
    version,
)
from storage.tasks import due_tasks
from storage.transaction import AnyRow, AnySelect, Transaction

_ALIVE = (LicenceStatus.ACTIVE.value, LicenceStatus.NOT_YET_ACTIVE.value)
_GOING_ON = (ReadingState.QUEUED.value, ReadingState.RUNNING.value)
_COLUMNS = {DeadlineKind.NOTICE: "notice_by", DeadlineKind.END: "term_ends"}
_LEFT_OUT = (Action.READING_REQUEST.value, Action.SYNC_WRITE.value)
"""Not what colleagues did: the desk's own steps, which would crowd that out."""
_LATELY = 5_000
"""Entries of the trail that are looked through for the newest: after large imports nobody needs more."""
_ORDER = {DeadlineKind.NOTICE: "1", DeadlineKind.END: "2"}
"""Of two deadlines of one licence on one day, which comes first."""


class SqlWorkQueue:
    """domain.ports.WorkQueue on a database."""

    def __init__(self, tx: Transaction, index: LicenceIndex, today: Callable[[], dt.date]) -> None:
        self._tx, self._index, self._today = tx, index, today

    def deadlines(
        self, first: dt.date, last: dt.date, limit: int, whose: Whose, *, decided: bool = False
    ) -> tuple[Deadline, ...]:
        with self._index.on(self._tx, first) as index:
            among = {kind: _asked_about(index, kind, whose, decided=decided) for kind in DeadlineKind}
            found = [each for kind in DeadlineKind for each in _coming(index, kind, among[kind], last, limit)]
        soonest = sorted(found)[:limit]
        ids = {licence_id for _, _, _, licence_id in soonest}
        rows = {row.id: row for row in self._tx.rows(select(licence).where(licence.c.id.in_(ids)))} if ids else {}
        return tuple(_to_deadline(rows[each[3]], each) for each in soonest if each[3] in rows)

    def without_deadline(self, today: dt.date, whose: Whose) -> int:
        with self._index.on(self._tx, today) as index:
            undated = index.postings.having("undated", "yes") & index.postings.having("status", "active")
            return (undated & theirs(index, whose)).bit_count()

    def reviews(self, limit: int, whose: Whose) -> tuple[WaitingReview, ...]:
        with self._index.on(self._tx, self._today()) as index:
            lines = _among(index, "waiting", theirs(index, whose))
            first = takewhile(lambda line: line.waiting, islice(lines, limit))
            waiting = [(line, one) for line in first for one in line.waiting]
        waiting.sort(key=lambda found: (found[1][2] - found[1][1], found[0].title, found[1][0]))
        shown = {one[0]: one for _, one in waiting[:limit]}
        versions = (
            {row.id: row for row in self._tx.rows(_named_versions().where(version.c.id.in_(list(shown))))}
            if shown
            else {}
        )
        return tuple(_to_review(versions[key], one) for key, one in shown.items() if key in versions)

    def tasks(self, limit: int, whose: Whose) -> tuple[DueTask, ...]:
        return due_tasks(self._tx, limit, whose)

    def ready(self, limit: int, whose: Whose) -> tuple[WaitingReview, ...]:
        with self._index.on(self._tx, self._today()) as index:
            done = index.postings.having("in_review", "yes") & ~index.postings.having("waiting", "yes")
            ids = [line.id for line in islice(_among(index, "title", done & theirs(index, whose)), limit)]
        if not ids:
            return ()
        c = version.c
        in_review = _named_versions().where(c.licence_id.in_(ids), c.state == VersionState.IN_REVIEW.value)
        rows = self._tx.rows(in_review.order_by(licence.c.sort_title, c.id).limit(limit))
        return tuple(_to_review(row, (row.id, 0, 0)) for row in rows)

    def readings(self, since: dt.datetime, limit: int, whose: Whose) -> tuple[RecentReading, ...]:
        return tuple(map(_to_reading, self._tx.rows(_readings(since).where(*_of(whose)).limit(limit))))

    def lately(self, limit: int, whose: Whose, *, but_not_by: str | None) -> tuple[AuditEntry, ...]:
        c, theirs = audit_entry.c, _of(whose)
        newest = select(func.coalesce(func.max(c.seq), 0)).scalar_subquery()
        done = select(audit_entry).where(
            c.licence_id.is_not(None), c.action.not_in(_LEFT_OUT), c.seq > newest - _LATELY
        )
        if but_not_by is not None:
            done = done.where(c.actor_id != but_not_by)
        if theirs:
            done = done.join(licence, licence.c.id == c.licence_id).where(*theirs)
        return tuple(map(to_entry, self._tx.rows(done.order_by(c.seq.desc()).limit(limit))))

    def titles(self, licence_ids: Collection[str]) -> dict[str, str]:
        if not licence_ids:
            return {}
        rows = self._tx.rows(select(licence.c.id, licence.c.title).where(licence.c.id.in_(set(licence_ids))))
        return {row.id: row.title for row in rows}

    def labels(self, version_ids: Collection[str]) -> dict[str, str]:
        if not version_ids:
            return {}
        rows = self._tx.rows(select(version.c.id, version.c.label).where(version.c.id.in_(set(version_ids))))
        return {row.id: row.label for row in rows}


def theirs(index: LicenceIndex, whose: Whose) -> int:
    """The licences that somebody looks after, alone or with the unit."""
    if whose.account_id is None and whose.unit is None:
        return index.live
    own = index.postings.having("owner", whose.account_id or "")
    return own | (index.postings.having("unit", whose.unit) if whose.unit else 0)


def _asked_about(index: LicenceIndex, kind: DeadlineKind, whose: Whose, *, decided: bool) -> int:
    """The living licences at whose deadline of this kind something was decided, or nothing yet."""
    alive = reduce(either, (index.postings.having("status", status) for status in _ALIVE)) & theirs(index, whose)
    noted = index.postings.having("decided", kind.value)
    return alive & noted if decided else alive & ~noted


def _coming(
    index: LicenceIndex, kind: DeadlineKind, among: int, last: dt.date, limit: int
) -> Iterator[tuple[dt.date, str, str, str]]:
    """Day, title, kind and id of the next deadlines of these licences; notice stands before the end."""
    places = index.places(_COLUMNS[kind], among, index.day)
    coming = takewhile(lambda place: place[0] <= last, places)
    for day, _, at in islice(coming, limit):
        line = index.lines[at]
        if line and day < dt.date.max:
            yield day, line.title, _ORDER[kind], line.id


def _among(index: LicenceIndex, order: str, positions: int) -> Iterator[Line]:
    return (line for place in index.places(order, positions) if (line := index.lines[place[2]]))


def _to_deadline(row: AnyRow, found: tuple[dt.date, str, str, str]) -> Deadline:
    return Deadline(
        licence_id=row.id,
        title=row.title,
        code=row.code,
        changed_at=row.updated_at,
        kind=next(kind for kind, order in _ORDER.items() if order == found[2]),
        day=found[0],
        owner_id=row.owner_id,
        term_ends=row.term_ends,
        notice_period=duration_from_json(row.notice_period),
        end_date=row.end_date,
    )


def _named_versions() -> AnySelect:
    c = version.c
    named = select(c.id, c.label, c.state, c.licence_id, licence.c.title, licence.c.owner_id)
    return named.join(licence, licence.c.id == c.licence_id)


def _of(whose: Whose) -> list[ColumnElement[bool]]:
    """Conditions on rows of `licence`, as `theirs` has them for the index."""
    if whose.account_id is None and whose.unit is None:
        return []
    own = licence.c.owner_id == whose.account_id
    return [or_(own, licence.c.unit == whose.unit) if whose.unit else own]


def _to_review(row: AnyRow, counted: tuple[str, int, int]) -> WaitingReview:
    return WaitingReview(
        version_id=row.id,
        label=row.label,
        state=VersionState(row.state),
        licence_id=row.licence_id,
        title=row.title,
        suggestions=counted[1],
        dealt_with=counted[2],
    )


def _readings(since: dt.datetime) -> AnySelect:
    newer = reading.alias("newer")
    replaced = select(newer.c.id).where(newer.c.document_id == reading.c.document_id, newer.c.seq > reading.c.seq)
    aside = select(document_set_aside.c.document_id)
    lately = or_(
        reading.c.state.in_(_GOING_ON), and_(reading.c.finished_at.is_not(None), reading.c.finished_at > since)
    )
    return (
        select(
            reading.c.document_id, reading.c.state, reading.c.pages_done, reading.c.pages, reading.c.error,
            func.coalesce(reading.c.finished_at, reading.c.requested_at).label("at"),
            document.c.filename, document.c.version_id, version.c.label, version.c.licence_id, licence.c.title,
        )
        .join(document, document.c.id == reading.c.document_id)
        .join(version, version.c.id == document.c.version_id)
        .join(licence, licence.c.id == version.c.licence_id)
        .where(lately, ~replaced.exists(), document.c.id.not_in(aside))
        .order_by(reading.c.seq.desc())
    )  # fmt: skip


def _to_reading(row: AnyRow) -> RecentReading:
    return RecentReading(
        document_id=row.document_id,
        filename=row.filename,
        version_id=row.version_id,
        label=row.label,
        licence_id=row.licence_id,
        title=row.title,
        state=ReadingState(row.state),
        pages_done=row.pages_done,
        pages=row.pages,
        error=row.error,
        at=row.at,
    )
