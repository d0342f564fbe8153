"""A reading of a document, as it is kept: how far it is, and what it found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.clause import Clause
from domain.reading.analysis import KeyFact
from domain.suggestion import Suggestion, SuggestionState


class ReadingState(StrEnum):
    """Where a reading stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of one document. `pages` is None until the file has been opened; `error` is a sentence.

    `engine` names the version of reader and rules that made it; reading again makes another reading.
    """

    id: str
    document_id: str
    state: ReadingState
    requested_at: dt.datetime
    pages: int | None = None
    pages_done: int = 0
    ocr_pages: tuple[int, ...] = ()
    language: str | None = None
    engine: str | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    facts: tuple[KeyFact, ...] = ()
    finished_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAt:
    """A fact of the newest reading of a document; its quote names a stored clause."""

    document_id: str
    fact: KeyFact


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClause:
    """A clause of a reading; its `clause.id` is unique in the whole desk (`READING.cN`)."""

    reading_id: str
    document_id: str
    position: int
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSuggestion:
    """A suggestion of a reading, and what became of it.

    The quotes of `suggestion.evidence` name stored clauses. `position` orders a version's suggestions as the text runs.
    """

    id: str
    reading_id: str
    document_id: str
    version_id: str
    position: int
    suggestion: Suggestion
    state: SuggestionState = SuggestionState.OPEN
    disposed_by_name: str | None = None
    disposed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """What a person did with a suggestion; append-only. `state` OPEN reopens it."""

    id: str
    suggestion_id: str
    state: SuggestionState
    decision_id: str | None
    reason: str | None
    by: str
    by_name: str
    at: dt.datetime
