"""Shapes of licences."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api import patterns
from api.schemas.shapes import (
    Day,
    DayText,
    Duration,
    Given,
    Id,
    Moment,
    Page,
    Revision,
    Sent,
    SentDuration,
    SentId,
    example,
)
from domain.licence import Licence as DomainLicence
from domain.licence import LicenceFields, LicenceStatus, OrganisationRole, RenewalKind, Scope
from domain.queries import LicenceRow
from domain.record import as_record
from domain.renewal import RenewalDates, renewal_dates
from domain.usecases.looking_up import LicenceNow

_NAME = Annotated[str, Field(max_length=300, pattern=patterns.VISIBLE)]


class SentOrganisation(Sent):
    """An organisation by its name, and its role in this licence."""

    name: Annotated[_NAME, Field(examples=["Meridian Press"])]
    role: Annotated[OrganisationRole, Field(default_factory=lambda: OrganisationRole.LICENSOR)]


class Organisation(Given):
    """An organisation and its role in this licence."""

    name: str
    role: OrganisationRole


class SentResource(Sent):
    """A resource that the licence covers."""

    title: Annotated[_NAME, Field(examples=["Meridian Journals Complete"])]
    slug: Annotated[
        str,
        Field(default_factory=str, max_length=80, pattern=patterns.SLUG, examples=["meridian-journals"]),
    ]
    url: Annotated[str | None, Field(max_length=2000, pattern=patterns.WEB_ADDRESS)] = None
    issn: Annotated[str | None, Field(pattern=patterns.ISSN, examples=["1234-567X"])] = None
    isbn: Annotated[str | None, Field(pattern=patterns.ISBN, examples=["9781234567897"])] = None
    alma_collection: Annotated[str | None, Field(max_length=60)] = None


class Resource(Given):
    """A resource that the licence covers; `slug` is its public address."""

    title: str
    slug: str
    url: str | None
    issn: str | None
    isbn: str | None
    alma_collection: str | None


_EXAMPLE: dict[str, Any] = {
    "title": "Meridian Journals Complete",
    "code": "MERIDIAN-2026",
    "scope": "local",
    "organisations": [{"name": "Meridian Press", "role": "licensor"}],
    "start_date": "2026-01-01",
    "end_date": "2028-12-31",
    "renewal": "automatic",
    "notice_period": {"number": 60, "unit": "calendar_day"},
    "resources": [{"title": "Meridian Journals", "url": "https://journals.meridian.example/"}],
    "tags": ["journals"],
}


class LicenceChange(Sent):
    """The fields of a licence to change; what is left out stays. `status` null is derived from versions and dates."""

    title: Annotated[_NAME, Field(default_factory=str)]
    code: Annotated[
        str,
        Field(
            default_factory=str,
            max_length=60,
            pattern=patterns.CODE,
            description="Proposed from the title where it is left out.",
        ),
    ]
    alternative_titles: Annotated[list[_NAME], Field(default_factory=list, max_length=50)]
    status: LicenceStatus | None = None
    scope: Annotated[Scope, Field(default_factory=lambda: Scope.LOCAL)]
    organisations: Annotated[list[SentOrganisation], Field(default_factory=list, max_length=2000)]
    start_date: DayText | None = None
    end_date: DayText | None = None
    renewal: Annotated[RenewalKind, Field(default_factory=lambda: RenewalKind.UNKNOWN)]
    renewal_period: Annotated[SentDuration | None, Field(description="For how long it renews itself.")] = None
    notice_period: SentDuration | None = None
    resources: Annotated[
        list[SentResource | _NAME], Field(default_factory=list, max_length=2000, description="A plain text is a title.")
    ]
    contacts: Annotated[str, Field(default_factory=str, max_length=4000)]
    tags: Annotated[list[Annotated[str, Field(max_length=60)]], Field(default_factory=list, max_length=50)]
    notes: Annotated[
        str, Field(default_factory=str, max_length=20_000, description="Internal; never shown to readers.")
    ]
    paper_location: Annotated[str, Field(default_factory=str, max_length=300)]
    master: Annotated[SentId | None, Field(description="Id of the consortial licence that this one inherits from.")] = (
        None
    )
    owner: Annotated[SentId | None, Field(description="Id of the account of the person who looks after it.")] = None
    unit: Annotated[str, Field(default_factory=str, max_length=60, description="The team that looks after it.")]

    model_config = example({"end_date": "2029-12-31", "notes": "Extended by letter."}) | ConfigDict(extra="forbid")


class LicenceNew(LicenceChange):
    """A licence to enter."""

    title: _NAME

    model_config = example(_EXAMPLE) | ConfigDict(extra="forbid")


class Renewal(Given):
    """What follows from dates, renewal kind and notice period; `unknown` says what is missing where a date is null."""

    term_ends: Day | None
    notice_by: Annotated[dt.date | None, Field(description="The last day on which notice can be given.")]
    rolled: Annotated[bool, Field(description="Whether the term has renewed itself since `end_date`.")]
    unknown: str | None

    @classmethod
    def of(cls, dates: RenewalDates) -> Renewal:
        """The dates as they are shown."""
        return cls(term_ends=dates.term_ends, notice_by=dates.notice_by, rolled=dates.rolled, unknown=dates.unknown)


class LicenceBody(Given):
    """What a licence is, in lists and alone."""

    id: Id
    title: str
    code: str
    alternative_titles: list[str]
    status: Annotated[LicenceStatus, Field(description="Derived from versions and dates, unless it was stated.")]
    status_stated: Annotated[LicenceStatus | None, Field(description="What a person stated; null where it is derived.")]
    scope: Scope
    organisations: list[Organisation]
    start_date: Day | None
    end_date: Day | None
    renewal: RenewalKind
    renewal_period: Duration | None
    notice_period: Duration | None
    renewal_dates: Renewal
    resources: list[Resource]
    contacts: str
    tags: list[str]
    notes: Annotated[str, Field(description="Internal; never shown to readers.")]
    paper_location: str
    master: Id | None
    owner: Annotated[Id | None, Field(description="Id of the account of the person who looks after it.")]
    unit: str
    updated_at: Moment
    revision: Revision


def _fields(fields: LicenceFields) -> dict[str, Any]:
    """The entered fields under the names of the contract."""
    plain: dict[str, Any] = as_record(fields)
    return {**plain, "status_stated": plain.pop("stated_status"), "master": plain.pop("master_id")}


class Licence(LicenceBody):
    """A licence."""

    created_at: Moment

    @classmethod
    def of(cls, record: LicenceNow) -> Licence:
        """The licence as it is shown."""
        licence: DomainLicence = record.licence
        return cls(
            **_fields(licence.fields),
            id=licence.id,
            status=record.status,
            renewal_dates=Renewal.of(record.renewal),
            created_at=licence.created_at,
            updated_at=licence.updated_at,
            revision=licence.revision,
        )


class Counts(Given):
    """How much there is of a licence."""

    to_review: int
    decided: int
    versions: int
    documents: int


class LicenceListed(LicenceBody):
    """A licence in a list."""

    hit: Annotated[str | None, Field(description="Text around the words of `q`, where no title or code holds them.")]
    counts: Counts

    @classmethod
    def of(cls, row: LicenceRow, today: dt.date) -> LicenceListed:
        """The row as it is shown."""
        counts = {name: row.counts.get(name, 0) for name in Counts.model_fields}
        return cls(
            **_fields(row.fields),
            id=row.id,
            status=row.status,
            renewal_dates=Renewal.of(renewal_dates(row.fields, today)),
            updated_at=row.updated_at,
            revision=row.revision,
            hit=row.hit,
            counts=Counts(**counts),
        )


class Licences(Page[LicenceListed]):
    """A page of licences."""


class OrganisationName(Given):
    """An organisation that licences name."""

    name: str


class OrganisationNames(Page[OrganisationName]):
    """A page of organisations."""
