"""Comparing with a connected system, looking at what would be sent, sending it, and taking over what it has."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from starlette.responses import Response

from api import patterns
from api.deps import Cursor, Desk, IfMatch, IfNoneMatch, ItemId, Limit, PlanId, ProposalId, Reviewer, TargetId, Viewer
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of, read_cursor, write_cursor
from api.schemas.sync_plans import (
    DecideAll,
    Decided,
    DriftReport,
    ItemChange,
    ItemGiven,
    ItemsGiven,
    OnlyThere,
    PlanGiven,
    PlanNew,
    PlansGiven,
    ProposalAnswer,
    ProposalGiven,
    ProposalsGiven,
    PullNew,
)
from domain.errors import NotFound
from domain.identity import Actor
from domain.ports import Services
from domain.sync.plan import Purpose
from domain.usecases.said_elsewhere import accept_said, reject_said
from domain.usecases.sync.looking import (
    Wishes,
    decide_all,
    decide_item,
    items_of,
    newest_comparison,
    one_item,
    only_there,
    plan_now,
    plans_of,
)
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.proposing import one_proposal, open_proposals
from domain.usecases.sync.pulling import ask_for_pull
from domain.usecases.sync.sending import ask_to_send, stop_sending

router = api_router("Sync")
ITEMS = "items"
Show = Literal["all", "differ", "to_decide", "no_place", "waiting", "writing", "written", "refused", "left_out"]


@router.get(
    "/sync/targets/{target_id}/plans",
    operation_id="listSyncPlans",
    summary="Plans of a system",
    response_model=PlansGiven,
)
def list_plans(desk: Desk, _caller: Viewer, target_id: TargetId, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Newest first: comparisons, sendings, reports and takings over."""
    page = page_of(
        plans_of(desk, target_id, 500),
        lambda one: (-int(one.asked_at.timestamp() * 1_000_000), one.id),
        limit=limit,
        cursor=cursor,
        name="plans",
    )
    items = [PlanGiven.of(one, plan_now(desk, one.id).counts) for one in page.items]
    return plain(PlansGiven(items=items, next_cursor=page.next_cursor))


@router.post(
    "/sync/targets/{target_id}/plans",
    operation_id="addSyncPlan",
    summary="Compare with a system",
    response_model=PlanGiven,
    status_code=201,
)
def add_plan(caller: Reviewer, once: OnceOnly, target_id: TargetId, body: PlanNew | None = None) -> Response:
    """Goes on in the background and writes nothing over there. 409 while something is going on with this system."""
    asked = body or PlanNew()
    return once(lambda s: _made(s, caller, target_id, Purpose(asked.purpose)), asked)


def _made(s: Services, caller: Actor, target_id: str, purpose: Purpose) -> Response:
    return _given(s, ask_for_plan(s, caller, target_id, purpose).id, status=201)


@router.post(
    "/sync/targets/{target_id}/pulls",
    operation_id="addSyncPull",
    summary="Take over what a system has",
    response_model=PlanGiven,
    status_code=201,
)
def add_pull(caller: Reviewer, once: OnceOnly, target_id: TargetId, body: PullNew) -> Response:
    """New licences are added here with draft versions; nothing that was decided here is changed."""
    return once(lambda s: _pulled(s, caller, target_id, body), body)


def _pulled(s: Services, caller: Actor, target_id: str, body: PullNew) -> Response:
    purpose = Purpose(f"pull_{body.take_as}")
    return _given(s, ask_for_pull(s, caller, target_id, purpose, everything=body.everything).id, status=201)


def _given(s: Services, plan_id: str, *, status: int = 200, known: str | None = None) -> Response:
    now = plan_now(s, plan_id)
    at = f"/api/v1/sync/plans/{plan_id}" if status == 201 else ""
    return single(PlanGiven.of(now.plan, now.counts), now.plan.runs, status=status, at=at, known=known)


@router.get(
    "/sync/targets/{target_id}/drift",
    operation_id="getSyncDrift",
    summary="Where both sides differ",
    response_model=DriftReport,
)
def drift(desk: Desk, _caller: Viewer, target_id: TargetId) -> Response:
    """As of the newest comparison; its records tell field by field. 404 where there was none yet."""
    found = newest_comparison(desk, target_id)
    if found is None:
        raise NotFound("Nothing has been compared with this system yet. Make a plan with the purpose “drift”.")
    others = [OnlyThere(code=code, name=name) for code, name in only_there(desk, found.plan.id)]
    return plain(DriftReport(plan=PlanGiven.of(found.plan, found.counts), only_there=others))


@router.get("/sync/plans/{plan_id}", operation_id="getSyncPlan", summary="One plan", response_model=PlanGiven)
def show_plan(desk: Desk, _caller: Viewer, plan_id: PlanId, if_none_match: IfNoneMatch = None) -> Response:
    """Ask again until it is no longer comparing or sending."""
    return _given(desk, plan_id, known=if_none_match)


