"""The public answers in the words of OUR and CLEAR, the licence services of Ontario's libraries.

Displays that read those services know ten questions and three answers, and take any other spelling for an error. Where
the licences say different things, or a question covers several of our terms that differ, the answer is “Ask”: never
more than is certain. A use that is permitted with conditions is “Yes”, with its conditions in the definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.public_answers import Answer, AnswerKind

CASES: Mapping[str, tuple[str, ...]] = {
    "e_reserves": ("course_reserves_electronic",),
    "cms": ("lms_upload",),
    "course_pack": ("course_pack_electronic", "course_pack_print"),
    "durable_url": ("link_to_content",),
    "print": ("digital_copy", "print_copy"),
    "ill_print": ("ill_electronic", "ill_secure_transmission", "ill_print_fax"),
    "text_mining": ("text_data_mining",),
    "local_loading": (),
    "research": (),
    "distribute": ("class_handouts",),
}
"""Their keys in their order, each with the terms of ours that answer it. `local_loading` is no public question here,
and nothing of ours is `research`: both are always “Ask”. What `distribute` asks is not certain (docs/public.md)."""

QUESTIONS: Mapping[str, str] = {
    "e_reserves": "Can I make an electronic copy for use in an e-reserve system?",
    "cms": "Can I post a copy in a course management system?",
    "course_pack": "Can I put it in a course pack?",
    "durable_url": "Can I link to it?",
    "print": "Can I make print or electronic copies?",
    "ill_print": "Is ILL allowed?",
    "text_mining": "May I text-mine it?",
    "local_loading": "May we load it locally?",
    "research": "May I use it for research or private study?",
    "distribute": "May I hand out copies in class?",
}
_SAID = {AnswerKind.YES: "Yes", AnswerKind.CONDITIONS: "Yes", AnswerKind.NO: "No", AnswerKind.ASK: "Ask"}
_SHORT = {
    AnswerKind.YES: "Yes, this is allowed.",
    AnswerKind.CONDITIONS: "Yes, on conditions.",
    AnswerKind.NO: "No, this is not allowed.",
    AnswerKind.ASK: "Please ask the library first.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OurAnswer:
    """One question. `usage` is Yes, No or Ask; `short` and `lines` are plain text, a line for each term of ours."""

    key: str
    question: str
    usage: str
    short: str
    lines: tuple[str, ...]


def our_answers(answers: Iterable[Answer]) -> tuple[OurAnswer, ...]:
    """All ten questions, answered from the public answers of a resource."""
    by_term = {answer.term: answer for answer in answers}
    return tuple(_answer(key, [by_term[term] for term in terms if term in by_term]) for key, terms in CASES.items())


def _answer(key: str, found: list[Answer]) -> OurAnswer:
    kinds = {_SAID[one.kind] for one in found}
    agreed = found[0].kind if len(kinds) == 1 else AnswerKind.ASK
    if agreed is AnswerKind.YES and any(one.kind is AnswerKind.CONDITIONS for one in found):
        agreed = AnswerKind.CONDITIONS
    conditions = list(dict.fromkeys(text for one in found for text in (one.conditions, one.note) if text))
    short = _SHORT[agreed]
    if agreed is AnswerKind.CONDITIONS and conditions:
        short = f"{short} {' '.join(conditions[0].split())}"
    return OurAnswer(
        key=key,
        question=QUESTIONS[key],
        usage=_SAID[agreed],
        short=short,
        lines=tuple(map(_line, found)) or (short,),
    )


def _line(one: Answer) -> str:
    said = " ".join(text for text in (_SHORT[one.kind], one.conditions, one.note) if text)
    return f"{one.question_en} {' '.join(said.split())}"
