"""What the reading proposes for a term. Never shown outside review."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.clause import Span
from domain.values import Value


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An exact piece of a clause's text: `quote == clause.text[span.start:span.end]`."""

    clause: str
    page: int
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Why a suggestion was made, in words a librarian understands.

    `quote` is the wording that was met (may be empty), `meaning` what it says of the term;
    `against` is true where it speaks against the suggested value.
    """

    quote: str
    meaning: str
    against: bool = False

    def __str__(self) -> str:
        return f"“{self.quote}” {self.meaning}" if self.quote else self.meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A proposed value for one term, with the quotes it rests on.

    `value` is in the canonical form of domain.values; `silent` with no evidence where nothing was found,
    and then `searched` holds the wordings that were looked for. `confidence` runs from 0 to 1.
    `source` names what made it (`rules`), so that later readers can stand beside it.
    """

    term: str
    value: Value
    conditions: str | None = None
    confidence: float = 0.5
    evidence: tuple[Quote, ...] = ()
    cues: tuple[Cue, ...] = ()
    searched: tuple[str, ...] = ()
    source: str = "rules"
