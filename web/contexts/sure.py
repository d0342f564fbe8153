"""What a reading is sure of, looked at and accepted together; and what is left to be looked at by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.accepting import LEAST_SURE, SUREST, Left, hundredths
from domain.review import ReviewTerm
from domain.usecases.accepting_many import Acceptable
from domain.values import Value
from domain.version import HELD
from web.contexts.queue import shortened
from web.contexts.terms import choice_labels
from web.translation import Translator
from web.words import CATEGORIES

USUAL = 90
STEPS = (95, 90, 85, 80, 75, 70, 60, 50)
REASONS: Mapping[Left, str] = {
    Left.PROHIBITED: "Prohibited until now, and it would be permitted: only a person decides that",
    Left.DECIDED: "Decided already; a later reading sees something else",
    Left.OFFERED: "Decided for the text before: carry it over, or look again",
    Left.SILENT: "Nothing was found: confirm the silence on its own page",
    Left.DIFFERING: "The documents of this version do not say the same",
    Left.ELSEWHERE: "A spreadsheet, the licensor or another system says something else",
    Left.UNSURE: "Less sure than that",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SureTerm:
    """A term that would be accepted: its suggestion, the words it rests on, and what holds now."""

    suggestion: str
    key: str
    label: str
    category: str
    value: Value
    conditions: str | None
    labels: Mapping[str, str]
    confidence: float
    of_hundred: int
    words: tuple[str, ...]
    in_force: Value | None
    in_force_conditions: str | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftTerm:
    """A term that is left, and why. `is_warned` is true for a prohibition that would fall."""

    label: str
    value: Value | None
    conditions: str | None
    labels: Mapping[str, str]
    of_hundred: int | None
    why: str
    is_warned: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurePage:
    """Context of review/sure.html; `least` is the confidence that was chosen, in hundredths."""

    licence: tuple[str, str]
    label: str
    review_href: str
    least: int
    steps: tuple[int, ...]
    terms: tuple[SureTerm, ...]
    left: tuple[LeftTerm, ...]
    warned: int
    is_held: bool


def least_of(asked: str) -> int:
    """The confidence that an address asks for, in hundredths; the usual one for what cannot be read."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4):
        return USUAL
    return min(SUREST, max(LEAST_SURE, int(asked)))


def sure_page(t: Translator, found: Acceptable, least: int) -> SurePage:
    """Everything that is to be reviewed, parted at `least`; prohibitions that would fall come first."""
    here = f"/versions/{found.version.id}/review"
    left = [_left(t, term, why, here) for term, why in found.sorted_out.left]
    left.sort(key=lambda one: not one.is_warned)
    return SurePage(
        licence=(f"/licences/{found.licence.id}", found.licence.fields.title),
        label=found.version.label,
        review_href=here,
        least=least,
        steps=tuple(sorted({*STEPS, least}, reverse=True)),
        terms=tuple(_sure(t, term, here) for term in found.sorted_out.accepted),
        left=tuple(left),
        warned=sum(one.is_warned for one in left),
        is_held=found.version.state in HELD,
    )


def _sure(t: Translator, term: ReviewTerm, here: str) -> SureTerm:
    stored = term.suggestion
    assert stored is not None  # noqa: S101 - for the type checker: only what is suggested is accepted
    found, before = stored.suggestion, term.in_force.decision if term.in_force else None
    return SureTerm(
        suggestion=stored.id,
        key=term.key,
        label=term.definition.label(t.language),
        category=t(CATEGORIES[term.definition.category]),
        value=shortened(found.value) or "",
        conditions=found.conditions,
        labels=choice_labels(t, term.definition),
        confidence=found.confidence,
        of_hundred=hundredths(found.confidence),
        words=tuple(quote.quote for quote in found.evidence),
        in_force=shortened(before.value) if before else None,
        in_force_conditions=before.conditions if before else None,
        href=f"{here}/items/{term.key}",
    )


def _left(t: Translator, term: ReviewTerm, why: Left, here: str) -> LeftTerm:
    found = term.suggestion.suggestion if term.suggestion else None
    return LeftTerm(
        label=term.definition.label(t.language),
        value=shortened(found.value) if found else None,
        conditions=found.conditions if found else None,
        labels=choice_labels(t, term.definition),
        of_hundred=hundredths(found.confidence) if found and why in (Left.UNSURE, Left.PROHIBITED) else None,
        why=t(REASONS[why]),
        is_warned=why is Left.PROHIBITED,
        href=f"{here}/items/{term.key}",
    )
