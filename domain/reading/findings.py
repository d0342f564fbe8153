"""What single rules find in single sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Span
from domain.reading.conditions import conditions_of
from domain.reading.phrases import Phrase
from domain.reading.polarity import Governed
from domain.reading.rules import Rule, Rules
from domain.reading.scope import Unit
from domain.reading.values_found import value_found
from domain.suggestion import Cue
from domain.values import Permission, Value, ValueType

REACH = 110
"""Characters on both sides of a wording in which an `unless` holds it off."""
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
        for rule, phrases in rules.index.wordings_for(unit.text):
            match = _match(rule, phrases, unit)
            if match is not None:
                later = [u for u in units[order + 1 : order + 1 + LATER] if u.clause.id == unit.clause.id]
                yield from _findings(rule, unit, match, rules, later, order)


def _match(rule: Rule, phrases: Sequence[Phrase], unit: Unit) -> Span | None:
    """Where in the sentence one of the rule's wordings stands, if the rest of the rule holds. In a title that runs into its
    sentence the last place counts, elsewhere the first."""
    places = sorted(match.span() for phrase in phrases for match in phrase.pattern.finditer(unit.text))
    if (
        not places
        or (rule.near and not _any(rule.near, unit.context))
        or (rule.under and not _any(rule.under, unit.heading))
    ):
        return None
    held = [place for place in places if not rule.unless or not _any(rule.unless, _around(unit.text, *place))]
    if not held:
        return None
    start, end = held[-1] if unit.heading and held[0][0] < 3 else held[0]
    return Span(start=start, end=end)


def _around(text: str, start: int, end: int) -> str:
    """The wording with what stands near it: what is far off in a long sentence speaks of something else."""
    return text[max(0, start - REACH) : end + REACH]


def _any(phrases: Sequence[Phrase], text: str) -> bool:
    return any(True for phrase in phrases for _ in phrase.find(text))


def _findings(rule: Rule, unit: Unit, span: Span, rules: Rules, later: list[Unit], order: int) -> Iterator[Finding]:
    quote = unit.clause.text[unit.span.start + span.start : unit.span.start + span.end]
    cue = Cue(quote=quote, meaning=rule.says)
    for term in rule.terms:
        kind = rules.types[term]
        if kind is not ValueType.PERMISSION:
            value = value_found(rule, kind, unit, span)
            conditions = (
                conditions_of(unit, later, rules.conditions, span.start)
                if kind is ValueType.YES_NO and value == "yes"
                else None
            )
            yield Finding(term, value, conditions, rule.weight, rule.interpreted, unit, span, (cue,), order)
            continue
        governed = _governed(rule, unit, span, rules)
        if governed.permitted is None or (
            rule.when and rule.when != ("permitted" if governed.permitted else "prohibited")
        ):
            continue
        conditions = (
            conditions_of(unit, later, rules.conditions, span.start) if governed.permitted else _exception(unit)
        )
        operator = Cue(
            quote=governed.quote, meaning=("permits it" if governed.permitted else "forbids it") + f", {governed.how}"
        )
        cues = (cue, operator) if governed.quote else (cue,)
        yield Finding(
            term, _permission(governed.permitted, rule.interpreted).value, conditions,
            rule.weight * governed.sure, rule.interpreted, unit, span, cues, order,
        )  # fmt: skip


def _governed(rule: Rule, unit: Unit, span: Span, rules: Rules) -> Governed:
    if rule.value in ("permitted", "prohibited"):
        return Governed(rule.value == "permitted", "", "", 1.0)
    return rules.polarity.of(unit, span.start, span.end)


def _permission(permitted: bool, interpreted: bool) -> Permission:
    if permitted:
        return Permission.PERMITTED_INTERPRETED if interpreted else Permission.PERMITTED_EXPLICIT
    return Permission.PROHIBITED_INTERPRETED if interpreted else Permission.PROHIBITED_EXPLICIT


def _exception(unit: Unit) -> str | None:
    """The exception to a prohibition, to its end: what a reviewer must see beside it."""
    text = unit.clause.text[unit.span.start : unit.span.end]
    starts = [
        place
        for word in ("except ", "unless ", "other than ", "without the prior", "without prior")
        if (place := unit.text.find(word)) > 0
    ]
    if not starts:
        return None
    piece = text[min(starts) :]
    end = next((piece.find(stop) for stop in (";", ". ") if piece.find(stop) > 0), len(piece))
    return piece[: min(end, 200)].rstrip(" .;,") or None
