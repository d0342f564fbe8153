"""Comparing with another system, looking at what would be sent, and sending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from domain.errors import Invalid, NotFound
from domain.identity import Actor
from domain.ports import Services
from domain.sync.plan import ItemState, Plan, PlanState, Purpose, Stands
from domain.sync.target import Target
from domain.usecases.looking_up import definitions as all_definitions
from domain.usecases.sync.looking import (
    PlanNow,
    Wishes,
    all_items,
    decide_all,
    decide_item,
    items_of,
    one_item,
    only_there,
    plan_now,
    plans_of,
)
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.pulling import ask_for_pull
from domain.usecases.sync.sending import ask_to_send, stop_sending
from domain.usecases.sync.targets import one_target, targets
from domain.vocabulary import TermDefinition
from web.access import pages_router, reviewer, services, viewer
from web.chrome import Message, words
from web.contexts.sync import Shown, Speaking, SyncPage, sync_page
from web.contexts.sync_export import plan_sheet
from web.contexts.sync_settings import TargetsPage
from web.messages import redirect
from web.render import render, wants_fragment
from web.sent import Sent, Values, first
from web.table_file import table_answer

router: APIRouter = pages_router("/sync")
Viewer = Annotated[Actor, Depends(viewer)]
Reviewer = Annotated[Actor, Depends(reviewer)]
PLAN, ITEM = "sync/plan.html", "sync/item.html"
AT_A_TIME, MOST_IN_A_RUN = 20, 200
STOP_POLLING = 286
_OVER = (ItemState.WRITTEN, ItemState.REFUSED, ItemState.LEFT_OUT)


@router.get("")
def every(request: Request, actor: Viewer) -> Response:
    """The connected systems; where there is one alone, its plan."""
    found = targets(services(request))
    if len(found) == 1:
        return redirect(request, f"/sync/{found[0].id}")
    rows = tuple((one.name, one.address, f"/sync/{one.id}") for one in found)
    return render(request, "sync/targets.html", TargetsPage(targets=rows, may_manage=actor.role.value == "admin"))


@router.get("/items/{item_id}")
def rows(request: Request, item_id: str, actor: Viewer) -> Response:
    """The rows of one record: for htmx alone, for others the plan with the record open."""
    s = services(request)
    item = one_item(s, item_id)
    now = plan_now(s, item.plan_id)
    if not wants_fragment(request):
        return redirect(request, f"/sync/{now.target.id}?open={item_id}&after={max(0, item.position - 1)}")
    page = _page(request, actor, now, Shown(items=(item,), opened=item_id))
    return render(request, PLAN, page, block="rows")


@router.post("/items/{item_id}")
def decide(request: Request, item_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Leave a record out, decide its conflicts, or say which record over there it is."""
    s = services(request)
    item = one_item(s, item_id)
    seen = first(sent, "revision")
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    item = decide_item(s, actor, item_id, _wishes(sent), seen=revision)
    now = plan_now(s, item.plan_id)
    if not wants_fragment(request):
        return redirect(request, f"/sync/{now.target.id}?open={item_id}&after={max(0, item.position - 1)}")
    page = _page(request, actor, now, Shown(items=(item,), opened=item_id))
    t = words(request)
    live = t.plural("{count} change would be sent", "{count} changes would be sent", now.counts.to_send)
    return render(request, PLAN, page, block="items", oob=["sums", "send"], live=live)


def _wishes(sent: Values) -> Wishes:
    stands = {
        name.removeprefix("stands."): Stands(values[0])
        for name, values in sent.items()
        if name.startswith("stands.") and values and values[0] in set(Stands)
    }
    match = first(sent, "match")
    return Wishes(send=bool(first(sent, "send")), stands=stands, match=match or None)


@router.post("/plans/{plan_id}/decisions")
def decide_every(request: Request, plan_id: str, sent: Sent, actor: Reviewer) -> Response:
    """One answer to every conflict that is open."""
    s, t = services(request), words(request)
    if first(sent, "stands") not in set(Stands):
        raise Invalid.field("stands", "Choose which side stands.")
    count = decide_all(s, actor, plan_id, Stands(first(sent, "stands")))
    said = t.plural("{count} conflict is decided.", "{count} conflicts are decided.", count)
    return redirect(request, f"/sync/{plan_now(s, plan_id).target.id}", message=Message(said))


@router.post("/plans/{plan_id}/send")
def send(request: Request, plan_id: str, actor: Reviewer) -> Response:
    """Send what is chosen; it goes on in the background."""
    plan = ask_to_send(services(request), actor, plan_id)
    return redirect(request, f"/sync/{plan.target_id}")


@router.post("/plans/{plan_id}/stop")
def stop(request: Request, plan_id: str, actor: Reviewer) -> Response:
    """Stop after the record that is being written."""
    plan = stop_sending(services(request), actor, plan_id)
    return redirect(request, f"/sync/{plan.target_id}", message=Message(words(request)("It is stopped.")))


