"""Loads the demo library through the same use cases that people use; what is there already is left alone."""

from __future__ import annotations

import io
import time
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from domain.decision import Choice, EvidenceClaim
from domain.identity import Actor, ActorKind, Role
from domain.ports import Services
from domain.readings import ReadingState, StoredClause
from domain.record import as_record
from domain.usecases.decisions import decide_term
from domain.usecases.documents import Upload, add_document
from domain.usecases.evidence import find_quote
from domain.usecases.licences import add_licence
from domain.usecases.tasks import add_task
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import Version, VersionState

LIBRARIAN = Actor(id="demo", name="Maud Reyes (demo)", role=Role.ADMIN, kind=ActorKind.SYSTEM)
_WAY = (VersionState.IN_REVIEW, VersionState.IN_FORCE)
_NO_WORK_SECONDS = 0.3
_VERSION_KEYS = ("kind", "label", "effective_from", "effective_to", "signatures", "note")


def load(s: Services) -> int:
    """Load what is not there yet; the number of licences added. Stopped half-way, it goes on where it was."""
    text = resources.files("api.demo").joinpath("library.toml").read_text(encoding="utf-8")
    return sum(_load_licence(s, dict(entry)) for entry in tomllib.loads(text)["licence"])


def _load_licence(s: Services, entry: dict[str, Any]) -> bool:
    versions, tasks = entry.pop("version"), entry.pop("tasks", ())
    with s.reading_only() as uow:
        there = uow.licences.by_code(entry["code"])
    licence = there or add_licence(s, LIBRARIAN, as_record(entry))
    for version in versions:
        _load_version(s, licence.id, version)
    _load_tasks(s, licence.id, tasks)
    return there is None


def _load_tasks(s: Services, licence_id: str, entries: Sequence[Mapping[str, Any]]) -> None:
    with s.reading_only() as uow:
        known = {task.text for task in uow.tasks.of_licence(licence_id)}
    for entry in entries:
        if entry["text"] not in known:
            add_task(s, LIBRARIAN, licence_id, as_record(entry))


def _load_version(s: Services, licence_id: str, entry: Mapping[str, Any]) -> None:
    version = _version(s, licence_id, entry)
    _load_documents(s, version, entry["documents"])
    clauses = _clauses(s, version)
    with s.reading_only() as uow:
        decided = {decision.term for decision in uow.decisions.of_version(version.id)}
    for decision in entry.get("decisions", ()):
        if decision["term"] not in decided:
            decide_term(s, LIBRARIAN, version.id, decision["term"], _choice(decision, clauses))
    _move(s, version, VersionState(entry["state"]))


def _version(s: Services, licence_id: str, entry: Mapping[str, Any]) -> Version:
    with s.reading_only() as uow:
        there = [v for v in uow.versions.of_licence(licence_id) if v.label == entry["label"]]
    raw = {key: as_record(entry[key]) for key in _VERSION_KEYS if key in entry}
    return there[0] if there else add_version(s, LIBRARIAN, licence_id, raw)


def _load_documents(s: Services, version: Version, entries: list[Mapping[str, str]]) -> None:
    with s.reading_only() as uow:
        there = {document.filename for document in uow.documents.of_version(version.id)}
    for entry in entries:
        if entry["file"] not in there:
            content = resources.files("api.demo").joinpath("pdf", entry["file"]).read_bytes()
            upload = Upload(filename=entry["file"], content=io.BytesIO(content), role=entry["role"])
            add_document(s, LIBRARIAN, version.id, upload)


def _clauses(s: Services, version: Version) -> tuple[StoredClause, ...]:
    """The clauses of a version's documents, once they have been read: by us, or by a service that runs beside."""
    while not _all_read(s, version):
        if not work_one(s, "demo"):
            time.sleep(_NO_WORK_SECONDS)
    with s.reading_only() as uow:
        readings = [uow.readings.latest(document.id) for document in uow.documents.of_version(version.id)]
        return tuple(clause for reading in readings if reading for clause in uow.readings.clauses(reading.id))


def _all_read(s: Services, version: Version) -> bool:
    with s.reading_only() as uow:
        readings = [uow.readings.latest(document.id) for document in uow.documents.of_version(version.id)]
    return all(reading and reading.state in (ReadingState.DONE, ReadingState.FAILED) for reading in readings)


def _choice(entry: Mapping[str, Any], clauses: tuple[StoredClause, ...]) -> Choice:
    texts = {name: entry.get(name) for name in ("conditions", "public_note", "internal_note")}
    searched = tuple(entry.get("searched", ()))
    evidence = _evidence(entry["quote"], clauses) if "quote" in entry else ()
    if not evidence and not searched:
        # A scan may have been read with a slip inside the quote: then the decision says where it stands.
        texts["internal_note"] = texts["internal_note"] or f"Read on paper: “{entry['quote']}”"
    return Choice(value=entry["value"], evidence=evidence, searched=searched, **texts)


def _evidence(quote: str, clauses: tuple[StoredClause, ...]) -> tuple[EvidenceClaim, ...]:
    for stored in clauses:
        if find_quote(stored.clause.text, quote):
            return (EvidenceClaim(document=stored.document_id, clause=stored.clause.id, quote=quote),)
    return ()


def _move(s: Services, version: Version, to: VersionState) -> None:
    """Along the states to `to`; a superseded version is put in force here, its successor supersedes it."""
    with s.reading_only() as uow:
        state = uow.versions.get(version.id).state
    goal = VersionState.IN_FORCE if to is VersionState.SUPERSEDED else to
    while goal in _WAY and state in (VersionState.DRAFT, *_WAY) and state is not goal:
        state = VersionState.IN_REVIEW if state is VersionState.DRAFT else VersionState.IN_FORCE
        move_version(s, LIBRARIAN, version.id, state, "Loaded with the demo library.")
