"""Files that wait to be confirmed, and values from files that wait to be decided."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from domain.spreadsheets import table
from domain.spreadsheets.effect import SheetMapping, TermsAs
from domain.spreadsheets.waiting import ImportedSuggestion, PendingImport, Preview, Source
from domain.suggestion import SuggestionState
from storage.tables.imports import import_upload, imported_suggestion
from storage.transaction import AnyRow, AnySelect, Transaction

_GONE = "This import is over: it was confirmed or left. Choose the file again."
_OPEN = imported_suggestion.c.state == SuggestionState.OPEN.value
_AT_A_TIME = 400
_LISTED = [column for column in import_upload.c if column.name not in ("book", "preview")]
_PLAIN = (
    "id", "import_id", "licence_id", "version_id", "term", "value", "conditions", "public_note", "internal_note", "raw",
    "origin", "made_at", "made_by_name", "settled_by_name", "settled_at", "decision_id",
)  # fmt: skip


class SqlImports:
    """The part of domain.ports.Exchange that is about what waits."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def keep(self, pending: PendingImport, book: table.Workbook) -> None:
        self._tx.run(insert(import_upload).values({**_row(pending), "book": _packed(table.to_json(book))}))

    def save(self, pending: PendingImport, preview: Preview) -> None:
        told = {**_row(pending), "counts": dict(preview.counts), "fingerprint": preview.fingerprint}
        there = import_upload.c.id == pending.id
        self._tx.run(update(import_upload).where(there).values({**told, "preview": _packed(list(preview.rows))}))

    def pending(self, import_id: str) -> PendingImport:
        return _to_pending(self._tx.get(import_upload, "id", import_id, _GONE))

    def book(self, import_id: str) -> table.Workbook:
        return table.from_json(_unpacked(self._tx.get(import_upload, "id", import_id, _GONE).book))

    def previewed(self, import_id: str) -> Preview:
        row = self._tx.get(import_upload, "id", import_id, _GONE)
        rows = _unpacked(row.preview) if row.preview else ()
        return Preview(counts=row.counts, fingerprint=row.fingerprint, rows=tuple(rows))

    def pending_of(self, account_id: str) -> tuple[PendingImport, ...]:
        theirs = select(*_LISTED).where(import_upload.c.account_id == account_id)
        return tuple(map(_to_pending, self._tx.rows(theirs.order_by(import_upload.c.made_at.desc()))))

    def drop(self, import_id: str) -> None:
        self._tx.run(delete(import_upload).where(import_upload.c.id == import_id))

    def drop_before(self, moment: dt.datetime) -> int:
        return self._tx.run(delete(import_upload).where(import_upload.c.made_at < moment))

    def add_suggestions(self, suggestions: Sequence[ImportedSuggestion]) -> None:
        self._tx.add(imported_suggestion, *map(_suggestion_row, suggestions))
        self._tx.listed.update(one.licence_id for one in suggestions)

    def suggestions(
        self, *, import_id: str | None = None, licence_ids: Sequence[str] | None = None, after: str = "", limit: int = 0
    ) -> tuple[ImportedSuggestion, ...]:
        c, wanted = imported_suggestion.c, select(imported_suggestion).where(_OPEN)
        if import_id is not None:
            wanted = wanted.where(c.import_id == import_id)
        if after:
            wanted = wanted.where(c.seq > select(c.seq).where(c.id == after).scalar_subquery())
        wanted = wanted.order_by(c.seq)
        if licence_ids is None:
            return self._found(wanted.limit(limit) if limit else wanted)
        ids = sorted(set(licence_ids))
        parts = (ids[first : first + _AT_A_TIME] for first in range(0, len(ids), _AT_A_TIME))
        return tuple(one for part in parts for one in self._found(wanted.where(c.licence_id.in_(part))))

    def waiting(self) -> tuple[tuple[str, str, int], ...]:
        c = imported_suggestion.c
        last, number = func.max(c.seq).label("last"), func.count().label("number")
        counted = select(c.import_id, func.min(c.origin).label("origin"), number, last).where(_OPEN)
        rows = self._tx.rows(counted.group_by(c.import_id).order_by(last.desc()))
        return tuple((row.import_id, row.origin, row.number) for row in rows)

    def _found(self, wanted: AnySelect) -> tuple[ImportedSuggestion, ...]:
        return tuple(map(_to_suggestion, self._tx.rows(wanted)))


def _packed(data: Any) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))


def _row(pending: PendingImport) -> dict[str, Any]:
    mapping = pending.mapping
    return {
        "id": pending.id,
        "account_id": pending.account_id,
        "filename": pending.filename,
        "sheets": list(pending.sheets),
        "made_at": pending.made_at,
        "mapping": {
            "sheet": mapping.sheet,
            "targets": list(mapping.targets),
            "words": dict(mapping.words),
            "terms_as": mapping.terms_as.value,
        },
        "source": pending.source.value,
        "counts": dict(pending.counts),
        "fingerprint": pending.fingerprint,
    }


def _to_pending(row: AnyRow) -> PendingImport:
    said = row.mapping
    return PendingImport(
        id=row.id,
        account_id=row.account_id,
        filename=row.filename,
        sheets=tuple(row.sheets),
        made_at=row.made_at,
        mapping=SheetMapping(
            sheet=said["sheet"],
            targets=tuple(said["targets"]),
            words=said["words"],
            terms_as=TermsAs(said["terms_as"]),
        ),
        source=Source(row.source),
        counts=row.counts,
        fingerprint=row.fingerprint,
    )


def _suggestion_row(one: ImportedSuggestion) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in _PLAIN}
    return {**plain, "source": one.source.value, "state": one.state.value}


def _to_suggestion(row: AnyRow) -> ImportedSuggestion:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return ImportedSuggestion(**plain, source=Source(row.source), state=SuggestionState(row.state))
