"""What comes from spreadsheets and waits: a file that nobody confirmed yet, and values that nobody decided yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.spreadsheets.effect import SheetMapping
from domain.suggestion import SuggestionState
from domain.values import Value


class Source(StrEnum):
    """Who says so: a list that the library or another system keeps, or the licensor in answer to the term sheet."""

    SPREADSHEET = "spreadsheet"
    LICENSOR = "licensor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSuggestion:
    """What a file says of one term of one version. `value` None: `raw`, its words, must be read by a person.

    `origin` names file, sheet, row and day, and stays with the decision.
    """

    id: str
    import_id: str
    licence_id: str
    version_id: str
    term: str
    value: Value | None
    conditions: str | None
    public_note: str | None
    internal_note: str | None
    raw: str
    source: Source
    origin: str
    made_at: dt.datetime
    made_by_name: str
    state: SuggestionState = SuggestionState.OPEN
    settled_by_name: str | None = None
    settled_at: dt.datetime | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would do. `counts` are rows by effect, `fingerprint` is of everything that was looked at.

    `rows` are those with an effect, as plain JSON: row, effect, title, code, licence, cells and errors.
    """

    counts: Mapping[str, int]
    fingerprint: str
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingImport:
    """A file that was read and not confirmed; its cells are kept, not the file itself."""

    id: str
    account_id: str
    filename: str
    sheets: tuple[str, ...]
    made_at: dt.datetime
    mapping: SheetMapping
    source: Source = Source.SPREADSHEET
    counts: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
