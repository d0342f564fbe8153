"""Rules are data: readable files of wordings, each with a comment and an example, compiled once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from domain.reading.phrases import NotAPhrase, Phrase, compile_phrase
from domain.reading.plain_words import all_in_words
from domain.reading.polarity import Kind, Operator, Polarity
from domain.values import ValueType
from domain.vocabulary import default_vocabulary

FOLDER = "rules"
WORDS, OPERATORS, CONDITIONS = "words.toml", "operators.toml", "conditions.toml"
KEY_LENGTH = 3
"""Letters by which the needed pieces are looked up."""
_RULE_KEYS = frozenset(
    {
        "term",
        "terms",
        "says",
        "find",
        "near",
        "unless",
        "under",
        "value",
        "when",
        "basis",
        "weight",
        "take",
        "context",
        "example",
        "result",
        "counter",
    }
)


class BadRule(ValueError):
    """A rule cannot be read; the message names it and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where one of `find` stands in a sentence, the sentence speaks of `terms`.

    `near`: one of these must stand in the sentence or in what governs it; `unless`: none of these may stand in the
    sentence; `under`: one of these must stand in the headings above. `value` is what the wording says by itself;
    without it a permission follows from what governs the wording. `when` ("permitted",
    "prohibited") lets the rule speak only where that is so ("always": a `value` counts even where
    the sentence forbids something; "wary": a `value` that permits counts only where nothing around it forbids).
    `take` says how to read other values: `sentence`, `duration`, `percent`, `law`, `number`. `weight` (0 to 1) is how
    sure the wording alone makes. `says` is the reason in words of a librarian. `example` (under the line `context`)
    must give `result`, `counter` nothing.
    """

    terms: tuple[str, ...]
    says: str
    find: tuple[Phrase, ...]
    near: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    under: tuple[Phrase, ...] = ()
    value: str | None = None
    when: str | None = None
    interpreted: bool = False
    weight: float = 0.9
    take: str = "sentence"
    context: str = ""
    example: str = ""
    result: object = None
    counter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """A wording that limits what is permitted. `to_end`: the limit runs on to the end of its part of the sentence."""

    phrase: Phrase
    to_end: bool
    later: bool


class RuleIndex:
    """Which wordings may stand in a text, by the plain pieces that they need: nearly all are left aside at once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._wordings = [(rule, phrase) for rule in rules for phrase in rule.find]
        self._always = {place for place, (_, phrase) in enumerate(self._wordings) if not phrase.needles}
        self._needles: dict[str, dict[str, set[int]]] = {}
        for place, (_, phrase) in enumerate(self._wordings):
            for needle in phrase.needles:
                self._needles.setdefault(needle[:KEY_LENGTH], {}).setdefault(needle, set()).add(place)

    def wordings_for(self, text: str) -> list[tuple[Rule, list[Phrase]]]:
        """The rules that may find something in a `plain` text, in their order, with the wordings that may stand
        there."""
        places = set(self._always)
        keys = {text[start : start + KEY_LENGTH] for start in range(len(text) - KEY_LENGTH + 1)}
        for key in keys & self._needles.keys():
            for needle, found in self._needles[key].items():
                if needle in text:
                    places |= found
        grouped: dict[int, tuple[Rule, list[Phrase]]] = {}
        for place in sorted(places):
            rule, phrase = self._wordings[place]
            if not phrase.may_stand_in(text):
                continue
            grouped.setdefault(id(rule), (rule, []))[1].append(phrase)
        return list(grouped.values())


