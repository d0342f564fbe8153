"""Targets, the log of requests to them, and what they propose for our terms."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from domain.ports.remote import RequestEntry
from domain.queries import PageOf
from domain.record import as_record
from domain.sync.proposals import Proposal, ProposalState
from domain.sync.target import System, Target
from storage.folding import spaced
from storage.sync_shapes import mapping_from_json, options_from_json, vocabulary_from_json
from storage.tables.sync import sync_proposal, sync_request, sync_target
from storage.transaction import AnyRow, Transaction

_NONE = "There is no such target."
_REQUEST = (
    "at",
    "method",
    "path",
    "status",
    "milliseconds",
    "sent_bytes",
    "received_bytes",
    "tracking",
    "error",
)


class SyncTargets:
    """The part of domain.ports.remote.SyncBooks that is about targets as such."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def targets(self) -> tuple[Target, ...]:
        live = select(sync_target).where(sync_target.c.closed_at.is_(None)).order_by(sync_target.c.name_key)
        return tuple(map(_to_target, self._tx.rows(live)))

    def target(self, target_id: str) -> Target:
        return _to_target(self._tx.get(sync_target, "id", target_id, _NONE))

    def hold_target(self, target_id: str) -> Target:
        # On SQLite who may write is alone already, and FOR UPDATE is left out.
        self._tx.row(select(sync_target.c.id).where(sync_target.c.id == target_id).with_for_update())
        return self.target(target_id)

    def target_named(self, name: str) -> Target | None:
        row = self._tx.row(select(sync_target).where(sync_target.c.name_key == spaced(name)))
        return _to_target(row) if row else None

    def add_target(self, target: Target, sealed_key: str) -> None:
        self._tx.add(sync_target, {**_row(target), "sealed_key": sealed_key})

    def replace_target(self, target: Target, *, seen: int, sealed_key: str | None = None) -> None:
        key = {"sealed_key": sealed_key} if sealed_key is not None else {}
        self._tx.replace(sync_target, target.id, {**_row(target), **key}, seen=seen)

    def sealed_key(self, target_id: str) -> str:
        return str(self._tx.get(sync_target, "id", target_id, _NONE).sealed_key)

    def add_request(self, target_id: str, plan_id: str | None, entry: RequestEntry) -> None:
        row = {name: getattr(entry, name) for name in _REQUEST}
        self._tx.add(sync_request, {"target_id": target_id, "plan_id": plan_id, **row})

    def requests(self, target_id: str, before: int | None, limit: int) -> PageOf[RequestEntry]:
        c = sync_request.c
        theirs = select(sync_request).where(c.target_id == target_id)
        theirs = theirs.where(c.seq < before) if before is not None else theirs
        rows = self._tx.rows(theirs.order_by(c.seq.desc()).limit(limit + 1))
        entries = tuple(RequestEntry(**{name: getattr(row, name) for name in _REQUEST}) for row in rows[:limit])
        return PageOf(items=entries, next_cursor=str(rows[limit - 1].seq) if len(rows) > limit else None)

    def add_proposal(self, proposal: Proposal) -> None:
        c = sync_proposal.c
        same = (c.target_id == proposal.target_id, c.version_id == proposal.version_id, c.term == proposal.term)
        self._tx.run(delete(sync_proposal).where(*same, c.state == ProposalState.OPEN.value))
        self._tx.run(insert(sync_proposal).values(as_record(proposal) | {"made_at": proposal.made_at}))
        self._tx.listed.add(proposal.licence_id)

    def proposal(self, proposal_id: str) -> Proposal:
        return _to_proposal(self._tx.get(sync_proposal, "id", proposal_id, "There is no such proposal."))

    def proposals(
        self, target_id: str, state: ProposalState, *, licence_id: str | None = None, limit: int = 200
    ) -> tuple[Proposal, ...]:
        c = sync_proposal.c
        theirs = select(sync_proposal).where(c.target_id == target_id, c.state == state.value)
        theirs = theirs.where(c.licence_id == licence_id) if licence_id is not None else theirs
        return tuple(map(_to_proposal, self._tx.rows(theirs.order_by(c.seq).limit(limit))))

    def proposals_on(self, target_id: str, licence_id: str) -> tuple[Proposal, ...]:
        c = sync_proposal.c
        theirs = select(sync_proposal).where(c.target_id == target_id, c.licence_id == licence_id)
        return tuple(map(_to_proposal, self._tx.rows(theirs.order_by(c.seq))))


def _row(target: Target) -> dict[str, Any]:
    closed = f" {target.id}" if target.closed_at else ""
    return {
        "id": target.id,
        "name": target.name,
        # The name of a closed target is free again.
        "name_key": f"{spaced(target.name)}{closed}",
        "system": target.system.value,
        "address": target.address,
        "options": as_record(target.options),
        "mapping": as_record(target.mapping),
        "vocabulary": as_record(target.vocabulary),
        "vendors": dict(target.vendors),
        "pulled_on": target.pulled_on,
        "created_at": target.created_at,
        "updated_at": target.updated_at,
        "closed_at": target.closed_at,
        "revision": target.revision,
    }


def _to_target(row: AnyRow) -> Target:
    return Target(
        id=row.id,
        name=row.name,
        system=System(row.system),
        address=row.address,
        options=options_from_json(row.options),
        mapping=mapping_from_json(row.mapping),
        vocabulary=vocabulary_from_json(row.vocabulary),
        vendors=row.vendors,
        pulled_on=row.pulled_on,
        created_at=row.created_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        revision=row.revision,
    )


def _to_proposal(row: AnyRow) -> Proposal:
    return Proposal(
        id=row.id,
        target_id=row.target_id,
        licence_id=row.licence_id,
        version_id=row.version_id,
        term=row.term,
        value=row.value,
        conditions=row.conditions,
        raw=row.raw,
        origin=row.origin,
        made_at=row.made_at,
        state=ProposalState(row.state),
        settled_by_name=row.settled_by_name,
        settled_at=row.settled_at,
        decision_id=row.decision_id,
    )
