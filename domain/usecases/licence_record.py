"""Looking at one licence, one version, or one term: everything a page shows, from one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.audit import AuditEntry
from domain.deadline import DeadlineState
from domain.decision import Decision
from domain.effective_terms import DecidedVersion, EffectiveTerm, RecordConflict, effective_terms, record_conflicts
from domain.licence import Licence, LicenceStatus
from domain.ports import Services, UnitOfWork
from domain.queries import AuditFilter, PageOf
from domain.readings import Reading
from domain.renewal import RenewalDates, derived_status, renewal_dates
from domain.suggestion import SuggestionState
from domain.task import Task
from domain.usecases.deadlines import states_of
from domain.usecases.terms import decided_versions, terms_in
from domain.usecases.versions import circumstances
from domain.version import NEXT_STATES, Document, Readiness, Transition, Version, VersionState, readiness
from domain.vocabulary import TermDefinition

HISTORY_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document and its newest reading."""

    document: Document
    reading: Reading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A version with what hangs on it. `suggestions` counts those of its readings, `dealt_with` those no longer open;
    `decided` counts the terms that it decides."""

    version: Version
    documents: tuple[DocumentRecord, ...] = ()
    transitions: tuple[Transition, ...] = ()
    suggestions: int = 0
    dealt_with: int = 0
    decided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRecord:
    """A licence as it stands on `on`. `labels` name the versions of the licence and of its master by id.

    `people` are names by the ids of accounts.
    """

    licence: Licence
    status: LicenceStatus
    dates: RenewalDates
    on: dt.date
    terms: dict[str, EffectiveTerm]
    definitions: tuple[TermDefinition, ...]
    conflicts: tuple[RecordConflict, ...]
    versions: tuple[VersionRecord, ...]
    labels: dict[str, str]
    master: Licence | None
    history: PageOf[AuditEntry]
    deadlines: tuple[DeadlineState, ...] = ()
    tasks: tuple[Task, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def licence_of(s: Services, licence_id: str) -> Licence:
    """One licence as it is kept; raises NotFound."""
    with s.reading_only() as uow:
        return uow.licences.get(licence_id)


def licence_record(
    s: Services, licence_id: str, on: dt.date | None = None, *, before: str | None = None, entries: int = HISTORY_SHOWN
) -> LicenceRecord:
    """The record, with its terms on a day (today) and the trail, newest first; raises NotFound.

    `before` is a cursor into the trail; raises Invalid for one that is not.
    """
    today = s.today()
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        master = uow.licences.get(licence.fields.master_id) if licence.fields.master_id else None
        definitions = uow.vocabulary.all()
        names = {definition.key: definition.label_en for definition in definitions}
        own = decided_versions(uow, licence_id)
        inherited = decided_versions(uow, master.id) if master else ()
        return LicenceRecord(
            licence=licence,
            status=derived_status(licence.fields, tuple(one.version for one in own), today),
            dates=renewal_dates(licence.fields, today),
            on=on or today,
            terms=effective_terms(own, on or today, master=inherited),
            definitions=definitions,
            conflicts=tuple(record_conflicts(own, names)),
            versions=_versions(uow, licence_id, own),
            labels={one.version.id: one.version.label for one in (*own, *inherited)},
            master=master,
            deadlines=states_of(s, uow, licence),
            tasks=uow.tasks.of_licence(licence_id),
            people={account.id: account.name for account in uow.accounts.all()},
            history=uow.audit.entries(AuditFilter(licence_id=licence_id, limit=entries, cursor=before)),
        )


def _versions(uow: UnitOfWork, licence_id: str, decided: Sequence[DecidedVersion]) -> tuple[VersionRecord, ...]:
    """What hangs on some versions of a licence, in as many statements for many as for one."""
    documents, steps = uow.documents.of_licence(licence_id), uow.versions.transitions_of(licence_id)
    readings = uow.readings.latest_of([document.id for found in documents.values() for document in found])
    counts = uow.queries.review_counts(licence_id)
    return tuple(
        VersionRecord(
            version=one.version,
            documents=tuple(
                DocumentRecord(document=document, reading=readings.get(document.id))
                for document in documents.get(one.version.id, ())
            ),
            transitions=steps.get(one.version.id, ()),
            **_reviewed(counts.get(one.version.id, {})),
            decided=len(one.latest()),
        )
        for one in decided
    )


def _reviewed(counts: Mapping[str, int]) -> dict[str, int]:
    """How many suggestions of a version there are, and of how many something became."""
    total = sum(counts.values())
    return {"suggestions": total, "dealt_with": total - counts.get(SuggestionState.OPEN, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """A version beside its licence. `ways` says for each state it may take what stands in the way."""

    licence: Licence
    record: VersionRecord
    ways: dict[VersionState, Readiness]


def version_page(s: Services, version_id: str) -> VersionPage:
    """Raises NotFound."""
    with s.reading_only() as uow:
        version = uow.versions.get(version_id)
        around = circumstances(s, uow, version)
        decided = next(d for d in decided_versions(uow, version.licence_id) if d.version.id == version_id)
        return VersionPage(
            licence=uow.licences.get(version.licence_id),
            record=_versions(uow, version.licence_id, [decided])[0],
            ways={to: readiness(version, to, around) for to in VersionState if to in NEXT_STATES[version.state]},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRecord:
    """One term of one licence: what holds, and every decision ever made on it, the newest first."""

    licence: Licence
    definition: TermDefinition
    term: EffectiveTerm | None
    decisions: tuple[tuple[Version, Decision], ...]


def term_record(s: Services, licence_id: str, key: str, on: dt.date | None = None) -> TermRecord:
    """Raises NotFound for a licence or a term that is not here."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        found = [(d.version, e) for d in _all_decided(uow, licence) for e in d.decisions if e.term == key]
        return TermRecord(
            licence=licence,
            definition=uow.vocabulary.get(key),
            term=terms_in(uow, licence_id, on or s.today()).get(key),
            decisions=tuple(sorted(found, key=lambda pair: (pair[1].decided_at, pair[1].sequence), reverse=True)),
        )


def _all_decided(uow: UnitOfWork, licence: Licence) -> tuple[DecidedVersion, ...]:
    own = decided_versions(uow, licence.id)
    return own + (decided_versions(uow, licence.fields.master_id) if licence.fields.master_id else ())
