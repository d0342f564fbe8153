"""Signed PDFs: kept untouched, then read in the background."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from domain.audit import Action
from domain.errors import Conflict, DocumentRejected, Invalid
from domain.identity import Actor, Role
from domain.jobs import Job, JobKind, JobState
from domain.ports import ReceivedFile, Services, UnitOfWork
from domain.readings import Reading, ReadingState
from domain.usecases.recording import record
from domain.version import Document, DocumentRole, Version, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it comes in. `role` None takes what fits the state of the version."""

    filename: str
    content: BinaryIO
    role: str | None = None


def add_document(s: Services, actor: Actor, version_id: str, upload: Upload) -> tuple[Document, Reading]:
    """Keep a PDF with a version and ask for its reading.

    Raises NotFound, NotPermitted, Invalid, Conflict (a withdrawn version; the same file is there already),
    DocumentRejected (not a PDF that can be read), DocumentTooLarge. The bytes are on disk before the row names them.
    """
    actor.must_be(Role.EDITOR)
    role = _role(upload.role)
    with s.reading_only() as uow:
        _may_take_documents(uow.versions.get(version_id))
    with s.documents.receive(upload.content, s.settings.max_upload_bytes) as received:
        if received.bytes == 0:
            raise DocumentRejected("This file is empty. Choose the signed PDF and upload it again.")
        s.reader.inspect(received.path)
        return _keep(s, actor, version_id, replace(upload, role=role), received)


def _keep(
    s: Services, actor: Actor, version_id: str, upload: Upload, received: ReceivedFile
) -> tuple[Document, Reading]:
    """Bytes first, then the row that names them: a kill in between leaves a whole file and no row."""
    with s.unit_of_work() as uow:
        version = uow.versions.get(version_id)
        _may_take_documents(version)
        _not_there_yet(uow, version_id, received.sha256)
        received.keep()
        document = Document(
            id=s.new_id(),
            version_id=version_id,
            sha256=received.sha256,
            filename=clean_filename(upload.filename),
            bytes=received.bytes,
            role=_role(upload.role),
            uploaded_by=actor.id,
            uploaded_by_name=actor.name,
            uploaded_at=s.now(),
        )
        uow.documents.add(document)
        reading = ask_for_reading(s, uow, document)
        shown = {
            "filename": document.filename,
            "sha256": document.sha256,
            "bytes": document.bytes,
            "role": document.role.value,
        }
        subject = ("document", document.id)
        record(s, uow, actor, Action.DOCUMENT_ADD, subject, licence_id=version.licence_id, after=shown)
        uow.commit()
    return document, reading


def _role(raw: str | None) -> DocumentRole:
    try:
        return DocumentRole(raw or DocumentRole.AGREEMENT)
    except ValueError:
        raise Invalid.field("role", f"Choose one of: {', '.join(DocumentRole)}.") from None


def _may_take_documents(version: Version) -> None:
    if version.state is VersionState.WITHDRAWN:
        raise Conflict("This version was withdrawn and takes no more documents. Add a new version for this file.")


def _not_there_yet(uow: UnitOfWork, version_id: str, sha256: str) -> None:
    for document in uow.documents.of_version(version_id):
        if document.sha256 == sha256 and document.set_aside is None:
            raise Conflict(f"This very file is already kept with this version, as “{document.filename}”.")


def clean_filename(name: str) -> str:
    """The last part of a file name without anything that a header or a file system could trip over."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\"<>|:*?;]+", "_", last).strip(". ")[-150:] or "document.pdf"


def ask_for_reading(s: Services, uow: UnitOfWork, document: Document) -> Reading:
    """A queued reading and the job that will do it, in the caller's transaction."""
    reading = Reading(id=s.new_id(), document_id=document.id, state=ReadingState.QUEUED, requested_at=s.now())
    uow.readings.add(reading)
    uow.jobs.add(
        Job(
            id=s.new_id(),
            kind=JobKind.READ_DOCUMENT,
            key=f"read:{reading.id}",
            payload={"reading": reading.id},
            state=JobState.QUEUED,
            attempts=0,
            run_at=s.now(),
        )
    )
    return reading


def read_again(s: Services, actor: Actor, document_id: str) -> Reading:
    """Ask for another reading of a document; it adds suggestions and alters no decision. Raises NotFound, Conflict."""
    actor.must_be(Role.EDITOR)
    with s.unit_of_work() as uow:
        document = uow.documents.get(document_id)
        latest = uow.readings.latest(document_id)
        if latest and latest.state in (ReadingState.QUEUED, ReadingState.RUNNING):
            raise Conflict("This document is being read already; wait until that is done.")
        reading = ask_for_reading(s, uow, document)
        licence_id = uow.versions.get(document.version_id).licence_id
        record(s, uow, actor, Action.READING_REQUEST, ("document", document_id), licence_id=licence_id)
        uow.commit()
    return reading


def set_document_aside(s: Services, actor: Actor, document_id: str, reason: str) -> None:
    """Mark a wrong upload; its bytes and decisions that rest on it stay. Raises NotFound, Invalid, Conflict."""
    actor.must_be(Role.EDITOR)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise Invalid.field("reason", "Say why this document is set aside.")
    with s.unit_of_work() as uow:
        document = uow.documents.get(document_id)
        if document.set_aside is not None:
            raise Conflict("This document was set aside already.")
        uow.documents.set_aside(document_id, reason, actor.id, s.now())
        licence_id = uow.versions.get(document.version_id).licence_id
        subject, after = ("document", document_id), {"set_aside": reason}
        record(s, uow, actor, Action.DOCUMENT_SET_ASIDE, subject, licence_id=licence_id, after=after)
        uow.commit()
