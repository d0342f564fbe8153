"""Rejecting suggestions and taking decisions back. Nothing is removed: taking back is itself recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.audit import Action
from domain.decision import Decision, Provenance
from domain.errors import Conflict, Invalid
from domain.identity import Actor, Role
from domain.ports import Services
from domain.queries import AuditFilter
from domain.suggestion import SuggestionState
from domain.usecases.decisions import Deciding, dispose_of_suggestions
from domain.usecases.review_trail import term_of
from domain.usecases.settling import reopen_answered, reopen_rejected
from domain.version import HELD

MOST_STEPS = 200


def reject_suggestion(s: Services, actor: Actor, suggestion_id: str, reason: str = "") -> None:
    """The clause does not settle this term: it stays not reviewed. Raises NotFound, NotPermitted, Conflict."""
    actor.must_be(Role.REVIEWER)
    reason = " ".join(reason.split())[:500]
    with s.unit_of_work() as uow:
        stored = uow.readings.suggestion(suggestion_id)
        if stored.state is not SuggestionState.OPEN:
            raise Conflict("This suggestion has been dealt with already; undo that first.")
        at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(stored.version_id))
        at.dispose(stored, SuggestionState.REJECTED, None, reason or None)
        shown = {"term": stored.suggestion.term, "value": stored.suggestion.value, "reason": reason}
        at.record(Action.SUGGESTION_REJECT, ("suggestion", suggestion_id), after=shown)
        uow.commit()


def reopen_term(s: Services, actor: Actor, version_id: str, key: str, reason: str = "") -> None:
    """Take back the last thing done for a term: an earlier decision holds again, or the term is not reviewed.

    Raises NotFound, NotPermitted, Conflict (nothing to take back), Invalid (a version in force needs a reason).
    """
    actor.must_be(Role.REVIEWER)
    reason = " ".join(reason.split())[:500]
    with s.unit_of_work() as uow:
        at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(version_id))
        former = at.former(key)
        if former is not None and former.value is not None:
            _take_back(at, former, reason)
        elif _reopen_suggestions(at, key, reason or None):
            at.record(Action.SUGGESTION_REOPEN, ("term", f"{version_id}/{key}"), after={"term": key})
        else:
            raise Conflict("There is nothing to take back for this term.")
        uow.commit()


def undo_last(s: Services, actor: Actor, version_id: str, reason: str = "") -> tuple[str, ...]:
    """Take back the last thing that this person did in the review of a version; the keys of its terms, which are
    several where many were accepted with one press.

    Doing it again goes one step further back. What somebody else decided since then is left alone.
    Raises NotFound, NotPermitted, Conflict (nothing to take back), Invalid (a version in force needs a reason).
    """
    actor.must_be(Role.REVIEWER)
    reason = " ".join(reason.split())[:500]
    with s.unit_of_work() as uow:
        at = Deciding(s=s, uow=uow, actor=actor, version=uow.versions.hold(version_id))
        undone, together = list[str](), None
        for step in _steps_back(at):
            if undone and (together is None or step.together != together):
                break
            if _undo(at, step, reason):
                undone.append(step.key)
                together = step.together
        if not undone:
            raise Conflict("There is nothing of yours to undo in this version.")
        uow.commit()
    return tuple(undone)


@dataclass(frozen=True, slots=True)
class _Step:
    """Something the actor did: the term, the sequence of the decision (0 for a rejected suggestion), and the id that it
    shares with what was done with the same press."""

    key: str
    sequence: int = 0
    together: str | None = None


def _undo(at: Deciding, step: _Step, reason: str) -> bool:
    """Take one step back; False where somebody else went on from it, or nothing is left of it."""
    former = at.former(step.key)
    if step.sequence and former is not None and former.value is not None and former.decided_by == at.actor.id:
        _take_back(at, former, reason, of=step.sequence)
    elif not step.sequence and _reopen_suggestions(at, step.key, reason or None):
        at.record(Action.SUGGESTION_REOPEN, ("term", f"{at.version.id}/{step.key}"), after={"term": step.key})
    else:
        return False
    return True


def _steps_back(at: Deciding) -> Iterator[_Step]:
    """What the actor did in this version and did not undo yet, the newest first."""
    undone: dict[str, list[Action]] = {}
    which = AuditFilter(actor_id=at.actor.id, licence_id=at.version.licence_id, limit=MOST_STEPS)
    for entry in at.uow.audit.entries(which).items:
        key = term_of(at.uow, at.version.id, entry)
        if key is None:
            continue
        taken_back, action = undone.setdefault(key, []), Action(entry.action)
        if action in (Action.TERM_REOPEN, Action.SUGGESTION_REOPEN):
            taken_back.append(action)
        elif action is Action.TERM_DECIDE:
            if Action.TERM_REOPEN in taken_back:
                taken_back.remove(Action.TERM_REOPEN)
            else:
                yield _Step(key, int(entry.after["sequence"]), entry.after.get("together"))
        elif (
            action is Action.SUGGESTION_REJECT and Action.SUGGESTION_REOPEN not in taken_back
        ):  # one reopening opens all that were rejected for a term
            yield _Step(key)


def _take_back(at: Deciding, former: Decision, reason: str, *, of: int | None = None) -> None:
    """Go back to what held before `former`, or before the decision with the sequence `of`."""
    if at.version.state in HELD and not reason:
        raise Invalid.field("reason", "Say why the decision is taken back; readers may have relied on it.")
    first = of or former.sequence
    undone = _undone(at, former, reason or "Taken back during review.", first)
    at.uow.decisions.add(undone)
    taken_back = {one.id for one in at.history(former.term) if first <= one.sequence <= former.sequence}
    reopen_answered(at.uow, at.version.id, former.term, taken_back)
    if undone.value is None:
        _reopen_suggestions(at, former.term, undone.reason)
    else:
        dispose_of_suggestions(at, undone)
    at.record_decision(Action.TERM_REOPEN, former, undone)


def _undone(at: Deciding, former: Decision, reason: str, of: int) -> Decision:
    """The decision before the one with the sequence `of` once more, or an empty one that reopens the term."""
    earlier = next((d for d in at.history(former.term) if d.sequence == of - 1), None)
    return replace(
        earlier if earlier is not None and earlier.value is not None else _emptied(former),
        id=at.s.new_id(),
        sequence=former.sequence + 1,
        suggestion_id=None,
        reason=reason,
        decided_by=at.actor.id,
        decided_by_name=at.actor.name,
        decided_at=at.s.now(),
    )


def _emptied(decision: Decision) -> Decision:
    return replace(
        decision,
        value=None,
        conditions=None,
        public_note=None,
        internal_note=None,
        origin=None,
        evidence=(),
        searched=(),
        provenance=Provenance.ENTERED,
    )


def _reopen_suggestions(at: Deciding, key: str, reason: str | None) -> bool:
    """Open the suggestions for a term again, and what else was rejected; whether there were any to open."""
    dealt_with = [stored for stored in at.suggestions(key) if stored.state is not SuggestionState.OPEN]
    for stored in dealt_with:
        at.dispose(stored, SuggestionState.OPEN, None, reason)
    return reopen_rejected(at.uow, at.version.id, key) or bool(dealt_with)
