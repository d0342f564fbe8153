"""A second reviewer's approval of what another person decided, where the library asks for one."""

from __future__ import annotations

from domain.approval import Approval
from domain.audit import Action
from domain.decision import Decision
from domain.errors import Conflict, NotPermitted, Stale
from domain.identity import Actor, ActorKind, Role
from domain.ports import Services
from domain.usecases.decisions import Deciding
from domain.version import VersionState


def approve_term(s: Services, actor: Actor, version_id: str, key: str, *, seen: int) -> Approval:
    """Agree with the decision on a term; `seen` is the sequence of the one that was looked at.

    Raises NotFound, NotPermitted (no person, or no reviewer), Conflict (one's own decision, nothing to approve, the
    library asks for none), Stale (somebody decided anew).
    """
    actor.must_be(Role.REVIEWER)
    if actor.kind is not ActorKind.PERSON:
        raise NotPermitted("Only a person approves what another person decided.")
    with s.unit_of_work() as uow:
        at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(version_id))
        decision = _to_approve(at, key, seen)
        approval = Approval(decision_id=decision.id, by=actor.id, by_name=actor.name, at=s.now())
        uow.decisions.approve(approval)
        told = {"term": key, "sequence": decision.sequence, "value": decision.value, "by": decision.decided_by_name}
        at.record(Action.TERM_APPROVE, ("term", f"{version_id}/{key}"), after=told)
        uow.commit()
    return approval


def _to_approve(at: Deciding, key: str, seen: int) -> Decision:
    decision = at.former(key)
    if not at.s.settings.second_review:
        raise Conflict("This library asks for no second approval.")
    if at.version.state is VersionState.WITHDRAWN:
        raise Conflict("This version was withdrawn; nothing is approved on it any more.")
    if decision is None or decision.value is None:
        raise Conflict("There is no decision on this term that could be approved.")
    if decision.sequence != seen:
        theirs = {"value": decision.value, "conditions": decision.conditions}
        message = f"{decision.decided_by_name} decided this term anew while you were looking at it. Look again."
        raise Stale(message, mine={}, theirs=theirs, revision=decision.sequence)
    if decision.decided_by == at.actor.id:
        raise Conflict("You decided this yourself: another reviewer has to approve it.")
    if decision.id in at.uow.decisions.approvals(at.version.id):
        raise Conflict("Somebody has approved this decision already.")
    return decision
