"""Rows of a sheet read against the record: cell by cell what is there, what would be, and what is wrong.

Pure: the record as far as the sheet speaks of it goes in as `Known`, effects come out, and nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.errors import Invalid
from domain.licence import Licence, LicenceFields
from domain.licence_entry import licence_fields
from domain.spreadsheets.columns import FIELD_LABELS, Part, part_of, tag_of, term_target
from domain.spreadsheets.effect import (
    CellEffect,
    CellError,
    Effect,
    Known,
    RowEffect,
    SheetMapping,
    TermsAs,
    TermWish,
)
from domain.spreadsheets.fields import ROLES, cells_of, entered
from domain.spreadsheets.references import reference_cells, referred
from domain.spreadsheets.standing import Standings, standings_of
from domain.spreadsheets.table import Row, Sheet, Unreadable, letters, same_name, text_of
from domain.spreadsheets.term_cells import TermCells
from domain.values import NotAValue

_LONGEST_CODE = 60
_NO_TITLE = "Give the licence a title."
_NO_LICENCE = "There is no licence with this code. Correct it, or give a title to enter it as a new one."
_ROWS_ALIKE = "Several rows have this title. Tell them apart by a code."
_LICENCES_ALIKE = "Several licences have this title. Tell them apart by a code."


def check_targets(targets: Sequence[str], known: Iterable[str]) -> None:
    """Raises Invalid for a target that is none, for one that is given twice, and where no licence is named."""
    there = {target for target in targets if target}
    unknown = sorted(there - set(known))
    if unknown:
        raise Invalid.field("columns", f"“{unknown[0]}” is nothing that a column can hold.")
    for target in there:
        if targets.count(target) > 1:
            which = ", ".join(letters(index) for index, one in enumerate(targets) if one == target)
            raise Invalid.field("columns", f"Columns {which} are said to hold the same. Leave all but one aside.")
    if not there & {"code", "title"}:
        raise Invalid.field("columns", "Say which column holds the code or the title of the licence.")


def effects_of(sheet: Sheet, mapping: SheetMapping, known: Known) -> Iterator[RowEffect]:
    """What each row does, in their order."""
    reader = _Reader(
        sheet=sheet,
        mapping=mapping,
        known=known,
        codes=_places(sheet, mapping.column("code")),
        titles=_places(sheet, mapping.column("title")),
        terms=tuple(dict.fromkeys(part[1] for part in map(part_of, mapping.targets) if part)),
    )
    return map(reader.row, sheet.rows)


def fingerprint(effects: Iterable[RowEffect]) -> str:
    """Of everything that a person looks at before saying yes."""
    seen = hashlib.sha256()
    for one in effects:
        revision = one.licence.revision if one.licence else 0
        told = (one.row, one.effect.value, one.code, revision, one.cells, [wish.version_id for wish in one.terms])
        seen.update(repr(told).encode())
    return seen.hexdigest()


def _places(sheet: Sheet, column: int | None) -> dict[str, list[int]]:
    """In which rows each text of a column stands."""
    places: dict[str, list[int]] = {}
    for row in sheet.rows if column is not None else ():
        text = same_name(text_of(row.cell(column or 0)))
        if text:
            places.setdefault(text, []).append(row.number)
    return places


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is found in one row as it is read. `said` are the texts of its cells by target."""

    row: Row
    said: dict[str, str] = field(default_factory=dict)
    licence: Licence | None = None
    fields: LicenceFields | None = None
    cells: list[CellEffect] = field(default_factory=list)
    wishes: list[TermWish] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One sheet being read; `codes` and `titles` tell in which rows each stands, `terms` what columns speak of."""

    sheet: Sheet
    mapping: SheetMapping
    known: Known
    codes: Mapping[str, list[int]]
    titles: Mapping[str, list[int]]
    terms: tuple[str, ...]

    def row(self, row: Row) -> RowEffect:
        """What one row does."""
        at = _Found(row=row)
        self._read(at)
        self._find_licence(at)
        self._enter(at)
        standings = standings_of(self.known, at.licence)
        for key in self.terms:
            self._term(at, key, standings)
        return self._whole(at)

    def _whole(self, at: _Found) -> RowEffect:
        there, fields = at.licence, at.fields
        changes = any(cell.effect is not Effect.SAME for cell in at.cells)
        effect = Effect.NEW if there is None else Effect.CHANGE if changes else Effect.SAME
        return RowEffect(
            row=at.row.number,
            effect=Effect.WRONG if at.errors else effect,
            title=at.said.get("title") or (there.title if there else ""),
            code=fields.code if fields else at.said.get("code", ""),
            licence=there,
            fields=fields if fields is not None and (there is None or fields != there.fields) else None,
            cells=tuple(sorted(at.cells, key=lambda cell: cell.column)),
            terms=tuple(at.wishes),
            errors=tuple(at.errors),
            proposed_code=not at.said.get("code"),
        )

    def _wrong(self, at: _Found, target: str, message: str) -> None:
        column = self.mapping.column(target)
        at.errors.append(CellError(sheet=self.sheet.name, row=at.row.number, column=column, message=message))

    def _read(self, at: _Found) -> None:
        """The texts of the mapped columns."""
        for index, target in enumerate(self.mapping.targets):
            cell = at.row.cell(index) if target else None
            text = text_of(cell)
            if isinstance(cell, Unreadable):
                self._wrong(at, target, cell.message)
            elif text:
                at.said[target] = tag_of(text) if target == "our_tag" else text
        first = self.codes.get(same_name(at.said.get("code", "")), [at.row.number])[0]
        if first != at.row.number:
            self._wrong(at, "code", f"Row {first} has the same code. Keep one of the two.")

    def _find_licence(self, at: _Found) -> None:
        """The licence that a row is about, by its code, else by its title; a tag of OUR is the code of a new one."""
        code, tag = at.said.get("code", ""), at.said.get("our_tag", "")
        at.licence = self.known.by_code.get(same_name(code or tag)) if code or tag else None
        if at.licence is None and not code:
            at.licence = self._by_title(at, has_tag=bool(tag))
        if at.licence is None and tag and not code and len(tag) <= _LONGEST_CODE:
            at.said["code"] = tag

    def _by_title(self, at: _Found, *, has_tag: bool) -> Licence | None:
        title = same_name(at.said.get("title", ""))
        alike, rows = self.known.by_title.get(title, ()), self.titles.get(title, ())
        if len(rows) > 1:
            if not has_tag:
                self._wrong(at, "title", _ROWS_ALIKE)
            return None
        if len(alike) > 1:
            self._wrong(at, "title", _LICENCES_ALIKE)
        return alike[0] if len(alike) == 1 else None

    def _enter(self, at: _Found) -> None:
        """The fields as they would be, by the same rules as in a form."""
        current = at.licence.fields if at.licence else None
        if current is None and not at.said.get("title"):
            has_code = bool(at.said.get("code"))
            self._wrong(at, "code" if has_code else "title", _NO_LICENCE if has_code else _NO_TITLE)
            return
        raw = entered(at.said, current)
        for target, found, message in referred(self.known, at.said):
            raw[target] = found
            if message:
                self._wrong(at, target, message)
        try:
            at.fields = licence_fields(raw, current)
        except Invalid as invalid:
            for one in invalid.errors:
                self._wrong(at, self._at(one.loc, at.said), one.message)
            return
        at.cells.extend(self._field_cells(at, at.fields))

    def _at(self, loc: str, said: Mapping[str, str]) -> str:
        """The target that a mistake at a field of the entry belongs to."""
        name = loc.partition(".")[0]
        if name == "organisations":
            return next((role for role in ROLES if role in said), name)
        return "our_tag" if name == "resources" and "resources" not in said else name

    def _field_cells(self, at: _Found, fields: LicenceFields) -> Iterator[CellEffect]:
        before = cells_of(at.licence.fields) | reference_cells(self.known, at.licence.fields) if at.licence else {}
        after = cells_of(fields) | reference_cells(self.known, fields)
        for target in FIELD_LABELS:
            column = self.mapping.column(target)
            if column is None or target not in at.said:
                continue
            shown = "resources" if target == "our_tag" else target
            was, becomes = before.get(shown, ""), after.get(shown, "")
            effect = Effect.SAME if at.licence and was == becomes else Effect.CHANGE if was else Effect.NEW
            yield CellEffect(column=column, effect=effect, was=was, becomes=becomes)

    def _term(self, at: _Found, key: str, standings: Standings) -> None:
        texts = {part: at.said[target] for part in Part if (target := term_target(part, key)) in at.said}
        if not texts:
            return
        definition = self.known.definitions[key]
        cells = TermCells(mapping=self.mapping, definition=definition, texts=texts, now=standings.of(key))
        try:
            wish = cells.wish()
        except NotAValue as error:
            self._wrong(at, cells.first, str(error))
            return
        found = list(cells.effects(wish))
        if self._is_waiting(at, wish):
            found = [replace(cell, effect=Effect.SAME) for cell in found]
        at.cells.extend(found)
        if any(cell.effect is not Effect.SAME for cell in found):
            at.wishes.append(wish)

    def _is_waiting(self, at: _Found, wish: TermWish) -> bool:
        """Whether just this waits for a decision already, so that the same file twice asks nobody twice."""
        if at.licence is None or self.mapping.terms_as is not TermsAs.SUGGESTIONS:
            return False
        return (at.licence.id, wish.term, wish.reads_as, wish.conditions or "") in self.known.waiting
