"""Taking over what another system has: licences with their terms, to be decided one by one or decided as they stand.

Each licence is one transaction, so that a worker that dies leaves no half of one. A record that did not change since
it was last pulled is not looked at again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from domain.audit import Action
from domain.identity import SYSTEM, Actor, Role
from domain.ports import Services
from domain.sync.plan import Plan, PlanState, Purpose
from domain.sync.records import RemoteRecord
from domain.usecases.reading import TakenOver
from domain.usecases.recording import record
from domain.usecases.sync.matching import key_of
from domain.usecases.sync.planning import Beat, ask_for_plan, logged
from domain.usecases.sync.taking import Pulling, take_one
from domain.usecases.sync.targets import complete

BATCH = 100
MOST_DOUBTS = 200


def ask_for_pull(s: Services, actor: Actor, target_id: str, purpose: Purpose, *, everything: bool = False) -> Plan:
    """Ask for what the target has, or what changed there since the last time; goes on in the background.

    Raises NotFound, NotPermitted, Conflict (something is going on with this target).
    """
    actor.must_be(Role.REVIEWER)
    if everything:
        with s.unit_of_work() as uow:
            target = uow.sync.target(target_id)
            uow.sync.replace_target(replace(target, pulled_on=None, revision=target.revision + 1), seen=target.revision)
            uow.commit()
    return ask_for_plan(s, actor, target_id, purpose)


def pull_from_target(s: Services, plan_id: str, beat: Beat) -> None:
    """Do a pull, or go on with it. Raises TakenOver, RemoteUnavailable and its kinds."""
    with s.reading_only() as uow:
        plan = uow.sync.plan(plan_id)
        if plan.state is not PlanState.COMPARING:
            return
        target = complete(s, uow.sync.target(plan.target_id), uow.vocabulary.all())
        sealed = uow.sync.sealed_key(target.id)
        definitions = {one.key: one for one in uow.vocabulary.all()}
    began = s.today()
    actor = Actor(id=plan.asked_by or SYSTEM.id, name=plan.asked_by_name, role=Role.REVIEWER)
    with s.remotes.open(target, sealed, logged(s, target.id, plan_id)) as system:
        at = Pulling(s=s, actor=actor, plan=plan, target=target, definitions=definitions, system=system)
        page: list[RemoteRecord] = []
        for there, total in system.licences(target.pulled_on):
            page.append(there)
            at.plan = replace(at.plan, of=total)
            if len(page) == BATCH:
                _take(at, page, beat)
        _take(at, page, beat)
    _finish(at, began)


def _take(at: Pulling, page: list[RemoteRecord], beat: Beat) -> None:
    if not beat():
        raise TakenOver
    with at.s.reading_only() as uow:
        if uow.sync.plan(at.plan.id).state is not PlanState.COMPARING:
            raise TakenOver
        known = uow.sync.fingerprints(at.target.id, [one.code for one in page])
    for there in page:
        if known.get(key_of(there.code)) == there.fingerprint and not there.amendments:
            at.count("unchanged")
        else:
            take_one(at, there)
    at.plan = replace(
        at.plan,
        looked=at.plan.looked + len(page),
        progress=dict(at.counts),
        doubts=tuple(at.doubts[:MOST_DOUBTS]),
    )
    with at.s.unit_of_work() as uow:
        uow.sync.save_plan(at.plan)
        uow.commit()
    page.clear()


def _finish(at: Pulling, began: dt.date) -> None:
    s = at.s
    with s.unit_of_work() as uow:
        target = uow.sync.hold_target(at.target.id)
        plan = uow.sync.hold_plan(at.plan.id)
        if plan.state is not PlanState.COMPARING:
            return
        done = replace(at.plan, state=PlanState.DONE, compared_at=s.now(), ended_at=s.now())
        uow.sync.save_plan(done)
        pulled = replace(target, pulled_on=began, revision=target.revision + 1)
        uow.sync.replace_target(pulled, seen=target.revision)
        after = {"name": target.name, "as": at.plan.purpose.value, **at.counts}
        record(s, uow, at.actor, Action.SYNC_PULL, ("target", target.id), after=after)
        uow.commit()
