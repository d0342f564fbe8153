"""What others than the text of a version say of its terms: a spreadsheet, the licensor in answer, another system."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.suggestion import SuggestionState
from domain.values import Value

LONGEST_NOTE = 4000
IMPORTED_FROM = "Imported from {origin}."
TAKEN_FROM = "Taken over from {origin}."


class SaidBy(StrEnum):
    """Who says so."""

    SPREADSHEET = "spreadsheet"
    LICENSOR = "licensor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidElsewhere:
    """What is said of one term of one version, for a person to decide. Never shown outside review.

    `value` None: `raw`, its words, must be read by a person. `origin` names file or system, place and day, and stays
    with the decision. `source_id` is that of the import, or of the system it came from.
    """

    id: str
    by: SaidBy
    source_id: str
    licence_id: str
    version_id: str
    term: str
    value: Value | None
    conditions: str | None
    public_note: str | None
    internal_note: str | None
    raw: str
    origin: str
    made_at: dt.datetime
    state: SuggestionState
    settled_by_name: str | None = None
    settled_at: dt.datetime | None = None
    decision_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has dealt with it."""
        return self.state is SuggestionState.OPEN

    @property
    def note(self) -> str:
        """The internal note of a decision that takes it over: its own, else where it comes from and its words."""
        return self.internal_note or f"{self.origin}: {self.raw}"[:LONGEST_NOTE]

    @property
    def reason(self) -> str:
        """Why a decision is made that takes it over."""
        return (TAKEN_FROM if self.by is SaidBy.SYSTEM else IMPORTED_FROM).format(origin=self.origin)

    def agrees(self, value: Value | None, conditions: str | None) -> bool:
        """Whether it says just that."""
        return self.value is not None and (self.value, self.conditions) == (value, conditions)
