"""Answers for readers, derived from effective terms and never typed.

Only what is made for the public passes through here: conditions and public notes, never internal ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.effective_terms import EffectiveTerm
from domain.values import Permission, Value, is_permitted, is_prohibited
from domain.vocabulary import Category, SilentAnswer, TermDefinition


class AnswerKind(StrEnum):
    """What the public page says."""

    YES = "yes"
    CONDITIONS = "yes_with_conditions"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `checked` is the day a person decided it; `reason` says why it is “ask us” where licences differ, and
    `differing` what each kind of answer would be then: one alone where only the conditions differ."""

    term: str
    category: Category
    question_en: str
    question_fr: str
    kind: AnswerKind
    conditions: str | None = None
    note: str | None = None
    checked: dt.date | None = None
    reason: str | None = None
    differing: tuple[AnswerKind, ...] = ()


def answers(
    definitions: Iterable[TermDefinition], licences: Sequence[Mapping[str, EffectiveTerm]]
) -> tuple[Answer, ...]:
    """The answers for a resource covered by `licences` (their effective terms on one day), in vocabulary order.

    Where several licences cover it and agree, theirs is the answer; where they differ it is “ask us”, with the reason.
    A term that is not applicable everywhere is not shown.
    """
    found = (_across(definition, licences) for definition in definitions if definition.public)
    return tuple(answer for answer in found if answer is not None)


def _across(definition: TermDefinition, licences: Sequence[Mapping[str, EffectiveTerm]]) -> Answer | None:
    each = [one_answer(definition, terms.get(definition.key)) for terms in licences] or [one_answer(definition, None)]
    shown = [answer for answer in each if answer is not None]
    if not shown:
        return None
    if len({(answer.kind, answer.conditions) for answer in shown}) == 1:
        return max(shown, key=lambda answer: answer.checked or dt.date.min)
    kinds = {answer.kind for answer in shown}
    differing = tuple(kind for kind in AnswerKind if kind in kinds)
    return replace(_answer(definition, AnswerKind.ASK, None), reason="licences_differ", differing=differing)


def one_answer(definition: TermDefinition, term: EffectiveTerm | None) -> Answer | None:
    """The answer under one licence; None where the term does not apply."""
    value = term.decision.value if term else None
    if value == Permission.NOT_APPLICABLE:
        return None
    return _answer(definition, _kind(definition, value, term.decision.conditions if term else None), term)


def _kind(definition: TermDefinition, value: Value | None, conditions: str | None) -> AnswerKind:
    if is_permitted(value):
        return AnswerKind.CONDITIONS if conditions else AnswerKind.YES
    if is_prohibited(value):
        return AnswerKind.NO
    if value == Permission.SILENT:
        return {SilentAnswer.YES: AnswerKind.YES, SilentAnswer.NO: AnswerKind.NO}.get(
            definition.silent_answer, AnswerKind.ASK
        )
    return AnswerKind.ASK


def _answer(definition: TermDefinition, kind: AnswerKind, term: EffectiveTerm | None) -> Answer:
    decision = term.decision if term else None
    return Answer(
        term=definition.key,
        category=definition.category,
        question_en=definition.question("en") or definition.label_en,
        question_fr=definition.question("fr") or definition.label_fr,
        kind=kind,
        conditions=decision.conditions if decision and kind is AnswerKind.CONDITIONS else None,
        note=decision.public_note if decision else None,
        checked=decision.decided_at.date() if decision else None,
    )
