"""Shapes of a library's own phrases, and of what one finds."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool

from api import patterns
from api.schemas.shapes import Given, Id, Moment, Page, Revision, Sent
from api.schemas.shapes import example as example_of
from api.schemas.values import TermValue
from domain.own_phrases import Hit, OwnPhrase, Tried
from domain.reading.written_phrases import LONGEST
from domain.record import as_record

_PHRASE = Field(
    min_length=1,
    max_length=LONGEST,
    pattern=patterns.VISIBLE,
    description="Words as licences write them. `*` any end of a word, `...` up to eight words between, `(a|b)` one of "
    "several, `~` a blank or a hyphen or nothing, `?` the letter before may be missing, `#` a number, `{user}` a list.",
)
_MEANS = Field(
    max_length=60,
    description="The value that the phrase gives by itself: for a permission `permitted_explicit`, "
    "`permitted_interpreted`, `prohibited_explicit` or `prohibited_interpreted`, for yes or no `yes` or `no`, for a "
    "pick list one of its choices. Empty: what the sentence around it says.",
)


class OwnPhraseChange(Sent):
    """What to change; what is left out stays. `active` false sets a phrase aside, true takes it up again."""

    phrase: Annotated[str, _PHRASE, Field(default_factory=str)]
    means: Annotated[str, _MEANS, Field(default_factory=str)]
    example: Annotated[str, Field(default_factory=str, max_length=600, pattern=patterns.VISIBLE)]
    note: Annotated[str, Field(default_factory=str, max_length=1000)]
    active: Annotated[StrictBool, Field(default_factory=lambda: True)]

    model_config = example_of({"note": "Agreed with the lending desk.", "active": True}) | ConfigDict(extra="forbid")


class OwnPhraseNew(Sent):
    """A phrase for a term. `example` is a sentence in which it stands and that gives a value."""

    phrase: Annotated[str, _PHRASE]
    means: Annotated[str, _MEANS, Field(default_factory=str)]
    example: Annotated[str, Field(max_length=600, pattern=patterns.VISIBLE)]
    note: Annotated[str, Field(default_factory=str, max_length=1000)]

    model_config = example_of(
        {
            "phrase": "guest lecture* ...6 record*",
            "example": "Authorised Users may show the Licensed Materials in guest lectures that are recorded.",
            "note": "Two of our publishers write it so.",
        }
    ) | ConfigDict(extra="forbid")


class Phrase(Given):
    """A phrase of the library's own; one with `set_aside_at` is not read with any more."""

    id: Id
    term: str
    phrase: str
    means: str
    example: str
    note: str
    added_by_name: str
    added_at: Moment
    changed_by_name: str
    changed_at: Moment
    set_aside_at: Moment | None
    revision: Revision

    @classmethod
    def of(cls, phrase: OwnPhrase) -> Phrase:
        """The phrase as it is shown."""
        return cls(**as_record(phrase))


class Phrases(Page[Phrase]):
    """A page of the phrases of a term, oldest first."""


class PhraseHit(Given):
    """A place where the phrase stands: the sentence in three parts. `value` null: no reading would suggest anything."""

    licence: Id
    licence_title: str
    version: str
    document: Id
    clause: str
    number: str | None
    page: int
    before: str
    match: str
    after: str
    value: TermValue | None

    @classmethod
    def of(cls, hit: Hit) -> PhraseHit:
        """The place as it is shown."""
        names = ("version", "number", "page", "before", "match", "after", "value")
        return cls(
            licence=hit.licence_id,
            licence_title=hit.licence,
            document=hit.document_id,
            clause=hit.clause_id,
            **{name: getattr(hit, name) for name in names},
        )


class PhraseFinds(Given):
    """What a phrase finds in the clauses on record. `complete` is false where not all could be looked at."""

    clauses: int
    licences: int
    stored_clauses: int
    complete: bool
    too_general: bool
    hits: list[PhraseHit]

    @classmethod
    def of(cls, found: Tried) -> PhraseFinds:
        """What was found, as it is shown."""
        return cls(
            clauses=found.clauses,
            licences=found.licences,
            stored_clauses=found.stored,
            complete=found.is_all,
            too_general=found.too_general,
            hits=[PhraseHit.of(hit) for hit in found.hits],
        )
