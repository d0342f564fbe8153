"""Sending what was looked at: one record at a time, resumed where it was cut off, stopped when somebody says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from domain.audit import Action
from domain.errors import Conflict, LicenceError, NotFound
from domain.identity import SYSTEM, Actor, Role
from domain.ports import Services
from domain.ports.remote import RemoteSystem
from domain.sync.plan import Item, ItemState, Plan, PlanState, Purpose
from domain.sync.target import Target
from domain.sync.trouble import QuotaSpent, RemoteRefused
from domain.usecases.reading import TakenOver
from domain.usecases.recording import record
from domain.usecases.sync.planning import Beat, enqueue, logged
from domain.usecases.sync.targets import complete
from domain.usecases.sync.writing import Left, Written, keep_written, write_item

TURN = dt.timedelta(seconds=20)
"""How long a worker writes before it looks whether there is other work."""
_MAY_BEGIN = (PlanState.READY, PlanState.STOPPED, PlanState.PAUSED)


def ask_to_send(s: Services, actor: Actor, plan_id: str) -> Plan:
    """Send what is chosen, in the background, or go on with it; raises NotFound, NotPermitted, Conflict."""
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        target = uow.sync.hold_target(uow.sync.plan(plan_id).target_id)
        plan = uow.sync.hold_plan(plan_id)
        _check(plan, uow.sync.plans(plan.target_id, 20), target)
        plan = replace(
            plan,
            state=PlanState.SENDING,
            sent_by=actor.id,
            sent_by_name=actor.name,
            sending_at=plan.sending_at or s.now(),
            ended_at=None,
            error=None,
            runs=plan.runs + 1,
        )
        uow.sync.save_plan(plan)
        enqueue(s, uow, plan)
        after = {"name": target.name, "plan": plan_id}
        record(s, uow, actor, Action.SYNC_SEND, ("target", target.id), after=after)
        uow.commit()
    return plan


def _check(plan: Plan, others: tuple[Plan, ...], target: Target) -> None:
    if plan.purpose is not Purpose.SEND:
        raise Conflict("This is a report and not a plan. Compare again to send something.")
    if plan.state is PlanState.SENDING:
        raise Conflict("This plan is being sent already.")
    if plan.state is PlanState.COMPARING:
        raise Conflict("The comparison is not done yet. Send the plan when it is.")
    if plan.state not in _MAY_BEGIN:
        raise Conflict("This plan was sent already, or its comparison failed. Compare again.")
    if target.closed_at is not None:
        raise Conflict("This target is disconnected. Connect it again before you send to it.")
    if any(one.state in (PlanState.SENDING, PlanState.COMPARING) for one in others if one.id != plan.id):
        raise Conflict("This target is being compared or written to already. Wait until that is done, or stop it.")
    newer = [one for one in others if one.purpose is Purpose.SEND and one.asked_at > plan.asked_at]
    if any(one.compared_at is not None for one in newer):
        raise Conflict("There is a newer comparison with this target. Look at that one and send it.")


def stop_sending(s: Services, actor: Actor, plan_id: str) -> Plan:
    """Stop after the record that is being written; raises NotFound, NotPermitted, Conflict."""
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        if plan.state not in (PlanState.SENDING, PlanState.COMPARING, PlanState.PAUSED):
            raise Conflict("Nothing of this plan is going on.")
        state = PlanState.FAILED if plan.state is PlanState.COMPARING else PlanState.STOPPED
        plan = replace(plan, state=state, error=f"Stopped by {actor.name}.", ended_at=s.now())
        uow.sync.save_plan(plan)
        uow.commit()
    return plan


def send_plan(s: Services, plan_id: str, beat: Beat) -> None:
    """Write every chosen record over there, each once. Raises TakenOver, QuotaSpent, RemoteUnavailable and its kinds.

    What was written is kept record by record, so that a worker that dies costs nothing but looking again.
    """
    with s.reading_only() as uow:
        plan = uow.sync.plan(plan_id)
        if plan.state is not PlanState.SENDING:
            return
        target = complete(s, uow.sync.target(plan.target_id), uow.vocabulary.all())
        sealed = uow.sync.sealed_key(target.id)
    actor = Actor(id=plan.sent_by or SYSTEM.id, name=plan.sent_by_name or SYSTEM.name, role=Role.REVIEWER)
    until = s.now() + TURN
    with s.remotes.open(target, sealed, logged(s, target.id, plan_id)) as system:
        while (item := _begin(s, plan_id, beat)) is not None:
            _send(s, actor, (target, system), item)
            if s.now() > until:
                _let_others_work(s, plan_id)
                return
    _end(s, plan_id)


def _let_others_work(s: Services, plan_id: str) -> None:
    """Documents may wait to be read; the rest of the plan queues behind them."""
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        if plan.state is PlanState.SENDING:
            plan = replace(plan, runs=plan.runs + 1)
            uow.sync.save_plan(plan)
            enqueue(s, uow, plan)
            uow.commit()


def _begin(s: Services, plan_id: str, beat: Beat) -> Item | None:
    """The next record, noted as being written before anything is asked of the other side."""
    if not beat():
        raise TakenOver
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        item = uow.sync.next_item(plan_id) if plan.state is PlanState.SENDING else None
        if item is not None and item.state is ItemState.WAITING:
            begun = replace(item, state=ItemState.WRITING, revision=item.revision + 1)
            uow.sync.save_item(begun, seen=item.revision)
            uow.commit()
            return replace(begun, state=ItemState.WAITING)
    return item


def _send(s: Services, actor: Actor, there: tuple[Target, RemoteSystem], item: Item) -> None:
    """`item` is WAITING the first time, and WRITING where somebody began and was cut off."""
    target, system = there
    try:
        done = write_item(s, target, system, item)
    except (RemoteRefused, NotFound) as error:
        done = _refused(error)
    keep_written(s, actor, target, item, done)


def _refused(error: LicenceError) -> Written:
    if isinstance(error, NotFound):
        return Written(left=Left.OUT, message="It is not there any more. Compare again.")
    return Written(left=Left.REFUSED, message=error.message)


def _end(s: Services, plan_id: str) -> None:
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        if plan.state is PlanState.SENDING:
            uow.sync.save_plan(replace(plan, state=PlanState.DONE, ended_at=s.now(), error=None))
            uow.commit()


def go_on_later(s: Services, plan_id: str, spent: QuotaSpent) -> None:
    """The day's requests are used up: say so, and go on when there are new ones."""
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        if plan.state is PlanState.SENDING:
            plan = replace(plan, error=spent.message, runs=plan.runs + 1)
            uow.sync.save_plan(plan)
            enqueue(s, uow, plan, at=spent.again_at)
            uow.commit()
