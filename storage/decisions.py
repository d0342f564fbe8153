"""Decisions, their evidence and their approvals; only ever added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from domain.approval import Approval
from domain.clause import Span
from domain.decision import Decision, Evidence, Provenance
from storage.shapes import boxes_from_json, boxes_to_json
from storage.tables import decision, decision_approval, evidence, version
from storage.transaction import AnyRow, Transaction


class SqlDecisions:
    """domain.ports.Decisions on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of_version(self, version_id: str) -> tuple[Decision, ...]:
        return _read(self._tx, decision.c.version_id == version_id)

    def of_licence(self, licence_id: str) -> dict[str, tuple[Decision, ...]]:
        return self._tx.once(("decisions", licence_id), lambda: decisions_of(self._tx, [licence_id]))

    def add(self, new: Decision) -> None:
        self._tx.add(decision, _row(new))
        self._tx.add(evidence, *(_evidence_row(new.id, n, e) for n, e in enumerate(new.evidence, start=1)))
        owner = self._tx.value(select(version.c.licence_id).where(version.c.id == new.version_id))
        self._tx.touched.add(owner)

    def approve(self, approval: Approval) -> None:
        row = {"decision_id": approval.decision_id, "by": approval.by, "by_name": approval.by_name, "at": approval.at}
        self._tx.add(decision_approval, row)

    def approvals(self, version_id: str) -> dict[str, Approval]:
        joined = select(decision_approval).join(decision, decision.c.id == decision_approval.c.decision_id)
        rows = self._tx.rows(joined.where(decision.c.version_id == version_id))
        return {
            row.decision_id: Approval(decision_id=row.decision_id, by=row.by, by_name=row.by_name, at=row.at)
            for row in rows
        }

    def add_all(self, decisions: Sequence[tuple[Decision, str]]) -> None:
        self._tx.add(decision, *(_row(new) for new, _ in decisions))
        self._tx.touched.update(licence_id for _, licence_id in decisions)

    def versions_by_term(self) -> dict[str, int]:
        versions = func.count(decision.c.version_id.distinct()).label("versions")
        rows = self._tx.rows(select(decision.c.term, versions).group_by(decision.c.term))
        return {row.term: row.versions for row in rows}


def decisions_of(
    tx: Transaction, licence_ids: Sequence[str], *, evidence_too: bool = True
) -> dict[str, tuple[Decision, ...]]:
    """Every decision made on each version of some licences, by version id; without their evidence where asked to."""
    versions = select(version.c.id).where(version.c.licence_id.in_(licence_ids))
    by_version: dict[str, list[Decision]] = defaultdict(list)
    for one in _read(tx, decision.c.version_id.in_(versions), evidence_too=evidence_too):
        by_version[one.version_id].append(one)
    return {version_id: tuple(found) for version_id, found in by_version.items()}


def _read(tx: Transaction, which: ColumnElement[bool], *, evidence_too: bool = True) -> tuple[Decision, ...]:
    order = (decision.c.version_id, decision.c.term, decision.c.sequence)
    rows = tx.rows(select(decision).where(which).order_by(*order))
    rests_on = _evidence_of(tx, which) if evidence_too else {}
    return tuple(_to_decision(row, tuple(rests_on.get(row.id, ()))) for row in rows)


def _evidence_of(tx: Transaction, which: ColumnElement[bool]) -> dict[str, list[Evidence]]:
    joined = select(evidence).join(decision, decision.c.id == evidence.c.decision_id).where(which)
    rests_on: dict[str, list[Evidence]] = defaultdict(list)
    for row in tx.rows(joined.order_by(evidence.c.decision_id, evidence.c.position)):
        rests_on[row.decision_id].append(_to_evidence(row))
    return rests_on


def _row(new: Decision) -> dict[str, Any]:
    return {
        "id": new.id,
        "version_id": new.version_id,
        "term": new.term,
        "sequence": new.sequence,
        "value": new.value,
        "conditions": new.conditions,
        "public_note": new.public_note,
        "internal_note": new.internal_note,
        "provenance": new.provenance.value,
        "searched": list(new.searched),
        "origin": new.origin,
        "suggestion_id": new.suggestion_id,
        "reason": new.reason,
        "decided_by": new.decided_by,
        "decided_by_name": new.decided_by_name,
        "decided_at": new.decided_at,
    }


def _to_decision(row: AnyRow, rests_on: tuple[Evidence, ...]) -> Decision:
    return Decision(
        id=row.id,
        version_id=row.version_id,
        term=row.term,
        sequence=row.sequence,
        value=row.value,
        conditions=row.conditions,
        public_note=row.public_note,
        internal_note=row.internal_note,
        provenance=Provenance(row.provenance),
        evidence=rests_on,
        searched=tuple(row.searched),
        origin=row.origin,
        suggestion_id=row.suggestion_id,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )


def _evidence_row(decision_id: str, position: int, new: Evidence) -> dict[str, Any]:
    return {
        "decision_id": decision_id,
        "position": position,
        "document_id": new.document_id,
        "sha256": new.sha256,
        "clause_id": new.clause_id,
        "clause_number": new.clause_number,
        "page": new.page,
        "span_start": new.span.start,
        "span_end": new.span.end,
        "quote": new.quote,
        "boxes": boxes_to_json(new.boxes),
        "reader": new.reader,
    }


def _to_evidence(row: AnyRow) -> Evidence:
    return Evidence(
        document_id=row.document_id,
        sha256=row.sha256,
        clause_id=row.clause_id,
        clause_number=row.clause_number,
        page=row.page,
        span=Span(start=row.span_start, end=row.span_end),
        quote=row.quote,
        boxes=boxes_from_json(row.boxes),
        reader=row.reader,
    )
