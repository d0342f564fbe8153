"""Effective terms of many licences: from their layout by date, with the decision and its first evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, select

from domain.queries import MatrixCell
from domain.version import VersionKind
from storage.licence_lines import AT_A_TIME, holds_on
from storage.tables import decision, effective_term_cache, evidence, version
from storage.transaction import AnyRow, AnySelect, Transaction


def cells_of(tx: Transaction, licence_ids: Sequence[str], terms: Sequence[str], on: dt.date) -> tuple[MatrixCell, ...]:
    """One statement for each five hundred licences."""
    found: dict[tuple[str, str], MatrixCell] = {}
    for first in range(0, len(licence_ids) if terms else 0, AT_A_TIME):
        for row in tx.rows(_cells(licence_ids[first : first + AT_A_TIME], terms, on)):
            # Several of a pick list have a row for each in the layout, and one decision.
            found[row.licence_id, row.term] = _to_cell(row)
    return tuple(found.values())


def _cells(licence_ids: Sequence[str], terms: Sequence[str], on: dt.date) -> AnySelect:
    kept, d, v, e = effective_term_cache.c, decision.c, version.c, evidence.c
    return (
        select(
            kept.licence_id, kept.term, d.value, d.conditions, d.version_id, v.label, v.kind,
            e.document_id, e.clause_id, e.clause_number, e.page,
        )
        .join(decision, d.id == kept.decision_id)
        .join(version, v.id == d.version_id)
        .outerjoin(evidence, and_(e.decision_id == d.id, e.position == 1))
        .where(kept.licence_id.in_(licence_ids), kept.term.in_(terms), *holds_on(on))
    )  # fmt: skip


def _to_cell(row: AnyRow) -> MatrixCell:
    return MatrixCell(
        licence_id=row.licence_id,
        term=row.term,
        value=row.value,
        conditions=row.conditions,
        version_id=row.version_id,
        version=row.label,
        is_amendment=row.kind == VersionKind.AMENDMENT.value,
        document_id=row.document_id,
        clause_id=row.clause_id,
        clause_number=row.clause_number,
        page=row.page,
    )
