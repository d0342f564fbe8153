"""Shapes of term definitions."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool

from api import patterns
from api.schemas.shapes import Given, Moment, Page, Revision, Sent, example
from domain.record import as_record
from domain.values import ValueType
from domain.vocabulary import Category, SilentAnswer, TermDefinition

_LABEL = Annotated[str, Field(max_length=120)]


class SentChoice(Sent):
    """One choice of a pick list."""

    key: Annotated[str, Field(max_length=60, pattern=patterns.VISIBLE)]
    label_en: Annotated[_LABEL, Field(default_factory=str)]
    label_fr: Annotated[_LABEL, Field(default_factory=str)]


class PickListChoice(Given):
    """One choice of a pick list."""

    key: str
    label_en: str
    label_fr: str


class TermDefinitionChange(Sent):
    """What to change; what is left out stays. Key and type of a term never change."""

    label_en: Annotated[str, Field(default_factory=str, max_length=120, pattern=patterns.VISIBLE)]
    label_fr: Annotated[_LABEL, Field(default_factory=str)]
    category: Annotated[Category, Field(default_factory=lambda: Category.LEGAL)]
    definition: Annotated[str, Field(default_factory=str, max_length=2000)]
    question_en: Annotated[
        str | None, Field(max_length=300, description="Asked on the public page; null for staff only.")
    ] = None
    question_fr: Annotated[str | None, Field(max_length=300)] = None
    choices: Annotated[list[SentChoice], Field(default_factory=list, max_length=200)]
    codes: Annotated[
        dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]],
        Field(default_factory=dict, max_length=50, description="Codes in other systems, by system."),
    ]
    silent_answer: Annotated[SilentAnswer, Field(default_factory=lambda: SilentAnswer.ASK)]
    retired: Annotated[StrictBool, Field(default_factory=bool, description="A retired term takes no new decisions.")]

    model_config = example({"label_en": "Course packs, printed", "retired": False}) | ConfigDict(extra="forbid")


class TermDefinitionNew(TermDefinitionChange):
    """A term of the library's own."""

    key: Annotated[str, Field(pattern=patterns.TERM_KEY)]
    label_en: Annotated[str, Field(max_length=120, pattern=patterns.VISIBLE)]
    value_type: Annotated[ValueType, Field(default_factory=lambda: ValueType.PERMISSION)]

    model_config = example(
        {
            "key": "guest_lecture_recording",
            "label_en": "Recordings of guest lectures",
            "category": "teaching",
            "value_type": "permission",
            "definition": "Showing the content in a recorded guest lecture.",
            "question_en": "May I show this in a recorded lecture?",
        }
    ) | ConfigDict(extra="forbid")


class Term(Given):
    """An entry of the vocabulary."""

    key: str
    label_en: str
    label_fr: str
    category: Category
    value_type: ValueType
    definition: str
    question_en: str | None
    question_fr: str | None
    core: bool
    choices: list[PickListChoice]
    codes: dict[str, str]
    silent_answer: SilentAnswer
    position: int
    retired_at: Moment | None
    revision: Revision

    @classmethod
    def of(cls, definition: TermDefinition) -> Term:
        """The definition as it is shown."""
        return cls(**as_record(definition))


class Terms(Page[Term]):
    """A page of the vocabulary, in its order."""
