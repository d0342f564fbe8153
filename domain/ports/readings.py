"""Readings of documents, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from domain.page import Page
from domain.queries import ClauseHit, ClauseText
from domain.reading.analysis import Analysis
from domain.reading.own_wordings import OwnWording
from domain.readings import Disposition, FactAt, Reading, StoredClause, StoredSuggestion
from domain.version import DocumentRole


class Readings(Protocol):
    """Readings, their pages, clauses and suggestions."""

    def get(self, reading_id: str) -> Reading:
        """One reading; raises NotFound."""

    def latest(self, document_id: str) -> Reading | None:
        """The newest reading of a document."""

    def latest_of(self, document_ids: Sequence[str], *, done: bool = False) -> dict[str, Reading]:
        """The newest readings of those of these documents that have one, by the document's id; with `done` the newest
        that came to its end."""

    def facts_of(self, licence_ids: Collection[str], roles: Collection[DocumentRole]) -> dict[str, tuple[FactAt, ...]]:
        """The facts of the newest readings of the documents of these roles, by the licence's id, agreements before
        amendments and the newest reading first; withdrawn versions and documents set aside left out."""

    def of_document(self, document_id: str) -> tuple[Reading, ...]:
        """All readings of a document, oldest first."""

    def read_again(self, document_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """For those of these documents that have been read to the end more than once, by their ids: the ids of the
        last such reading but one, and of the last."""

    def add(self, reading: Reading) -> None:
        """A new reading."""

    def save(self, reading: Reading) -> None:
        """Save how far it is."""

    def add_page(self, reading_id: str, page: Page) -> None:
        """Keep a page; keeping the same page again replaces it (a reading may be resumed)."""

    def page(self, reading_id: str, number: int) -> Page:
        """One page that was kept; raises NotFound."""

    def pages(self, reading_id: str) -> Iterator[Page]:
        """The pages kept so far, in order, one at a time."""

    def add_analysis(self, reading: Reading, version_id: str, analysis: Analysis, new_id: Callable[[], str]) -> None:
        """Keep what a finished reading found, once only; clause ids become unique in the desk (`READING.cN`)."""

    def clauses(self, reading_id: str) -> tuple[StoredClause, ...]:
        """The clauses of a reading, in reading order."""

    def clause(self, clause_id: str) -> StoredClause:
        """One clause; raises NotFound."""

    def clauses_named(self, clause_ids: Sequence[str]) -> dict[str, StoredClause]:
        """These clauses by their ids; one that is not there is left out."""

    def suggestions(self, version_id: str) -> tuple[StoredSuggestion, ...]:
        """The suggestions of the latest done reading of each document of a version (documents set aside left out)."""

    def suggestions_of(self, reading_id: str) -> tuple[StoredSuggestion, ...]:
        """Every suggestion of one reading, as its text runs, whether it still counts or not."""

    def suggestion(self, suggestion_id: str) -> StoredSuggestion:
        """One suggestion; raises NotFound."""

    def dispose(self, disposition: Disposition) -> None:
        """Record what became of a suggestion; append-only."""

    def search(self, document_ids: Sequence[str], words: str, limit: int) -> tuple[ClauseHit, ...]:
        """Clauses of the latest readings of these documents that hold the words, in reading order."""

    def clauses_with(self, pieces: Sequence[str], limit: int) -> tuple[ClauseText, ...]:
        """Clauses of the readings that count whose text holds one of `pieces` of words (all, where none are given),
        those of the newest readings first."""

    def count_clauses(self, pieces: Sequence[str] = ()) -> int:
        """How many clauses the readings that count have, with one of `pieces` of words where some are given."""


class PageReader(Protocol):
    """Reads PDF files in a child process with limits; the service outlives any file."""

    @property
    def name(self) -> str:
        """Name and version of what reads."""

    def inspect(self, path: Path) -> int:
        """How many pages it has; raises DocumentRejected, in a sentence, for what cannot be read."""

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        """The pages from `first` on, as they are read; raises DocumentRejected."""

    def analyse(self, pages: Iterable[Page], own: Sequence[OwnWording] = ()) -> Analysis:
        """Clauses, suggestions and facts of the pages, by the rules that ship and the phrases of the library's own;
        raises DocumentRejected where that takes too much."""

    def picture(self, path: Path, page: int, *, dpi: int = 110, turned: float = 0.0) -> bytes:
        """A PNG of a page, turned as it was to be read (`Page.turned`); raises DocumentRejected or NotFound."""
