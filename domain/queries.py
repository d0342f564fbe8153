"""What lists and pages ask for: filters in, flat rows out. Reading only, never a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.licence import LicenceFields, LicenceStatus, OrganisationRole
from domain.values import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf(Generic[T]):
    """A page of a list. `next_cursor` is None on the last; `total` counts all that match, where it was asked for.

    `previous_cursor` gives the page before, where a list knows the way back: empty is its beginning, None is no page.
    """

    items: tuple[T, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFilter:
    """A term that a licence must have: `value` is a canonical value, `*` for decided, `-` for not reviewed.

    `permitted` and `prohibited` stand for both bases; `!permitted` is anything but that, not reviewed included.
    It looks at the effective terms on the day of asking.
    """

    term: str
    value: str


HAS = ("signed", "terms", "notice", "resource")
"""What a licence may have or lack: a signed document, decided terms, a known notice deadline, a resource."""


DAYS = ("start_date", "term_ends", "notice_by")
"""The days of a licence that a list is narrowed by: its start, the end of its term, the day to give notice by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A day that a licence must have: `day` is one of DAYS; from `since` to `until`, both included, None is open."""

    day: str
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFilter:
    """What to list. `q` looks into titles, codes, notes, organisations and clause text; all conditions hold together.

    `today` is the day for which status, deadlines and terms are worked out. Of several `terms` all hold, or with
    `any_term` at least one. `has` are names of HAS, with a hyphen before those that must be missing. `owner` is the
    id of an account.
    """

    today: dt.date
    q: str = ""
    status: tuple[LicenceStatus, ...] = ()
    scope: str | None = None
    licensor: str | None = None
    consortium: str | None = None
    tag: str | None = None
    owner: str | None = None
    unit: str | None = None
    has: tuple[str, ...] = ()
    terms: tuple[TermFilter, ...] = ()
    any_term: bool = False
    notice_before: dt.date | None = None
    ends_before: dt.date | None = None
    between: Between | None = None
    resource: str | None = None
    sort: str = "title"
    limit: int = 50
    cursor: str | None = None
    with_total: bool = False


SORTS = (
    *("title", "-title", "code", "-code", "end_date", "-end_date"),
    *("notice_by", "-notice_by", "updated", "-updated"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePlace:
    """Where a clause stands."""

    document_id: str
    clause_id: str
    number: str | None
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRow:
    """A licence in a list. `hit` is the text around the words that `q` met, where that is not a title or code, and
    `hit_place` where it stands if it is a clause.

    `counts` maps to_review, decided, versions, documents to how many there are.
    """

    id: str
    fields: LicenceFields
    status: LicenceStatus
    notice_by: dt.date | None
    term_ends: dt.date | None
    updated_at: dt.datetime
    revision: int
    hit: str | None = None
    hit_place: ClausePlace | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """The effective value of one term of one licence, and where its first evidence stands."""

    licence_id: str
    term: str
    value: Value
    conditions: str | None
    version_id: str
    version: str
    is_amendment: bool
    document_id: str | None = None
    clause_id: str | None = None
    clause_number: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """How many licences of the current filter fall under each value of a field."""

    field: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries of the trail to show, newest first; `after` is a sequence."""

    licence_id: str | None = None
    subject_id: str | None = None
    actor_id: str | None = None
    action: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    after: int | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationUse:
    """An organisation, how many licences name it, and how many of them in each role."""

    name: str
    licences: int
    roles: Mapping[OrganisationRole, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry of the sync feed. `kind` is `licence`, `terms`, `retired` or `deleted`; `seq` follows commit order."""

    seq: int
    licence_id: str
    code: str
    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    """A resource that licences cover, with the ids of the licences (retired ones left out)."""

    slug: str
    title: str
    url: str | None
    issn: str | None
    isbn: str | None
    alma_collection: str | None
    licence_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseHit:
    """A clause found by its words. `before`, `match`, `after` are the text around the first place."""

    document_id: str
    clause_id: str
    number: str | None
    heading: str | None
    page: int
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A stored clause without its places on the page, with the licence and version that it belongs to."""

    clause_id: str
    document_id: str
    licence_id: str
    licence: str
    version: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer once given to a request with an idempotency key, and the fingerprint of that request."""

    fingerprint: str
    status: int
    headers: Mapping[str, str]
    body: Any