@dataclass(frozen=True)
class Rules:
    """Everything a reading needs to know. `version` changes with every character of the files."""

    rules: tuple[Rule, ...]
    polarity: Polarity
    conditions: tuple[ConditionRule, ...]
    types: Mapping[str, ValueType]
    version: str

    @cached_property
    def index(self) -> RuleIndex:
        """Finds the rules that can speak of a sentence."""
        return RuleIndex(self.rules)

    def searched(self, term: str) -> tuple[str, ...]:
        """What is looked for on behalf of a term, in words that a librarian reads; () for a term without rules."""
        if term not in self._told:
            phrases = (phrase for rule in self._rules_of.get(term, ()) for phrase in rule.find)
            self._told[term] = all_in_words((phrase.written, phrase.words) for phrase in phrases)
        return self._told[term]

    @cached_property
    def _told(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _rules_of(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for term in rule.terms:
                found.setdefault(term, []).append(rule)
        return found

    def speaks_of(self, term: str) -> bool:
        """Whether any rule looks for the term."""
        return term in self._rules_of


@cache
def default_rules() -> Rules:
    """The rules that ship with the product; raises BadRule."""
    folder = resources.files("domain.reading").joinpath(FOLDER)
    files = {
        entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")
    }
    return rules_of(files, lazily=True)


@cache
def default_words() -> Mapping[str, Sequence[str]]:
    """The lists of words that phrases name in curly brackets, by their names."""
    text = resources.files("domain.reading").joinpath(FOLDER, WORDS).read_text(encoding="utf-8")
    return _table(WORDS, text)


def rules_of(files: Mapping[str, str], types: Mapping[str, ValueType] | None = None, *, lazily: bool = False) -> Rules:
    """Rules from the text of their files by name, words, operators and conditions among them; raises BadRule.

    `lazily` leaves each phrase unread until it is needed: for files that tests have read, where starting must be quick.
    """
    tables = {name: _table(name, text) for name, text in sorted(files.items())}
    words = tables[WORDS]
    known = types or {entry.key: entry.value_type for entry in default_vocabulary()}
    found = [
        rule_of(entry, words, known, where=name, lazily=lazily)
        for name, table in tables.items()
        if name not in (WORDS, OPERATORS, CONDITIONS)
        for entry in table["rule"]
    ]
    return Rules(
        rules=tuple(found),
        polarity=Polarity(tuple(_operators(tables[OPERATORS]["operator"], words))),
        conditions=tuple(_conditions(tables[CONDITIONS]["condition"], words)),
        types=dict(known),
        version=hashlib.sha256("\n".join(f"{name}\n{files[name]}" for name in sorted(files)).encode()).hexdigest()[:12],
    )


def rule_of(
    entry: Mapping[str, Any],
    words: Mapping[str, Sequence[str]],
    types: Mapping[str, ValueType],
    where: str = "",
    *,
    lazily: bool = False,
) -> Rule:
    """One rule from its entry in a file or a form; raises BadRule."""
    name = f"{where}: {entry.get('says', '?')}"
    unknown = set(entry) - _RULE_KEYS
    terms = tuple(entry.get("terms") or [entry.get("term", "")])
    if unknown or not entry.get("says") or not entry.get("find"):
        raise BadRule(
            f"Rule “{name}” needs “says” and “find” and does not know {', '.join(sorted(unknown)) or 'anything else'}."
        )
    missing = [term for term in terms if term not in types]
    if missing:
        raise BadRule(f"Rule “{name}” names a term that the vocabulary does not have: {', '.join(missing)}.")
    read = _unread if lazily else _phrases
    try:
        return Rule(
            terms=terms,
            says=entry["says"],
            find=read(entry["find"], words),
            near=read(entry.get("near", ()), words),
            unless=read(entry.get("unless", ()), words),
            under=read(entry.get("under", ()), words),
            value=entry.get("value"),
            when=entry.get("when"),
            interpreted=entry.get("basis") == "interpreted",
            weight=float(entry.get("weight", 0.9)),
            take=entry.get("take", "sentence"),
            context=entry.get("context", ""),
            example=entry.get("example", ""),
            result=entry.get("result"),
            counter=tuple(entry.get("counter", ())),
        )
    except NotAPhrase as error:
        raise BadRule(f"Rule “{name}”: {error}") from error


def _table(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRule(f"The rules file {name} cannot be read: {error}.") from error


def _phrases(written: Sequence[str], words: Mapping[str, Sequence[str]]) -> tuple[Phrase, ...]:
    return tuple(compile_phrase(text, words) for text in written)


def _unread(written: Sequence[str], words: Mapping[str, Sequence[str]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, words) for text in written)


def _operators(entries: Sequence[Mapping[str, Any]], words: Mapping[str, Sequence[str]]) -> list[Operator]:
    return [
        Operator(Kind(entry["kind"]), phrase, entry["meaning"])
        for entry in entries
        for phrase in _phrases(entry["find"], words)
    ]


def _conditions(entries: Sequence[Mapping[str, Any]], words: Mapping[str, Sequence[str]]) -> list[ConditionRule]:
    return [
        ConditionRule(phrase, entry.get("to_end", False), entry.get("later", False))
        for entry in entries
        for phrase in _phrases(entry["find"], words)
    ]
