"""Term definitions: the vocabulary a library decides its licences in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from typing import Any

from domain.values import STANDINGS, NotAValue, Permission, Value, ValueType, canonical


class Category(StrEnum):
    """How terms are grouped on the pages, in this order."""

    ACCESS = "access"
    SHARING = "sharing"
    TEACHING = "teaching"
    COPYING = "copying"
    RESEARCH = "research"
    RESTRICTIONS = "restrictions"
    ARCHIVE = "archive"
    SUPPLY = "supply"
    LEGAL = "legal"
    RENEWAL = "renewal"


class SilentAnswer(StrEnum):
    """How the public page answers where the licence is silent."""

    ASK = "ask"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class PickListItem:
    """One choice of a pick list."""

    key: str
    label_en: str
    label_fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDefinition:
    """An entry of the vocabulary.

    `question_en` and `question_fr` are asked on the public page ("May I …?"); a term without one is staff-only.
    `codes` maps a system ("alma", "folio", "ermi", "onix_pl", "our") to its code or name there.
    A retired definition stays readable where it was used.
    """

    key: str
    label_en: str
    label_fr: str
    category: Category
    value_type: ValueType
    definition: str
    question_en: str | None = None
    question_fr: str | None = None
    core: bool = False
    choices: tuple[PickListItem, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    silent_answer: SilentAnswer = SilentAnswer.ASK
    position: int = 0
    retired_at: dt.datetime | None = None
    revision: int = 1

    @property
    def public(self) -> bool:
        """Whether the public page answers it: a permission with a question, not retired."""
        return self.value_type is ValueType.PERMISSION and bool(self.question_en) and self.retired_at is None

    def label(self, language: str = "en") -> str:
        """The label in `language`, English where there is none."""
        return (self.label_fr if language == "fr" else self.label_en) or self.label_en

    def question(self, language: str = "en") -> str | None:
        """The public question in `language`, English where there is none."""
        return (self.question_fr if language == "fr" else self.question_en) or self.question_en

    def value(self, raw: object) -> Value:
        """`raw` in canonical form; raises NotAValue."""
        if raw is None:
            raise NotAValue("Choose a value.")
        return canonical(self.value_type, raw, [choice.key for choice in self.choices])

    def every_value(self) -> tuple[str, ...]:
        """The values one could choose from, in the order of pages; nothing where any text or number may be said."""
        own = {
            ValueType.PERMISSION: tuple(one.value for one in Permission if one not in STANDINGS),
            ValueType.YES_NO: ("yes", "no"),
            ValueType.PICKLIST: tuple(choice.key for choice in self.choices),
        }.get(self.value_type, ())
        return (*own, "silent", "uninterpreted", "not_applicable") if own else ()

    def may_be_searched_for(self, wanted: str) -> bool:
        """Whether a licence could have this value; `*` is decided, `-` not reviewed, and both bases go by one name."""
        if wanted in ("*", "-", *STANDINGS):
            return True
        if self.value_type is ValueType.PERMISSION:
            return wanted in (*Permission, "permitted", "prohibited")
        if self.value_type is ValueType.YES_NO:
            return wanted in ("yes", "no")
        if self.value_type in (ValueType.PICKLIST, ValueType.PICKLIST_MANY):
            return wanted in {choice.key for choice in self.choices}
        return True


def default_vocabulary() -> tuple[TermDefinition, ...]:
    """The vocabulary that ships with the product, in its order (domain/default_vocabulary.toml)."""
    text = resources.files("domain").joinpath("default_vocabulary.toml").read_text(encoding="utf-8")
    return tuple(_definition(position, entry) for position, entry in enumerate(tomllib.loads(text)["term"], start=1))


def _definition(position: int, entry: dict[str, Any]) -> TermDefinition:
    choices = tuple(PickListItem(**item) for item in entry.pop("choices", ()))
    return TermDefinition(
        **{**entry, "category": Category(entry["category"]), "value_type": ValueType(entry["value_type"])},
        choices=choices,
        position=position,
    )
