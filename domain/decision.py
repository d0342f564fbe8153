"""What a person decided for one term of one version, and on which evidence. Only ever added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.clause import Box, Span
from domain.record import as_record
from domain.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where in a signed document a statement comes from.

    `sha256` names the bytes of the PDF, `clause` the clause as `reader` read it, `span` the characters of that
    clause's text, `quote` the words themselves so that a reader can check them, `boxes` where they stand on the page.
    """

    document_id: str
    sha256: str
    clause_id: str
    clause_number: str | None
    page: int
    span: Span
    quote: str
    boxes: tuple[Box, ...]
    reader: str


_TOLD = ("term", "sequence", "value", "conditions", "public_note", "internal_note", "searched", "origin", "reason")


class Provenance(StrEnum):
    """Where a decision comes from: decided on clauses, entered by a person with a note, or imported from a system."""

    EVIDENCE = "evidence"
    SEARCH = "search"
    ENTERED = "entered"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `value` None reopens the term: it is not reviewed again.

    `sequence` counts the decisions of one term of one version from 1; the highest holds.
    `searched` is what was looked for, for a decision of `silent`.
    `origin` says where an imported one comes from (system, record, date).
    """

    id: str
    version_id: str
    term: str
    sequence: int
    value: Value | None
    conditions: str | None
    public_note: str | None
    internal_note: str | None
    provenance: Provenance
    evidence: tuple[Evidence, ...]
    searched: tuple[str, ...]
    origin: str | None
    suggestion_id: str | None
    reason: str | None
    decided_by: str
    decided_by_name: str
    decided_at: dt.datetime

    def for_the_trail(self) -> dict[str, Any]:
        """What the trail tells of it: all that was decided and on which words, not by whom: its entry says that."""
        quotes = [{"clause": e.clause_number, "page": e.page, "quote": e.quote} for e in self.evidence]
        return {**{name: as_record(getattr(self, name)) for name in _TOLD}, "evidence": quotes}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceClaim:
    """Evidence as a person or program points at it, before it is checked against the stored clause."""

    document: str
    clause: str
    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody wants to decide. `reason` is needed where an earlier decision is superseded after review."""

    value: object
    conditions: str | None = None
    public_note: str | None = None
    internal_note: str | None = None
    evidence: tuple[EvidenceClaim, ...] = ()
    searched: tuple[str, ...] = ()
    suggestion_id: str | None = None
    reason: str | None = None
    origin: str | None = None