@router.get("/{target_id}")
def plan(
    *,
    request: Request,
    target_id: str,
    actor: Viewer,
    show: Annotated[str, Query(pattern="^(differ|to_decide|no_place)$")] = "differ",
    after: Annotated[int, Query(ge=0)] = 0,
    open_item: Annotated[str, Query(alias="open", max_length=40)] = "",
) -> Response:
    """The newest plan of a system: what differs, what would be sent, what is to be decided; or how its sending goes."""
    s = services(request)
    target = one_target(s, target_id)
    newest = _newest(s, target_id)
    now = plan_now(s, newest.id) if newest else None
    if now is not None and _is_run(now.plan):
        return render(request, PLAN, _page(request, actor, now, _run(s, now)))
    found = items_of(s, now.plan.id, show=show, after=after, limit=AT_A_TIME) if now else None
    shown = Shown(show=show, opened=open_item)
    if now is not None and found is not None:
        shown = replace(
            shown,
            items=found.items,
            total=found.total or 0,
            after=found.next_cursor,
            only_there=only_there(s, now.plan.id)[:AT_A_TIME],
        )
    shown = _with_last_run(s, target_id, shown)
    return render(request, PLAN, _page(request, actor, now, shown, target))


def _newest(s: Services, target_id: str) -> Plan | None:
    return next(iter(plans_of(s, target_id, 1)), None)


def _is_run(plan: Plan) -> bool:
    """Whether it is shown as a list of what was done, and not as a plan to be looked at."""
    return plan.state is PlanState.SENDING or (plan.state is PlanState.DONE and plan.purpose is Purpose.SEND)


def _run(s: Services, now: PlanNow) -> Shown:
    found = items_of(s, now.plan.id, show="differ", limit=MOST_IN_A_RUN)
    done = sum(items_of(s, now.plan.id, show=state.value, limit=1).total or 0 for state in _OVER)
    return Shown(items=found.items, total=found.total or 0, done=done)


def _with_last_run(s: Services, target_id: str, shown: Shown) -> Shown:
    sent = [
        one for one in plans_of(s, target_id, 20) if one.sending_at is not None and one.state is not PlanState.READY
    ]
    if not sent:
        return shown
    done = [one for one in items_of(s, sent[0].id, limit=50).items if one.state in _OVER]
    return replace(shown, last=tuple(done[:8]), last_at=sent[0].ended_at or sent[0].sending_at)


def _page(request: Request, actor: Actor, now: PlanNow | None, shown: Shown, target: Target | None = None) -> SyncPage:
    found = target or (now.target if now else None)
    if found is None:
        raise NotFound("There is no such target.")
    return sync_page(words(request), actor, now, (found, _definitions(request)), shown)


def _definitions(request: Request) -> Mapping[str, TermDefinition]:
    return {one.key: one for one in all_definitions(services(request))}


@router.get("/{target_id}/run")
def run(request: Request, target_id: str, actor: Viewer) -> Response:
    """How far comparing or sending is: for htmx a fragment that asks again until it is over."""
    s, t = services(request), words(request)
    newest = _newest(s, target_id)
    if newest is None or not wants_fragment(request):
        return redirect(request, f"/sync/{target_id}")
    now = plan_now(s, newest.id)
    page = _page(request, actor, now, _run(s, now))
    if not page.going_on:
        return redirect(request, f"/sync/{target_id}")
    every_fourth = page.done % 4 == 0 and page.sending
    live = t("{done} of {total} records", done=page.done, total=page.total) if every_fourth else None
    return render(request, PLAN, page, block="run", live=live)


@router.post("/{target_id}/compare")
def compare(request: Request, target_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Compare again, to send or for a report."""
    purpose = Purpose.DRIFT if first(sent, "purpose") == "drift" else Purpose.SEND
    ask_for_plan(services(request), actor, target_id, purpose)
    return redirect(request, f"/sync/{target_id}")


@router.post("/{target_id}/pull")
def pull(request: Request, target_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Take over what the system has."""
    decides = first(sent, "take_as") == "decisions"
    purpose = Purpose.PULL_DECISIONS if decides else Purpose.PULL_SUGGESTIONS
    ask_for_pull(services(request), actor, target_id, purpose, everything=bool(first(sent, "everything")))
    return redirect(request, f"/sync/{target_id}")


@router.get("/{target_id}/plan.{kind}")
def as_file(request: Request, target_id: str, kind: str, _actor: Viewer) -> Response:
    """The newest plan as a table, a line for each field."""
    s = services(request)
    target, newest = one_target(s, target_id), _newest(s, target_id)
    if newest is None:
        raise NotFound("Nothing has been compared with this system yet.")
    said = Speaking(words(request), target, _definitions(request), may_change=False)
    return table_answer(f"plan-{newest.id}", kind, plan_sheet(said, all_items(s, newest.id)))
