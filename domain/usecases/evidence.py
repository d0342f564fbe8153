"""Checking what a decision rests on: the quote must stand in the clause, the clause in the version's own documents."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.clause import Span
from domain.decision import Choice, Evidence, EvidenceClaim, Provenance
from domain.errors import FieldError, Invalid, NotFound
from domain.ports import UnitOfWork
from domain.readings import ReadingState
from domain.values import Value
from domain.version import Document, Version

_NEEDS_EVIDENCE = "Point at the words that say so: choose a clause, or say in the internal note where this comes from."
_NEEDS_SEARCH = "Say what was searched for, or wait until the document has been read."


def evidence_of(uow: UnitOfWork, version: Version, claims: Iterable[EvidenceClaim]) -> Iterable[Evidence]:
    """The claims as evidence that cannot change; raises Invalid at the part that does not hold."""
    documents = {d.id: d for d in uow.documents.of_version(version.id) if d.set_aside is None}
    for index, claim in enumerate(claims):
        yield _checked(uow, documents, claim, f"evidence.{index}.")


def _checked(uow: UnitOfWork, documents: dict[str, Document], claim: EvidenceClaim, at: str) -> Evidence:
    try:
        stored = uow.readings.clause(claim.clause)
    except NotFound:
        raise Invalid.field(f"{at}clause", "There is no such clause; choose one of this version's documents.") from None
    document = documents.get(stored.document_id)
    if document is None or claim.document not in (document.id, document.sha256):
        raise Invalid.field(f"{at}document", "The clause must stand in a document of this version.")
    clause = stored.clause
    span = find_quote(clause.text, claim.quote)
    if span is None:
        raise Invalid.field(f"{at}quote", "These words do not stand in the clause; quote it exactly.")
    page = clause.page_of(span.start)
    if claim.page is not None and not clause.page_start <= claim.page <= clause.page_end:
        raise Invalid.field(f"{at}page", f"The clause stands on page {clause.page_start}, not {claim.page}.")
    reading = uow.readings.get(stored.reading_id)
    return Evidence(
        document_id=document.id,
        sha256=document.sha256,
        clause_id=clause.id,
        clause_number=clause.number,
        page=page,
        span=span,
        quote=clause.text[span.start : span.end],
        boxes=clause.boxes_of(span),
        reader=reading.engine or "",
    )


def find_quote(text: str, quote: str) -> Span | None:
    """Where the words of `quote` stand in `text`, white space aside; None where they do not."""
    words = quote.split()
    if not words:
        return None
    start = text.find(quote)
    if start >= 0:
        return Span(start=start, end=start + len(quote))
    match = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return Span(start=match.start(), end=match.end()) if match else None


def searched_for(uow: UnitOfWork, version_id: str, key: str, choice: Choice) -> tuple[str, ...]:
    """What was looked for: what the person says, else what the readings of this version looked for."""
    if choice.searched:
        return tuple(text.strip()[:200] for text in choice.searched if text.strip())[:50]
    looked = [i.suggestion.searched for i in uow.readings.suggestions(version_id) if i.suggestion.term == key]
    found = tuple(dict.fromkeys(text for texts in looked for text in texts))
    if found or choice.internal_note or choice.evidence:
        return found
    done = [uow.readings.latest(d.id) for d in uow.documents.of_version(version_id) if d.set_aside is None]
    return ("the whole text",) if any(r and r.state is ReadingState.DONE for r in done) else ()


def provenance_of(
    value: Value, choice: Choice, evidence: tuple[Evidence, ...], searched: tuple[str, ...]
) -> Provenance:
    """What the decision rests on; raises Invalid where it rests on nothing."""
    if evidence:
        return Provenance.EVIDENCE
    if choice.origin:
        return Provenance.IMPORTED
    if searched:
        return Provenance.SEARCH
    if choice.internal_note:
        return Provenance.ENTERED
    if value == "silent":
        raise Invalid.field("searched", _NEEDS_SEARCH)
    raise Invalid("A decision needs its evidence.", [FieldError("evidence", _NEEDS_EVIDENCE)])
