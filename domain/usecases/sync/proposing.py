"""What another system says of our terms, laid before a person. It is answered in said_elsewhere."""

from __future__ import annotations

from domain.effective_terms import layers_on
from domain.ports import Services, UnitOfWork
from domain.sync.plan import Item, Line, Stands
from domain.sync.proposals import Proposal, ProposalState
from domain.sync.records import RemoteRecord
from domain.sync.target import Target
from domain.usecases.terms import decided_versions, terms_in


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
