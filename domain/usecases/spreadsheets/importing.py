"""Taking in a spreadsheet: read, looked at, confirmed. Nothing is written before, and everything or nothing then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from domain.errors import Conflict, FieldError, Invalid, NotFound
from domain.identity import Actor, Role
from domain.ports import Services, UnitOfWork
from domain.spreadsheets.answers import answer_places
from domain.spreadsheets.columns import Column, Part, guessed, part_of
from domain.spreadsheets.effect import Effect, SheetMapping, TermsAs
from domain.spreadsheets.table import Row, Sheet, Workbook, same_name, text_of
from domain.spreadsheets.values import is_sure
from domain.spreadsheets.waiting import PendingImport, Preview, Source
from domain.usecases.spreadsheets.looking import Looked, looked_at, preview_of
from domain.usecases.spreadsheets.writing import Coming, Writing
from domain.values import ValueType
from domain.vocabulary import TermDefinition

KEPT = dt.timedelta(days=1)
"""How long a file waits to be confirmed."""

MOST_WORDS = 60
"""Words of permissions that somebody is asked about; a column with more holds no permissions."""

_LOOKED_AT = 50
_CHANGED = "The record was changed since you looked at this import. Look at it again, then confirm."
_HAS_ERRORS = "Some cells are wrong; correct them in the file and choose it again. Nothing was written."
_NOTHING = "This file changes nothing: everything in it is here already."


def receive(s: Services, actor: Actor, filename: str, source: BinaryIO) -> PendingImport:
    """Read a file and keep its cells until somebody confirms; raises NotPermitted, Invalid at `file`."""
    actor.must_be(Role.EDITOR)
    book = s.sheets.read(filename[:200], source)
    with s.unit_of_work() as uow:
        mapping, origin = _first_mapping(uow, book.sheet())
        pending = PendingImport(
            id=s.new_id(),
            account_id=actor.id,
            filename=book.filename,
            sheets=tuple(sheet.name for sheet in book.sheets),
            made_at=s.now(),
            mapping=mapping,
            source=origin,
        )
        uow.exchange.drop_before(s.now() - KEPT)
        uow.exchange.keep(pending, book)
        uow.commit()
    return pending


def _first_mapping(uow: UnitOfWork, sheet: Sheet) -> tuple[SheetMapping, Source]:
    """What the headings say, before anybody looked at them."""
    if answer_places(sheet):
        return SheetMapping(sheet=sheet.name, targets=()), Source.LICENSOR
    columns = guessed(sheet.head, sheet.rows[:_LOOKED_AT], uow.vocabulary.all())
    return SheetMapping(sheet=sheet.name, targets=tuple(column.target for column in columns)), Source.SPREADSHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a sheet as somebody is asked about them: some cells of each, and words that need a meaning."""

    pending: PendingImport
    columns: tuple[Column, ...]
    samples: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    definitions: tuple[TermDefinition, ...]


def columns_of(s: Services, actor: Actor, import_id: str, sheet: str = "") -> Columns:
    """The columns as they are taken so far, or as guessed for another sheet; raises NotFound, Invalid at `sheet`."""
    with s.reading_only() as uow:
        pending, book = _own(uow, actor, import_id), uow.exchange.book(import_id)
        shown = book.sheet(sheet or pending.mapping.sheet)
        if shown.name != pending.mapping.sheet:
            pending = replace(pending, mapping=_first_mapping(uow, shown)[0])
        definitions = uow.vocabulary.all()
    width = max([len(shown.head.cells), *(len(row.cells) for row in shown.rows[:_LOOKED_AT])])
    given = pending.mapping.targets
    return Columns(
        pending=pending,
        columns=tuple(
            Column(index=n, heading=text_of(shown.head.cell(n)), target=given[n] if n < len(given) else "")
            for n in range(width)
        ),
        samples=tuple(tuple(_samples(shown.rows, n)) for n in range(width)),
        words=words_in(shown, pending.mapping, definitions),
        definitions=tuple(one for one in definitions if one.retired_at is None),
    )


def words_in(sheet: Sheet, mapping: SheetMapping, definitions: Sequence[TermDefinition]) -> tuple[str, ...]:
    """Words of permissions that do not say by themselves which value they are, as they stand first in the sheet."""
    permissions = {one.key for one in definitions if one.value_type is ValueType.PERMISSION}
    found: dict[str, str] = {}
    for column, target in enumerate(mapping.targets):
        part = part_of(target)
        if part is None or part[0] is not Part.TERM or part[1] not in permissions:
            continue
        for text in filter(None, (text_of(row.cell(column)) for row in sheet.rows)):
            if not is_sure(text):
                found.setdefault(same_name(text), text)
    return tuple(found.values())[:MOST_WORDS]


def _samples(rows: Sequence[Row], column: int) -> Iterator[str]:
    """The first cells with something in them."""
    found = dict.fromkeys(filter(None, (text_of(row.cell(column)) for row in rows[:_LOOKED_AT])))
    yield from list(found)[:3]


def look(s: Services, actor: Actor, import_id: str, mapping: SheetMapping) -> Preview:
    """Keep what somebody said of the columns, and see what the file would do; raises NotFound, Invalid."""
    _may(actor, mapping.terms_as)
    with s.unit_of_work() as uow:
        pending = _own(uow, actor, import_id)
        sheet = uow.exchange.book(import_id).sheet(mapping.sheet)
        found = looked_at(uow, sheet, mapping, pending.source, s.today())
        preview = preview_of(found.effects)
        uow.exchange.save(replace(pending, mapping=mapping), preview)
        uow.commit()
    return preview


