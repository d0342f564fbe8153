"""A system that terms are sent to: where it is, how its words map to ours, what it said of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.sync.mapping import RemoteVocabulary, TableRow, TermMapping


class System(StrEnum):
    """The kinds of system there is a connector for."""

    ALMA = "alma"


class FirstMeeting(StrEnum):
    """What to do where a record over there, met for the first time, says something else than we do."""

    ASK = "ask"
    OURS = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How one target is treated.

    `requests_per_second` and `requests_left` (of the day's quota, left for everybody else) keep us a good guest;
    `document_bytes` is the largest file that is sent along.
    """

    first_meeting: FirstMeeting = FirstMeeting.ASK
    create: bool = True
    amendments: bool = True
    documents: bool = True
    document_bytes: int = 10 * 1024 * 1024
    requests_per_second: int = 15
    requests_left: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A connected system. Its key is kept apart, encrypted, and is never part of this.

    `address` is scheme and host, such as https://api-ca.hosted.exlibrisgroup.com. `vendors` maps names of our
    organisations to their codes over there. `vocabulary` is what the system said when it was last asked.
    """

    id: str
    name: str
    system: System
    address: str
    options: Options
    mapping: tuple[TermMapping, ...]
    vocabulary: RemoteVocabulary
    created_at: dt.datetime
    updated_at: dt.datetime
    vendors: Mapping[str, str] = field(default_factory=dict)
    pulled_on: dt.date | None = None
    closed_at: dt.datetime | None = None
    revision: int = 1

    def rows_of(self, code: str) -> tuple[TableRow, ...]:
        """The values that a code takes over there; nothing where it takes any text, or nobody knows."""
        known = self.vocabulary.terms.get(code)
        return self.vocabulary.tables.get(known.table, ()) if known and known.table else ()

    def mapped(self, term: str) -> TermMapping:
        """How one of our terms is written there; an empty mapping where nobody said."""
        return next((one for one in self.mapping if one.term == term), TermMapping(term=term))
