"""The rows of documents; their bytes are in storage.documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from domain.errors import NotFound
from domain.version import Document, DocumentRole
from storage.tables import document, document_set_aside, version
from storage.transaction import AnyRow, AnySelect, Transaction


class SqlDocuments:
    """domain.ports.Documents on a database."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, document_id: str) -> Document:
        row = self._tx.row(_documents().where(document.c.id == document_id))
        if row is None:
            raise NotFound("There is no such document.")
        return _to_document(row)

    def of_version(self, version_id: str) -> tuple[Document, ...]:
        rows = self._tx.rows(_documents().where(document.c.version_id == version_id).order_by(document.c.seq))
        return tuple(map(_to_document, rows))

    def of_licence(self, licence_id: str) -> dict[str, tuple[Document, ...]]:
        theirs = select(version.c.id).where(version.c.licence_id == licence_id)
        return self._tx.once(("documents", licence_id), lambda: _by_version(self._tx, theirs))

    def add(self, new: Document) -> None:
        row = {
            "id": new.id,
            "version_id": new.version_id,
            "sha256": new.sha256,
            "filename": new.filename,
            "bytes": new.bytes,
            "role": new.role.value,
            "uploaded_by": new.uploaded_by,
            "uploaded_by_name": new.uploaded_by_name,
            "uploaded_at": new.uploaded_at,
        }
        self._tx.add(document, row)
        self._tx.listed.add(self._licence_of(new.version_id))

    def set_aside(self, document_id: str, reason: str, by: str, at: dt.datetime) -> None:
        kept = self.get(document_id)
        self._tx.listed.add(self._licence_of(kept.version_id))
        self._tx.add(document_set_aside, {"document_id": document_id, "reason": reason, "by": by, "at": at})

    def _licence_of(self, version_id: str) -> str:
        return str(self._tx.value(select(version.c.licence_id).where(version.c.id == version_id)))

    def digests(self) -> Iterator[tuple[str, int]]:
        named = select(document.c.sha256, func.max(document.c.bytes).label("bytes")).group_by(document.c.sha256)
        for row in self._tx.stream(named.order_by(document.c.sha256)):
            yield row.sha256, row.bytes


def documents_of(tx: Transaction, version_ids: Sequence[str]) -> dict[str, tuple[Document, ...]]:
    """The documents of some versions by version, oldest first, those set aside included."""
    return _by_version(tx, version_ids)


def _by_version(tx: Transaction, version_ids: Sequence[str] | AnySelect) -> dict[str, tuple[Document, ...]]:
    found: dict[str, list[Document]] = defaultdict(list)
    for row in tx.rows(_documents().where(document.c.version_id.in_(version_ids)).order_by(document.c.seq)):
        found[row.version_id].append(_to_document(row))
    return {version_id: tuple(documents) for version_id, documents in found.items()}


def _documents() -> AnySelect:
    why = document_set_aside.c.reason.label("set_aside")
    return select(document, why).outerjoin_from(document, document_set_aside)


def _to_document(row: AnyRow) -> Document:
    return Document(
        id=row.id,
        version_id=row.version_id,
        sha256=row.sha256,
        filename=row.filename,
        bytes=row.bytes,
        role=DocumentRole(row.role),
        uploaded_by=row.uploaded_by,
        uploaded_by_name=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
        set_aside=row.set_aside,
    )
