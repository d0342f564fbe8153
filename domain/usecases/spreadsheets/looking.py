"""The record, as far as a sheet speaks of it, and what the sheet would do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.licence import Licence
from domain.ports import UnitOfWork
from domain.spreadsheets.answers import answer_effects, answer_places
from domain.spreadsheets.columns import tag_of, targets
from domain.spreadsheets.effect import Effect, Known, RowEffect, SheetMapping
from domain.spreadsheets.rows import check_targets, effects_of, fingerprint
from domain.spreadsheets.table import Sheet, same_name, text_of
from domain.spreadsheets.values import spoken
from domain.spreadsheets.waiting import Preview, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a sheet would do, and the record it was held against."""

    effects: tuple[RowEffect, ...]
    known: Known


def looked_at(uow: UnitOfWork, sheet: Sheet, mapping: SheetMapping, source: Source, today: dt.date) -> Looked:
    """What each row would do; raises Invalid at `columns` for a mapping that says too little or too much."""
    definitions = uow.vocabulary.all()
    columns = answer_places(sheet)[:1] if source is Source.LICENSOR else _named_by(mapping)
    if source is Source.SPREADSHEET:
        check_targets(mapping.targets, targets(definitions))
    licences = uow.exchange.licences(*_asked_for(sheet, columns, mapping))
    known = Known(
        today=today,
        definitions={one.key: one for one in definitions},
        by_code={same_name(one.code): one for one in licences},
        by_title=_by_title(licences),
        layers=_layers(uow, licences),
        people={one.email: one.id for one in uow.accounts.all() if one.closed_at is None},
        masters={same_name(code): key for code, key in uow.exchange.masters().items()},
        waiting=_waiting(uow, licences),
    )
    found = answer_effects(sheet, known) if source is Source.LICENSOR else effects_of(sheet, mapping, known)
    return Looked(effects=tuple(found), known=known)


def preview_of(effects: Sequence[RowEffect]) -> Preview:
    """What is shown of it; rows without an effect are counted, not listed."""
    counts = {effect.value: sum(one.effect is effect for one in effects) for effect in Effect}
    counts["terms"] = sum(len(one.terms) for one in effects)
    shown = (_shown(one) for one in effects if one.effect is not Effect.SAME)
    return Preview(counts=counts, fingerprint=fingerprint(effects), rows=tuple(shown))


def _shown(one: RowEffect) -> dict[str, Any]:
    return {
        "row": one.row,
        "effect": one.effect.value,
        "title": one.title,
        "code": one.code,
        "licence": one.licence.id if one.licence else "",
        "cells": [
            [cell.column, cell.effect.value, cell.was, cell.becomes]
            for cell in one.cells
            if cell.effect is not Effect.SAME
        ],
        "errors": [[error.column, error.message] for error in one.errors],
    }


def _named_by(mapping: SheetMapping) -> tuple[int | None, ...]:
    return (mapping.column("code"),)


def _asked_for(sheet: Sheet, codes: Sequence[int | None], mapping: SheetMapping) -> tuple[list[str], list[str]]:
    """Every code and every title that the sheet names."""
    named = [*_texts(sheet, codes[0] if codes else None)]
    named += filter(None, map(tag_of, _texts(sheet, mapping.column("our_tag"))))
    return named, [*_texts(sheet, mapping.column("title"))]


def _texts(sheet: Sheet, column: int | None) -> Iterator[str]:
    if column is not None:
        yield from filter(None, (text_of(row.cell(column)) for row in sheet.rows))


def _by_title(licences: Sequence[Licence]) -> dict[str, tuple[Licence, ...]]:
    found: dict[str, tuple[Licence, ...]] = {}
    for one in licences:
        key = same_name(one.title)
        found[key] = (*found.get(key, ()), one)
    return found


def _layers(uow: UnitOfWork, licences: Sequence[Licence]) -> Any:
    ids = {one.id for one in licences} | {one.fields.master_id for one in licences if one.fields.master_id}
    return uow.exchange.layers(sorted(ids))


def _waiting(uow: UnitOfWork, licences: Sequence[Licence]) -> frozenset[tuple[str, str, str, str]]:
    definitions = {one.key: one for one in uow.vocabulary.all()}
    return frozenset(
        (one.licence_id, one.term, spoken(definitions[one.term], one.value), one.conditions or "")
        for one in uow.exchange.suggestions(licence_ids=[licence.id for licence in licences])
        if one.value is not None and one.term in definitions
    )
