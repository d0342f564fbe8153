"""Commands for other systems: connect them, compare with them, send what was decided, take over what they have."""

from __future__ import annotations

import argparse
import json
import sys
import time

from api.schemas.sync_plans import ItemGiven, PlanGiven
from api.settings import Settings
from api.wiring import migrate, wire
from api.worker import Worker
from domain.errors import Invalid
from domain.identity import SYSTEM
from domain.jobs import JobKind
from domain.ports import Services
from domain.sync.plan import Item, ItemState, Line, LineKind, Plan, PlanState, Purpose
from domain.usecases.sync.looking import items_of, only_there, plan_now, plans_of
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.pulling import ask_for_pull
from domain.usecases.sync.sending import ask_to_send
from domain.usecases.sync.targets import add_target, target_by, targets
from domain.usecases.work import work_one

LOOK_EVERY = 0.3
_GOING_ON = (PlanState.COMPARING, PlanState.SENDING)
_WORDS = {
    LineKind.SEND: "send",
    LineKind.CLEAR: "clear",
    LineKind.CONFLICT: "to decide",
    LineKind.HELD: "in review here",
    LineKind.FILE: "send file",
    LineKind.NO_PLACE: "no place there",
}


def add(parsed: argparse.Namespace, settings: Settings) -> int:
    """Connect a system; its key is read from standard input, so that it stands in no history of commands."""
    migrate(settings)
    key = sys.stdin.readline().strip()
    raw = {name: getattr(parsed, name) for name in ("name", "system", "region", "address")}
    target = add_target(wire(settings).services, SYSTEM, {**raw, "key": key})
    print(f"{target.name} is connected: {len(target.vocabulary.terms)} terms were read.")
    for doubt in target.vocabulary.doubts:
        print(f"To be checked: {doubt}")
    return 0


def show(_parsed: argparse.Namespace, settings: Settings) -> int:
    """The connected systems."""
    migrate(settings)
    for target in targets(wire(settings).services):
        print(f"{target.name}  {target.system}  {target.address}  {target.id}")
    return 0


def sync(parsed: argparse.Namespace, settings: Settings) -> int:
    """Compare, and as asked send or take over. 0: done; 1: something failed, was refused or left out."""
    migrate(settings)
    s = wire(settings).services
    target = target_by(s, parsed.target)
    _finish_what_was_begun(s, target.id)
    if parsed.pull:
        purpose = Purpose(f"pull_{parsed.pull}")
        return _told_pull(_done(s, ask_for_pull(s, SYSTEM, target.id, purpose, everything=parsed.all)))
    if parsed.apply and parsed.plan_id:
        plan = plan_now(s, parsed.plan_id).plan
        if plan.target_id != target.id:
            raise Invalid("This plan is one for another target. Name the target of the plan.")
    else:
        plan = _done(s, ask_for_plan(s, SYSTEM, target.id, Purpose.DRIFT if parsed.drift else Purpose.SEND))
    if parsed.apply and plan.state is not PlanState.FAILED:
        plan = _done(s, ask_to_send(s, SYSTEM, plan.id))
    return (_as_json if parsed.json else _told)(s, plan)


def _finish_what_was_begun(s: Services, target_id: str) -> None:
    """A command that was killed left its plan under way; where no worker goes on with it, this one does."""
    for plan in plans_of(s, target_id):
        if plan.state in _GOING_ON:
            print(f"Going on with plan {plan.id}, which was begun before.", file=sys.stderr)
            _done(s, plan)


def _done(s: Services, plan: Plan) -> Plan:
    """The plan when what was asked for is done. Another worker may do it; if none does, we are one."""
    worker = Worker(s)
    while plan.state in _GOING_ON:
        if not work_one(s, worker.name, worker.beating, kinds=(JobKind.SYNC,)):
            plan = plan_now(s, plan.id).plan
            if plan.error and plan.state is PlanState.SENDING:
                return plan
            time.sleep(LOOK_EVERY)
        plan = plan_now(s, plan.id).plan
    return plan


def _told_pull(plan: Plan) -> int:
    for name, count in plan.progress.items():
        print(f"{name.replace('_', ' ')}: {count}")
    if not plan.progress and not plan.error:
        print("Nothing changed there since the last time. With --all everything is looked at again.")
    for doubt in plan.doubts:
        print(f"left out: {doubt}")
    return _status(plan, refused=0)


def _status(plan: Plan, *, refused: int) -> int:
    if plan.error:
        print(f"licence-desk: {plan.error}", file=sys.stderr)
    return 1 if plan.error or refused else 0


def _every_item(s: Services, plan: Plan) -> list[Item]:
    found: list[Item] = []
    after: int | None = 0
    while after is not None:
        page = items_of(s, plan.id, after=after, limit=200)
        found += page.items
        after = int(page.next_cursor) if page.next_cursor else None
    return found


def _as_json(s: Services, plan: Plan) -> int:
    items, now = _every_item(s, plan), plan_now(s, plan.id)
    shown = {
        "plan": PlanGiven.of(now.plan, now.counts).model_dump(mode="json"),
        "items": [ItemGiven.of(item).model_dump(mode="json") for item in items],
        "only_there": [{"code": code, "name": name} for code, name in only_there(s, plan.id)],
    }
    print(json.dumps(shown, ensure_ascii=False, indent=1))
    return _status(plan, refused=_refused(items))


def _refused(items: list[Item]) -> int:
    return sum(item.state in (ItemState.REFUSED, ItemState.LEFT_OUT) for item in items)


def _told(s: Services, plan: Plan) -> int:
    items, counts = _every_item(s, plan), plan_now(s, plan.id).counts
    for item in items:
        state = "" if item.state is ItemState.WAITING else f" {item.state.value.replace('_', ' ')}"
        print(f"{item.remote_code}  {item.title}  [{item.kind}]{state}{f': {item.message}' if item.message else ''}")
        for line in item.lines:
            print(f"    {_line(line)}")
        if item.alike:
            print(f"    to decide: is it {' or '.join(item.alike)} over there?")
    print(
        f"{counts.to_send} to send, {counts.to_decide} to decide, {counts.no_place} without a place there; "
        f"{counts.agree} licences agree, {counts.only_there} are only there."
    )
    for doubt in plan.doubts:
        print(f"To be checked: {doubt}")
    print(f"Plan {plan.id}: {plan.state}")
    return _status(plan, refused=_refused(items))


def _line(line: Line) -> str:
    name = line.field.rpartition(".")[2] if line.loss is None else line.loss.what
    if line.loss is not None:
        return f"{_WORDS[line.kind]}: {name}"
    return f"{_WORDS[line.kind]}: {name}: {line.theirs or '(empty)'} -> {line.send or '(empty)'}"
