"""Looking at a plan before it is sent: leaving records out, deciding conflicts, matching by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.errors import Conflict, Invalid
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.ports.remote import RequestEntry
from domain.queries import PageOf
from domain.sync.comparison import compare
from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.plan import Counts, Item, ItemKind, ItemState, Line, LineKind, Plan, PlanState, Purpose, Stands
from domain.sync.target import Target
from domain.usecases.sync.facts import facts_of
from domain.usecases.sync.matching import key_of
from domain.usecases.sync.targets import complete

NEW = "new"
"""In place of a code over there: the licence is none of those, and is to be made anew."""
SHOWS = ("all", "differ", "to_decide", "no_place", *ItemState)
_OPEN = (PlanState.READY, PlanState.STOPPED, PlanState.PAUSED)
MOST_ONLY_THERE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNow:
    """A plan with its sums, beside its target."""

    plan: Plan
    counts: Counts
    target: Target


def plan_now(s: Services, plan_id: str) -> PlanNow:
    """One plan as it stands; raises NotFound."""
    with s.reading_only() as uow:
        plan = uow.sync.plan(plan_id)
        return PlanNow(plan=plan, counts=uow.sync.counts(plan_id), target=uow.sync.target(plan.target_id))


def plans_of(s: Services, target_id: str, limit: int = 20) -> tuple[Plan, ...]:
    """The plans of a target, newest first; raises NotFound."""
    with s.reading_only() as uow:
        uow.sync.target(target_id)
        return uow.sync.plans(target_id, limit)


def newest_comparison(s: Services, target_id: str) -> PlanNow | None:
    """The newest comparison with a target that was done, for the drift report; raises NotFound."""
    with s.reading_only() as uow:
        target = uow.sync.target(target_id)
        compared = (Purpose.SEND, Purpose.DRIFT)
        done = [p for p in uow.sync.plans(target_id, 50) if p.compared_at is not None and p.purpose in compared]
        return PlanNow(plan=done[0], counts=uow.sync.counts(done[0].id), target=target) if done else None


def items_of(s: Services, plan_id: str, *, show: str = "all", after: int = 0, limit: int = 50) -> PageOf[Item]:
    """Records of a plan from after a position; raises NotFound, Invalid for a `show` that is not one of SHOWS."""
    if show not in SHOWS:
        raise Invalid.field("show", f"Choose one of: {', '.join(SHOWS)}.")
    with s.reading_only() as uow:
        uow.sync.plan(plan_id)
        return uow.sync.items(plan_id, show, after, limit)


def all_items(s: Services, plan_id: str) -> Iterator[Item]:
    """Every record of a plan, some hundreds at a time; for an export."""
    after: str | None = "0"
    while after is not None:
        page = items_of(s, plan_id, after=int(after), limit=200)
        yield from page.items
        after = page.next_cursor


def one_item(s: Services, item_id: str) -> Item:
    """One record of a plan; raises NotFound."""
    with s.reading_only() as uow:
        return uow.sync.item(item_id)


def only_there(s: Services, plan_id: str) -> tuple[tuple[str, str], ...]:
    """Code and name of records over there that no licence of ours is, as far as the plan's look is still kept."""
    with s.reading_only() as uow:
        plan = uow.sync.plan(plan_id)
        return uow.sync.unmatched(plan.target_id, plan_id, MOST_ONLY_THERE)


