"""Alma's licence in our words. What its words do not say is not made up: such a value is for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from domain.sync.mapping import TableRow, TermMapping
from domain.sync.records import TERM, Inward, ReadValue, RemoteRecord
from domain.sync.target import Target
from domain.values import STANDINGS, NotAValue, Unit, Value, ValueType
from domain.vocabulary import TermDefinition
from storage.remote.alma.codes import KNOWN_ROWS, STATUS_READ, UNIT_LABELS, UNITS, YES_NO
from storage.remote.alma.sentences import permission_in
from storage.remote.alma.words import table_of
from storage.remote.numbers import small_number

_PERMISSIONS: Mapping[str, tuple[Value | None, bool]] = {
    "permitted (explicit)": ("permitted_explicit", True),
    "permitted (interpreted)": ("permitted_interpreted", True),
    "permitted": ("permitted_interpreted", False),
    "prohibited (explicit)": ("prohibited_explicit", True),
    "prohibited (interpreted)": ("prohibited_interpreted", True),
    "prohibited": ("prohibited_interpreted", False),
    "silent": ("silent", True),
    "silent (uninterpreted)": ("silent", True),
    "uninterpreted": ("uninterpreted", True),
    "not applicable": ("not_applicable", True),
}
"""By label. Plain permitted and prohibited do not say whether the words say so, so nobody may take them unseen."""
_YES_OR_NO: Mapping[str, tuple[Value | None, bool]] = {
    "yes": ("permitted_interpreted", False),
    "no": ("prohibited_interpreted", False),
}
_Found = tuple[Value | None, bool]
_UNKNOWN: _Found = (None, False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One record being read."""

    record: RemoteRecord
    target: Target
    definitions: Mapping[str, TermDefinition]

    def inward(self) -> Inward:
        """The whole record."""
        fields = self.record.fields
        used = {code for one in self.target.mapping for code in (one.code, one.note_code, one.unit_code) if code}
        unread = {
            name.removeprefix(TERM): self.record.labels.get(name) or value
            for name, value in fields.items()
            if name.startswith(TERM) and name.removeprefix(TERM) not in used
        }
        licensor = self.record.licensor
        return Inward(
            code=self.record.code,
            title=self.record.name,
            licensor=(licensor[1] or licensor[0]) if licensor else "",
            start=_day(fields.get("start_date", "")),
            end=_day(fields.get("end_date", "")),
            status=STATUS_READ.get(fields.get("status", "")),
            values=tuple(self._values()),
            unread=unread,
        )

    def _values(self) -> list[ReadValue]:
        found = []
        for mapping in self.target.mapping:
            definition = self.definitions.get(mapping.term)
            raw = self.record.fields.get(f"{TERM}{mapping.code}", "") if mapping.code else ""
            if definition is not None and definition.retired_at is None and raw:
                found.append(self._value(mapping, definition, raw))
        return found

    def _value(self, mapping: TermMapping, definition: TermDefinition, raw: str) -> ReadValue:
        conditions = self._note(mapping, definition)
        value, sure = self._said(mapping, definition, raw)
        if definition.value_type is ValueType.PERMISSION and not self._table(mapping):
            value, inside = permission_in(raw)
            conditions = "; ".join(text for text in (inside, conditions) if text) or None
        if isinstance(value, str) and value in STANDINGS:
            conditions = None
        label = self.record.labels.get(f"{TERM}{mapping.code}") or raw
        return ReadValue(term=mapping.term, value=value, conditions=conditions, raw=label, sure=sure)

    def _table(self, mapping: TermMapping) -> str:
        table = table_of(self.target.vocabulary, mapping.code)
        return "?" if table is None else table

    def _said(self, mapping: TermMapping, definition: TermDefinition, raw: str) -> _Found:
        ours = [mine for mine, theirs in mapping.values.items() if theirs == raw]
        if len(ours) == 1:
            return _canonical(definition, ours[0])
        label = self._label(mapping, raw)
        match definition.value_type:
            case ValueType.PERMISSION:
                return (_YES_OR_NO if self._table(mapping) == YES_NO else _PERMISSIONS).get(label, _UNKNOWN)
            case ValueType.PICKLIST if self._table(mapping) == YES_NO:
                return ("none", True) if label == "no" and _offers(definition, "none") else _UNKNOWN
            case ValueType.DURATION:
                return self._duration(mapping, definition, raw)
        return _canonical(definition, raw if definition.value_type is ValueType.TEXT else label)

    def _label(self, mapping: TermMapping, raw: str) -> str:
        rows = self._rows(self._table(mapping))
        named = next((row.description for row in rows if row.code == raw), None)
        return (named or self.record.labels.get(f"{TERM}{mapping.code}") or raw).strip().casefold()

    def _rows(self, table: str) -> tuple[TableRow, ...]:
        return self.target.vocabulary.tables.get(table) or KNOWN_ROWS.get(table, ())

    def _duration(self, mapping: TermMapping, definition: TermDefinition, raw: str) -> _Found:
        unit = self.record.fields.get(f"{TERM}{mapping.unit_code}", "")
        label = next((row.description for row in self._rows(UNITS) if row.code == unit), unit).strip().casefold()
        for ours, labels in UNIT_LABELS.items():
            number = small_number(raw, otherwise=None)
            if label in labels and number is not None:
                return _canonical(definition, {"number": number, "unit": Unit(ours).value})
        return _UNKNOWN

    def _note(self, mapping: TermMapping, definition: TermDefinition) -> str | None:
        """The conditions: our own line of a shared note, or all of it where nobody labelled its lines."""
        text = self.record.fields.get(f"{TERM}{mapping.note_code}", "") if mapping.note_code else ""
        sharing = Counter(one.note_code for one in self.target.mapping)
        if not text or sharing[mapping.note_code] <= 1:
            return text or None
        labels = [
            known.label_en
            for one in self.target.mapping
            if one.note_code == mapping.note_code and (known := self.definitions.get(one.term))
        ]
        lines = text.split("\n")
        if not all(any(line.startswith(f"{label}: ") for label in labels) for line in lines):
            return text
        own = [line.removeprefix(f"{definition.label_en}: ") for line in lines if _is_own(line, definition.label_en)]
        return own[0] if own else None


def _is_own(line: str, label: str) -> bool:
    return line.startswith(f"{label}: ")


def _offers(definition: TermDefinition, key: str) -> bool:
    return any(choice.key == key for choice in definition.choices)


def _canonical(definition: TermDefinition, raw: object) -> _Found:
    try:
        return definition.value(raw), True
    except NotAValue:
        return _UNKNOWN


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
