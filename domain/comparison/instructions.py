"""What an amendment says is to be done to the text it amends.

Only wordings that leave nothing open are understood: a sentence with a condition in it ("for the year 2029 alone") is
not. The forms follow what publishers' and consortia's amendments say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What is done to the clause that is named."""

    REPLACE = "replace"
    REPLACE_BY_CLAUSES = "replace by clauses"
    DELETE = "delete"
    ADD_BEFORE = "add before"
    ADD_AFTER = "add after"
    ADD_NUMBERED = "add numbered"
    APPEND = "append"
    REPLACE_WORDS = "replace words"
    INSERT_WORDS_BEFORE = "insert words before"
    INSERT_WORDS_AFTER = "insert words after"
    REPLACE_DEFINITION = "replace definition"
    ADD_WITHIN = "add within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One thing to do. `targets` are clause numbers of the base text, empty where the whole text is meant.

    `words` are the words or the defined term that is sought; `text` what comes in its place, None where it follows in
    the clauses after the instruction; `clauses` are numbers of the amendment's own clauses that hold the new text.
    """

    act: Act
    targets: tuple[str, ...] = ()
    words: str = ""
    text: str | None = ""
    clauses: tuple[str, ...] = ()


# A form is put together from the pieces below; `at` and `then` name the clause, `old` and `new` quoted words.
_NUMBER = r"(?:\d+(?:\.\d+)*(?:\s*\(\w{1,4}\))*|[IVXLC]+(?:\.\w+)*|[A-Z](?:\.\d+)*)"
_RANGE = re.compile(r"(?P<section>(?:\d+\.)*)(?P<first>\d{1,4}) (?P=section)(?P<last>\d{1,4})")
_LONGEST_RANGE = 100  # clauses; "1 to 9999" is no list of clauses
_HEAD = 2_000  # characters of a sentence that are searched for an order
_NAMED = frozenset({"schedule", "annex", "appendix"})  # kinds whose name is part of the number
_KIND = r"(?:clause|section|article|paragraph|sub-?clause|sub-?section|schedule|annex|appendix|condition)s?"
_LIST = rf"{_NUMBER}(?:(?:\s*,\s*|\s*,?\s+and\s+|\s+to\s+)(?:{_KIND}\s+)?{_NUMBER})*"
_OF = r"(?:\s+(?:of|to|in)\s+the\s+(?:[\w-]+\s+){0,3}?(?:agreement|licence|license|contract))?"
_BE = r"(?:is|are|shall\s+be|will\s+be)(?:\s+hereby)?"
_QUOTED = r"(?:“[^”]+”|\"[^\"]+\"|‘[^’]+’|'[^']+')"
_WORDS = rf"(?:the\s+)?(?:(?:words?|phrases?|expressions?|terms?|figures?|references?\s+to)\s+)?(?P<{{}}>{_QUOTED})"
_THE_NEW = (
    r"(?:,?\s+(?:by|with|to\s+read|as\s+follows|so\s+as\s+to\s+read|the\s+following|this|in\s+full|new|clause|text))*"
)
_WHOLLY = r"(?:,?\s+in\s+(?:its|their)\s+entirety)?"
_ADDED = r"(?:added|inserted)(?:\s+immediately)?"
_ALL = r"(?:\s+(?:throughout|wherever\s+(?:it|they)\s+(?:appears?|occurs?)))?"
_NEW_CLAUSE = rf"(?:the\s+following|an?)(?:\s+(?:new|further|additional))*(?:\s+{_KIND})?(?:\s+(?P<own>{_NUMBER}))?"


def _ref(name: str = "at") -> str:
    return rf"(?:the\s+)?(?P<{name}_kind>{_KIND})\s+(?P<{name}>{_LIST}){_OF}"


_IN = rf"(?:in\s+{_ref()},?\s+)?"
_OR_IN = rf"(?:\s+in\s+{_ref('then')})?"

Build = Callable[[re.Match[str]], Instruction]


def instruction_of(sentence: str) -> Instruction | None:
    """What a sentence orders, or None where it orders nothing that is understood without a doubt.

    A sentence that introduces new text ends with its colon or goes on with that text.
    """
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(sentence.strip()):
            return build(match)
    return None


def is_order(sentence: str) -> bool:
    """Whether a sentence seems to order a change of another text, understood or not."""
    return _ORDER.search(sentence[:_HEAD]) is not None


def plain_number(number: str) -> str:
    """A clause number without white space and capitals, to look it up by."""
    return re.sub(r"\s+", "", number).casefold()


def unquoted(text: str) -> str:
    """The text without the quotation marks that enclose the whole of it."""
    inner = text.strip()
    match = re.fullmatch(r"“([^“”]*)”\.?|\"([^\"]*)\"\.?|‘([^‘’]*)’\.?|'([^']*)'\.?", inner, re.DOTALL)
    return next(group for group in match.groups() if group is not None).strip() if match else inner


def _targets(match: re.Match[str]) -> tuple[str, ...]:
    groups = match.groupdict()
    name = "at" if groups.get("at") else "then"
    listed, kind = groups.get(name) or "", (groups.get(f"{name}_kind") or "").casefold().rstrip("s")
    prefix = kind if kind in _NAMED else ""
    numbers = _numbers(re.sub(_KIND, "", listed, flags=re.IGNORECASE))
    return tuple(prefix + number for number in numbers)


def _new_text(match: re.Match[str]) -> str | None:
    return unquoted(match["text"]) or None


def _act(act: Act) -> Build:
    return lambda match: Instruction(act=act, targets=_targets(match), text=_new_text(match))


def _by_clauses(match: re.Match[str]) -> Instruction:
    return Instruction(act=Act.REPLACE_BY_CLAUSES, targets=_targets(match), clauses=_numbers(match["own"]))


def _numbers(listed: str) -> tuple[str, ...]:
    """The numbers in a list, those between the ends of "2.2 to 2.4" among them."""
    numbers = tuple(plain_number(number) for number in re.findall(_NUMBER, listed))
    ends = _RANGE.fullmatch(" ".join(numbers)) if " to " in listed else None
    if ends is None or int(ends["last"]) - int(ends["first"]) > _LONGEST_RANGE:
        return numbers
    return tuple(f"{ends['section']}{last}" for last in range(int(ends["first"]), int(ends["last"]) + 1))


def _words(act: Act, new: str | None = "new") -> Build:
    def build(match: re.Match[str]) -> Instruction:
        text = unquoted(match[new]) if new else ""
        return Instruction(act=act, targets=_targets(match), words=unquoted(match["old"]), text=text)

    return build


def _definition(match: re.Match[str]) -> Instruction:
    text = match.groupdict().get("text")
    new = "" if text is None else _new_text(match)
    return Instruction(act=Act.REPLACE_DEFINITION, targets=_targets(match), words=unquoted(match["old"]), text=new)


def _numbered(match: re.Match[str]) -> Instruction:
    return Instruction(act=Act.ADD_NUMBERED, targets=(plain_number(match["own"]),), text=_new_text(match))


def _placed(match: re.Match[str]) -> Instruction:
    act = Act.ADD_AFTER if match["place"].casefold() == "after" else Act.ADD_BEFORE
    return Instruction(act=act, targets=_targets(match), text=_new_text(match))


def _inserted(match: re.Match[str]) -> Instruction:
    after = match["place"].casefold() == "after"
    return _words(Act.INSERT_WORDS_AFTER if after else Act.INSERT_WORDS_BEFORE)(match)


_TEXT = r"\s*:\s*(?P<text>.*)"
_REPLACED = rf"{_BE}\s+(?:deleted{_WHOLLY}\s+and\s+)?(?:replaced|substituted)"
_RESTATED = rf"{_BE}\s+(?:amended|restated)(?:\s+and\s+restated)?"
_DELETED = rf"{_BE}\s+(?:deleted|removed|omitted){_WHOLLY}"
_DEFINITION = rf"{_IN}the\s+definition\s+of\s+(?P<old>{_QUOTED}){_OR_IN}"
_OLD, _NEW = _WORDS.format("old"), _WORDS.format("new")
_AT_END = rf"(?:\s+\w+)?\s+{_BE}\s+{_ADDED}\s+(?:at|to)\s+the\s+end\s+of"
_BY_ADDING = rf"{_BE}\s+amended\s+by\s+adding\s+(?:the\s+following\s+)?at\s+the\s+end(?:\s+the\s+following)?"
_NEW_DEFINITION = r"(?:the\s+following|a\s+new)\s+definitions?"
_PLACE = r"(?P<place>after|before)"
_WRITTEN: tuple[tuple[str, Build], ...] = (
    (rf"{_ref()}\s+{_REPLACED}{_WHOLLY}\s+(?:by|with)\s+{_KIND}\s+(?P<own>{_LIST})\s+of\s+this\s+\w+\.?", _by_clauses),
    (rf"{_ref()}\s+{_REPLACED}{_WHOLLY}{_THE_NEW}{_TEXT}", _act(Act.REPLACE)),
    (rf"{_ref()}\s+{_RESTATED}{_WHOLLY}{_THE_NEW}{_TEXT}", _act(Act.REPLACE)),
    (rf"{_ref()}\s+{_DELETED}\.?(?P<text>)", _act(Act.DELETE)),
    (rf"{_NEW_CLAUSE}\s+{_BE}\s+{_ADDED}\s+{_PLACE}\s+{_ref()}{_THE_NEW}{_TEXT}", _placed),
    (
        rf"(?:the\s+following|a\s+new)\s+definitions?\s+{_BE}\s+{_ADDED}\s+(?:to|in)\s+{_ref()}{_TEXT}",
        _act(Act.ADD_WITHIN),
    ),
    (rf"the\s+following{_AT_END}\s+{_ref()}{_TEXT}", _act(Act.APPEND)),
    (rf"{_ref()}\s+{_BY_ADDING}{_TEXT}", _act(Act.APPEND)),
    (rf"{_NEW_CLAUSE}\s+{_BE}\s+{_ADDED}(?:\s+to\s+the\s+\w+)?{_THE_NEW}{_TEXT}", _numbered),
    (rf"{_DEFINITION}\s+{_REPLACED}{_WHOLLY}{_THE_NEW}{_TEXT}", _definition),
    (rf"{_DEFINITION}\s+{_DELETED}\.?", _definition),
    (rf"{_IN}{_OLD}{_OR_IN}\s+{_REPLACED}\s+(?:by|with)\s+{_NEW}{_ALL}\.?", _words(Act.REPLACE_WORDS)),
    (rf"{_IN}{_OLD}{_OR_IN}\s+{_DELETED}{_ALL}\.?", _words(Act.REPLACE_WORDS, None)),
    (rf"{_IN}{_NEW}\s+{_BE}\s+{_ADDED}\s+{_PLACE}\s+{_OLD}{_OR_IN}\.?", _inserted),
)
_FORMS = tuple((re.compile(form, re.IGNORECASE | re.DOTALL), build) for form, build in _WRITTEN)
_ORDER = re.compile(
    rf"{_KIND}\s+{_NUMBER}.*\b(?:replaced|deleted|amended|substituted|inserted|added|omitted|restated)\b"
    r"|\b(?:words?|definition|figure|references?)\b.*\b(?:replaced|deleted|amended|substituted|inserted|added|omitted)\b",
    re.IGNORECASE | re.DOTALL,
)
