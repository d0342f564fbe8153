"""Complete values to put into a database, with only what a test cares about said."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

from domain.audit import Action, Happening
from domain.clause import Box, Clause, Fragment, Span
from domain.deadline import DeadlineChoice, DeadlineDecision
from domain.decision import Decision, Evidence, Provenance
from domain.identity import Account, Role
from domain.jobs import Job, JobKind, JobState
from domain.licence import Licence, LicenceFields
from domain.page import Page, Word
from domain.queries import LicenceFilter
from domain.reading.analysis import Analysis, KeyFact
from domain.readings import Disposition, Reading, ReadingState
from domain.suggestion import Cue, Quote, Suggestion, SuggestionState
from domain.values import Value
from domain.version import Document, DocumentRole, Version, VersionFields, VersionKind, VersionState
from domain.work_queue import DeadlineAt, DeadlineKind
from storage.unit_of_work import Database, SqlUnitOfWork

NOW = dt.datetime(2026, 11, 21, 12, 30, 15, 123456, tzinfo=dt.UTC)
TODAY = NOW.date()
_numbers = itertools.count(1)


def new_id(kind: str = "id") -> str:
    """An id nobody else has."""
    return f"{kind}-{next(_numbers)}"


def a_licence(title: str = "Journals Complete", **fields: Any) -> Licence:
    """A licence; everything but the title may be said."""
    code = fields.pop("code", None) or new_id("CODE")
    made = fields.pop("at", NOW)
    licence_id = fields.pop("id", None) or new_id("licence")
    return Licence(
        id=licence_id, fields=LicenceFields(title=title, code=code, **fields), created_at=made, updated_at=made
    )


def a_version(licence: Licence | str, **said: Any) -> Version:
    """A version in force since 2024, unless said otherwise."""
    fields = VersionFields(
        kind=said.get("kind", VersionKind.AGREEMENT),
        label=said.get("label", "Agreement"),
        effective_from=said.get("start", dt.date(2024, 1, 1)),
        effective_to=said.get("end"),
        signatures=said.get("signatures", ()),
    )
    made = said.get("at", NOW)
    return Version(
        id=said.get("id") or new_id("version"),
        licence_id=licence if isinstance(licence, str) else licence.id,
        fields=fields,
        state=said.get("state", VersionState.IN_FORCE),
        created_at=made,
        updated_at=made,
    )


def a_document(version: Version, **said: Any) -> Document:
    """A document whose hash is of one letter, unless said otherwise."""
    return Document(
        id=said.get("id") or new_id("document"),
        version_id=version.id,
        sha256=said.get("sha256", "a" * 64),
        filename=said.get("filename", "signed.pdf"),
        bytes=said.get("bytes", 1000),
        role=DocumentRole.AGREEMENT,
        uploaded_by="somebody",
        uploaded_by_name="M. Roy",
        uploaded_at=NOW,
    )


def a_reading(document: Document, state: ReadingState = ReadingState.DONE, **said: Any) -> Reading:
    """A reading that is done, unless said otherwise."""
    return Reading(id=new_id("reading"), document_id=document.id, state=state, requested_at=NOW, **said)


def a_page(number: int, text: str = "Licence agreement") -> Page:
    """A page with these words side by side."""
    words = tuple(
        Word(text=word, x0=72.0 + 40 * n, top=90.5, x1=110.25 + 40 * n, bottom=101.0, font="Serif", size=11.0)
        for n, word in enumerate(text.split())
    )
    return Page(number=number, width=612.0, height=792.0, words=words)


def a_clause(number: str | None, text: str, **said: Any) -> Clause:
    """A clause on one line of one page."""
    box = Box(page=said.get("page", 1), x0=72.0, top=100.0, x1=540.0, bottom=112.5)
    return Clause(
        id=said.get("id") or f"c{number or 'x'}",
        number=number,
        heading=said.get("heading"),
        text=text,
        page_start=box.page,
        page_end=box.page,
        boxes=(box,),
        parent=said.get("parent"),
        level=said.get("level", 0),
        fragments=(Fragment(start=0, end=len(text), box=box),),
    )


def a_quote(clause: Clause, words: str) -> Quote:
    """These words of that clause."""
    start = clause.text.index(words)
    return Quote(clause=clause.id, page=clause.page_start, span=Span(start=start, end=start + len(words)), quote=words)


def a_suggestion(term: str, value: Value, *quotes: Quote) -> Suggestion:
    """A suggestion with a cue."""
    cue = Cue(quote="may", meaning="permits", against=False)
    return Suggestion(term=term, value=value, confidence=0.8, evidence=quotes, cues=(cue,), searched=("loan",))


def an_analysis(clauses: Iterable[Clause], suggestions: Iterable[Suggestion] = (), facts: Any = ()) -> Analysis:
    """What a reading found."""
    return Analysis(
        clauses=tuple(clauses), suggestions=tuple(suggestions), facts=tuple(facts), language="en", engine="rules 1"
    )


def a_fact(clause: Clause, words: str) -> KeyFact:
    """A fact that rests on these words."""
    return KeyFact(key="title", value=words, confidence=0.7, evidence=a_quote(clause, words))


def a_decision(version: Version, term: str, value: Value | None, **said: Any) -> Decision:
    """A decision entered by a person, the first of its term, unless said otherwise."""
    return Decision(
        id=new_id("decision"),
        version_id=version.id,
        term=term,
        sequence=said.get("sequence", 1),
        value=value,
        conditions=said.get("conditions"),
        public_note=said.get("public_note"),
        internal_note=said.get("internal_note"),
        provenance=said.get("provenance", Provenance.ENTERED),
        evidence=said.get("evidence", ()),
        searched=said.get("searched", ()),
        origin=None,
        suggestion_id=said.get("suggestion_id"),
        reason=said.get("reason"),
        decided_by="somebody",
        decided_by_name="M. Roy",
        decided_at=said.get("at", NOW),
    )


def evidence_for(document: Document, clause_id: str, clause: Clause, words: str) -> Evidence:
    """Evidence at these words of a stored clause."""
    quote = a_quote(clause, words)
    return Evidence(
        document_id=document.id,
        sha256=document.sha256,
        clause_id=clause_id,
        clause_number=clause.number,
        page=quote.page,
        span=quote.span,
        quote=words,
        boxes=clause.boxes_of(quote.span),
        reader="reader 1",
    )


def a_disposition(suggestion_id: str, state: SuggestionState, **said: Any) -> Disposition:
    """What somebody did with a suggestion."""
    return Disposition(
        id=new_id("disposition"),
        suggestion_id=suggestion_id,
        state=state,
        decision_id=said.get("decision_id"),
        reason=said.get("reason"),
        by="somebody",
        by_name="M. Roy",
        at=NOW,
    )


def a_word(licence: Licence, **said: Any) -> DeadlineDecision:
    """What was decided at a deadline of a licence: to keep it, unless said otherwise."""
    at = DeadlineAt(licence_id=licence.id, kind=DeadlineKind.NOTICE, day=said.get("day", TODAY))
    choice, number = said.get("choice", DeadlineChoice.KEEP), said.get("number", 1)
    return DeadlineDecision(
        at=at, number=number, choice=choice, note="", decided_by="x", decided_by_name="X", decided_at=NOW
    )


def a_happening(subject_id: str = "licence-1", **said: Any) -> Happening:
    """Something worth a line in the trail."""
    return Happening(
        at=said.get("at", NOW),
        actor_id=said.get("actor_id", "somebody"),
        actor_name="M. Roy",
        actor_kind="person",
        action=said.get("action", Action.LICENCE_CHANGE),
        subject="licence",
        subject_id=subject_id,
        licence_id=said.get("licence_id", subject_id),
        before=said.get("before", {"title": "Old"}),
        after=said.get("after", {"title": "New"}),
    )


def a_job(key: str, *, run_at: dt.datetime = NOW, kind: JobKind = JobKind.READ_DOCUMENT) -> Job:
    """A job that waits."""
    payload = {"reading": key}
    return Job(id=new_id("job"), kind=kind, key=key, payload=payload, state=JobState.QUEUED, attempts=0, run_at=run_at)


def an_account(email: str, role: Role = Role.EDITOR, name: str = "M. Roy") -> Account:
    """Somebody's account."""
    return Account(
        id=new_id("account"),
        email=email,
        name=name,
        role=role,
        password_hash="$argon2id$not-a-real-one",
        created_at=NOW,
    )


def keep_licence(database: Database, licence: Licence, *versions: Version) -> Licence:
    """Put a licence with its versions into the database."""
    with database.unit_of_work() as uow:
        uow.licences.add(licence)
        for version in versions:
            uow.versions.add(version)
        uow.commit()
    return licence


def keep_read(uow: SqlUnitOfWork, version: Version, analysis: Analysis, **said: Any) -> tuple[Document, Reading]:
    """A document of a version with a finished reading."""
    document = a_document(version, **said)
    uow.documents.add(document)
    reading = a_reading(document)
    uow.readings.add(reading)
    uow.readings.add_analysis(reading, version.id, analysis, lambda: new_id("suggestion"))
    return document, reading


def titles(database: Database, **which: Any) -> list[str]:
    """The titles that a list shows today under these conditions."""
    with database.reading_only() as uow:
        found = uow.queries.licences(LicenceFilter(**({"today": TODAY} | which)))
    return [row.fields.title for row in found.items]
