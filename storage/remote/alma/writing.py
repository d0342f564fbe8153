"""Our licence in Alma's terms and codes, and what has no place there (crosswalk: docs/sync.md)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.effective_terms import EffectiveTerm
from domain.licence import OrganisationRole
from domain.sync.mapping import TableRow, TermMapping
from domain.sync.records import TERM, Facts, Loss, LossKind, Outward, Sent
from domain.sync.target import Target
from domain.values import STANDINGS, Duration, Unit, Value, ValueType
from domain.vocabulary import TermDefinition
from storage.remote.alma.codes import (
    KNOWN_ROWS,
    LABELS,
    PERMITTED_PROHIBITED,
    PLAIN_LABELS,
    RENEWAL,
    STATUS,
    UNIT_LABELS,
    UNITS,
    YES_NO,
    row_named,
)
from storage.remote.alma.payloads import plain_text
from storage.remote.alma.sentences import permission_sentence
from storage.remote.alma.words import table_of
from storage.remote.wording import in_words

MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class _Decided:
    """A term that has a place, with its value."""

    mapping: TermMapping
    definition: TermDefinition
    term: EffectiveTerm
    value: Value

    @property
    def stands_alone(self) -> bool:
        """Whether it is silent, uninterpreted or not applicable."""
        return isinstance(self.value, str) and self.value in STANDINGS


@dataclass(slots=True)
class Writing:
    """One record being written. `target` says which code is which and what this Alma takes."""

    facts: Facts
    target: Target
    definitions: Mapping[str, TermDefinition]
    fields: dict[str, Sent] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def outward(self) -> Outward:
        """The whole record."""
        self._frame()
        for mapping in self.target.mapping:
            term = self.facts.terms.get(mapping.term)
            if term is not None and not mapping.left_out:
                self._term(mapping, term)
        for key in self.facts.terms.keys() - {mapping.term for mapping in self.target.mapping}:
            self._lose(LossKind.NO_TERM, self.facts.terms[key])
        self._write_notes()
        limit = self.target.options.document_bytes
        files = self.facts.files if self.target.options.documents else ()
        self.losses += [
            Loss(kind=LossKind.FILE_TOO_LARGE, what=file.filename, detail=str(file.bytes))
            for file in files
            if file.bytes > limit
        ]
        return Outward(
            code=self.facts.code,
            name=self.facts.name,
            fields={name: _as_compared(sent) for name, sent in self.fields.items()},
            losses=tuple(self.losses),
            files=tuple(file for file in files if file.bytes <= limit),
        )

    def _frame(self) -> None:
        facts = self.facts
        simple = {
            "name": facts.name,
            "status": STATUS[facts.status],
            "licensor": self._licensor(),
            "start_date": facts.start.isoformat() if facts.start else "",
            "end_date": facts.end.isoformat() if facts.end else "",
        }
        self.fields |= {name: Sent(value=value) for name, value in simple.items() if value}

    def _licensor(self) -> str:
        names = self.facts.fields.named(OrganisationRole.LICENSOR)
        codes = {name.casefold(): code for name, code in self.target.vendors.items()}
        for name in names:
            if code := codes.get(name.casefold()):
                return code
        if names:
            self.losses.append(Loss(kind=LossKind.NO_VENDOR, what="licensor", detail=names[0]))
        return ""

    def _term(self, mapping: TermMapping, term: EffectiveTerm) -> None:
        definition, value = self.definitions.get(mapping.term), term.decision.value
        if definition is None or value is None:
            return
        if not mapping.code:
            self._lose(LossKind.NO_TERM, term)
        elif self.target.vocabulary.terms and mapping.code not in self.target.vocabulary.terms:
            self._lose(LossKind.NO_SUCH_CODE, term, mapping.code)
        else:
            self._value(_Decided(mapping, definition, term, value))

    def _value(self, one: _Decided) -> None:
        table = _table(self.target, one.mapping, one.definition)
        override = one.mapping.values.get(one.value if isinstance(one.value, str) else str(one.value))
        if override is not None:
            self._put(one.mapping.code, Sent(value=override), one.term)
            self._note(one)
        elif table:
            self._coded(one, table)
        else:
            self._free(one)

    def _coded(self, one: _Decided, table: str) -> None:
        row = row_for(self.target, one.mapping, one.definition, one.value)
        if row is None:
            self._lose(LossKind.NO_VALUE, one.term, one.mapping.code)
            return
        kind = one.definition.value_type
        basis_lost = kind is ValueType.PERMISSION and not one.stands_alone and "(" not in row.description
        self._put(one.mapping.code, Sent(value=row.code, label=row.description, basis_lost=basis_lost), one.term)
        picked = kind is ValueType.PICKLIST and table == YES_NO and one.value != "none"
        self._note(one, beside=in_words(one.definition, one.value) if picked else "")

    def _free(self, one: _Decided) -> None:
        mapping, term = one.mapping, one.term
        if one.definition.value_type is ValueType.PERMISSION:
            inside = "" if mapping.note_code else (term.decision.conditions or "")
            self._put(mapping.code, Sent(value=permission_sentence(str(one.value), inside)), term)
            if mapping.note_code:
                self._note(one)
            return
        if one.stands_alone:
            self._lose(LossKind.NO_VALUE, term, mapping.code)
            return
        if mapping.unit_code and isinstance(one.value, dict):
            self._duration(mapping, term, Duration.read(one.value))
        else:
            self._put(mapping.code, Sent(value=in_words(one.definition, one.value)), term)
        self._note(one)

    def _duration(self, mapping: TermMapping, term: EffectiveTerm, period: Duration) -> None:
        rows, number = _rows(self.target, UNITS), period.number
        row = row_named(rows, UNIT_LABELS[period.unit])
        if row is None and period.unit is Unit.YEAR:
            row, number = row_named(rows, UNIT_LABELS[Unit.MONTH]), number * MONTHS_IN_A_YEAR
        if row is None:
            self._lose(LossKind.NO_UNIT, term, mapping.unit_code)
            return
        self._put(mapping.code, Sent(value=str(number)), term)
        self._put(mapping.unit_code, Sent(value=row.code, label=row.description), term)

    def _put(self, code: str, sent: Sent, term: EffectiveTerm) -> None:
        self.fields[f"{TERM}{code}"] = Sent(
            value=sent.value,
            label=sent.label,
            term=term.term,
            ours=term.decision.value,
            conditions=term.decision.conditions,
            basis_lost=sent.basis_lost,
        )

    def _lose(self, kind: LossKind, term: EffectiveTerm, detail: str = "") -> None:
        decision = term.decision
        self.losses.append(
            Loss(kind=kind, what=term.term, value=decision.value, conditions=decision.conditions, detail=detail)
        )

    def _note(self, one: _Decided, *, beside: str = "") -> None:
        """Conditions and the public note go into the term's note; without one they have no place."""
        decision = one.term.decision
        said = [text.strip() for text in (beside, decision.conditions, decision.public_note) if text]
        if said and one.mapping.note_code:
            self.notes[one.mapping.note_code].append((one.definition.label_en, "; ".join(said)))
        elif said:
            self._lose(LossKind.NO_NOTE, one.term, one.mapping.code)

    def _write_notes(self) -> None:
        """A note of one term alone is its text; one that several terms share has a line for each."""
        if not self.notes:
            return
        sharing = Counter(one.note_code for one in self.target.mapping if one.note_code and not one.left_out)
        known = self.target.vocabulary.terms
        for code, said in self.notes.items():
            lines = [f"{label}: {' '.join(text.split())}" for label, text in said]
            if known and code not in known:
                self.losses.append(Loss(kind=LossKind.NO_SUCH_CODE, what=code, detail=code))
            else:
                text = "\n".join(lines) if sharing[code] > 1 else said[0][1]
                self.fields[f"{TERM}{code}"] = Sent(value=text, is_note=True)


