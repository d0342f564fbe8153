"""Spreadsheets in and out: the reader of files, and the record by the thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from domain.audit import AuditEntry
from domain.effective_terms import DecidedVersion
from domain.errors import Invalid
from domain.licence import Licence
from domain.spreadsheets.table import Workbook
from domain.spreadsheets.waiting import ImportedSuggestion, PendingImport, Preview


class SheetReader(Protocol):
    """Reads spreadsheets that people hand in."""

    @property
    def most_bytes(self) -> int:
        """How large a file may be."""

    def read(self, filename: str, source: BinaryIO) -> Workbook:
        """The sheets of a file, whatever its name says; raises Invalid at `file` with what to do."""


class NoSheets:
    """Where no spreadsheets are read."""

    most_bytes = 0

    def read(self, filename: str, source: BinaryIO) -> Workbook:
        """Raises Invalid."""
        raise Invalid.field("file", "This desk reads no spreadsheets.")


class Exchange(Protocol):
    """The record by the thousand, and what waits from imports."""

    def licences(self, codes: Sequence[str], titles: Sequence[str]) -> tuple[Licence, ...]:
        """Licences with one of these codes, or with a title like one of these: accents and capitals aside."""

    def every_licence(self) -> Iterator[Licence]:
        """All licences, by code."""

    def masters(self) -> dict[str, str]:
        """Codes of the licences that others may inherit from, with their ids."""

    def layers(self, licence_ids: Sequence[str]) -> dict[str, tuple[DecidedVersion, ...]]:
        """The versions of these licences with every decision made on them."""

    def trail(self) -> Iterator[AuditEntry]:
        """The whole trail, oldest first."""

    def keep(self, pending: PendingImport, book: Workbook) -> None:
        """Keep a file until it is confirmed."""

    def save(self, pending: PendingImport, preview: Preview) -> None:
        """Keep what somebody said of its columns, and what it would do."""

    def pending(self, import_id: str) -> PendingImport:
        """A file that waits; raises NotFound."""

    def book(self, import_id: str) -> Workbook:
        """Its cells; raises NotFound."""

    def previewed(self, import_id: str) -> Preview:
        """What it would do; raises NotFound."""

    def pending_of(self, account_id: str) -> tuple[PendingImport, ...]:
        """What somebody has waiting, newest first."""

    def drop(self, import_id: str) -> None:
        """Forget a file."""

    def drop_before(self, moment: dt.datetime) -> int:
        """Forget the files that nobody confirmed in time; how many."""

    def add_suggestions(self, suggestions: Sequence[ImportedSuggestion]) -> None:
        """Lay values before a person."""

    def suggestions(
        self, *, import_id: str | None = None, licence_ids: Sequence[str] | None = None, after: str = "", limit: int = 0
    ) -> tuple[ImportedSuggestion, ...]:
        """Open suggestions of an import or of licences, in the order in which they were made; `limit` 0 takes all."""

    def waiting(self) -> tuple[tuple[str, str, int], ...]:
        """Imports with open suggestions: id, where they come from, how many; newest first."""
