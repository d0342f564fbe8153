"""What the documents of a licence say for its form: parties, dates, renewal, notice, law. Offered, never entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.licence import Licence, OrganisationRole, RenewalKind
from domain.ports import Services, UnitOfWork
from domain.reading.analysis import KeyFact
from domain.readings import StoredClause
from domain.values import Value
from domain.version import Document, DocumentRole, Version, VersionKind, VersionState

MOST_OF_A_KEY = 3
"""Documents that say otherwise: more than these are nothing to choose from."""
TEXTS = (DocumentRole.AGREEMENT, DocumentRole.DRAFT, DocumentRole.SIDE_LETTER)
"""The documents that may name parties and dates, the signed text first."""
_MAY_MOVE = frozenset({"end_date", "renewal", "notice_period"})
"""What an amendment may say for the whole licence; its title, parties and beginning are its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A fact with the words that it comes from. `key` and `value` as in domain.reading.analysis.KeyFact."""

    key: str
    value: Value
    confidence: float
    document_id: str
    filename: str
    version: str
    clause_id: str
    number: str | None
    page: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFacts:
    """What was found for a licence, and what of it the record does not have yet."""

    licence: Licence
    found: tuple[FoundFact, ...]

    @property
    def open_keys(self) -> frozenset[str]:
        """The facts whose field on the record is empty."""
        return frozenset(fact.key for fact in self.found if is_empty(self.licence, fact.key))


def facts_for(s: Services, licence_id: str) -> LicenceFacts:
    """The facts of the newest readings of a licence's documents, by key, the newest agreement's first; raises
    NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        chosen: list[_Said] = []
        for said in _facts(uow, licence_id):
            same = [fact.value for _, _, fact in chosen if fact.key == said[2].key]
            if said[2].value not in same and len(same) < MOST_OF_A_KEY:
                chosen.append(said)
        clauses = uow.readings.clauses_named([fact.evidence.clause for _, _, fact in chosen])
    return LicenceFacts(licence=licence, found=tuple(_found(said, clauses) for said in chosen))


def is_empty(licence: Licence, key: str) -> bool:
    """Whether the record says nothing yet where this fact belongs; a law has no field, it is decided in the review."""
    fields = licence.fields
    return {
        "title": not fields.alternative_titles,
        "licensor": not fields.named(OrganisationRole.LICENSOR),
        "licensee": not fields.named(OrganisationRole.LICENSEE),
        "start_date": fields.start_date is None,
        "end_date": fields.end_date is None,
        "renewal": fields.renewal is RenewalKind.UNKNOWN,
        "notice_period": fields.notice_period is None,
    }.get(key, False)


_Said = tuple[Version, Document, KeyFact]


def _facts(uow: UnitOfWork, licence_id: str) -> Iterator[_Said]:
    """Agreements before amendments, the newest first; what was withdrawn says nothing."""
    newest, documents = uow.versions.of_licence(licence_id)[::-1], uow.documents.of_licence(licence_id)
    readings = uow.readings.latest_of([one.id for found in documents.values() for one in found], done=True)
    for version in sorted(newest, key=lambda version: version.kind is not VersionKind.AGREEMENT):
        if version.state is VersionState.WITHDRAWN:
            continue
        for document in _texts(documents.get(version.id, ())):
            done = readings.get(document.id)
            for fact in done.facts if done else ():
                if version.kind is VersionKind.AGREEMENT or fact.key in _MAY_MOVE:
                    yield version, document, fact


def _texts(documents: Sequence[Document]) -> list[Document]:
    """The documents that may name parties and dates, the signed text first."""
    kept = [document for document in documents if document.set_aside is None]
    return sorted((one for one in kept if one.role in TEXTS), key=lambda one: TEXTS.index(one.role))


def _found(said: _Said, clauses: Mapping[str, StoredClause]) -> FoundFact:
    version, document, fact = said
    clause = clauses[fact.evidence.clause].clause
    return FoundFact(
        key=fact.key,
        value=fact.value,
        confidence=fact.confidence,
        document_id=document.id,
        filename=document.filename,
        version=version.label,
        clause_id=clause.id,
        number=clause.number,
        page=fact.evidence.page,
        quote=fact.evidence.quote,
    )
