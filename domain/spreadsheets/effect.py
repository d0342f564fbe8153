"""What rows of a sheet would do to the record, and what has to be known of the record to say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.effective_terms import DecidedVersion
from domain.licence import Licence, LicenceFields
from domain.spreadsheets.table import letters
from domain.spreadsheets.values import GUESSES
from domain.values import Value
from domain.vocabulary import TermDefinition


class TermsAs(StrEnum):
    """As what terms come in: laid before a person, or decided as they stand, with where they come from."""

    SUGGESTIONS = "suggestions"
    DECISIONS = "decisions"


class Effect(StrEnum):
    """What becomes of a row or of a cell."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """What somebody says of a sheet: `targets` by column, and what words of permissions mean."""

    sheet: str
    targets: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=lambda: GUESSES)
    terms_as: TermsAs = TermsAs.SUGGESTIONS

    def column(self, target: str) -> int | None:
        """The column that holds `target`."""
        return self.targets.index(target) if target in self.targets else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEffect:
    """A cell that says something: `column` counts from 0, `was` and `becomes` are words."""

    column: int
    effect: Effect
    was: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellError:
    """What is wrong with a cell; `column` is None for the whole row."""

    sheet: str
    row: int
    column: int | None
    message: str

    @property
    def place(self) -> str:
        """Sheet, row and column as a spreadsheet names them: `Licences, row 12, column C`."""
        at = f"{self.sheet}, row {self.row}"
        return at if self.column is None else f"{at}, column {letters(self.column)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWish:
    """What a row says of a term. `value` None: the words must be read by a person. `version_id` None: a new draft."""

    term: str
    column: int
    value: Value | None
    conditions: str | None
    public_note: str | None
    internal_note: str | None
    raw: str
    version_id: str | None
    reads_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEffect:
    """What a row does. `fields` are those to save, None where they stay; `licence` is None for a new one.

    `proposed_code` is true where the code was made from the title, and may get a number. `confirmed` is the key of a
    term that the licensor agrees with.
    """

    row: int
    effect: Effect
    title: str
    code: str
    licence: Licence | None = None
    fields: LicenceFields | None = None
    cells: tuple[CellEffect, ...] = ()
    terms: tuple[TermWish, ...] = ()
    errors: tuple[CellError, ...] = ()
    proposed_code: bool = False
    confirmed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The record, as far as a sheet speaks of it. Keys of codes and titles are those of `same_name`.

    `layers` are the decided versions of licences and of those that they inherit from; `people` are ids of accounts by
    e-mail address, `masters` ids of consortial licences by code; `waiting` the terms that already wait for a decision:
    licence, term, value in words, conditions.
    """

    today: dt.date
    definitions: Mapping[str, TermDefinition]
    by_code: Mapping[str, Licence] = field(default_factory=dict)
    by_title: Mapping[str, tuple[Licence, ...]] = field(default_factory=dict)
    layers: Mapping[str, tuple[DecidedVersion, ...]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    masters: Mapping[str, str] = field(default_factory=dict)
    waiting: frozenset[tuple[str, str, str, str]] = frozenset()
