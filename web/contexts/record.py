"""The page of one licence: head, versions, conflicts, documents, resources, history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.identity import Actor, Role
from domain.licence import LicenceStatus, OrganisationRole, RenewalKind, Resource
from domain.usecases.licence_record import LicenceRecord, VersionRecord
from domain.version import HELD, Version, VersionState
from web.contexts.band import Band, band_of
from web.contexts.deadlines import DecideView, decide_view
from web.contexts.documents_of import TAKES_NO_FILES, DocumentView, documents_of
from web.contexts.happenings import Happening, Names, happening_of
from web.contexts.tasks import TaskLine, task_line
from web.contexts.terms import TermDetail, TermsTable
from web.contexts.trail_export import trail_row
from web.translation import Translator
from web.words import RENEWALS, ROLES, SCOPES, duration_words
from web.workbook import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version in the list. `note` says in words what its bar shows, `put_by` who put it in force and when.

    One that is `apart` does not hold, nor did it ever: a draft, or withdrawn. `coming` holds from a later day.
    """

    id: str
    href: str
    label: str
    kind: str
    state: str
    note: str
    signed: str
    put_by: str
    apart: bool
    coming: bool
    decided: int
    suggestions: int
    dealt_with: int
    review_href: str | None
    documents: tuple[DocumentView, ...]
    takes_files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation with its role in words; `href` lists its other licences, where it is a licensor."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A conflict of the record with its way out, and where that begins."""

    sentence: str
    way_out: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Context of record/record.html. `days` are left until notice must be given; `near` its colour."""

    id: str
    title: str
    code: str
    alternative_titles: tuple[str, ...]
    status: str
    start: dt.date | None
    end: dt.date | None
    rolled: bool
    goes_on: bool
    scope: str
    consortium: str
    licensors: tuple[str, ...]
    parties: tuple[Party, ...]
    renewal: str
    renewal_period: str
    notice_by: dt.date | None
    days: int | None
    near: str | None
    notice_why: str
    deadlines: tuple[DecideView, ...]
    unknown: str | None
    contacts: str
    notes: str
    paper_location: str
    tags: tuple[str, ...]
    master: tuple[str, str] | None
    resources: tuple[Resource, ...]
    conflicts: tuple[ConflictView, ...]
    versions: tuple[VersionLine, ...]
    band: Band | None
    table: TermsTable
    detail: TermDetail | None
    history: tuple[Happening, ...]
    older_href: str | None
    review: VersionLine | None
    may_edit: bool
    may_review: bool
    tasks: tuple[TaskLine, ...]
    owner: str
    unit: str


ALIVE = (LicenceStatus.ACTIVE, LicenceStatus.NOT_YET_ACTIVE)
"""At the deadlines of these it is asked whether they are kept."""


def record_page(
    t: Translator,
    record: LicenceRecord,
    table: TermsTable,
    *,
    actor: Actor,
    today: dt.date,
    detail: TermDetail | None = None,
) -> RecordPage:
    """The context for `actor`."""
    f, dates = record.licence.fields, record.dates
    may_edit = actor.role.includes(Role.EDITOR)
    days = (dates.notice_by - today).days if dates.notice_by else None
    versions = tuple(_line(t, one, today, may_review=actor.role.includes(Role.REVIEWER)) for one in record.versions)
    return RecordPage(
        tasks=tuple(task_line(one, record.people, today) for one in record.tasks),
        owner=record.people.get(f.owner or "", ""),
        unit=f.unit,
        id=record.licence.id,
        title=f.title,
        code=f.code,
        alternative_titles=f.alternative_titles,
        status=record.status.value,
        start=f.start_date,
        end=dates.term_ends or f.end_date,
        rolled=dates.rolled,
        goes_on=f.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED),
        scope=t(SCOPES[f.scope]),
        consortium=", ".join(f.named(OrganisationRole.CONSORTIUM)),
        licensors=f.named(OrganisationRole.LICENSOR),
        parties=tuple(Party(name=one.name, role=t(ROLES[one.role])) for one in f.organisations),
        renewal=t(RENEWALS[f.renewal]),
        renewal_period=duration_words(t, f.renewal_period),
        notice_by=dates.notice_by,
        days=days,
        near=None if days is None else "now" if days <= 7 else "soon" if days <= 31 else None,
        notice_why=_notice_why(t, record),
        deadlines=tuple(decide_view(t, state) for state in record.deadlines) if record.status in ALIVE else (),
        unknown=t(dates.unknown) if dates.unknown else None,
        contacts=f.contacts,
        notes=f.notes,
        paper_location=f.paper_location,
        tags=f.tags,
        master=(f"/licences/{record.master.id}", record.master.title) if record.master else None,
        resources=f.resources,
        conflicts=tuple(
            ConflictView(
                sentence=t(c.says, **c.words),
                way_out=t(c.ways_out, **c.words),
                href=f"/versions/{c.versions[0]}" if c.versions else None,
            )
            for c in record.conflicts
        ),
        versions=versions,
        band=band_of((v.version for v in record.versions), dates, f.end_date, today),
        table=table,
        detail=detail,
        history=history_of(t, record),
        older_href=f"/licences/{record.licence.id}/history" if record.history.next_cursor else None,
        review=next((line for line in versions if line.review_href and line.dealt_with < line.suggestions), None),
        may_edit=may_edit,
        may_review=actor.role.includes(Role.REVIEWER),
    )


def history_of(t: Translator, record: LicenceRecord) -> tuple[Happening, ...]:
    """The entries of the trail that the record holds, in words."""
    names = _names(record)
    return tuple(happening_of(t, entry, names) for entry in record.history.items)


def exported_history(t: Translator, record: LicenceRecord) -> Iterator[list[Cell]]:
    """A row for each of them."""
    names, titles = _names(record), {record.licence.id: record.licence.fields.title}
    return (trail_row(t, entry, names, titles) for entry in record.history.items)


def _names(record: LicenceRecord) -> Names:
    return Names(
        licences={},
        definitions={definition.key: definition for definition in record.definitions},
        versions=record.labels,
        here=record.licence.id,
    )


def _notice_why(t: Translator, record: LicenceRecord) -> str:
    f, dates = record.licence.fields, record.dates
    if dates.notice_by and dates.term_ends and f.notice_period:
        sentence = "{period} before the term ends on {day}."
        return t(sentence, period=duration_words(t, f.notice_period), day=t.date_iso(dates.term_ends))
    return ""


def _line(t: Translator, record: VersionRecord, today: dt.date, *, may_review: bool) -> VersionLine:
    version = record.version
    signed = [s.signed_on for s in version.fields.signatures if s.signed_on]
    reviewable = version.state in (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.IN_FORCE)
    has_review = may_review and reviewable and bool(record.suggestions)
    return VersionLine(
        id=version.id,
        href=f"/versions/{version.id}",
        label=version.label,
        kind=version.kind.value,
        state=version.state.value,
        note=_span(t, version, today),
        signed=t("signed {day}", day=t.date_iso(max(signed))) if signed else "",
        put_by=_put_by(t, record),
        apart=version.state not in HELD,
        coming=version.state in HELD and (version.fields.effective_from or today) > today,
        decided=record.decided,
        suggestions=record.suggestions,
        dealt_with=record.dealt_with,
        review_href=f"/versions/{version.id}/review" if has_review else None,
        documents=documents_of(t, record.documents),
        takes_files=version.state not in TAKES_NO_FILES,
    )


def _span(t: Translator, version: Version, today: dt.date) -> str:
    start, end = version.fields.effective_from, version.fields.effective_to
    if start is not None and end is None and start > today:
        return t("from {day}", day=t.date_iso(start))
    return span_words(t, start, end)


def _put_by(t: Translator, record: VersionRecord) -> str:
    """Who put it in force, the last time."""
    steps = [step for step in record.transitions if step.new is VersionState.IN_FORCE]
    if not steps:
        return ""
    return t("put in force by {who}, {day}", who=steps[-1].by_name, day=t.date_iso(steps[-1].at))


def span_words(t: Translator, start: dt.date | None, end: dt.date | None) -> str:
    """From when to when a version holds, in words."""
    if start is None:
        return t("first day not known")
    if end is None:
        return t("since {day}", day=t.date_iso(start))
    return t("{start} to {end}", start=t.date_iso(start), end=t.date_iso(end))
