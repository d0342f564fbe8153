"""Shapes of connected systems: targets, mappings, the log of requests."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StrictBool, StrictInt

from api import patterns
from api.schemas.shapes import Day, Given, Id, Moment, Page, Revision, Sent, example
from domain.ports.remote import RequestEntry
from domain.sync.entry import MEGABYTE, MOST_A_SECOND, MOST_LEFT, MOST_MEGABYTES
from domain.sync.target import FirstMeeting, System
from domain.sync.target import Options as DomainOptions
from domain.sync.target import Target as DomainTarget

_CODE = Annotated[str, Field(max_length=60)]


class SentSyncOptions(Sent):
    """How a target is treated; what is left out stays."""

    first_meeting: Annotated[
        FirstMeeting,
        Field(
            default_factory=lambda: FirstMeeting.ASK,
            description="A record over there that is met for the first time and says otherwise: asked about, or ours.",
        ),
    ]
    create: Annotated[StrictBool, Field(default_factory=bool, description="Make what is missing over there.")]
    amendments: Annotated[StrictBool, Field(default_factory=bool, description="Send amendments as records.")]
    documents: Annotated[StrictBool, Field(default_factory=bool, description="Send signed files along.")]
    document_mb: Annotated[StrictInt, Field(default_factory=lambda: 10, ge=1, le=MOST_MEGABYTES)]
    requests_per_second: Annotated[StrictInt, Field(default_factory=lambda: 15, ge=1, le=MOST_A_SECOND)]
    requests_left: Annotated[
        StrictInt,
        Field(default_factory=lambda: 500, ge=0, le=MOST_LEFT, description="Of the day's quota, left for others."),
    ]

    model_config = example({"documents": False}) | ConfigDict(extra="forbid")


class SyncOptions(Given):
    """How a target is treated."""

    first_meeting: FirstMeeting
    create: bool
    amendments: bool
    documents: bool
    document_mb: int
    requests_per_second: int
    requests_left: int

    @classmethod
    def of(cls, options: DomainOptions) -> SyncOptions:
        """The options as they are shown."""
        return cls(
            first_meeting=options.first_meeting,
            create=options.create,
            amendments=options.amendments,
            documents=options.documents,
            document_mb=options.document_bytes // MEGABYTE,
            requests_per_second=options.requests_per_second,
            requests_left=options.requests_left,
        )


class SyncTargetChange(Sent):
    """What to change; what is left out stays. With a new key or place the system is asked for its words again."""

    name: Annotated[str, Field(default_factory=str, max_length=60, pattern=patterns.VISIBLE)]
    region: Annotated[str, Field(default_factory=str, max_length=10, examples=["ca"])]
    address: Annotated[
        str, Field(default_factory=str, max_length=300, description="Scheme and host, in place of a region.")
    ]
    key: Annotated[str, Field(default_factory=str, max_length=400, description="Kept encrypted, never shown again.")]
    options: SentSyncOptions | None = None

    model_config = example({"name": "Alma", "options": {"documents": False}}) | ConfigDict(extra="forbid")


class SyncTargetNew(SyncTargetChange):
    """A system to be connected; it is asked for its terms and values at once."""

    name: Annotated[str, Field(max_length=60, pattern=patterns.VISIBLE)]
    system: Annotated[System, Field(default_factory=lambda: System.ALMA)]
    key: Annotated[str, Field(min_length=1, max_length=400, pattern=patterns.VISIBLE, description="Kept encrypted.")]

    model_config = example({"name": "Alma", "system": "alma", "region": "ca", "key": "l8xx…"}) | ConfigDict(
        extra="forbid"
    )


class SyncTarget(Given):
    """A connected system; never its key."""

    id: Id
    name: str
    system: System
    address: Annotated[str, Field(examples=["https://api-ca.hosted.exlibrisgroup.com"])]
    options: SyncOptions
    terms_read: Annotated[int, Field(description="How many terms the system said it has.")]
    doubts: Annotated[list[str], Field(description="What it would not say; to be checked over there.")]
    read_at: Moment | None
    pulled_on: Day | None
    created_at: Moment
    updated_at: Moment
    revision: Revision

    @classmethod
    def of(cls, target: DomainTarget) -> SyncTarget:
        """The target as it is shown."""
        return cls(
            id=target.id,
            name=target.name,
            system=target.system,
            address=target.address,
            options=SyncOptions.of(target.options),
            terms_read=len(target.vocabulary.terms),
            doubts=list(target.vocabulary.doubts),
            read_at=target.vocabulary.read_at,
            pulled_on=target.pulled_on,
            created_at=target.created_at,
            updated_at=target.updated_at,
            revision=target.revision,
        )


class SyncTargets(Page[SyncTarget]):
    """A page of connected systems, by name."""


class SentTermMapping(Sent):
    """One of our terms over there."""

    term: Annotated[str, Field(pattern=patterns.TERM_KEY)]
    code: Annotated[_CODE, Field(default_factory=str, description="Empty where it has no place there.")]
    note_code: Annotated[_CODE, Field(default_factory=str, description="Takes the conditions.")]
    unit_code: Annotated[_CODE, Field(default_factory=str, description="Takes the unit of a duration.")]
    plain: Annotated[StrictBool, Field(default_factory=bool, description="Permitted and prohibited without basis.")]
    left_out: Annotated[StrictBool, Field(default_factory=bool, description="Never sent, and no longer mentioned.")]
    values: Annotated[
        dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=200)]],
        Field(default_factory=dict, max_length=100, description="Ours to theirs, over what the tables say."),
    ]

    model_config = example({"term": "text_data_mining", "code": "TDM", "note_code": "TDMN"}) | ConfigDict(
        extra="forbid"
    )


class SentMapping(Sent):
    """Which term is which code over there, all of it; terms left out have their default."""

    terms: Annotated[list[SentTermMapping], Field(max_length=2000)]
    vendors: Annotated[
        dict[Annotated[str, Field(max_length=300)], Annotated[str, Field(max_length=100)]] | None,
        Field(max_length=5000, description="Names of organisations here to codes of vendors there; null keeps them."),
    ] = None

    model_config = example({"terms": [{"term": "text_data_mining", "code": "TDM"}]}) | ConfigDict(extra="forbid")


class TermMapping(Given):
    """One of our terms over there."""

    term: str
    code: str
    note_code: str
    unit_code: str
    plain: bool
    left_out: bool
    values: dict[str, str]


class RemoteTerm(Given):
    """A term that the system has. `values` are those it takes; empty for free text, null where that is unknown."""

    code: str
    name: str
    local: Annotated[bool, Field(description="Added by the library itself.")]
    values: list[str] | None


class SyncMapping(Given):
    """Which term is which code over there, beside what the system has."""

    terms: list[TermMapping]
    vendors: dict[str, str]
    remote_terms: list[RemoteTerm]
    revision: Revision

    @classmethod
    def of(cls, target: DomainTarget) -> SyncMapping:
        """The mapping of a target."""
        said = target.vocabulary
        return cls(
            terms=[_mapping(one) for one in target.mapping],
            vendors=dict(target.vendors),
            remote_terms=[
                RemoteTerm(
                    code=one.code,
                    name=one.name,
                    local=one.local,
                    values=None if one.table is None else [row.code for row in said.tables.get(one.table, ())],
                )
                for one in said.terms.values()
            ],
            revision=target.revision,
        )


def _mapping(one: Any) -> TermMapping:
    return TermMapping.model_validate({name: getattr(one, name) for name in TermMapping.model_fields})


class SyncRequest(Given):
    """One request to the other system: never its key, nor what was sent or answered."""

    at: Moment
    method: Annotated[str, Field(examples=["PUT"])]
    path: Annotated[str, Field(examples=["/almaws/v1/acq/licenses/L-0112"])]
    status: Annotated[int | None, Field(description="Null where no answer came.")]
    milliseconds: int
    sent_bytes: int
    received_bytes: int
    tracking: Annotated[str, Field(description="What the system's support asks for.")]
    error: str

    @classmethod
    def of(cls, entry: RequestEntry) -> SyncRequest:
        """The entry as it is shown."""
        return cls.model_validate({name: getattr(entry, name) for name in cls.model_fields})


class SyncRequests(Page[SyncRequest]):
    """A page of the log, newest first."""
