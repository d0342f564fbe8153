"""Term definitions."""

from __future__ import annotations

import json
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Text, cast, select

from domain.values import ValueType
from domain.vocabulary import Category, PickListItem, SilentAnswer, TermDefinition, default_vocabulary
from storage.tables import term_definition
from storage.transaction import AnyRow, Transaction

_COLUMNS = {column.name: column for column in term_definition.c}
_JSON = ("choices", "codes")
_AS_TEXT = select(*(cast(c, Text).label(name) if name in _JSON else c for name, c in _COLUMNS.items()))
"""Definitions with what is JSON as its text."""


class SqlVocabulary:
    """domain.ports.Vocabulary on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def all(self) -> tuple[TermDefinition, ...]:
        return self._tx.once(("vocabulary",), self._all)

    def _all(self) -> tuple[TermDefinition, ...]:
        c = term_definition.c
        return tuple(map(_known, self._tx.rows(_AS_TEXT.order_by(c.position, c.key))))

    def get(self, key: str) -> TermDefinition:
        return _to_definition(self._tx.get(term_definition, "key", key, f"There is no term “{key}”."))

    def add(self, definition: TermDefinition) -> None:
        self._tx.add(term_definition, _row(definition))

    def replace(self, definition: TermDefinition, *, seen: int) -> None:
        self._tx.replace(term_definition, definition.key, _row(definition), seen=seen, key="key")


def add_missing_defaults(tx: Transaction) -> int:
    """Add what the product ships and the desk does not have; what the library changed stays as it is. How many."""
    known = {row.key for row in tx.rows(select(term_definition.c.key))}
    missing = [_row(definition) for definition in default_vocabulary() if definition.key not in known]
    tx.add(term_definition, *missing)
    return len(missing)


def _row(kept: TermDefinition) -> dict[str, Any]:
    return {
        "key": kept.key,
        "label_en": kept.label_en,
        "label_fr": kept.label_fr,
        "category": kept.category.value,
        "value_type": kept.value_type.value,
        "definition": kept.definition,
        "question_en": kept.question_en,
        "question_fr": kept.question_fr,
        "core": kept.core,
        "choices": [{"key": c.key, "label_en": c.label_en, "label_fr": c.label_fr} for c in kept.choices],
        "codes": dict(kept.codes),
        "silent_answer": str(kept.silent_answer),
        "position": kept.position,
        "retired_at": kept.retired_at,
        "revision": kept.revision,
    }


def _known(row: AnyRow) -> TermDefinition:
    return _made(tuple(row))


@lru_cache(maxsize=1_000)
def _made(values: tuple[Any, ...]) -> TermDefinition:
    """Every page asks for the whole vocabulary, which hardly ever changes: a row like one before is that definition."""
    row = dict(zip(_COLUMNS, values, strict=True))
    return _to_definition(SimpleNamespace(**row | {name: json.loads(row[name]) for name in _JSON}))


def _to_definition(row: AnyRow | SimpleNamespace) -> TermDefinition:
    return TermDefinition(
        key=row.key,
        label_en=row.label_en,
        label_fr=row.label_fr,
        category=Category(row.category),
        value_type=ValueType(row.value_type),
        definition=row.definition,
        question_en=row.question_en,
        question_fr=row.question_fr,
        core=row.core,
        choices=tuple(PickListItem(**choice) for choice in row.choices),
        codes=row.codes,
        silent_answer=SilentAnswer(row.silent_answer),
        position=row.position,
        retired_at=row.retired_at,
        revision=row.revision,
    )