def confirm(s: Services, actor: Actor, import_id: str, *, seen: str) -> Mapping[str, int]:
    """Write what was looked at, in one transaction; how many licences and terms that was.

    `seen` is the fingerprint of the preview. Raises NotFound, NotPermitted, Conflict, and Invalid with every
    cell that is wrong.
    """
    with s.unit_of_work() as uow:
        pending = _own(uow, actor, import_id)
        sheet = uow.exchange.book(import_id).sheet(pending.mapping.sheet)
        found = looked_at(uow, sheet, pending.mapping, pending.source, s.today())
        if preview_of(found.effects).fingerprint != seen:
            raise Conflict(_CHANGED)
        coming = _coming(import_id, pending.filename, pending.mapping, pending.source)
        counts = _write(s, uow, actor, coming, found)
        uow.exchange.drop(import_id)
        uow.commit()
    return counts


def leave(s: Services, actor: Actor, import_id: str) -> None:
    """Forget a file without importing it; raises NotFound."""
    with s.unit_of_work() as uow:
        _own(uow, actor, import_id)
        uow.exchange.drop(import_id)
        uow.commit()


def pending_import(s: Services, actor: Actor, import_id: str) -> tuple[PendingImport, Preview]:
    """A file that waits, with what it would do; raises NotFound."""
    with s.reading_only() as uow:
        return _own(uow, actor, import_id), uow.exchange.previewed(import_id)


def pending_imports(s: Services, actor: Actor) -> tuple[PendingImport, ...]:
    """What this person has waiting."""
    with s.reading_only() as uow:
        return uow.exchange.pending_of(actor.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of a file that was imported in one go, or would become of it."""

    mapping: SheetMapping
    preview: Preview
    counts: Mapping[str, int]


def import_file(
    s: Services,
    actor: Actor,
    book: Workbook,
    *,
    sheet: str = "",
    targets: Mapping[str, str] | None = None,
    terms_as: TermsAs = TermsAs.SUGGESTIONS,
    only_look: bool = False,
) -> ImportedFile:
    """Import a file as its headings say; `targets` by heading go before what is guessed. For the command line.

    Raises NotPermitted, Invalid with every cell that is wrong, Conflict (nothing in it is new).
    """
    _may(actor, terms_as)
    with s.unit_of_work() as uow:
        chosen = book.sheet(sheet)
        mapping, source = _first_mapping(uow, chosen)
        mapping = replace(mapping, terms_as=terms_as, targets=_named(chosen, mapping.targets, targets or {}))
        found = looked_at(uow, chosen, mapping, source, s.today())
        preview, counts = preview_of(found.effects), dict[str, int]()
        if not only_look:
            coming = _coming(s.new_id(), book.filename, mapping, source)
            counts = dict(_write(s, uow, actor, coming, found))
            uow.commit()
    return ImportedFile(mapping=mapping, preview=preview, counts=counts)


def _named(sheet: Sheet, given: tuple[str, ...], named: Mapping[str, str]) -> tuple[str, ...]:
    """The targets with those that somebody named by heading; raises Invalid for a heading that is not there."""
    headings = [same_name(text_of(cell)) for cell in sheet.head.cells]
    chosen = list(given)
    for heading, target in named.items():
        if same_name(heading) not in headings:
            raise Invalid.field("columns", f"No column has the heading “{heading}”.")
        if target in chosen:
            chosen[chosen.index(target)] = ""
        chosen[headings.index(same_name(heading))] = target
    return tuple(chosen)


def _coming(import_id: str, filename: str, mapping: SheetMapping, source: Source) -> Coming:
    as_decisions = mapping.terms_as if source is Source.SPREADSHEET else TermsAs.SUGGESTIONS
    return Coming(import_id=import_id, filename=filename, sheet=mapping.sheet, source=source, terms_as=as_decisions)


def _write(s: Services, uow: UnitOfWork, actor: Actor, coming: Coming, found: Looked) -> Mapping[str, int]:
    _may(actor, coming.terms_as)
    wrong = [error for one in found.effects for error in one.errors]
    if wrong:
        raise Invalid(_HAS_ERRORS, [FieldError(error.place, error.message) for error in wrong])
    if (
        not any(one.effect in (Effect.NEW, Effect.CHANGE) for one in found.effects)
        and coming.source is not Source.LICENSOR
    ):
        raise Conflict(_NOTHING)
    return Writing(s=s, uow=uow, actor=actor, coming=coming, known=found.known).all(found.effects)


def _may(actor: Actor, terms_as: TermsAs) -> None:
    actor.must_be(Role.REVIEWER if terms_as is TermsAs.DECISIONS else Role.EDITOR)


def _own(uow: UnitOfWork, actor: Actor, import_id: str) -> PendingImport:
    """A file that this person chose; nobody else sees it."""
    actor.must_be(Role.EDITOR)
    pending = uow.exchange.pending(import_id)
    if pending.account_id != actor.id:
        raise NotFound("This import is over: it was confirmed or left. Choose the file again.")
    return pending
