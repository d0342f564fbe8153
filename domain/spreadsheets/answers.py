"""The form that a licensor is asked to confirm, and what comes back in it: one row for each term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.effective_terms import EffectiveTerm
from domain.licence import Licence
from domain.spreadsheets.effect import CellEffect, CellError, Effect, Known, RowEffect, TermWish
from domain.spreadsheets.standing import Standing, Standings, standings_of
from domain.spreadsheets.table import Cell, Row, Sheet, Unreadable, same_name, text_of
from domain.spreadsheets.values import read_value, spoken
from domain.values import STANDINGS, NotAValue, Value
from domain.vocabulary import TermDefinition

HEADINGS = (
    "Licence code",
    "Licence",
    "Term key",
    "Term",
    "Our reading",
    "Our conditions",
    "Do you agree? (yes or no)",
    "If not: what the licence permits",
    "On which conditions",
    "Comments",
)
"""Of the form, in its order. The first and the third name what a row is about; the last four are the licensor's."""

_CODE, _KEY, _AGREE, _ANSWER, _CONDITIONS, _COMMENTS = 0, 2, 6, 7, 8, 9
_YES = frozenset({"yes", "y", "agreed", "agree", "confirmed", "ok", "oui", "x"})
_NO_LICENCE = "There is no licence with this code. Leave the first column as it was sent."
_NO_TERM = "There is no term with this key. Leave the third column as it was sent."


def form_rows(
    licence: Licence, definitions: Iterable[TermDefinition], terms: Mapping[str, EffectiveTerm]
) -> Iterator[Sequence[str]]:
    """The form for a licensor: the head, then a row for each term that holds and each core term that nobody decided.

    No notes of the staff are in it, public or internal.
    """
    yield HEADINGS
    for one in definitions:
        decision = terms[one.key].decision if one.key in terms else None
        if decision is None and (not one.core or one.retired_at is not None):
            continue
        value = spoken(one, decision.value) if decision and decision.value is not None else ""
        conditions = decision.conditions if decision else None
        yield [licence.code, licence.title, one.key, one.label_en, value, conditions or "", "", "", "", ""]


def answer_places(sheet: Sheet) -> tuple[int, ...]:
    """Where the columns of the form stand, whatever was put between them; nothing where the sheet is no such form."""
    headings = [same_name(text_of(cell)) for cell in sheet.head.cells]
    wanted = [same_name(heading) for heading in HEADINGS]
    if not {wanted[_CODE], wanted[_KEY], wanted[_AGREE], wanted[_ANSWER]} <= set(headings):
        return ()
    return tuple(headings.index(heading) if heading in headings else -1 for heading in wanted)


def answer_effects(sheet: Sheet, known: Known) -> Iterator[RowEffect]:
    """What each answer differs in from what we hold; what is agreed or not answered does nothing."""
    places, standings = answer_places(sheet), dict[str, Standings]()
    for row in sheet.rows:
        yield _Answer(sheet=sheet.name, row=row, places=places, known=known, standings=standings).effect()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One row of the form."""

    sheet: str
    row: Row
    places: tuple[int, ...]
    known: Known
    standings: dict[str, Standings]

    def effect(self) -> RowEffect:
        code, key = self._text(_CODE), self._text(_KEY)
        licence = self.known.by_code.get(same_name(code))
        definition = self.known.definitions.get(key)
        errors = [*self._unreadable()]
        if not errors and licence is None:
            errors.append(self._error(_CODE, _NO_LICENCE))
        elif not errors and definition is None:
            errors.append(self._error(_KEY, _NO_TERM))
        if errors or licence is None or definition is None:
            return self._row(licence, code, Effect.WRONG, errors=tuple(errors))
        if not self._differs():
            return self._row(licence, code, Effect.SAME, confirmed=key if self._text(_AGREE) else "")
        wish = self._wish(definition, self._standing(licence, key))
        return self._row(licence, code, Effect.CHANGE, wish=wish, cells=(self._cell(definition, wish, licence),))

    def _row(
        self,
        licence: Licence | None,
        code: str,
        effect: Effect,
        *,
        wish: TermWish | None = None,
        cells: tuple[CellEffect, ...] = (),
        errors: tuple[CellError, ...] = (),
        confirmed: str = "",
    ) -> RowEffect:
        return RowEffect(
            row=self.row.number,
            effect=effect,
            title=licence.title if licence else "",
            code=code,
            licence=licence,
            cells=cells,
            terms=(wish,) if wish else (),
            errors=errors,
            confirmed=confirmed,
        )

    def _at(self, place: int) -> Cell:
        return self.row.cell(self.places[place]) if self.places[place] >= 0 else None

    def _text(self, place: int) -> str:
        return text_of(self._at(place))

    def _unreadable(self) -> Iterator[CellError]:
        for place in (_CODE, _KEY, _AGREE, _ANSWER, _CONDITIONS, _COMMENTS):
            cell = self._at(place)
            if isinstance(cell, Unreadable):
                yield self._error(place, cell.message)

    def _error(self, place: int, message: str) -> CellError:
        return CellError(sheet=self.sheet, row=self.row.number, column=self.places[place], message=message)

    def _differs(self) -> bool:
        agreed = same_name(self._text(_AGREE))
        return any(map(self._text, (_ANSWER, _CONDITIONS, _COMMENTS))) or (bool(agreed) and agreed not in _YES)

    def _standing(self, licence: Licence, key: str) -> Standing:
        if licence.id not in self.standings:
            self.standings[licence.id] = standings_of(self.known, licence)
        return self.standings[licence.id].of(key)

    def _wish(self, definition: TermDefinition, now: Standing) -> TermWish:
        """What the licensor says; a value that cannot be read is left to a person, with the licensor's own words."""
        said = {name: self._text(place) for name, place in _SAID.items() if self._text(place)}
        value = self._value(definition, said, now)
        former = now.decision.conditions if now.decision and value == now.value else None
        conditions = self._text(_CONDITIONS) or former
        return TermWish(
            term=definition.key,
            column=self.places[_ANSWER],
            value=value,
            conditions=None if value in tuple(STANDINGS) else conditions,
            public_note=now.decision.public_note if now.decision and value == now.value else None,
            internal_note=f"The licensor says: {self._text(_COMMENTS)}" if self._text(_COMMENTS) else None,
            raw="\n".join(f"{name}: {text}" for name, text in said.items()),
            version_id=now.version.id if now.version else None,
            reads_as=spoken(definition, value) if value is not None else "",
        )

    def _value(self, definition: TermDefinition, said: Mapping[str, str], now: Standing) -> Value | None:
        if "Answer" in said:
            try:
                return read_value(definition, said["Answer"])
            except NotAValue:
                return None
        agreed = same_name(self._text(_AGREE))
        return now.value if agreed in _YES or not agreed else None

    def _cell(self, definition: TermDefinition, wish: TermWish, licence: Licence) -> CellEffect:
        now = self._standing(licence, definition.key)
        was = spoken(definition, now.value) if now.value is not None else ""
        label = definition.label_en
        return CellEffect(
            column=wish.column,
            effect=Effect.CHANGE,
            was=f"{label}: {was}" if was else label,
            becomes=wish.reads_as or wish.raw,
        )


_SAID = {"Agreed": _AGREE, "Answer": _ANSWER, "Conditions": _CONDITIONS, "Comments": _COMMENTS}
