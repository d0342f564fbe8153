"""Comparing our licences with a target, in the background and in batches, so that memory stays flat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import Conflict, LicenceError
from domain.identity import Actor, Role
from domain.jobs import Job, JobKind, JobState
from domain.ports import Services, UnitOfWork
from domain.ports.remote import Log, OurLicence, RemoteSystem, RequestEntry
from domain.sync.plan import Item, Plan, PlanState, Purpose
from domain.sync.records import RemoteRecord
from domain.sync.target import Target
from domain.usecases.reading import TakenOver
from domain.usecases.sync.matching import Batch, Looked, Matched, gone_items, match
from domain.usecases.sync.targets import complete

BATCH = 100
KEPT_PLANS = 10
KEPT_REQUESTS = dt.timedelta(days=400)
Beat = Callable[[], bool]
_BUSY = (PlanState.COMPARING, PlanState.SENDING)


def ask_for_plan(s: Services, actor: Actor, target_id: str, purpose: Purpose = Purpose.SEND) -> Plan:
    """Ask for a comparison, done in the background; raises NotFound, NotPermitted, Conflict (one is under way)."""
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        target = uow.sync.hold_target(target_id)
        if target.closed_at is not None:
            raise Conflict("This target is disconnected. Connect it again before you compare with it.")
        if any(one.state in _BUSY for one in uow.sync.plans(target_id, 20)):
            raise Conflict("This target is being compared or written to already. Wait until that is done, or stop it.")
        plan = Plan(
            id=s.new_id(),
            target_id=target_id,
            purpose=purpose,
            state=PlanState.COMPARING,
            asked_by=actor.id,
            asked_by_name=actor.name,
            asked_at=s.now(),
        )
        uow.sync.add_plan(plan)
        enqueue(s, uow, plan)
        uow.commit()
    return plan


def enqueue(s: Services, uow: UnitOfWork, plan: Plan, at: dt.datetime | None = None) -> None:
    """Have the next part of a plan done in the background, once, now or later."""
    key = f"{JobKind.SYNC}:{plan.id}:{plan.state.value}:{plan.runs}"
    job = Job(
        id=s.new_id(),
        kind=JobKind.SYNC,
        key=key,
        payload={"plan": plan.id},
        state=JobState.QUEUED,
        attempts=0,
        run_at=at or s.now(),
    )
    uow.jobs.add(job)


@dataclass(slots=True)
class _Comparing:
    """A comparison under way."""

    s: Services
    plan: Plan
    target: Target
    beat: Beat
    position: int = 0

    def save(self, uow: UnitOfWork) -> None:
        """How far it is."""
        if uow.sync.plan(self.plan.id).state is not PlanState.COMPARING:
            raise TakenOver
        uow.sync.save_plan(self.plan)

    def numbered(self, items: Sequence[Item]) -> list[Item]:
        """The items with their place in the plan."""
        first = self.position + 1
        self.position += len(items)
        return [replace(item, position=first + n) for n, item in enumerate(items)]


def compare_with_target(s: Services, plan_id: str, beat: Beat) -> None:
    """Do a comparison from its beginning; one that was cut off is done again. Raises TakenOver, RemoteUnavailable."""
    with s.unit_of_work() as uow:
        plan = uow.sync.plan(plan_id)
        if plan.state is not PlanState.COMPARING:
            return
        target = complete(s, uow.sync.target(plan.target_id), uow.vocabulary.all())
        sealed = uow.sync.sealed_key(target.id)
        uow.sync.drop_items(plan_id)
        uow.sync.forget_look(target.id, "")
        uow.sync.tidy_plans(target.id, KEPT_PLANS, s.now() - KEPT_REQUESTS)
        uow.commit()
    at = _Comparing(s=s, plan=replace(plan, looked=0, of=0, agree=0), target=target, beat=beat)
    with s.remotes.open(target, sealed, logged(s, target.id, plan_id)) as system:
        _look(at, system)
        _compare(at, system)
    _finish(at)


def logged(s: Services, target_id: str, plan_id: str | None) -> Log:
    """Keeps each request in the log, in a transaction of its own."""

    def keep(entry: RequestEntry) -> None:
        with s.unit_of_work() as uow:
            uow.sync.add_request(target_id, plan_id, entry)
            uow.commit()

    return keep


def _look(at: _Comparing, system: RemoteSystem) -> None:
    """Keep everything the target has, page by page, and learn its codes of vendors."""
    page: list[RemoteRecord] = []
    vendors: dict[str, set[str]] = {}
    for record, total in system.licences():
        page.append(record)
        if record.licensor and record.licensor[1]:
            vendors.setdefault(record.licensor[1], set()).add(record.licensor[0])
        if len(page) == BATCH:
            _keep(at, page, total)
    _keep(at, page, at.plan.of or len(page))
    # Two vendors of one name are for a person to tell apart.
    _learn_vendors(at, {name: codes.pop() for name, codes in vendors.items() if len(codes) == 1})


def _keep(at: _Comparing, page: list[RemoteRecord], total: int) -> None:
    if not at.beat():
        raise TakenOver
    at.plan = replace(at.plan, looked=at.plan.looked + len(page), of=total)
    with at.s.unit_of_work() as uow:
        uow.sync.keep_seen(at.target.id, at.plan.id, page)
        at.save(uow)
        uow.commit()
    page.clear()


def _learn_vendors(at: _Comparing, found: Mapping[str, str]) -> None:
    """A vendor whose name over there is the name of an organisation here needs nobody to enter its code."""
    known = {name.casefold() for name in at.target.vendors}
    new = {name: code for name, code in found.items() if name.casefold() not in known}
    if not new:
        return
    with at.s.unit_of_work() as uow:
        target = uow.sync.target(at.target.id)
        learned = replace(target, vendors={**new, **target.vendors}, revision=target.revision + 1)
        uow.sync.replace_target(learned, seen=target.revision)
        uow.commit()
    at.target = replace(at.target, vendors=learned.vendors, revision=learned.revision)


def _compare(at: _Comparing, system: RemoteSystem) -> None:
    after, more = "", True
    with at.s.reading_only() as uow:
        definitions = {one.key: one for one in uow.vocabulary.all()}
    while more:
        if not at.beat():
            raise TakenOver
        with at.s.reading_only() as uow:
            ours = uow.sync.ours(after, BATCH)
            looked = _looked(at, uow, ours)
        batch = Batch(s=at.s, plan=at.plan, target=at.target, looked=looked, definitions=definitions, system=system)
        _keep_compared(at, match(batch, ours))
        more = len(ours) == BATCH
        after = ours[-1].licence.id if ours else after


def _looked(at: _Comparing, uow: UnitOfWork, ours: Sequence[OurLicence]) -> Looked:
    ids = [one.licence.id for one in ours]
    versions = [layer.version.id for one in ours for layer in one.versions]
    links = uow.sync.links(at.target.id, [*ids, *versions])
    codes = [link.remote_code for link in links.values()] + [one.licence.code for one in ours]
    return Looked(
        links=links,
        records=uow.sync.seen(at.target.id, at.plan.id, codes),
        named=uow.sync.seen_named(at.target.id, at.plan.id, [one.licence.title for one in ours]),
        linked_elsewhere={
            code: link.our_id
            for code, link in uow.sync.links_to(at.target.id, [one.licence.code for one in ours]).items()
        },
    )


def _keep_compared(at: _Comparing, done: Matched) -> None:
    with at.s.unit_of_work() as uow:
        at.plan = replace(at.plan, agree=at.plan.agree + done.agree)
        uow.sync.add_items(at.numbered(done.items))
        uow.sync.save_links(done.links)
        at.save(uow)
        uow.commit()


def _finish(at: _Comparing) -> None:
    s, target = at.s, at.target
    with s.unit_of_work() as uow:
        gone = gone_items(s, at.plan, uow.sync.gone(target.id), target, uow)
        uow.sync.add_items(at.numbered(gone))
        at.plan = replace(
            at.plan,
            state=PlanState.READY,
            compared_at=s.now(),
            only_there=uow.sync.count_unmatched(target.id, at.plan.id),
            doubts=target.vocabulary.doubts,
        )
        uow.sync.save_plan(at.plan)
        uow.commit()


def fail_plan(s: Services, plan_id: str, error: LicenceError | str) -> None:
    """A comparison that cannot be done; the sentence says why. One that was being sent is paused, to go on later."""
    sentence = error if isinstance(error, str) else error.message
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(plan_id)
        if plan.state in _BUSY:
            state = PlanState.FAILED if plan.state is PlanState.COMPARING else PlanState.PAUSED
            uow.sync.save_plan(replace(plan, state=state, error=sentence, ended_at=s.now()))
            uow.commit()
