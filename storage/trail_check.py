"""Checking the trail against the record: what stands in a row must be what the trail says was last done to it.

The chain of hashes shows that no entry was altered or taken out of the middle. It cannot show that the end was cut
off, or that a row was rewritten behind the desk's back: for that each licence, version, document and decision is
compared here with its own entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select

from domain.audit import Action, AuditEntry
from domain.decision import Decision
from domain.licence import Licence
from domain.record import as_record
from domain.version import Document, Version, VersionState
from storage.audit import to_entry
from storage.decisions import SqlDecisions
from storage.documents_table import SqlDocuments
from storage.licences import SqlLicences
from storage.tables import audit_entry, licence
from storage.transaction import Transaction
from storage.versions import SqlVersions

_SHARED = frozenset({"resources", "organisations"})
"""Resources and organisations belong to many licences: saving one licence may complete what another shows."""
_DECIDED = frozenset({Action.TERM_DECIDE, Action.TERM_REOPEN})


def against_the_trail(tx: Transaction) -> Iterator[str]:
    """A sentence for each row that its entries do not account for, and for each licence that went without a trace.

    `tx` looks at one moment, so that nothing is told of what is being written meanwhile.
    """
    licences = SqlLicences(tx, dt.date.today)
    for row in tx.rows(select(licence.c.id, licence.c.code).order_by(licence.c.code_key)):
        entries = _entries(tx, row.id)
        for what in _differing(tx, licences.get(row.id), entries):
            yield f"{what} of licence {row.code} is not what the audit trail says. Compare it with a backup."
    for row in tx.rows(_gone()):
        yield f"Licence {row.after.get('code')} is gone, and the audit trail does not say who erased it."


def _entries(tx: Transaction, licence_id: str) -> tuple[AuditEntry, ...]:
    of_licence = select(audit_entry).where(audit_entry.c.licence_id == licence_id).order_by(audit_entry.c.seq)
    return tuple(to_entry(row) for row in tx.rows(of_licence))


def _gone() -> Any:
    erased = audit_entry.alias("erased")
    same = (erased.c.subject_id == audit_entry.c.subject_id, erased.c.action == Action.LICENCE_DELETE)
    there = exists().where(licence.c.id == audit_entry.c.subject_id)
    added = audit_entry.c.action == Action.LICENCE_ADD
    return select(audit_entry.c.after).where(added, ~there, ~exists().where(*same)).order_by(audit_entry.c.seq)


def _differing(tx: Transaction, kept: Licence, entries: Sequence[AuditEntry]) -> Iterator[str]:
    said, documents, decisions = _last_said(entries), SqlDocuments(tx), SqlDecisions(tx)
    fields = {name: value for name, value in as_record(kept.fields).items() if name not in _SHARED}
    yield from (f"“{name}”" for name in _unlike(fields, said.get(kept.id)))
    for version in SqlVersions(tx).of_licence(kept.id):
        yield from (f"“{name}” of {version.label}" for name in _unlike(_shown(version), said.get(version.id)))
        for document in documents.of_version(version.id):
            yield from (f"“{name}” of {document.filename}" for name in _unlike(_file(document), said.get(document.id)))
        yield from _decisions(version, decisions.of_version(version.id), entries)


def _last_said(entries: Iterable[AuditEntry]) -> dict[str, dict[str, Any]]:
    """By subject, each field as the last entry about it left it."""
    said: dict[str, dict[str, Any]] = {}
    for entry in entries:
        begun = {"state": VersionState.DRAFT.value} if entry.action == Action.VERSION_ADD else {}
        added = {"uploaded_by_name": entry.actor_name} if entry.action == Action.DOCUMENT_ADD else {}
        said.setdefault(entry.subject_id, {}).update({**begun, **added, **entry.after})
    return said


def _unlike(row: Mapping[str, Any], said: Mapping[str, Any] | None) -> list[str]:
    return ["entry"] if said is None else [name for name, value in row.items() if said.get(name) != value]


def _shown(version: Version) -> dict[str, Any]:
    return {**as_record(version.fields), "state": version.state.value}


def _file(document: Document) -> dict[str, Any]:
    names = ("filename", "sha256", "bytes", "role", "uploaded_by_name")
    return {name: as_record(getattr(document, name)) for name in names}


def _decisions(version: Version, kept: Sequence[Decision], entries: Iterable[AuditEntry]) -> Iterator[str]:
    told = _told(version, entries)
    for decision in kept:
        if _unlike(_as_told(decision), told.pop((decision.term, decision.sequence), None)):
            yield f"Decision {decision.sequence} on “{decision.term}” of {version.label}"
    for term, sequence in told:
        yield f"Decision {sequence} on “{term}” of {version.label}"


def _told(version: Version, entries: Iterable[AuditEntry]) -> dict[tuple[str, int], dict[str, Any]]:
    """Each decision of the version as the trail tells it; an entry holds only what differs from the one before."""
    latest: dict[str, dict[str, Any]] = {}
    told = {}
    for entry in entries:
        if entry.action in _DECIDED and entry.subject_id.startswith(f"{version.id}/"):
            now = {**latest.get(entry.subject_id, {}), **entry.after}
            latest[entry.subject_id] = now
            told[now["term"], now["sequence"]] = {**now, "decided_by_name": entry.actor_name}
    return told


def _as_told(decision: Decision) -> dict[str, Any]:
    return {**decision.for_the_trail(), "decided_by_name": decision.decided_by_name}
