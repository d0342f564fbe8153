"""The record by the thousand, for spreadsheets in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from domain.audit import AuditEntry
from domain.effective_terms import DecidedVersion
from domain.licence import Licence, Scope
from storage.audit import to_entry
from storage.decisions import decisions_of
from storage.folding import fold, spaced
from storage.imports import SqlImports
from storage.licences import to_licences
from storage.tables import audit_entry, licence
from storage.transaction import AnySelect, Transaction
from storage.versions import versions_of

AT_A_TIME = 400


class SqlExchange(SqlImports):
    """domain.ports.Exchange on a database."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self._tx = tx

    def licences(self, codes: Sequence[str], titles: Sequence[str]) -> tuple[Licence, ...]:
        c, found = licence.c, dict[str, Licence]()
        for part in _parts(sorted({spaced(code) for code in codes})):
            found |= self._whole(select(licence).where(c.code_key.in_(part)))
        for part in _parts(sorted({fold(title) for title in titles})):
            found |= self._whole(select(licence).where(c.sort_title.in_(part)))
        return tuple(found.values())

    def every_licence(self) -> Iterator[Licence]:
        after = ""
        while True:
            rows = select(licence).where(licence.c.code_key > after).order_by(licence.c.code_key).limit(AT_A_TIME)
            page = list(self._whole(rows).values())
            yield from page
            if len(page) < AT_A_TIME:
                return
            after = spaced(page[-1].code)

    def masters(self) -> dict[str, str]:
        c = licence.c
        rows = self._tx.rows(select(c.id, c.code).where(c.scope == Scope.CONSORTIAL.value, c.master_id.is_(None)))
        return {row.code: row.id for row in rows}

    def layers(self, licence_ids: Sequence[str]) -> dict[str, tuple[DecidedVersion, ...]]:
        found: dict[str, list[DecidedVersion]] = {}
        for part in _parts(sorted(set(licence_ids))):
            decisions = decisions_of(self._tx, part)
            for version in versions_of(self._tx, part):
                layer = DecidedVersion(version=version, decisions=decisions.get(version.id, ()))
                found.setdefault(version.licence_id, []).append(layer)
        return {licence_id: tuple(layers) for licence_id, layers in found.items()}

    def trail(self) -> Iterator[AuditEntry]:
        return map(to_entry, self._tx.stream(select(audit_entry).order_by(audit_entry.c.seq)))

    def _whole(self, rows: AnySelect) -> dict[str, Licence]:
        return {one.id: one for one in to_licences(self._tx, self._tx.rows(rows))}


def _parts(items: list[str]) -> Iterator[list[str]]:
    """Some at a time: databases limit how many values one statement may hold."""
    for first in range(0, len(items), AT_A_TIME):
        yield items[first : first + AT_A_TIME]
