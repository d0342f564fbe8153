"""Everything that the desk knows, as lines of JSON for other programs. docs/export.md describes each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.identity import Actor, Role
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.readings import ReadingState
from domain.record import as_record
from domain.said_elsewhere import SaidBy
from domain.version import Document, Version

FORMAT = 1
"""Raised when a member is taken away or changes its meaning; members may be added without."""

Line = dict[str, Any]


def dump(s: Services, actor: Actor) -> Iterator[Line]:
    """Every line, as the record stood at one moment; raises NotPermitted. Bytes of documents are not in it.

    First the vocabulary and the library's phrases, then each licence with what hangs on it, then the trail.
    """
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        yield {"record": "dump", "format": FORMAT, "library": s.settings.library_name, "at": s.now().isoformat()}
        for definition in uow.vocabulary.all():
            yield {"record": "term_definition", **as_record(definition)}
        for phrase in uow.phrases.all():
            yield {"record": "phrase", **as_record(phrase)}
        for licence in uow.exchange.every_licence():
            yield from _licence(uow, licence)
        for entry in uow.exchange.trail():
            yield {"record": "trail", **as_record(entry)}


def _licence(uow: UnitOfWork, licence: Licence) -> Iterator[Line]:
    told = as_record(licence)
    yield {"record": "licence", **told.pop("fields"), **told}
    decisions = uow.decisions.of_licence(licence.id)
    for version in uow.versions.of_licence(licence.id):
        yield _version(uow, version)
        for document in uow.documents.of_version(version.id):
            yield from _document(uow, document)
        for decision in decisions.get(version.id, ()):
            yield {"record": "decision", "licence_id": licence.id, **as_record(decision)}
        yield from _beside_decisions(uow, version)
    for one in uow.exchange.suggestions(licence_ids=[licence.id]):
        yield {"record": "imported_suggestion", **as_record(one)}
    for task in uow.tasks.of_licence(licence.id):
        yield {"record": "task", **as_record(task)}


def _beside_decisions(uow: UnitOfWork, version: Version) -> Iterator[Line]:
    """Who approved them, and what other systems say that nobody decided yet."""
    for approval in uow.decisions.approvals(version.id).values():
        yield {"record": "approval", **as_record(approval)}
    for said in uow.said.waiting_on([version.id]):
        if said.by is SaidBy.SYSTEM:
            yield {"record": "proposal", **as_record(said)}


def _version(uow: UnitOfWork, version: Version) -> Line:
    told = as_record(version)
    steps = [as_record(step) for step in uow.versions.transitions(version.id)]
    return {"record": "version", **told.pop("fields"), **told, "transitions": steps}


def _document(uow: UnitOfWork, document: Document) -> Iterator[Line]:
    yield {"record": "document", **as_record(document)}
    done = [one for one in uow.readings.of_document(document.id) if one.state is ReadingState.DONE]
    for stored in uow.readings.clauses(done[-1].id) if done else ():
        clause = stored.clause
        yield {
            "record": "clause",
            "document_id": document.id,
            "id": clause.id,
            "parent": clause.parent,
            "number": clause.number,
            "heading": clause.heading,
            "text": clause.text,
            "page_start": clause.page_start,
            "page_end": clause.page_end,
        }
