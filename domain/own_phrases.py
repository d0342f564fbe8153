"""Phrases that a library adds to the rules of the reading, for its own terms and for those that ship with the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.reading.own_wordings import OwnWording
from domain.values import Value, ValueType
from domain.vocabulary import TermDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPhrase:
    """A wording that speaks of a term, in the language of the rules (domain.reading.phrases).

    `means` is the value that the wording gives by itself, one of `meanings`; empty where the sentence around it says.
    `example` is a sentence in which it stands. One that is set aside is kept, and no longer read with.
    """

    id: str
    term: str
    phrase: str
    means: str
    example: str
    note: str
    added_by: str
    added_by_name: str
    added_at: dt.datetime
    changed_by_name: str
    changed_at: dt.datetime
    set_aside_at: dt.datetime | None = None
    revision: int = 1

    @property
    def is_active(self) -> bool:
        """Whether the next readings use it."""
        return self.set_aside_at is None

    def wording(self, value_type: ValueType) -> OwnWording:
        """What a reading has to know of it."""
        return OwnWording(term=self.term, value_type=value_type, phrase=self.phrase, means=self.means)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where a phrase stands in a stored clause.

    `before`, `match`, `after` are the sentence; `value` is what a reading would suggest from it, None where nothing
    around the phrase says so.
    """

    licence_id: str
    licence: str
    version: str
    document_id: str
    clause_id: str
    number: str | None
    page: int
    before: str
    match: str
    after: str
    value: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a phrase finds in the stored clauses: in how many `clauses` and `licences`, with the first `hits`.

    `stored` clauses count today, of which `looked_at` were read (those that may hold the phrase, up to a limit).
    `example` is what its example gives, None where it has none or gives nothing.
    """

    clauses: int
    licences: int
    stored: int
    is_all: bool
    too_general: bool
    hits: tuple[Hit, ...]
    example: Value | None


def meanings(definition: TermDefinition) -> tuple[str, ...]:
    """What a phrase for this term may mean by itself; empty: what the sentence says."""
    return _MEANINGS.get(definition.value_type, ("",)) or tuple(choice.key for choice in definition.choices)


_MEANINGS: dict[ValueType, tuple[str, ...]] = {
    ValueType.PERMISSION: (
        "",
        "permitted_explicit",
        "permitted_interpreted",
        "prohibited_explicit",
        "prohibited_interpreted",
    ),
    ValueType.YES_NO: ("yes", "no"),
    ValueType.PICKLIST: (),
    ValueType.PICKLIST_MANY: (),
}
