"""What waits for somebody, in a fixed number of statements however large the desk is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Date, and_, func, literal, or_, select, union_all

from domain.licence import LicenceStatus
from domain.readings import ReadingState
from domain.suggestion import SuggestionState
from domain.version import VersionState
from domain.work_queue import Deadline, DeadlineKind, RecentReading, WaitingReview
from storage.current import is_offered, last_word
from storage.licence_status import status_on
from storage.shapes import duration_from_json
from storage.tables import document, document_set_aside, licence, reading, suggestion, suggestion_disposition, version
from storage.transaction import AnyRow, AnySelect, Transaction

_ALIVE = (LicenceStatus.ACTIVE.value, LicenceStatus.NOT_YET_ACTIVE.value)
_REVIEWED = (VersionState.DRAFT.value, VersionState.IN_REVIEW.value, VersionState.IN_FORCE.value)
_GOING_ON = (ReadingState.QUEUED.value, ReadingState.RUNNING.value)


class SqlWorkQueue:
    """domain.ports.WorkQueue on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def deadlines(self, first: dt.date, last: dt.date, limit: int) -> tuple[Deadline, ...]:
        columns = {DeadlineKind.NOTICE: licence.c.notice_by, DeadlineKind.END: licence.c.term_ends}
        days = union_all(
            *(
                select(licence.c.id, literal(kind.value).label("kind"), column.label("day")).where(
                    column.between(literal(first, Date), literal(last, Date)), status_on(first).in_(_ALIVE)
                )
                for kind, column in columns.items()
            )
        ).subquery()
        rows = select(days.c.kind, days.c.day, licence).join(licence, licence.c.id == days.c.id)
        soonest = rows.order_by(days.c.day, licence.c.sort_title, licence.c.id, days.c.kind.desc()).limit(limit)
        return tuple(map(_to_deadline, self._tx.rows(soonest)))

    def without_deadline(self, today: dt.date) -> int:
        unknown = or_(licence.c.term_ends.is_(None), licence.c.notice_by.is_(None))
        expected = licence.c.renewal.in_(("automatic", "explicit", "unknown"))
        alive = status_on(today) == LicenceStatus.ACTIVE.value
        return int(self._tx.value(select(func.count()).select_from(licence).where(unknown, expected, alive)) or 0)

    def reviews(self, limit: int) -> tuple[WaitingReview, ...]:
        return tuple(map(_to_review, self._tx.rows(_reviews().limit(limit))))

    def readings(self, since: dt.datetime, limit: int) -> tuple[RecentReading, ...]:
        return tuple(map(_to_reading, self._tx.rows(_readings(since).limit(limit))))

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


def _to_deadline(row: AnyRow) -> Deadline:
    return Deadline(
        licence_id=row.id,
        title=row.title,
        kind=DeadlineKind(row.kind),
        day=row.day,
        term_ends=row.term_ends,
        notice_period=duration_from_json(row.notice_period),
    )


def _reviews() -> AnySelect:
    """Versions whose current readings hold open suggestions, those with the most to do first."""
    c = suggestion_disposition.c
    dealt_with = func.count().filter(c.state != SuggestionState.OPEN.value)
    counted = (
        select(suggestion.c.version_id, func.count().label("suggestions"), dealt_with.label("dealt_with"))
        .outerjoin_from(suggestion, suggestion_disposition, c.seq == last_word())
        .where(is_offered())
        .group_by(suggestion.c.version_id)
        .subquery()
    )
    left = (counted.c.suggestions - counted.c.dealt_with).label("left")
    return (
        select(
            version.c.id, version.c.label, version.c.state, version.c.licence_id, licence.c.title,
            counted.c.suggestions, counted.c.dealt_with, left,
        )
        .join(counted, counted.c.version_id == version.c.id)
        .join(licence, licence.c.id == version.c.licence_id)
        .where(left > 0, version.c.state.in_(_REVIEWED))
        .order_by(left.desc(), licence.c.sort_title, version.c.id)
    )  # fmt: skip


def _to_review(row: AnyRow) -> WaitingReview:
    return WaitingReview(
        version_id=row.id,
        label=row.label,
        state=VersionState(row.state),
        licence_id=row.licence_id,
        title=row.title,
        suggestions=row.suggestions,
        dealt_with=row.dealt_with,
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
