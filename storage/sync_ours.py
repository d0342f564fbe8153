"""Our licences with everything that decides what holds for them, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from domain.effective_terms import DecidedVersion
from domain.errors import NotFound
from domain.ports.remote import OurLicence
from domain.version import Document, DocumentRole
from storage.decisions import decisions_of
from storage.documents_table import documents_of
from storage.licences import to_licences
from storage.tables import licence
from storage.transaction import AnyRow, Transaction
from storage.versions import versions_of


def licences_after(tx: Transaction, after: str, limit: int) -> tuple[OurLicence, ...]:
    """Licences by id, from after the one with the id `after`, without evidence: no comparison looks at it."""
    rows = tx.rows(select(licence).where(licence.c.id > after).order_by(licence.c.id).limit(limit))
    return _whole(tx, rows, evidence_too=False)


def one_licence(tx: Transaction, licence_id: str) -> OurLicence:
    """One licence; raises NotFound."""
    found = _whole(tx, tx.rows(select(licence).where(licence.c.id == licence_id)))
    if not found:
        raise NotFound("There is no such licence.")
    return found[0]


def _whole(tx: Transaction, rows: Sequence[AnyRow], *, evidence_too: bool = True) -> tuple[OurLicence, ...]:
    licences = to_licences(tx, rows)
    masters = {one.fields.master_id for one in licences if one.fields.master_id}
    decided, documents = _decided(tx, sorted({one.id for one in licences} | masters), evidence_too=evidence_too)
    return tuple(
        OurLicence(
            licence=one,
            versions=tuple(decided[one.id]),
            master=tuple(decided[one.fields.master_id]) if one.fields.master_id else (),
            documents={layer.version.id: documents.get(layer.version.id, ()) for layer in decided[one.id]},
        )
        for one in licences
    )


def _decided(
    tx: Transaction, licence_ids: Sequence[str], *, evidence_too: bool
) -> tuple[dict[str, list[DecidedVersion]], dict[str, tuple[Document, ...]]]:
    decisions = decisions_of(tx, licence_ids, evidence_too=evidence_too)
    versions = versions_of(tx, licence_ids)
    documents = documents_of(tx, [version.id for version in versions])
    layers: dict[str, list[DecidedVersion]] = defaultdict(list)
    for version in versions:
        files = documents.get(version.id, ())
        signed = any(one.set_aside is None and one.role is not DocumentRole.DRAFT for one in files)
        layers[version.licence_id].append(
            DecidedVersion(version=version, decisions=decisions.get(version.id, ()), has_signed_document=signed)
        )
    return layers, documents
