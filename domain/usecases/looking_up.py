"""Looking things up for programs: one thing by its id, or the rows of one list. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.audit import AuditEntry
from domain.decision import Decision
from domain.errors import Invalid, NotFound
from domain.identity import Account, Actor, Role, Token
from domain.licence import Licence, LicenceStatus
from domain.ports import Services, UnitOfWork
from domain.queries import AuditFilter, Change, LicenceFilter, LicenceRow, PageOf
from domain.readings import Reading, ReadingState, StoredClause, StoredSuggestion
from domain.renewal import RenewalDates, derived_status, renewal_dates
from domain.version import Document, Version
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceNow:
    """A licence with what follows from its versions and dates on the day of asking."""

    licence: Licence
    status: LicenceStatus
    renewal: RenewalDates


def licence_now(s: Services, licence_id: str) -> LicenceNow:
    """One licence; raises NotFound."""
    with s.reading_only() as uow:
        licence = uow.licences.get(licence_id)
        versions = uow.versions.of_licence(licence_id)
    status = derived_status(licence.fields, versions, s.today())
    return LicenceNow(licence=licence, status=status, renewal=renewal_dates(licence.fields, s.today()))


def licence_rows(s: Services, which: LicenceFilter) -> PageOf[LicenceRow]:
    """Licences that match; raises Invalid for a cursor that is not one, and for a term or value there is not."""
    with s.reading_only() as uow:
        _check_terms(uow, which)
        return uow.queries.licences(which)


def _check_terms(uow: UnitOfWork, which: LicenceFilter) -> None:
    """A misspelt key or value would find nothing, which looks like an answer."""
    for wanted in which.terms:
        try:
            definition = uow.vocabulary.get(wanted.term)
        except NotFound:
            raise Invalid.field("term", f"There is no term “{wanted.term}” in the vocabulary.") from None
        if not definition.may_be_searched_for(wanted.value):
            message = f"“{wanted.value}” is no value of “{definition.label_en}”; its description lists them."
            raise Invalid.field("term", message)


def organisation_names(s: Services, words: str, limit: int) -> tuple[str, ...]:
    """Names of organisations that begin with or hold these words."""
    with s.reading_only() as uow:
        return uow.queries.organisations(words, limit)


def one_version(s: Services, version_id: str) -> Version:
    """One version; raises NotFound."""
    with s.reading_only() as uow:
        return uow.versions.get(version_id)


def versions_of(s: Services, licence_id: str) -> tuple[Version, ...]:
    """The versions of a licence, by effective date; raises NotFound."""
    with s.reading_only() as uow:
        uow.licences.get(licence_id)
        return uow.versions.of_licence(licence_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document and its newest reading."""

    document: Document
    reading: Reading | None


def one_document(s: Services, document_id: str) -> ReadDocument:
    """One document; raises NotFound."""
    with s.reading_only() as uow:
        return _read(uow, uow.documents.get(document_id))


def documents_of(s: Services, version_id: str) -> tuple[ReadDocument, ...]:
    """The documents of a version, oldest first, those set aside included; raises NotFound."""
    with s.reading_only() as uow:
        uow.versions.get(version_id)
        return tuple(_read(uow, document) for document in uow.documents.of_version(version_id))


def _read(uow: UnitOfWork, document: Document) -> ReadDocument:
    return ReadDocument(document=document, reading=uow.readings.latest(document.id))


def clauses_of(s: Services, document_id: str) -> tuple[StoredClause, ...]:
    """The clauses of the newest finished reading of a document, in reading order; none before there is one."""
    with s.reading_only() as uow:
        document = uow.documents.get(document_id)
        reading = newest_done(uow, document.id)
        return uow.readings.clauses(reading.id) if reading else ()


def newest_done(uow: UnitOfWork, document_id: str) -> Reading | None:
    """The newest reading of a document that came to its end."""
    return newest_readings(uow, document_id)[1]


def newest_readings(uow: UnitOfWork, document_id: str) -> tuple[Reading | None, Reading | None]:
    """The newest reading of a document, and the newest that came to its end."""
    readings = uow.readings.of_document(document_id)
    done = [one for one in readings if one.state is ReadingState.DONE]
    return (readings[-1] if readings else None), (done[-1] if done else None)


def suggestions_of(s: Services, version_id: str) -> tuple[StoredSuggestion, ...]:
    """The suggestions for a version, as the text runs; raises NotFound."""
    with s.reading_only() as uow:
        uow.versions.get(version_id)
        return uow.readings.suggestions(version_id)


def one_suggestion(s: Services, suggestion_id: str) -> StoredSuggestion:
    """One suggestion; raises NotFound."""
    with s.reading_only() as uow:
        return uow.readings.suggestion(suggestion_id)


def decisions_of(s: Services, version_id: str) -> tuple[Decision, ...]:
    """The decisions that hold on a version, in the order of the vocabulary; raises NotFound."""
    with s.reading_only() as uow:
        uow.versions.get(version_id)
        places = {definition.key: place for place, definition in enumerate(uow.vocabulary.all())}
        held = holding(uow.decisions.of_version(version_id))
    return tuple(sorted(held, key=lambda decision: (places.get(decision.term, len(places)), decision.term)))


def holding(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Of all decisions on a version those that hold; a term that was reopened has none."""
    latest = {decision.term: decision for decision in sorted(decisions, key=lambda decision: decision.sequence)}
    return tuple(decision for decision in latest.values() if decision.value is not None)


def last_decision(s: Services, version_id: str, key: str) -> Decision | None:
    """The last thing done for a term of a version; `value` None where it was reopened. Raises NotFound."""
    with s.reading_only() as uow:
        uow.versions.get(version_id)
        uow.vocabulary.get(key)
        made = [decision for decision in uow.decisions.of_version(version_id) if decision.term == key]
    return max(made, key=lambda decision: decision.sequence, default=None)


def definitions(s: Services) -> tuple[TermDefinition, ...]:
    """The vocabulary in its order, retired terms included."""
    with s.reading_only() as uow:
        return uow.vocabulary.all()


def one_definition(s: Services, key: str) -> TermDefinition:
    """One term definition; raises NotFound."""
    with s.reading_only() as uow:
        return uow.vocabulary.get(key)


def changes_after(s: Services, seq: int, limit: int) -> tuple[Change, ...]:
    """What the sync feed has after `seq`, in commit order."""
    with s.reading_only() as uow:
        return uow.audit.changes(seq, limit)


def trail(s: Services, actor: Actor, which: AuditFilter) -> PageOf[AuditEntry]:
    """Entries of the trail, newest first; raises NotPermitted, Invalid for a cursor that is not one."""
    actor.must_be(Role.REVIEWER)
    with s.reading_only() as uow:
        return uow.audit.entries(which)


def one_account(s: Services, actor: Actor, account_id: str) -> Account:
    """One account; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        return uow.accounts.get(account_id)


def one_token(s: Services, actor: Actor, token_id: str) -> Token:
    """One token, revoked or not; raises NotFound, NotPermitted."""
    actor.must_be(Role.ADMIN)
    with s.reading_only() as uow:
        found = [token for token in uow.accounts.tokens() if token.id == token_id]
    if not found:
        raise NotFound("There is no such token.")
    return found[0]
