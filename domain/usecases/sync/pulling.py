"""Taking over what another system has: licences with their terms, to be decided one by one or decided as they stand.

Each licence is one transaction, so that a worker that dies leaves no half of one. A record that did not change since
it was last pulled is not looked at again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.audit import Action
from domain.decision import Choice
from domain.errors import LicenceError
from domain.identity import SYSTEM, Actor, Role
from domain.ports import Services, UnitOfWork
from domain.ports.remote import RemoteSystem
from domain.sync.link import Link, LinkKind, MatchedBy
from domain.sync.plan import Plan, PlanState, Purpose
from domain.sync.proposals import Proposal
from domain.sync.records import Inward, ReadValue, RemoteRecord
from domain.sync.target import Target
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence
from domain.usecases.reading import TakenOver
from domain.usecases.recording import record
from domain.usecases.sync.matching import key_of
from domain.usecases.sync.planning import Beat, ask_for_plan, logged
from domain.usecases.sync.proposing import REASON, origin_of
from domain.usecases.sync.targets import complete
from domain.usecases.sync.together import in_one
from domain.usecases.terms import decided_versions, terms_in
from domain.usecases.versions import add_version
from domain.version import Version, VersionKind, VersionState
from domain.vocabulary import TermDefinition

BATCH = 100
MOST_DOUBTS = 200
_UNDECIDED = (VersionState.DRAFT, VersionState.IN_REVIEW)


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


@dataclass(slots=True)
class _Pulling:
    """A pull under way. `counts` are told by the plan as it goes."""

    s: Services
    actor: Actor
    plan: Plan
    target: Target
    definitions: Mapping[str, TermDefinition]
    system: RemoteSystem
    counts: dict[str, int] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def decides(self) -> bool:
        """Whether what is sure becomes a decision."""
        return self.plan.purpose is Purpose.PULL_DECISIONS

    def count(self, name: str) -> None:
        """One more."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def read(self, there: RemoteRecord) -> Inward:
        """Theirs in our words."""
        return self.s.remotes.format(self.target.system).inward(there, self.target, self.definitions)


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
        at = _Pulling(s=s, actor=actor, plan=plan, target=target, definitions=definitions, system=system)
        page: list[RemoteRecord] = []
        for there, total in system.licences(target.pulled_on):
            page.append(there)
            at.plan = replace(at.plan, of=total)
            if len(page) == BATCH:
                _take(at, page, beat)
        _take(at, page, beat)
    _finish(at, began)


def _take(at: _Pulling, page: list[RemoteRecord], beat: Beat) -> None:
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
            _take_one(at, there)
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


def _take_one(at: _Pulling, there: RemoteRecord) -> None:
    """One licence with its amendments, in one transaction; one that cannot be entered here is told and left out."""
    amendments = at.system.amendments(there.code) if there.amendments else ()
    try:
        with at.s.unit_of_work() as uow:
            _enter(at, in_one(at.s, uow), uow, there, amendments)
            uow.sync.keep_fingerprints(at.target.id, {there.code: there.fingerprint})
            uow.commit()
    except LicenceError as error:
        at.count("left_out")
        at.doubts.append(f"{there.code}: {error.message}")


def _enter(at: _Pulling, s: Services, uow: UnitOfWork, there: RemoteRecord, amendments: Sequence[RemoteRecord]) -> None:
    inward = at.read(there)
    link = uow.sync.link_to(at.target.id, there.code)
    holder = None if link else uow.licences.by_code(there.code)
    licence_id = link.our_id if link else holder.id if holder else ""
    if not licence_id:
        licence_id = _new_licence(at, s, inward)
        uow.sync.save_link(_link(at, LinkKind.LICENCE, licence_id, there, MatchedBy.PULLED))
    elif link is None:
        # It was here before: what differs stays a question, so nothing over there counts as agreed.
        uow.sync.save_link(replace(_link(at, LinkKind.LICENCE, licence_id, there, MatchedBy.CODE), base={}))
    entering = _Entering(at, s, uow, licence_id)
    _values(entering, _version(entering, inward), inward)
    for amendment in amendments:
        _amendment(entering, amendment)


@dataclass(frozen=True, slots=True)
class _Entering:
    """One licence being taken over, within one transaction; `s` works in it."""

    at: _Pulling
    s: Services
    uow: UnitOfWork
    licence_id: str


def _link(at: _Pulling, kind: LinkKind, our_id: str, there: RemoteRecord, by: MatchedBy) -> Link:
    """A link whose base is what was just taken over."""
    return Link(
        target_id=at.target.id,
        kind=kind,
        our_id=our_id,
        remote_code=there.code,
        matched_by=by,
        base=dict(there.fields),
        linked_at=at.s.now(),
    )


