"""What readers are told, and that nothing internal is part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from domain.decision import Decision
from domain.effective_terms import EffectiveTerm, effective_terms
from domain.public_answers import AnswerKind, answers, one_answer
from domain.record import as_record
from domain.values import ValueType
from domain.vocabulary import SilentAnswer, default_vocabulary
from tests.domain.making import decided, decision

ILL = next(definition for definition in default_vocabulary() if definition.key == "ill_electronic")
ON = dt.date(2024, 6, 1)


def effective(value: object, **more: object) -> dict[str, EffectiveTerm]:
    made: Decision = decision("base", ILL.key, value, **more)
    return effective_terms([decided("base", "2024-01-01", {}, extra=[made])], ON)


@pytest.mark.parametrize(
    ("value", "conditions", "kind"),
    [
        ("permitted_explicit", None, AnswerKind.YES),
        ("permitted_interpreted", None, AnswerKind.YES),
        ("permitted_explicit", "Paper only.", AnswerKind.CONDITIONS),
        ("prohibited_explicit", None, AnswerKind.NO),
        ("prohibited_interpreted", None, AnswerKind.NO),
        ("silent", None, AnswerKind.ASK),
        ("uninterpreted", None, AnswerKind.ASK),
    ],
)
def test_answers_follow_from_values(value: str, conditions: str | None, kind: AnswerKind) -> None:
    answer = one_answer(ILL, effective(value, conditions=conditions)[ILL.key])
    assert answer is not None
    assert answer.kind is kind
    assert answer.conditions == conditions


def test_not_reviewed_is_ask_us_and_not_applicable_is_not_shown() -> None:
    not_reviewed = one_answer(ILL, None)
    assert not_reviewed is not None
    assert not_reviewed.kind is AnswerKind.ASK
    assert one_answer(ILL, effective("not_applicable")[ILL.key]) is None


def test_a_library_may_say_how_silence_is_answered() -> None:
    for silent, kind in ((SilentAnswer.YES, AnswerKind.YES), (SilentAnswer.NO, AnswerKind.NO)):
        answer = one_answer(replace(ILL, silent_answer=silent), effective("silent")[ILL.key])
        assert answer is not None
        assert answer.kind is kind


def test_a_prohibition_with_an_exception_is_no_without_the_exception() -> None:
    answer = one_answer(ILL, effective("prohibited_explicit", conditions="Except to branches.")[ILL.key])
    assert answer is not None
    assert (answer.kind, answer.conditions) == (AnswerKind.NO, None)


def test_several_licences_that_agree_give_their_answer_and_otherwise_ask_us_with_the_reason() -> None:
    yes, no = effective("permitted_explicit"), effective("prohibited_explicit")
    assert answers([ILL], [yes, yes])[0].kind is AnswerKind.YES
    differing = answers([ILL], [yes, no])[0]
    assert (differing.kind, differing.reason) == (AnswerKind.ASK, "licences_differ")
    assert differing.differing == (AnswerKind.YES, AnswerKind.NO)
    here, there = (effective("permitted_explicit", conditions=words) for words in ("Here.", "There."))
    assert answers([ILL], [here, there])[0].differing == (AnswerKind.CONDITIONS,)
    assert answers([ILL], [yes, {}])[0].kind is AnswerKind.ASK


def test_nothing_internal_is_in_an_answer() -> None:
    terms = effective(
        "permitted_explicit",
        internal_note="CANARY",
        reason="CANARY",
        decided_by_name="CANARY",
        origin="CANARY",
        public_note="Use the link.",
    )
    answer = answers([ILL], [terms])[0]
    assert "CANARY" not in str(as_record(answer))
    assert answer.note == "Use the link."


def test_only_permissions_with_a_question_are_answered() -> None:
    staff_only = replace(ILL, question_en=None)
    a_text = replace(ILL, value_type=ValueType.TEXT)
    retired = replace(ILL, retired_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    assert answers([staff_only, a_text, retired], [effective("permitted_explicit")]) == ()
