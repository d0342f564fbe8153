"""What the cells of a row say of a term, beside what stands there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.decision import Decision
from domain.spreadsheets.columns import Part, term_target
from domain.spreadsheets.effect import CellEffect, Effect, SheetMapping, TermWish
from domain.spreadsheets.standing import Standing
from domain.spreadsheets.values import read_value, spoken
from domain.values import STANDINGS, NotAValue, Value
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCells:
    """The cells of one term in one row; `texts` are those that say something."""

    mapping: SheetMapping
    definition: TermDefinition
    texts: Mapping[Part, str]
    now: Standing

    @property
    def first(self) -> str:
        """The target of the first cell that says something; mistakes are told there."""
        return term_target(next(part for part in Part if part in self.texts), self.definition.key)

    def column(self, part: Part) -> int | None:
        """The column of a part of this term."""
        return self.mapping.column(term_target(part, self.definition.key))

    def wish(self) -> TermWish:
        """What the row wants of the term; raises NotAValue with what is wrong."""
        value = self._value()
        conditions = self._kept(Part.CONDITIONS, same=value == self.now.value)
        if conditions and value in tuple(STANDINGS):
            raise NotAValue("Clear the conditions, or give a value that permits or forbids.")
        if value == "silent" and self.now.is_amendment and self.now.value != "silent":
            raise NotAValue("An amendment that does not speak of a term leaves it as it was. Clear this cell.")
        return TermWish(
            term=self.definition.key,
            column=self.mapping.column(self.first) or 0,
            value=value,
            conditions=conditions,
            public_note=self._kept(Part.PUBLIC_NOTE),
            internal_note=self._kept(Part.INTERNAL_NOTE),
            raw=self.texts.get(Part.TERM, ""),
            version_id=self.now.version.id if self.now.version else None,
            reads_as=spoken(self.definition, value),
        )

    def effects(self, wish: TermWish) -> Iterator[CellEffect]:
        """Each cell of the term that says or would change something."""
        for part in Part:
            column = self.column(part)
            was, becomes = self._spoken(part, self.now.value, self.now.decision), self._spoken(part, wish.value, wish)
            if column is None or (part not in self.texts and was == becomes):
                continue
            effect = Effect.SAME if was == becomes else Effect.CHANGE if self.now.value is not None else Effect.NEW
            yield CellEffect(column=column, effect=effect, was=was, becomes=becomes)

    def _value(self) -> Value:
        if Part.TERM in self.texts:
            return read_value(self.definition, self.texts[Part.TERM], self.mapping.words)
        if self.now.value is None:
            raise NotAValue("Nothing is decided of this term. Give its value too.")
        return self.now.value

    def _kept(self, part: Part, *, same: bool = True) -> str | None:
        """The text of a cell. An empty one beside a value says that there are no conditions; notes stay as they are."""
        if part in self.texts:
            return self.texts[part]
        cleared = part is Part.CONDITIONS and Part.TERM in self.texts and self.column(part) is not None
        former: str | None = getattr(self.now.decision, part.value, None)
        return former if same and not cleared else None

    def _spoken(self, part: Part, value: Value | None, said: Decision | TermWish | None) -> str:
        if part is Part.TERM:
            return spoken(self.definition, value) if value is not None else ""
        return str(getattr(said, part.value, None) or "").replace("\r\n", "\n").strip()