def requests_of(s: Services, actor: Actor, target_id: str, before: int | None, limit: int) -> PageOf[RequestEntry]:
    """The log of requests to a target, newest first; raises NotFound, NotPermitted."""
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        uow.sync.target(target_id)
        return uow.sync.requests(target_id, before, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody decides on a record of a plan. `match` is a code over there, or NEW; None leaves things as is."""

    send: bool | None = None
    stands: Mapping[str, Stands] | None = None
    match: str | None = None


def decide_item(s: Services, actor: Actor, item_id: str, wishes: Wishes, *, seen: int) -> Item:
    """Leave a record out, decide its conflicts, or say which record over there it is; over revision `seen`.

    Raises NotFound, NotPermitted, Invalid (at `decisions.FIELD`, `match`), Conflict, Stale.
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        item = uow.sync.item(item_id)
        _check_open(uow.sync.plan(item.plan_id), item)
        new = _matched(s, uow, item, wishes.match) if wishes.match is not None else item
        new = replace(new, lines=_decided(new, wishes.stands or {}))
        chosen = new.chosen if wishes.send is None else wishes.send
        new = replace(new, chosen=chosen, revision=seen + 1)
        uow.sync.save_item(new, seen=seen)
        uow.commit()
    return new


def _check_open(plan: Plan, item: Item) -> None:
    if plan.purpose is not Purpose.SEND:
        raise Conflict("This is a report and not a plan. Compare again to send something.")
    if plan.state not in _OPEN or item.state is not ItemState.WAITING:
        raise Conflict("This is being sent, or was sent already. Compare again to change something.")


def _decided(item: Item, stands: Mapping[str, Stands]) -> tuple[Line, ...]:
    conflicts = {line.field for line in item.lines if line.kind is LineKind.CONFLICT}
    for name in stands:
        if name not in conflicts:
            raise Invalid.field(f"decisions.{name}", "There is nothing to decide on this field.")
    if item.kind is ItemKind.GONE and Stands.THEIRS in stands.values():
        raise Invalid.field("decisions.status", "The licence is gone here; retire it over there, or leave it.")
    return tuple(replace(line, stands=stands.get(line.field, line.stands)) for line in item.lines)


def _matched(s: Services, uow: UnitOfWork, item: Item, code: str) -> Item:
    """The record compared anew with the one over there that somebody named."""
    if item.kind is not ItemKind.MATCH:
        raise Invalid.field("match", "This record is matched already.")
    if code == NEW:
        uow.sync.drop_link(uow.sync.plan(item.plan_id).target_id, item.link_kind, item.our_id)
        return replace(item, kind=ItemKind.CREATE, chosen=True)
    if item.link_kind is LinkKind.AMENDMENT:
        raise Invalid.field("match", "An amendment is made anew, or left out.")
    target = complete(s, uow.sync.target(uow.sync.plan(item.plan_id).target_id), uow.vocabulary.all())
    record = uow.sync.seen(target.id, item.plan_id, [code]).get(key_of(code))
    if record is None:
        raise Invalid.field("match", "There is no record with this code over there. Compare again.")
    holder = uow.sync.link_to(target.id, record.code)
    if holder is not None and holder.our_id != item.our_id:
        raise Invalid.field("match", "That record belongs to another licence of ours already.")
    ours = uow.sync.our_licence(item.licence_id)
    definitions = {one.key: one for one in uow.vocabulary.all()}
    facts = facts_of(ours, record.code, s.today())
    outward = s.remotes.format(target.system).outward(facts, target, definitions)
    link = Link(
        target_id=target.id,
        kind=LinkKind.LICENCE,
        our_id=item.our_id,
        remote_code=record.code,
        matched_by=MatchedBy.HAND,
        linked_at=s.now(),
    )
    compared = compare(outward, record, link, target.options.first_meeting)
    uow.sync.save_link(replace(link, base=compared.agreed))
    return replace(item, kind=ItemKind.CHANGE, remote_code=record.code, lines=compared.lines, chosen=True)


def decide_all(s: Services, actor: Actor, plan_id: str, stands: Stands) -> int:
    """Decide every conflict of a plan that nobody decided yet the same way; how many that was.

    Raises NotFound, NotPermitted, Conflict.
    """
    actor.must_be(Role.REVIEWER)
    decided, after = 0, 0
    while True:
        with s.unit_of_work() as uow:
            plan = uow.sync.hold_plan(plan_id)
            page = uow.sync.items(plan_id, "to_decide", after, 100)
            for item in page.items:
                decided += _decide_whole(uow, plan, item, stands)
            uow.commit()
        if page.next_cursor is None:
            return decided
        after = int(page.next_cursor)


def _decide_whole(uow: UnitOfWork, plan: Plan, item: Item, stands: Stands) -> int:
    _check_open(plan, item)
    undecided = [line for line in item.lines if line.undecided]
    if item.kind is ItemKind.GONE or not undecided:
        return 0
    lines = tuple(replace(line, stands=stands) if line.undecided else line for line in item.lines)
    uow.sync.save_item(replace(item, lines=lines, revision=item.revision + 1), seen=item.revision)
    return len(undecided)