@router.post(
    "/sync/plans/{plan_id}/apply", operation_id="applySyncPlan", summary="Send a plan", response_model=PlanGiven
)
def apply(caller: Reviewer, once: OnceOnly, plan_id: PlanId) -> Response:
    """Everything that is chosen and needs no decision, in the background; or go on after a pause or a stop.

    Each record is read again before it is written. One that was changed over there since is left out.
    """
    return once(lambda s: _given(s, ask_to_send(s, caller, plan_id).id))


@router.post("/sync/plans/{plan_id}/stop", operation_id="stopSyncPlan", summary="Stop", response_model=PlanGiven)
def stop(caller: Reviewer, once: OnceOnly, plan_id: PlanId) -> Response:
    """After the record that is being written."""
    return once(lambda s: _given(s, stop_sending(s, caller, plan_id).id))


@router.post(
    "/sync/plans/{plan_id}/decisions",
    operation_id="decideSyncConflicts",
    summary="Decide every conflict that is open",
    response_model=Decided,
)
def decide_every(caller: Reviewer, once: OnceOnly, plan_id: PlanId, body: DecideAll) -> Response:
    """All the same way; single ones can be changed afterwards."""
    return once(lambda s: plain(Decided(decided=decide_all(s, caller, plan_id, body.stands))), body)


@router.get(
    "/sync/plans/{plan_id}/items", operation_id="listSyncItems", summary="Records of a plan", response_model=ItemsGiven
)
def list_items(
    *,
    desk: Desk,
    _caller: Viewer,
    plan_id: PlanId,
    show: Annotated[Show, Query(description="Which to list.")] = "all",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Licences and amendments that differ, field by field: ours, theirs, and what would be sent."""
    after = int(read_cursor(cursor, ITEMS, like=(0,))[0]) if cursor is not None else 0
    page = items_of(desk, plan_id, show=show, after=after, limit=limit)
    more = write_cursor(ITEMS, (int(page.next_cursor),)) if page.next_cursor else None
    return plain(ItemsGiven(items=[ItemGiven.of(one) for one in page.items], next_cursor=more))


@router.get(
    "/sync/items/{item_id}", operation_id="getSyncItem", summary="One record of a plan", response_model=ItemGiven
)
def show_item(desk: Desk, _caller: Viewer, item_id: ItemId, if_none_match: IfNoneMatch = None) -> Response:
    """With its lines."""
    item = one_item(desk, item_id)
    return single(ItemGiven.of(item), item.revision, known=if_none_match)


@router.patch(
    "/sync/items/{item_id}", operation_id="decideSyncItem", summary="Decide on a record", response_model=ItemGiven
)
def change_item(desk: Desk, caller: Reviewer, item_id: ItemId, body: ItemChange, if_match: IfMatch) -> Response:
    """Leave it out, decide its conflicts, or say which record over there it is. 409 once it is being sent."""
    there = one_item(desk, item_id)
    seen = seen_revision(if_match, ItemGiven.of(there), there.revision)
    sent = body.entered()
    wishes = Wishes(send=sent.get("send"), stands=body.decisions, match=sent.get("match") or None)
    item = decide_item(desk, caller, item_id, wishes, seen=seen)
    return single(ItemGiven.of(item), item.revision)


@router.get(
    "/sync/targets/{target_id}/proposals",
    operation_id="listSyncProposals",
    summary="What a system says, to be decided",
    response_model=ProposalsGiven,
)
def list_proposals(
    *,
    desk: Desk,
    _caller: Reviewer,
    target_id: TargetId,
    licence: Annotated[str | None, Query(pattern=patterns.ID)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Oldest first."""
    page = page_of(
        open_proposals(desk, target_id, licence), lambda one: (one.id,), limit=limit, cursor=cursor, name="proposals"
    )
    return plain(ProposalsGiven(items=[ProposalGiven.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/sync/proposals/{proposal_id}/answer",
    operation_id="answerSyncProposal",
    summary="Decide what a system says",
    response_model=ProposalGiven,
)
def answer(caller: Reviewer, once: OnceOnly, proposal_id: ProposalId, body: ProposalAnswer) -> Response:
    """Accepting makes a decision that keeps its origin."""
    return once(lambda s: _answered(s, caller, proposal_id, body), body)


def _answered(s: Services, caller: Actor, proposal_id: str, body: ProposalAnswer) -> Response:
    if body.accept:
        accept_said(s, caller, proposal_id, value=body.value, conditions=body.conditions)
    else:
        reject_said(s, caller, proposal_id)
    return single(ProposalGiven.of(one_proposal(s, proposal_id)), 1)
