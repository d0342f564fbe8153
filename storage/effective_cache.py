"""Effective terms laid out by date, so that a list can be filtered by them. Always made anew from the record.

The rule itself is domain.effective_terms; here it is asked once for every day on which its answer can change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import TypeAlias

from sqlalchemy import delete, or_, select

from domain.effective_terms import DecidedVersion, EffectiveTerm, effective_terms
from domain.values import Value
from domain.version import HELD
from storage.decisions import decisions_of
from storage.tables import effective_term_cache, licence
from storage.transaction import Transaction
from storage.versions import versions_of

CacheRow: TypeAlias = tuple[str, dt.date, dt.date | None, str, str]
"""Term, first day, last day or None, value key, decision id."""

AT_A_TIME = 100
"""Licences whose decisions are held in memory together."""


def value_keys(value: Value) -> tuple[str, ...]:
    """A value as a filter names it; several of a pick list give several: any of them may be asked for."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        # A duration is `60 calendar_day`, money `1200 CAD`.
        return (" ".join(str(value[part]) for part in ("number", "unit", "amount", "currency") if part in value),)
    return (str(value),)


def rebuild(tx: Transaction, licence_ids: Iterable[str]) -> list[str]:
    """Lay out the effective terms of these licences and of those that inherit from them; the ids that changed."""
    changed = []
    for licence_id, rows, kept in _beside_kept(tx, _laid_out(tx, sorted(licence_ids))):
        if rows != kept:
            _keep(tx, licence_id, rows)
            changed.append(licence_id)
    return changed


def outdated(tx: Transaction) -> list[str]:
    """Licences whose layout is not what the record says; none, unless something went round this code."""
    everybody = [row.id for row in tx.rows(select(licence.c.id).order_by(licence.c.id))]
    return [licence_id for licence_id, rows, kept in _beside_kept(tx, _laid_out(tx, everybody)) if rows != kept]


def _beside_kept(
    tx: Transaction, laid_out: Iterator[tuple[str, set[CacheRow]]]
) -> Iterator[tuple[str, set[CacheRow], set[CacheRow]]]:
    """Each layout beside the one that is kept, which is asked for some licences at a time."""
    while some := dict(islice(laid_out, AT_A_TIME)):
        kept = _kept(tx, sorted(some))
        yield from ((licence_id, rows, kept.get(licence_id, set())) for licence_id, rows in some.items())


def _laid_out(tx: Transaction, licence_ids: Sequence[str]) -> Iterator[tuple[str, set[CacheRow]]]:
    """The layout of these licences and of their heirs, some licences at a time."""
    for first in range(0, len(licence_ids), AT_A_TIME):
        concerned = _with_heirs(tx, licence_ids[first : first + AT_A_TIME])
        decided = _decided(tx, sorted({*concerned, *(master for master in concerned.values() if master)}))
        for licence_id, master_id in concerned.items():
            yield licence_id, set(lay_out(decided.get(licence_id, ()), decided.get(master_id or "", ())))


def lay_out(versions: Sequence[DecidedVersion], master: Sequence[DecidedVersion]) -> Iterator[CacheRow]:
    """The effective terms over all time: for every term, value by value, from when to when."""
    days = _days_of_change([*versions, *master])
    ends = [*days[1:], None]
    answers = [
        (start, end, effective_terms(versions, start, master=master)) for start, end in zip(days, ends, strict=False)
    ]
    for term in sorted({key for _, _, terms in answers for key in terms}):
        yield from _stretches(term, answers)


def _stretches(
    term: str, answers: Sequence[tuple[dt.date, dt.date | None, Mapping[str, EffectiveTerm]]]
) -> Iterator[CacheRow]:
    for decision, group in groupby(answers, key=lambda a: a[2][term].decision if term in a[2] else None):
        stretch = list(group)
        start, end = stretch[0][0], stretch[-1][1]
        if decision is None or decision.value is None:
            continue
        last = end - dt.timedelta(days=1) if end else None
        for key in value_keys(decision.value):
            yield (term, start, last, key, decision.id)


def _days_of_change(decided: Iterable[DecidedVersion]) -> list[dt.date]:
    days = set()
    for layer in decided:
        fields = layer.version.fields
        if layer.version.state in HELD and fields.effective_from:
            days.add(fields.effective_from)
            if fields.effective_to and fields.effective_to < dt.date.max:
                days.add(fields.effective_to + dt.timedelta(days=1))
    return sorted(days)


def _with_heirs(tx: Transaction, licence_ids: Sequence[str]) -> dict[str, str | None]:
    c = licence.c
    either = or_(c.id.in_(licence_ids), c.master_id.in_(licence_ids))
    return {row.id: row.master_id for row in tx.rows(select(c.id, c.master_id).where(either).order_by(c.id))}


def _decided(tx: Transaction, licence_ids: Sequence[str]) -> dict[str, list[DecidedVersion]]:
    decisions = decisions_of(tx, licence_ids)
    by_licence: dict[str, list[DecidedVersion]] = {}
    for version in versions_of(tx, licence_ids):
        layer = DecidedVersion(version=version, decisions=decisions.get(version.id, ()))
        by_licence.setdefault(version.licence_id, []).append(layer)
    return by_licence


def _kept(tx: Transaction, licence_ids: Sequence[str]) -> dict[str, set[CacheRow]]:
    kept: dict[str, set[CacheRow]] = {}
    for row in tx.rows(select(effective_term_cache).where(effective_term_cache.c.licence_id.in_(licence_ids))):
        told = (row.term, row.valid_from, row.valid_to, row.value_key, row.decision_id)
        kept.setdefault(row.licence_id, set()).add(told)
    return kept


def _keep(tx: Transaction, licence_id: str, rows: Iterable[CacheRow]) -> None:
    tx.run(delete(effective_term_cache).where(effective_term_cache.c.licence_id == licence_id))
    names = ("term", "valid_from", "valid_to", "value_key", "decision_id")
    tx.add(effective_term_cache, *({"licence_id": licence_id, **dict(zip(names, row, strict=True))} for row in rows))