def row_for(target: Target, mapping: TermMapping, definition: TermDefinition, value: Value) -> TableRow | None:
    """The row of its table that a value is written as; None where the term takes any text, or no such value."""
    table = _table(target, mapping, definition)
    return row_named(_rows(target, table), _labels(table, definition, value, plain=mapping.plain))


def _table(target: Target, mapping: TermMapping, definition: TermDefinition) -> str:
    said = table_of(target.vocabulary, mapping.code)
    return _usual_table(definition) if said is None else said


def _rows(target: Target, table: str) -> tuple[TableRow, ...]:
    return target.vocabulary.tables.get(table) or KNOWN_ROWS.get(table, ())


def _as_compared(sent: Sent) -> Sent:
    value = plain_text(sent.value)
    return sent if value == sent.value else replace(sent, value=value)


def _usual_table(definition: TermDefinition) -> str:
    usual = {ValueType.PERMISSION: PERMITTED_PROHIBITED, ValueType.YES_NO: YES_NO}
    return usual.get(definition.value_type, "")


def _labels(table: str, definition: TermDefinition, value: Value, *, plain: bool) -> tuple[str, ...]:
    """What the value is called in a table, the most exact first; nothing where the table has no such thing."""
    text = value if isinstance(value, str) else ""
    if table == PERMITTED_PROHIBITED:
        text = {"yes": "permitted_explicit", "no": "prohibited_explicit"}.get(text, text)
        return (PLAIN_LABELS if plain else LABELS).get(text, ())
    if table == YES_NO:
        return _yes_or_no(definition, text)
    if table == RENEWAL:
        return (text,) if text in ("explicit", "automatic") else ()
    return (text,) if text else ()


def _yes_or_no(definition: TermDefinition, value: str) -> tuple[str, ...]:
    if value in STANDINGS:
        return ()
    if definition.value_type is ValueType.PERMISSION:
        return ("yes",) if value.startswith("permitted") else ("no",)
    if definition.value_type is ValueType.PICKLIST:
        return ("no",) if value == "none" else ("yes",)
    return (value,) if value in ("yes", "no") else ()
