"""What single rules find in single sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Span
from domain.reading.conditions import conditions_of
from domain.reading.phrases import Phrase
from domain.reading.polarity import AFTER, IN_CELL, IN_SENTENCE, IN_STEM, NOTHING, Governed
from domain.reading.rules import Rule, Rules
from domain.reading.scope import Unit
from domain.reading.values_found import value_found
from domain.suggestion import Cue
from domain.values import Permission, Value, ValueType

REACH = 110
"""Characters on both sides of a wording in which an `unless` holds it off."""
BEGINS = 3
"""A wording that stands before this character begins its sentence."""
ALWAYS = "always"
"""A rule with a value of its own that speaks even where its sentence forbids something."""
WARY = "wary"
"""A rule with a value of its own that permits, and is silent wherever anything around it forbids."""
LATER = 4
"""How many of the following sentences of a clause may add conditions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule met one sentence. `order` is the place of the sentence in the document."""

    term: str
    value: Value
    conditions: str | None
    weight: float
    interpreted: bool
    unit: Unit
    span: Span
    cues: tuple[Cue, ...]
    order: int


def findings(units: Sequence[Unit], rules: Rules) -> Iterator[Finding]:
    """Every match of every rule."""
    for order, unit in enumerate(units):
        following = units[order + 1 : order + 1 + LATER]
        place = _Place(unit, [later for later in following if later.clause.id == unit.clause.id], order)
        for rule, phrases in rules.index.wordings_for(unit.text):
            for span in _matches(rule, phrases, unit):
                yield from _findings(rule, place, span, rules)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, those that follow it in its clause, and its place in the document."""

    unit: Unit
    later: list[Unit]
    order: int

    def conditions(self, rules: Rules) -> str | None:
        return conditions_of(self.unit, self.later, rules.conditions)


def _matches(rule: Rule, phrases: Sequence[Phrase], unit: Unit) -> list[Span]:
    """Where in the sentence one of the rule's wordings stands, if the rest of the rule holds. In a title that runs
    into its sentence the last place counts, elsewhere the first in each part between semicolons."""
    places = sorted(match.span() for phrase in phrases for match in phrase.pattern.finditer(unit.text))
    if (
        not places
        or (rule.near and not _any(rule.near, unit.context))
        or (rule.under and not _any(rule.under, unit.heading))
    ):
        return []
    held = [place for place in places if not rule.unless or not _any(rule.unless, _around(unit.text, *place))]
    if unit.heading and held and held[0][0] < BEGINS:
        held = held[-1:]
    firsts: dict[int, tuple[int, int]] = {}
    for start, end in held:
        firsts.setdefault(unit.text.count(";", 0, start), (start, end))
    return [Span(start=start, end=end) for start, end in firsts.values()]


def _around(text: str, start: int, end: int) -> str:
    """The wording with what stands near it: what is far off in a long sentence, or beyond a semicolon, speaks of
    something else."""
    before = text[max(0, start - REACH) : start]
    after = text[end : end + REACH]
    return before.rpartition(";")[2] + text[start:end] + after.partition(";")[0]


def _any(phrases: Sequence[Phrase], text: str) -> bool:
    return any(phrase.may_stand_in(text) and phrase.pattern.search(text) for phrase in phrases)


def _findings(rule: Rule, place: _Place, span: Span, rules: Rules) -> Iterator[Finding]:
    unit = place.unit
    quote = unit.clause.text[unit.span.start + span.start : unit.span.start + span.end]
    found = _Found(rule, place, span, Cue(quote=quote, meaning=rule.says))
    for term in rule.terms:
        kind = rules.types[term]
        finding = found.permission(term, rules) if kind is ValueType.PERMISSION else found.other(term, kind, rules)
        if finding is not None:
            yield finding


@dataclass(frozen=True, slots=True)
class _Found:
    """One match, to be read for each term of its rule."""

    rule: Rule
    place: _Place
    span: Span
    cue: Cue

    def other(self, term: str, kind: ValueType, rules: Rules) -> Finding:
        """A value that the wording gives by itself."""
        value = value_found(self.rule, kind, self.place.unit, self.span)
        conditional = kind is ValueType.YES_NO and value == "yes"
        conditions = self.place.conditions(rules) if conditional else None
        return self._finding(term, value, conditions, self.rule.weight, (self.cue,))

    def permission(self, term: str, rules: Rules) -> Finding | None:
        """A permission, from what governs the wording; None where nothing does or the rule speaks only of the other
        case."""
        governed = _governed(self.rule, self.place.unit, self.span, rules)
        said = "permitted" if governed.permitted else "prohibited"
        if governed.permitted is None or (self.rule.when not in (None, ALWAYS, WARY, said)):
            return None
        conditions = self.place.conditions(rules) if governed.permitted else _exception(self.place.unit, self.span)
        meaning = "permits it" if governed.permitted else "forbids it"
        operator = Cue(quote=governed.quote, meaning=f"{meaning}, {governed.how}")
        cues = (self.cue, operator) if governed.quote else (self.cue,)
        value = _permission(permitted=governed.permitted, interpreted=self.rule.interpreted).value
        return self._finding(term, value, conditions, self.rule.weight * governed.sure, cues)

    def _finding(
        self, term: str, value: Value, conditions: str | None, weight: float, cues: tuple[Cue, ...]
    ) -> Finding:
        return Finding(
            term=term,
            value=value,
            conditions=conditions,
            weight=weight,
            interpreted=self.rule.interpreted,
            unit=self.place.unit,
            span=self.span,
            cues=cues,
            order=self.place.order,
        )


def _governed(rule: Rule, unit: Unit, span: Span, rules: Rules) -> Governed:
    governed = rules.polarity.of(unit, span.start, span.end)
    if rule.value is not None and governed.how == IN_CELL:
        return governed
    if rule.value == "prohibited":
        return Governed(False, "", "", 1.0)
    if rule.value == "permitted":
        reaches = rule.when == WARY or (governed.how in (IN_SENTENCE, AFTER, IN_STEM) and rule.when != ALWAYS)
        forbidden = governed.permitted is False and reaches
        return NOTHING if forbidden else Governed(True, "", "", 1.0)
    return governed


def _permission(*, permitted: bool, interpreted: bool) -> Permission:
    if permitted:
        return Permission.PERMITTED_INTERPRETED if interpreted else Permission.PERMITTED_EXPLICIT
    return Permission.PROHIBITED_INTERPRETED if interpreted else Permission.PROHIBITED_EXPLICIT


def _exception(unit: Unit, span: Span) -> str | None:
    """The exception to a prohibition, to its end: what a reviewer must see beside it."""
    text = unit.clause.text[unit.span.start : unit.span.end]
    starts = [
        place
        for word in ("except ", "unless ", "other than ", "without the prior", "without prior")
        if (place := unit.text.find(word, span.start)) > 0
    ]
    if not starts:
        return None
    piece = text[min(starts) :]
    end = next((piece.find(stop) for stop in (";", ". ") if piece.find(stop) > 0), len(piece))
    return piece[: min(end, 200)].rstrip(" .;,") or None
