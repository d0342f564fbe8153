"""A document as its page shows it: one page with what is asked for, and the clauses of all."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import NotFound
from domain.licence import Licence
from domain.ports import Services, UnitOfWork
from domain.queries import ClauseHit
from domain.readings import StoredClause
from domain.usecases.looking_up import newest_done
from domain.usecases.reviewing import MOST_HITS, Shown, page_shown
from domain.version import Document, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewWish:
    """What somebody wants to see of a document: a page, a clause (then its page), words to be found."""

    page: int | None = None
    clause_id: str | None = None
    words: str = ""
    as_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """A document with the page that is shown. `documents` are those of its version, set-aside ones left out."""

    licence: Licence
    version: Version
    document: Document
    documents: tuple[Document, ...]
    shown: Shown
    clauses: tuple[StoredClause, ...]
    hits: tuple[ClauseHit, ...] | None


def view_document(s: Services, document_id: str, wish: ViewWish) -> Viewed:
    """One page of a document; raises NotFound for a document or page that is not there.

    A clause of an earlier reading is shown where that reading found it, so that old evidence can always be looked at.
    """
    with s.reading_only() as uow:
        document = uow.documents.get(document_id)
        version = uow.versions.get(document.version_id)
        focus = _clause(uow, document, wish.clause_id)
        hits = uow.readings.search([document_id], wish.words, MOST_HITS) if wish.words else None
        number = wish.page or (focus.clause.page_start if focus else hits[0].page if hits else 1)
        done = newest_done(uow, document_id)
        documents = uow.documents.of_version(version.id)
        return Viewed(
            licence=uow.licences.get(version.licence_id),
            version=version,
            document=document,
            documents=tuple(d for d in documents if d.set_aside is None or d.id == document_id),
            shown=page_shown(uow, document, number, focus, as_text=wish.as_text),
            clauses=uow.readings.clauses(done.id) if done else (),
            hits=hits,
        )


def _clause(uow: UnitOfWork, document: Document, clause_id: str | None) -> StoredClause | None:
    if clause_id is None:
        return None
    stored = uow.readings.clause(clause_id)
    if stored.document_id != document.id:
        raise NotFound("There is no such clause in this document.")
    return stored
