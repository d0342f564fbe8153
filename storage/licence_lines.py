"""What the list of licences is searched, counted and ordered by: one line for each licence, read from the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, exists, func, or_, select, union_all

from domain.licence import OrganisationRole, RenewalKind
from domain.suggestion import SuggestionState
from domain.version import HELD, DocumentRole, VersionState
from domain.work_queue import DeadlineKind
from storage.current import is_offered, last_word
from storage.deadlines import is_decided
from storage.licence_status import status_on
from storage.said_elsewhere import states_said
from storage.tables import (
    document,
    document_set_aside,
    effective_term_cache,
    licence,
    licence_organisation,
    licence_resource,
    licence_tag,
    organisation,
    suggestion,
    suggestion_disposition,
    version,
)
from storage.transaction import AnySelect, Transaction

AT_A_TIME = 500
"""Ids in one statement; both databases limit how many values a condition may list."""

SPANS = {"30": 30, "90": 90, "365": 365}
"""Days within which notice is due, as the list offers them."""

_ENDS = (RenewalKind.AUTOMATIC.value, RenewalKind.EXPLICIT.value, RenewalKind.UNKNOWN.value)
REVIEWED = (VersionState.DRAFT.value, VersionState.IN_REVIEW.value, VersionState.IN_FORCE.value)
"""Versions whose suggestions wait for somebody: what is superseded or withdrawn is reviewed no more."""

_BY_ROLE = {OrganisationRole.LICENSOR.value: "licensor", OrganisationRole.CONSORTIUM.value: "consortium"}


@dataclass(slots=True)
class Line:
    """A licence in the list. `keys` are its fields and values as they are counted; `labels` how they are written.

    `waiting` are its versions with suggestions, of readings or of others, that nobody dealt with: id, how many
    suggestions, how many dealt with.
    """

    id: str
    title: str
    code: str
    start_date: dt.date | None
    end_date: dt.date | None
    updated: dt.datetime
    notice_by: dt.date | None
    term_ends: dt.date | None
    text: str
    keys: list[tuple[str, str]]
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    waiting: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def most_waiting(self) -> int:
        """How many suggestions wait in the version that has the most to do."""
        return max((suggestions - dealt_with for _, suggestions, dealt_with in self.waiting), default=0)


def read_lines(tx: Transaction, today: dt.date, ids: Sequence[str] | None = None) -> list[Line]:
    """The lines of these licences, or of all, with three statements for each five hundred of them."""
    if ids is None:
        return _read(tx, today, None)
    return [
        line for first in range(0, len(ids), AT_A_TIME) for line in _read(tx, today, ids[first : first + AT_A_TIME])
    ]


def _read(tx: Transaction, today: dt.date, ids: Sequence[str] | None) -> list[Line]:
    wanted = _licences(today) if ids is None else _licences(today).where(licence.c.id.in_(ids))
    lines = {row.id: _line(row, today) for row in tx.stream(wanted)}
    for licence_id, key, label in (*_organisations(tx, ids), *_tags(tx, ids)):
        line = lines.get(licence_id)
        if line is not None and key not in line.labels:
            line.keys.append(key)
            line.labels[key] = label
    for row in tx.stream(_waiting(ids)):
        if row.licence_id in lines:
            lines[row.licence_id].waiting.append((row.version_id, row.suggestions, row.dealt_with))
    for line in lines.values():
        if line.waiting:
            line.keys.append(("waiting", "yes"))
    return list(lines.values())


def _waiting(ids: Sequence[str] | None) -> AnySelect:
    """Versions with open suggestions: of their current readings, or said by others."""
    found = union_all(_read_of(ids), _said_of(ids)).subquery("found")
    total, done = func.sum(found.c.suggestions), func.sum(found.c.dealt_with)
    counted = select(
        found.c.licence_id,
        found.c.version_id,
        cast(total, Integer).label("suggestions"),
        cast(done, Integer).label("dealt_with"),
    )
    return counted.group_by(found.c.licence_id, found.c.version_id).having(total > done)


def _read_of(ids: Sequence[str] | None) -> AnySelect:
    c = suggestion_disposition.c
    counted = (
        select(version.c.licence_id, suggestion.c.version_id, *_counts(c.state))
        .select_from(version)
        .join(suggestion, suggestion.c.version_id == version.c.id)
        .outerjoin(suggestion_disposition, c.seq == last_word())
        .where(is_offered(), version.c.state.in_(REVIEWED))
        .group_by(version.c.licence_id, suggestion.c.version_id)
    )
    return counted if ids is None else counted.where(version.c.licence_id.in_(ids))


def _said_of(ids: Sequence[str] | None) -> AnySelect:
    said = states_said(ids)
    counted = select(said.c.licence_id, said.c.version_id, *_counts(said.c.state))
    return counted.where(said.c.version_state.in_(REVIEWED)).group_by(said.c.licence_id, said.c.version_id)


def _counts(state: ColumnElement[str]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """How many there are, and how many of them are not open any more."""
    dealt_with = func.count().filter(state != SuggestionState.OPEN.value)
    return func.count().label("suggestions"), dealt_with.label("dealt_with")


def _licences(today: dt.date) -> AnySelect:
    c = licence.c
    return select(
        c.id, c.sort_title, c.code_key, c.start_date, c.end_date, c.updated_at, c.notice_by, c.term_ends,
        c.search_text, c.scope, c.owner_id, c.unit, c.renewal, status_on(today).label("status"),
        _is_signed().label("signed"), _has_terms(today).label("terms"), _has_resource().label("resource"),
        _is_in_review().label("in_review"),
        is_decided(DeadlineKind.NOTICE, c.notice_by).label("notice_decided"),
        is_decided(DeadlineKind.END, c.term_ends).label("end_decided"),
    )  # fmt: skip


def _line(row: Any, today: dt.date) -> Line:
    has = {"signed": row.signed, "terms": row.terms, "notice": row.notice_by, "resource": row.resource}
    left = (row.notice_by - today).days if row.notice_by else None
    return Line(
        id=row.id,
        title=row.sort_title,
        code=row.code_key,
        start_date=row.start_date,
        end_date=row.end_date,
        updated=row.updated_at,
        notice_by=row.notice_by,
        term_ends=row.term_ends,
        text=row.search_text,
        keys=[
            ("status", row.status),
            ("scope", row.scope),
            *([("owner", row.owner_id)] if row.owner_id else []),
            *([("unit", row.unit)] if row.unit else []),
            *(("has", name) for name, there in has.items() if there),
            *([("in_review", "yes")] if row.in_review else []),
            *([("decided", DeadlineKind.NOTICE.value)] if row.notice_decided else []),
            *([("decided", DeadlineKind.END.value)] if row.end_decided else []),
            *([("undated", "yes")] if _is_undated(row) else []),
            *(("within", name) for name, days in SPANS.items() if left is not None and left <= days),
        ],
    )


def _is_undated(row: Any) -> bool:
    """No known end or notice deadline, though one is to be expected."""
    return row.renewal in _ENDS and (row.term_ends is None or row.notice_by is None)


def _organisations(tx: Transaction, ids: Sequence[str] | None) -> Iterator[tuple[str, tuple[str, str], str]]:
    link, c = licence_organisation.c, organisation.c
    named = select(link.licence_id, link.role, c.name, c.name_key).join(organisation, c.id == link.organisation_id)
    named = named.where(link.role.in_(_BY_ROLE))
    for row in tx.stream(named if ids is None else named.where(link.licence_id.in_(ids))):
        yield row.licence_id, (_BY_ROLE[row.role], row.name_key), row.name


def _tags(tx: Transaction, ids: Sequence[str] | None) -> Iterator[tuple[str, tuple[str, str], str]]:
    c = licence_tag.c
    tagged = select(c.licence_id, c.tag, c.tag_key)
    for row in tx.stream(tagged if ids is None else tagged.where(c.licence_id.in_(ids))):
        yield row.licence_id, ("tag", row.tag_key), row.tag


def _is_signed() -> ColumnElement[bool]:
    """A version in force, now or once, rests on a document that was not set aside (as domain.usecases.terms asks)."""
    aside = select(document_set_aside.c.document_id).where(document_set_aside.c.document_id == document.c.id)
    signed = (
        select(version.c.id)
        .join(document, document.c.version_id == version.c.id)
        .where(
            version.c.licence_id == licence.c.id,
            version.c.state.in_([state.value for state in HELD]),
            document.c.role != DocumentRole.DRAFT.value,
            ~aside.exists(),
        )
    )
    return signed.correlate(licence).exists()


def _is_in_review() -> ColumnElement[bool]:
    theirs = (version.c.licence_id == licence.c.id, version.c.state == VersionState.IN_REVIEW.value)
    return exists().where(*theirs).correlate(licence)


def _has_terms(today: dt.date) -> ColumnElement[bool]:
    return exists().where(effective_term_cache.c.licence_id == licence.c.id, *holds_on(today)).correlate(licence)


def holds_on(today: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a row of the layout of effective terms holds on that day."""
    c = effective_term_cache.c
    return c.valid_from <= today, or_(c.valid_to.is_(None), c.valid_to >= today)


def _has_resource() -> ColumnElement[bool]:
    return exists().where(licence_resource.c.licence_id == licence.c.id).correlate(licence)
