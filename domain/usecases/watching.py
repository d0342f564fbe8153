"""How far the documents of a version are read, and how much was found in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.suggestion import SuggestionState
from domain.usecases.looking_up import ReadDocument
from domain.version import Version, VersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionReading:
    """A version whose documents are being read. `found` counts the suggestions of each document that found something,
    `to_review` those of all that nobody has dealt with."""

    licence: Licence
    version: Version
    documents: tuple[ReadDocument, ...]
    found: dict[str, int]
    to_review: int


def version_reading(s: Services, version_id: str) -> VersionReading:
    """The documents of a version, those set aside left out; raises NotFound."""
    with s.reading_only() as uow:
        return _of(uow, uow.versions.get(version_id))


def reading_of(s: Services, document_id: str) -> tuple[ReadDocument, VersionReading]:
    """One document beside its version; raises NotFound."""
    with s.reading_only() as uow:
        document = uow.documents.get(document_id)
        read = ReadDocument(document=document, reading=uow.readings.latest(document_id))
        return read, _of(uow, uow.versions.get(document.version_id))


def _of(uow: UnitOfWork, version: Version) -> VersionReading:
    documents = [d for d in uow.documents.of_version(version.id) if d.set_aside is None]
    readings = uow.readings.latest_of([document.id for document in documents])
    suggestions = uow.readings.suggestions(version.id)
    spoken = [one for one in suggestions if one.suggestion.value != "silent"]
    waiting = spoken if version.kind is VersionKind.AMENDMENT else suggestions
    return VersionReading(
        licence=uow.licences.get(version.licence_id),
        version=version,
        documents=tuple(ReadDocument(document=d, reading=readings.get(d.id)) for d in documents),
        found=dict(Counter(one.document_id for one in spoken)),
        to_review=sum(one.state is SuggestionState.OPEN for one in waiting),
    )
