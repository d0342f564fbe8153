"""Phrases of a library's own beside the rules that ship: how a reading takes them in, and what one finds by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.clause import Clause, Span
from domain.reading.findings import WARY, Finding, findings
from domain.reading.phrases import NotAPhrase, Phrase, plain
from domain.reading.rules import BadRule, Rule, Rules, default_rules, default_words, rule_of
from domain.reading.scope import units
from domain.reading.sentences import sentences
from domain.reading.written_phrases import own_phrase
from domain.values import ValueType

SAYS = "is a phrase that the library added"
_TAKES = {ValueType.DURATION: "duration", ValueType.INTEGER: "number", ValueType.DECIMAL: "percent"}
_ONLY_POINTS = (ValueType.DATE, ValueType.MONEY)
"""Types whose values no rule reads: the phrase shows the place, and a person reads the value."""
_UNREAD = "uninterpreted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWording:
    """A phrase as a reading needs it; `means` is the value that it gives by itself, empty where the sentence says."""

    term: str
    value_type: ValueType
    phrase: str
    means: str = ""


def own_rule(own: OwnWording) -> Rule:
    """The rule that a phrase makes; raises NotAPhrase, BadRule."""
    own_phrase(own.phrase)
    kind, means = own.value_type, own.means
    entry: dict[str, Any] = {"term": own.term, "says": SAYS, "find": [" ".join(own.phrase.split())]}
    if kind is ValueType.PERMISSION and means:
        entry["value"] = means.split("_", maxsplit=1)[0]
        entry["basis"] = means.rsplit("_", maxsplit=1)[1]
        entry["when"] = WARY
    elif means:
        entry["value"] = means
    elif kind in _ONLY_POINTS:
        entry["value"] = _UNREAD
    entry["take"] = _TAKES.get(kind, "sentence")
    return rule_of(entry, default_words(), {own.term: kind}, where="own phrases")


def rules_with(own: Sequence[OwnWording]) -> tuple[Rules, tuple[str, ...]]:
    """The rules that ship with those of the library, and a sentence for each phrase that can no longer be read.

    Their version carries a digest of the phrases, so that a reading says what it was made with.
    """
    base = default_rules()
    made: list[Rule] = []
    warnings: list[str] = []
    for wording in own:
        try:
            made.append(own_rule(wording))
        except (NotAPhrase, BadRule):
            warnings.append(f"The library’s own phrase “{wording.phrase}” could not be used; look at it again.")
    if not made:
        return base, tuple(warnings)
    types = {**base.types, **{wording.term: wording.value_type for wording in own}}
    version = f"{base.version}, own phrases {digest_of(own)}"
    return replace(base, rules=(*base.rules, *made), types=types, version=version), tuple(warnings)


def digest_of(own: Sequence[OwnWording]) -> str:
    """Twelve letters that change with every phrase, in whatever order they stand."""
    listed = sorted(json.dumps(asdict(wording), sort_keys=True, ensure_ascii=False) for wording in own)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:12]


def place_in(phrase: Phrase, text: str) -> tuple[Span, Span] | None:
    """The first sentence of a clause in which the phrase stands, and where; both count from the clause's beginning."""
    whole = plain(text)
    if phrase.needles and not any(needle in whole for needle in phrase.needles):
        return None
    for sentence in sentences(text):
        for match in phrase.find(whole[sentence.start : sentence.end]):
            return sentence, Span(start=sentence.start + match.start(), end=sentence.start + match.end())
    return None


def reading_of(own: OwnWording, clauses: Sequence[Clause], clause_id: str) -> Finding | None:
    """What the phrase alone would find in one of `clauses`, which hold those that govern it; raises NotAPhrase."""
    rules = replace(default_rules(), rules=(own_rule(own),), types={own.term: own.value_type}, version="tried")
    found = [one for one in findings(units(clauses), rules) if one.unit.clause.id == clause_id]
    return max(found, key=lambda one: one.weight, default=None)
