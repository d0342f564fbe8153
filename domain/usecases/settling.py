"""What becomes of what others than the text say of a term: answered by a decision, rejected, or open again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from domain.decision import Decision
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.said_elsewhere import SaidBy, SaidElsewhere
from domain.suggestion import SuggestionState
from domain.usecases.sync.holding import claim_again, release


def said_of(uow: UnitOfWork, version_id: str, key: str) -> tuple[SaidElsewhere, ...]:
    """Everything that was said elsewhere of one term of a version, oldest first."""
    return tuple(one for one in uow.said.of_version(version_id) if one.term == key)


def settle_by(s: Services, uow: UnitOfWork, actor: Actor, decision: Decision) -> None:
    """A decision answers all that waits for its term, as it does with what readings suggest."""
    for one in said_of(uow, decision.version_id, decision.term):
        if one.is_open:
            same = one.agrees(decision.value, decision.conditions)
            state = SuggestionState.ACCEPTED if same else SuggestionState.CHANGED
            uow.said.save(_settled(s, actor, one, state, decision.id), was=one.state)


def settle_agreed(s: Services, uow: UnitOfWork, actor: Actor, decisions: Iterable[Decision]) -> None:
    """Decisions that nobody looked at one by one answer only what says just the same; the rest goes on waiting."""
    made = {(one.version_id, one.term): one for one in decisions}
    for said in uow.said.waiting_on({version_id for version_id, _ in made}):
        decision = made.get((said.version_id, said.term))
        if decision is not None and said.agrees(decision.value, decision.conditions):
            uow.said.save(_settled(s, actor, said, SuggestionState.ACCEPTED, decision.id), was=said.state)


def settle_rejected(s: Services, uow: UnitOfWork, actor: Actor, said: SaidElsewhere) -> SaidElsewhere:
    """What is decided stays as it is; another system is told so by the next plan."""
    rejected = _settled(s, actor, said, SuggestionState.REJECTED, None)
    uow.said.save(rejected, was=said.state)
    if said.by is SaidBy.SYSTEM:
        release(uow, said)
    return rejected


def reopen_answered(uow: UnitOfWork, version_id: str, key: str, decisions: Collection[str]) -> None:
    """What was answered by one of these decisions, which are taken back, waits again."""
    for one in said_of(uow, version_id, key):
        if one.decision_id in decisions:
            _reopen(uow, one)


def reopen_rejected(uow: UnitOfWork, version_id: str, key: str) -> bool:
    """What was rejected waits again; whether there was any."""
    rejected = [one for one in said_of(uow, version_id, key) if one.state is SuggestionState.REJECTED]
    for one in rejected:
        _reopen(uow, one)
    return bool(rejected)


def _reopen(uow: UnitOfWork, said: SaidElsewhere) -> None:
    opened = replace(said, state=SuggestionState.OPEN, settled_by_name=None, settled_at=None, decision_id=None)
    uow.said.save(opened, was=said.state)
    if said.by is SaidBy.SYSTEM and said.state is SuggestionState.REJECTED:
        claim_again(uow, said)


def _settled(
    s: Services, actor: Actor, said: SaidElsewhere, state: SuggestionState, decision_id: str | None
) -> SaidElsewhere:
    return replace(said, state=state, settled_by_name=actor.name, settled_at=s.now(), decision_id=decision_id)