def _new_licence(at: _Pulling, s: Services, inward: Inward) -> str:
    at.count("added")
    raw: dict[str, Any] = {
        "title": inward.title or inward.code,
        "code": inward.code,
        "start_date": _iso(inward.start),
        "end_date": _iso(inward.end),
        "status": "retired" if inward.retired else "",
        "notes": _unread(at, inward),
    }
    if inward.licensor:
        raw["organisations"] = [{"name": inward.licensor, "role": "licensor"}]
    return add_licence(s, at.actor, {name: value for name, value in raw.items() if value}).id


def _unread(at: _Pulling, inward: Inward) -> str:
    """Terms over there that no term of ours is, kept where a person sees them."""
    if not inward.unread:
        return ""
    lines = "\n".join(f"{code}: {value}" for code, value in sorted(inward.unread.items()))
    return f"From {origin_of(at.target, inward.code, at.s.today().isoformat())}:\n{lines}"[:20_000]


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _version(one: _Entering, inward: Inward) -> Version:
    """The version to decide on: a draft agreement, else the one that holds, else a new draft."""
    at, versions = one.at, one.uow.versions.of_licence(one.licence_id)
    agreements = [each for each in versions if each.kind is VersionKind.AGREEMENT]
    drafts = [each for each in agreements if each.state in _UNDECIDED]
    holding = [each for each in agreements if each.covers(at.s.today())]
    for found in (*drafts, *reversed(holding)):
        return found
    raw = {
        "kind": "agreement",
        "label": f"From {at.target.name}"[:120],
        "effective_from": _iso(inward.start),
        "note": f"Taken over from {origin_of(at.target, inward.code, at.s.today().isoformat())}.",
    }
    return add_version(one.s, at.actor, one.licence_id, raw)


def _amendment(one: _Entering, there: RemoteRecord) -> None:
    at, uow = one.at, one.uow
    inward = at.read(there)
    link = uow.sync.link_to(at.target.id, there.code)
    if link is None:
        raw = {
            "kind": "amendment",
            "label": (inward.title or inward.code)[:120],
            "effective_from": _iso(inward.start),
            "effective_to": _iso(inward.end),
            "note": f"Taken over from {origin_of(at.target, inward.code, at.s.today().isoformat())}.",
        }
        version = add_version(one.s, at.actor, one.licence_id, raw)
        uow.sync.save_link(_link(at, LinkKind.AMENDMENT, version.id, there, MatchedBy.PULLED))
        at.count("amendments")
    else:
        version = uow.versions.get(link.our_id)
    _values(one, version, inward)


def _values(entering: _Entering, version: Version, inward: Inward) -> None:
    """Decide what is sure, where that is wished and nothing was decided before; lay the rest before a person."""
    at, uow, licence_id = entering.at, entering.uow, entering.licence_id
    layer = next(one for one in decided_versions(uow, licence_id) if one.version.id == version.id)
    decided, effective = layer.latest(), terms_in(uow, licence_id, at.s.today())
    origin = origin_of(at.target, inward.code, at.s.today().isoformat())
    proposed = {(p.version_id, p.term, p.raw, p.conditions) for p in uow.sync.proposals_on(at.target.id, licence_id)}
    for one in inward.values:
        there = decided.get(one.term)
        held = there or (effective[one.term].decision if one.term in effective else None)
        if held is not None and (held.value, held.conditions) == (one.value, one.conditions):
            at.count("same")
        elif at.decides and one.sure and held is None and not any(d.term == one.term for d in layer.decisions):
            decide_term(entering.s, at.actor, version.id, one.term, _choice(one, origin))
            at.count("decided")
        elif (version.id, one.term, one.raw, one.conditions) in proposed:
            at.count("same")
        else:
            uow.sync.add_proposal(_proposal(at, licence_id, version.id, one, origin))
            at.count("proposed")


def _choice(one: ReadValue, origin: str) -> Choice:
    return Choice(value=one.value, conditions=one.conditions, origin=origin, reason=REASON.format(origin=origin))


def _proposal(at: _Pulling, licence_id: str, version_id: str, one: ReadValue, origin: str) -> Proposal:
    return Proposal(
        id=at.s.new_id(),
        target_id=at.target.id,
        licence_id=licence_id,
        version_id=version_id,
        term=one.term,
        value=one.value,
        conditions=one.conditions,
        raw=one.raw,
        origin=origin,
        made_at=at.s.now(),
    )


def _finish(at: _Pulling, began: dt.date) -> None:
    s = at.s
    with s.unit_of_work() as uow:
        plan = uow.sync.hold_plan(at.plan.id)
        if plan.state is not PlanState.COMPARING:
            return
        done = replace(at.plan, state=PlanState.DONE, compared_at=s.now(), ended_at=s.now())
        uow.sync.save_plan(done)
        target = uow.sync.target(at.target.id)
        pulled = replace(target, pulled_on=began, revision=target.revision + 1)
        uow.sync.replace_target(pulled, seen=target.revision)
        after = {"name": target.name, "as": at.plan.purpose.value, **at.counts}
        record(s, uow, at.actor, Action.SYNC_PULL, ("target", target.id), after=after)
        uow.commit()
