"""Shapes of plans, their records and lines, and of what other systems propose."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool

from api.schemas.shapes import Given, Id, Moment, Page, Revision, Sent, example
from domain.record import as_record
from domain.sync.link import LinkKind
from domain.sync.plan import Counts, Item, ItemKind, ItemState, Line, LineKind, Plan, PlanState, Purpose, Stands
from domain.sync.proposals import Proposal, ProposalState
from domain.sync.records import LossKind


class PlanNew(Sent):
    """What to compare for: to send, or only to report where both differ."""

    purpose: Literal["send", "drift"] = "send"

    model_config = example({"purpose": "send"}) | ConfigDict(extra="forbid")


class PullNew(Sent):
    """How what the system has is taken over."""

    take_as: Annotated[
        Literal["suggestions", "decisions"],
        Field(description="To be decided one by one; or what is sure is decided as it stands, with its origin."),
    ]
    everything: Annotated[
        StrictBool, Field(default_factory=bool, description="Not only what changed since the last time.")
    ]

    model_config = example({"take_as": "suggestions"}) | ConfigDict(extra="forbid")


class PlanCounts(Given):
    """Sums over a plan."""

    records: Annotated[int, Field(description="Records that differ.")]
    agree: int
    to_send: Annotated[int, Field(description="Fields that would be written, of what is chosen.")]
    to_decide: int
    no_place: Annotated[int, Field(description="Facts of ours that the other system cannot hold.")]
    cleared: int
    created: int
    held: Annotated[int, Field(description="Fields whose other value is being reviewed here.")]
    only_there: Annotated[int, Field(description="Records over there that no licence here is.")]


class PlanGiven(Given):
    """A comparison, and its sending. Ask again until `state` is no longer comparing or sending."""

    id: Id
    target: Id
    purpose: Purpose
    state: PlanState
    counts: PlanCounts
    looked: Annotated[int, Field(description="Records over there looked at so far.")]
    total: Annotated[int, Field(description="How many there are.")]
    progress: Annotated[dict[str, int], Field(description="Of taking over: how many were added, decided, proposed …")]
    error: Annotated[str | None, Field(description="Why it stands still, in a sentence.")]
    doubts: list[str]
    asked_by: str
    asked_at: Moment
    compared_at: Moment | None
    sent_by: str | None
    sending_at: Moment | None
    ended_at: Moment | None

    @classmethod
    def of(cls, plan: Plan, counts: Counts) -> PlanGiven:
        """The plan as it is shown."""
        sums = {name: getattr(counts, name) for name in PlanCounts.model_fields if name != "records"}
        return cls(
            id=plan.id,
            target=plan.target_id,
            purpose=plan.purpose,
            state=plan.state,
            counts=PlanCounts(records=counts.items, **sums),
            looked=plan.looked,
            total=plan.of,
            progress=dict(plan.progress),
            error=plan.error,
            doubts=list(plan.doubts),
            asked_by=plan.asked_by_name,
            asked_at=plan.asked_at,
            compared_at=plan.compared_at,
            sent_by=plan.sent_by_name,
            sending_at=plan.sending_at,
            ended_at=plan.ended_at,
        )


class PlansGiven(Page[PlanGiven]):
    """Plans of a target, newest first."""


class LossGiven(Given):
    """Why something has no place over there."""

    kind: LossKind
    what: Annotated[str, Field(description="A term's key, `licensor`, or the name of a file.")]
    detail: str


class LineGiven(Given):
    """One field of a record: ours, theirs, and what would be sent."""

    kind: LineKind
    field: Annotated[str, Field(examples=["term.ILLELEC"], description="Its name in the other system.")]
    term: Annotated[str | None, Field(description="Our term, where it is one.")]
    ours: Any
    conditions: str | None
    theirs: str
    theirs_label: str
    agreed: Annotated[str | None, Field(description="What both last agreed on; null where they never did.")]
    send: Annotated[str, Field(description="What would be written; empty empties the field.")]
    basis_lost: Annotated[bool, Field(description="Whether explicit and interpreted become one word.")]
    altered: Annotated[bool, Field(description="Whether it would come back less exact than it is decided here.")]
    loss: LossGiven | None
    stands: Annotated[Stands | None, Field(description="What somebody decided on a conflict.")]

    @classmethod
    def given(cls, line: Line) -> LineGiven:
        """The line as it is shown."""
        data = {name: getattr(line, name) for name in cls.model_fields if name not in ("agreed", "loss")}
        loss = {name: getattr(line.loss, name) for name in LossGiven.model_fields} if line.loss else None
        return cls.model_validate({**data, "agreed": line.base, "loss": loss})


class ItemGiven(Given):
    """A record of a plan: a licence, or an amendment of one."""

    id: Id
    plan: Id
    licence: Id
    what: LinkKind
    kind: ItemKind
    title: str
    remote_code: Annotated[str, Field(description="Its code over there, or the one it would get.")]
    parent_code: str
    send: Annotated[bool, Field(description="Whether it is to be sent.")]
    state: ItemState
    message: str
    written: int
    to_send: int
    to_decide: int
    no_place: int
    alike: Annotated[list[str], Field(description="Codes over there of the same name, to choose from.")]
    lines: list[LineGiven]
    revision: Revision

    @classmethod
    def of(cls, item: Item) -> ItemGiven:
        """The record as it is shown."""
        return cls(
            id=item.id,
            plan=item.plan_id,
            licence=item.licence_id,
            what=item.link_kind,
            kind=item.kind,
            title=item.title,
            remote_code=item.remote_code,
            parent_code=item.parent_code,
            send=item.chosen,
            state=item.state,
            message=item.message,
            written=item.written,
            to_send=item.to_send,
            to_decide=item.to_decide,
            no_place=item.no_place,
            alike=list(item.alike),
            lines=[LineGiven.given(line) for line in item.lines],
            revision=item.revision,
        )


class ItemsGiven(Page[ItemGiven]):
    """A page of the records of a plan, in its order."""


class ItemChange(Sent):
    """What somebody decides on a record of a plan."""

    send: Annotated[StrictBool, Field(default_factory=bool, description="Whether it is to be sent.")]
    decisions: Annotated[
        dict[Annotated[str, Field(max_length=200)], Stands],
        Field(default_factory=dict, max_length=500, description="By field: ours, theirs (review it here), or skip."),
    ]
    match: Annotated[
        str, Field(default_factory=str, max_length=200, description="The code over there that it is, or `new`.")
    ]

    model_config = example({"decisions": {"term.WALKIN": "ours"}}) | ConfigDict(extra="forbid")


class DecideAll(Sent):
    """One answer to every conflict that nobody decided yet."""

    stands: Stands

    model_config = example({"stands": "ours"}) | ConfigDict(extra="forbid")


class Decided(Given):
    """How many conflicts were decided."""

    decided: int


class OnlyThere(Given):
    """A record over there that no licence here is."""

    code: str
    name: str


class DriftReport(Given):
    """Where both sides differ, as of the newest comparison."""

    plan: PlanGiven
    only_there: list[OnlyThere]


class ProposalGiven(Given):
    """What another system says of a term, for a person to decide."""

    id: Id
    licence: Id
    version: Id
    term: str
    value: Annotated[Any, Field(description="Null where its words are no value of ours.")]
    conditions: str | None
    raw: Annotated[str, Field(description="What it says, in its words.", examples=["Permitted"])]
    origin: Annotated[str, Field(examples=["Alma, record L-0112, 2026-11-21"])]
    made_at: Moment
    state: ProposalState

    @classmethod
    def of(cls, proposal: Proposal) -> ProposalGiven:
        """The proposal as it is shown."""
        data = as_record(proposal)
        names = {"licence": "licence_id", "version": "version_id"}
        return cls.model_validate({name: data[names.get(name, name)] for name in cls.model_fields})


class ProposalsGiven(Page[ProposalGiven]):
    """A page of what waits, oldest first."""


class ProposalAnswer(Sent):
    """Accept what is proposed, another value in its place, or keep ours."""

    accept: StrictBool
    value: Annotated[Any, Field(description="In place of what is proposed.")] = None
    conditions: Annotated[str | None, Field(max_length=4000)] = None

    model_config = example({"accept": True}) | ConfigDict(extra="forbid")


class CodedValue(Given):
    """A value by its code."""

    value: str


class AlmaTerm(Given):
    """A term of an Alma record."""

    code: CodedValue
    value: CodedValue


class AlmaRecord(Given):
    """A licence as Alma takes it; members without a value are left out."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False) | example(
        {
            "code": "L-0112",
            "name": "Meridian Journals Complete",
            "type": {"value": "LICENSE"},
            "status": {"value": "ACTIVE"},
            "review_status": {"value": "ACCEPTED"},
            "start_date": "2026-01-01Z",
            "term": [{"code": {"value": "ILLELEC"}, "value": {"value": "PERMITTED"}}],
        }
    )

    code: str
    name: str
    type: CodedValue
    status: CodedValue
    review_status: CodedValue
    licensor: CodedValue | None = None
    start_date: Annotated[str | None, Field(examples=["2026-01-01Z"])] = None
    end_date: Annotated[str | None, Field(examples=["2026-12-31Z"])] = None
    term: Annotated[list[AlmaTerm], Field(default_factory=list)]
