"""A version as a reader takes it: an amendment stands for the agreement as it reads with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from domain.clause import Clause
from domain.comparison import Comparison, LaidText, compare, frame_of, lay
from domain.comparison.remarks import TextFacts
from domain.decision import Decision, Evidence
from domain.errors import Conflict, NotFound
from domain.ports import UnitOfWork
from domain.readings import Reading, ReadingState
from domain.usecases.evidence import find_quote
from domain.usecases.looking_up import holding, newest_readings
from domain.version import HELD, Document, DocumentRole, Version, VersionKind, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A version with what was read of it. `documents` maps the ids of its clauses to the documents they stand in."""

    version: Version
    readings: tuple[Reading, ...]
    clauses: tuple[Clause, ...]
    documents: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class WholeText:
    """A text to compare or to read: `layers` are the agreement and the amendments laid over it, `version` the last.

    `document` is there where a single document stands for the text, such as a draft. `decisions` hold, by term, and
    `document_of` names the document of a clause by the id of the clause.
    """

    version: Version
    layers: tuple[Layer, ...]
    laid: LaidText
    decisions: Mapping[str, Decision]
    document: Document | None = None
    document_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.version.label}: {self.document.filename}" if self.document else self.version.label

    @property
    def over(self) -> Version | None:
        """The agreement that an amendment is laid over."""
        return self.layers[0].version if len(self.layers) > 1 else None

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """What tells this text from any other: the bytes and the readings of every layer, which never change."""
        return tuple(tuple(f"{r.id} {r.engine}" for r in layer.readings) for layer in self.layers)

    @property
    def facts(self) -> TextFacts:
        """What makes a comparison weak or unsure."""
        readings = [reading for layer in self.layers for reading in layer.readings]
        return TextFacts(
            name=self.name,
            clauses=len(self.clauses),
            languages=frozenset(reading.language for reading in readings if reading.language),
            is_scanned=any(reading.ocr_pages for reading in readings),
        )

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What is compared: the clauses that hold, and at the end what amendments say beside them.

        What could not be applied is among those; what an amendment only says about itself is not.
        """
        frame = {clause_id for layer in self.layers[1:] for clause_id in frame_of(layer.clauses)}
        beside = [one.cause.clause for one in self.laid.unclear]
        beside += [cause.clause for cause in self.laid.beside if cause.clause.id not in frame]
        return (*(one.clause for one in self.laid.holding), *beside)

    def places(self, evidence: Evidence) -> frozenset[str]:
        """The ids of the clauses in which the words of a decision stand now; none where they are not found.

        The words of an amendment stand in the clause that it changed. After a document was read again, they are
        looked for in its newest reading.
        """
        known = {clause.id for clause in self.clauses}
        if evidence.clause_id in known:
            return frozenset((evidence.clause_id,))
        if changed := self._changed_by.get(evidence.clause_id):
            return changed
        again = [
            clause
            for clause in self.clauses
            if self.document_of.get(clause.id) == evidence.document_id and find_quote(clause.text, evidence.quote)
        ]
        same = [clause for clause in again if clause.number == evidence.clause_number]
        return frozenset(clause.id for clause in (same or again)[:1])

    @cached_property
    def _changed_by(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for one in self.laid.holding:
            for cause in one.by:
                found.setdefault(cause.clause.id, set()).add(one.clause.id)
        return {clause_id: frozenset(ids) for clause_id, ids in found.items()}


def whole_text(uow: UnitOfWork, named: str) -> WholeText:
    """The text of a version, or of one document of a version, by its id.

    Raises NotFound, and Conflict while a document is read for the first time: half a text compares wrongly.
    """
    try:
        version = uow.versions.get(named)
    except NotFound:
        return _document_text(uow, uow.documents.get(named))
    return laid_text(uow, layers_of(uow.versions.of_licence(version.licence_id), version))


def _document_text(uow: UnitOfWork, document: Document) -> WholeText:
    """One document by itself, such as a draft. The decisions of its version are those it is held to."""
    if document.set_aside is not None:
        raise Conflict(f"“{document.filename}” was set aside. Choose another document.")
    version = uow.versions.get(document.version_id)
    layer = _layer(uow, version, (document,))
    return _laid(uow, (layer,), document)


def laid_text(uow: UnitOfWork, versions: Sequence[Version]) -> WholeText:
    """An agreement with amendments laid over it, in this order; raises Conflict as whole_text."""
    return _laid(uow, tuple(_layer(uow, version, signed_of(uow, version)) for version in versions))


def _laid(uow: UnitOfWork, layers: tuple[Layer, ...], document: Document | None = None) -> WholeText:
    held: dict[str, Decision] = {}
    for layer in layers:
        held |= {decision.term: decision for decision in holding(uow.decisions.of_version(layer.version.id))}
    return WholeText(
        version=layers[-1].version,
        layers=layers,
        laid=lay(layers[0].clauses, [layer.clauses for layer in layers[1:]]),
        decisions=held,
        document=document,
        document_of={clause: one for layer in layers for clause, one in layer.documents.items()},
    )


def in_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """By the first day; a draft without one is the newest."""
    return tuple(sorted(versions, key=lambda v: (v.fields.effective_from or dt.date.max, v.created_at, v.id)))


def layers_of(versions: Iterable[Version], version: Version) -> tuple[Version, ...]:
    """The versions that a version is read with: for an amendment the agreement before it and the amendments between.

    What has held counts; where no agreement has, a draft of one does, so that both can be prepared together.
    """
    if version.kind is VersionKind.AGREEMENT:
        return (version,)
    ordered = in_order(versions)
    earlier = ordered[: ordered.index(version)]
    agreements = [one for one in earlier if one.kind is VersionKind.AGREEMENT and one.state in HELD]
    drafts = [one for one in earlier if one.kind is VersionKind.AGREEMENT and one.state is not VersionState.WITHDRAWN]
    base = next(reversed(agreements or drafts), None)
    if base is None:
        return (version,)
    between = (one for one in earlier[earlier.index(base) + 1 :] if _still_amends(one, version))
    return (base, *between, version)


def former_of(versions: Iterable[Version], version: Version) -> tuple[Version, ...]:
    """What held before a version: for an agreement the one before it with its amendments, for an amendment what it is
    laid over. Empty where nothing did."""
    ordered = in_order(versions)
    if version.kind is VersionKind.AMENDMENT:
        return layers_of(ordered, version)[:-1]
    earlier = [one for one in ordered[: ordered.index(version)] if one.state in HELD]
    bases = [at for at, one in enumerate(earlier) if one.kind is VersionKind.AGREEMENT]
    if not bases:
        return ()
    return (earlier[bases[-1]], *(one for one in earlier[bases[-1] + 1 :] if _still_amends(one, version)))


def _still_amends(other: Version, version: Version) -> bool:
    start, end = version.fields.effective_from, other.fields.effective_to
    ended = start is not None and end is not None and end < start
    return other.kind is VersionKind.AMENDMENT and other.state in HELD and not ended


def signed_of(uow: UnitOfWork, version: Version) -> tuple[Document, ...]:
    """The documents that make up the text of a version: drafts only where there is nothing else."""
    known = tuple(one for one in uow.documents.of_version(version.id) if one.set_aside is None)
    return tuple(one for one in known if one.role is not DocumentRole.DRAFT) or known


def drafts_of(uow: UnitOfWork, version: Version) -> tuple[Document, ...]:
    """The drafts that a version has beside its signed documents."""
    signed = {one.id for one in signed_of(uow, version)}
    known = (one for one in uow.documents.of_version(version.id) if one.set_aside is None)
    return tuple(one for one in known if one.id not in signed)


def _layer(uow: UnitOfWork, version: Version, documents: Iterable[Document]) -> Layer:
    readings = tuple(_readings(uow, documents))
    stored = [one for reading in readings for one in uow.readings.clauses(reading.id)]
    return Layer(
        version=version,
        readings=readings,
        clauses=tuple(one.clause for one in stored),
        documents={one.clause.id: one.document_id for one in stored},
    )


def _readings(uow: UnitOfWork, documents: Iterable[Document]) -> Iterator[Reading]:
    for document in documents:
        latest, done = newest_readings(uow, document.id)
        if done is not None:
            yield done
        elif latest is not None and latest.state is not ReadingState.FAILED:
            raise Conflict(f"“{document.filename}” is still being read. Compare again when that is done.")


_KEPT = 8


def compared(old: WholeText, new: WholeText) -> Comparison:
    """The comparison of two texts. The last few are kept: the same two are asked for again and again in a review."""
    return _compared(_Kept(old), _Kept(new))


class _Kept:
    """A text that is known by its readings alone."""

    __slots__ = ("key", "text")

    def __init__(self, text: WholeText) -> None:
        self.text, self.key = text, text.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=_KEPT)
def _compared(old: _Kept, new: _Kept) -> Comparison:
    return compare(old.text.clauses, new.text.clauses)
