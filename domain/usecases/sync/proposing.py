"""What another system says of our terms, laid before a person; and the person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.decision import Choice, Decision
from domain.effective_terms import layers_on
from domain.errors import Conflict, Invalid
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.sync.plan import Item, Line, Stands
from domain.sync.proposals import Proposal, ProposalState
from domain.sync.records import RemoteRecord
from domain.sync.target import Target
from domain.usecases.decisions import decide_term
from domain.usecases.sync.together import in_one
from domain.usecases.terms import decided_versions, terms_in

REASON = "Taken over from {origin}."


def origin_of(target: Target, code: str, day: str) -> str:
    """System, record and day, as they stay with a decision."""
    return f"{target.name}, record {code}, {day}"


def propose_theirs(s: Services, uow: UnitOfWork, target: Target, item: Item) -> dict[str, tuple[str, str]]:
    """Lay before a person what somebody wants to review here; the fields, each with ours and theirs.

    A field that is no term of ours is held all the same: ours is not sent while it and theirs stay as they are.
    """
    lines = [line for line in item.lines if line.stands is Stands.THEIRS]
    for line in lines:
        if line.term is not None:
            _propose(s, uow, target, item, line)
    return {line.field: (line.send, line.theirs) for line in lines}


def _propose(s: Services, uow: UnitOfWork, target: Target, item: Item, line: Line) -> None:
    version_id = _version_for(s, uow, item.licence_id, str(line.term))
    if version_id is None:
        return
    labels = {line.field: line.theirs_label}
    record = RemoteRecord(code=item.remote_code, name=item.title, fields={line.field: line.theirs}, labels=labels)
    definitions = {one.key: one for one in uow.vocabulary.all()}
    read = s.remotes.format(target.system).inward(record, target, definitions)
    found = next((value for value in read.values if value.term == line.term), None)
    uow.sync.add_proposal(
        Proposal(
            id=s.new_id(),
            target_id=target.id,
            licence_id=item.licence_id,
            version_id=version_id,
            term=str(line.term),
            value=found.value if found else None,
            conditions=found.conditions if found else None,
            raw=line.theirs_label or line.theirs,
            origin=origin_of(target, item.remote_code, s.today().isoformat()),
            made_at=s.now(),
        )
    )


def _version_for(s: Services, uow: UnitOfWork, licence_id: str, term: str) -> str | None:
    """The version on which the term is decided now, else the one it would be decided on."""
    effective = terms_in(uow, licence_id, s.today()).get(term)
    if effective is not None and effective.version.licence_id == licence_id:
        return effective.version.id
    layers = layers_on(decided_versions(uow, licence_id), s.today())
    return layers[0].version.id if layers else None


def open_proposals(s: Services, target_id: str, licence_id: str | None = None) -> tuple[Proposal, ...]:
    """What waits for a decision, oldest first; raises NotFound."""
    with s.reading_only() as uow:
        uow.sync.target(target_id)
        return uow.sync.proposals(target_id, ProposalState.OPEN, licence_id=licence_id)


def one_proposal(s: Services, proposal_id: str) -> Proposal:
    """One proposal; raises NotFound."""
    with s.reading_only() as uow:
        return uow.sync.proposal(proposal_id)


def accept_proposal(
    s: Services, actor: Actor, proposal_id: str, *, value: object = None, conditions: str | None = None
) -> Decision:
    """Decide what another system says, or `value` in its place; the origin stays with the decision.

    Raises NotFound, NotPermitted, Invalid (its words are no value, so one must be chosen), Conflict (settled already).
    """
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        proposal = _still_open(uow, proposal_id)
        chosen = proposal.value if value is None else value
        if chosen is None:
            raise Invalid.field("value", f"“{proposal.raw}” is no value of this term. Choose one.")
        choice = Choice(
            value=chosen,
            conditions=conditions if conditions is not None else (proposal.conditions if value is None else None),
            internal_note=f"{proposal.origin}: {proposal.raw}",
            origin=proposal.origin,
            reason=REASON.format(origin=proposal.origin),
        )
        decision = decide_term(in_one(s, uow), actor, proposal.version_id, proposal.term, choice)
        same = (decision.value, decision.conditions) == (proposal.value, proposal.conditions)
        state = ProposalState.ACCEPTED if same else ProposalState.CHANGED
        uow.sync.save_proposal(_settled(s, actor, proposal, state, decision.id))
        uow.commit()
    return decision


def reject_proposal(s: Services, actor: Actor, proposal_id: str) -> Proposal:
    """Leave our own decision as it is; raises NotFound, NotPermitted, Conflict."""
    actor.must_be(Role.REVIEWER)
    with s.unit_of_work() as uow:
        rejected = _settled(s, actor, _still_open(uow, proposal_id), ProposalState.REJECTED, None)
        uow.sync.save_proposal(rejected)
        _release(uow, rejected)
        uow.commit()
    return rejected


def _still_open(uow: UnitOfWork, proposal_id: str) -> Proposal:
    proposal = uow.sync.proposal(proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise Conflict(f"{proposal.settled_by_name or 'Somebody'} has dealt with this already.")
    return proposal


def _settled(s: Services, actor: Actor, proposal: Proposal, state: ProposalState, decision_id: str | None) -> Proposal:
    return replace(proposal, state=state, settled_by_name=actor.name, settled_at=s.now(), decision_id=decision_id)


def _release(uow: UnitOfWork, proposal: Proposal) -> None:
    """Theirs was looked at and not taken: it counts as seen, so that the next plan sends ours."""
    target = uow.sync.target(proposal.target_id)
    link = uow.sync.links(target.id, [proposal.licence_id]).get(proposal.licence_id)
    mapped = target.mapped(proposal.term).code
    if link is None or not mapped:
        return
    seen: Mapping[str, str] = {name: both[1] for name, both in link.held.items() if name.endswith(f".{mapped}")}
    held = {name: both for name, both in link.held.items() if name not in seen}
    uow.sync.save_link(replace(link, held=held, base={**link.base, **seen}))
