"""Printed numbers at the beginning of a line: their shapes and what they may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    """How a level of numbering is printed."""

    DECIMAL = "1.2"
    NUMBER = "1."
    NUMBER_PAREN = "(1)"
    LOWER = "a."
    LOWER_PAREN = "(a)"
    UPPER = "A."
    UPPER_PAREN = "(A)"
    ROMAN = "I."
    ROMAN_LOWER = "i."
    ROMAN_PAREN = "(i)"
    LETTERED = "A.1"
    SCHEDULE = "Schedule 1"


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a printed number. `values` are its parts as numbers (`3.1.2` is 3, 1, 2; `(c)` is 3);
    `printed` is what goes into a clause's number; `bare` is true where nothing but digits marks it (`2 DELIVERY`),
    `mended` where a scanned sign was read as a digit (`|.`), `worded` after a word such as Article."""

    style: Style
    values: tuple[int, ...]
    printed: str
    bare: bool = False
    mended: bool = False
    worded: bool = False


SCHEDULE_WORDS = r"schedule|appendix|annex|annexe|exhibit|attachment|addendum"
SECTION_WORDS = r"article|section|clause|paragraph|part|chapter|§"
_SCHEDULE = re.compile(
    rf"({SCHEDULE_WORDS})\s+(?:no\.?\s*)?(\d{{1,2}}(?:\.\d{{1,2}})?|[IVX]{{1,5}}|[A-Z])(?![\w.-]*\w)\s*[.:)–—-]?",
    re.IGNORECASE,
)
_SECTION = re.compile(rf"(?:{SECTION_WORDS})\s*(?=[\dIVXLA-Z])", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,6})[.:)]?(?=\s|$|\()")
_NUMBER = re.compile(r"(\d{1,3})([.)]|(?:er|re)?\s*[–—:-]|)(?=\s|$)")
_PAREN = re.compile(r"\(([a-zA-Z]{1,2}|[ivxlIVXL]{1,5}|\d{1,2})\)[.:]?(?=\s|$|\()")
_LETTERED = re.compile(r"([A-Z]|[IVXL]{2,6})\.(\d{1,3}(?:\.\d{1,3}){0,5})[.:)]?(?=\s|$|\()")
_HALF = re.compile(r"([a-zA-Z]|[ivxlIVXL]{1,5})[.)](?=\s|$)")
_WORDED = re.compile(r"([IVXL]{1,6}|[A-Z])\b")
_OCR_DECIMAL = re.compile(r"([\dlIO|]{1,3}(?:[.,:;][\dlIO|]{1,3}){1,6})[.:)’',]?(?=\s|$)")
_OCR_NUMBER = re.compile(r"([\dlIO|]{1,2})\.(?=\s|$)")
_OCR_ROMAN = re.compile(r"([IVX][IVXilvx1|]{1,5})\.(?=\s|$)")
_OCR_PAREN = re.compile(r"[(\[{]([a-z]{1,2}|[ivxl1|]{1,5}|\d{1,2})[)\]}](?=\s|$)")
_OCR_DIGITS = str.maketrans("lI|O", "1110")


def labels_at(text: str, *, ocr: bool = False) -> Iterator[tuple[Label, int]]:
    """Every reading of the number that `text` begins with, each with the place where the text goes on."""
    schedule = _SCHEDULE.match(text)
    if schedule:
        word, number = schedule.group(1).capitalize(), schedule.group(2)
        yield Label(Style.SCHEDULE, _schedule_values(number), f"{word} {number}"), schedule.end()
        return
    start = section.end() if (section := _SECTION.match(text)) else 0
    for label, end in _numbers(text[start:], worded=bool(start)):
        yield replace(label, worded=bool(start)), start + end
    if ocr and not start:
        yield from _mended(text)


def _numbers(text: str, *, worded: bool) -> Iterator[tuple[Label, int]]:
    if match := _DECIMAL.match(text):
        values = tuple(int(part) for part in match.group(1).split("."))
        yield Label(Style.DECIMAL, values, match.group(1)), match.end()
    elif match := _NUMBER.match(text):
        bare = not match.group(2) and not worded
        yield Label(Style.NUMBER, (int(match.group(1)),), match.group(1), bare), match.end()
    elif match := _PAREN.match(text):
        yield from _letters(match.group(1), match.end(), paren=True)
    elif match := _LETTERED.match(text):
        yield from _lettered(match)
    elif match := _HALF.match(text) or (_WORDED.match(text) if worded else None):
        yield from _letters(match.group(1), match.end(), paren=False)


def _lettered(match: re.Match[str]) -> Iterator[tuple[Label, int]]:
    """`B.1.2` is 2, 1, 2; `V.1` may be the first of section V or of the twenty-second letter."""
    raw, parts = match.group(1), tuple(int(part) for part in match.group(2).split("."))
    printed = f"{raw}.{match.group(2)}"
    firsts = {ord(raw) - ord("A") + 1} if len(raw) == 1 else set()
    for first in sorted(firsts | {roman_value(raw) or 0} - {0}):
        yield Label(Style.LETTERED, (first, *parts), printed), match.end()


def _letters(raw: str, end: int, *, paren: bool) -> Iterator[tuple[Label, int]]:
    printed = f"({raw})" if paren else raw
    if raw.isdecimal():
        yield Label(Style.NUMBER_PAREN, (int(raw),), printed), end
        return
    roman = roman_value(raw)
    if roman:
        lower = Style.ROMAN_PAREN if paren else Style.ROMAN_LOWER
        yield Label(lower if raw.islower() else Style.ROMAN, (roman,), printed), end
    if len(set(raw)) == 1 and (raw.islower() or raw.isupper()):
        upper, lower = (Style.UPPER_PAREN, Style.LOWER_PAREN) if paren else (Style.UPPER, Style.LOWER)
        value = ord(raw[0].lower()) - ord("a") + 1 + 26 * (len(raw) - 1)
        yield Label(lower if raw.islower() else upper, (value,), printed), end


def _mended(text: str) -> Iterator[tuple[Label, int]]:
    """Readings of a scanned number with the usual slips put right: l, I and | for 1, O for 0, a comma for a point."""
    for pattern, read in _MENDERS:
        if match := pattern.match(text):
            for label in read(match):
                yield label, match.end()
            return


def _mended_decimal(match: re.Match[str]) -> Iterator[Label]:
    mended = re.sub("[,:;]", ".", match.group(1).translate(_OCR_DIGITS))
    if mended != match.group(1) or match.group(0)[-1] in "’',":
        yield Label(Style.DECIMAL, tuple(int(part) for part in mended.split(".")), mended)


def _mended_number(match: re.Match[str]) -> Iterator[Label]:
    mended = match.group(1).translate(_OCR_DIGITS)
    if mended != match.group(1):
        yield Label(Style.NUMBER, (int(mended),), mended, mended=True)
        if set(match.group(1)) <= set("lI|1"):
            yield Label(Style.ROMAN, (len(mended),), "I" * len(mended))


def _mended_roman(match: re.Match[str]) -> Iterator[Label]:
    """Strokes may be misread or missing: II may have been III."""
    mended = re.sub("[il1|]", "I", match.group(1)).replace("v", "V").replace("x", "X")
    value = roman_value(mended)
    if value and mended != match.group(1):
        yield Label(Style.ROMAN, (value,), mended)
        if mended.endswith("I") and (value + 1) % 5 not in (0, 4):
            yield Label(Style.ROMAN, (value + 1,), f"{mended}I")


def _mended_paren(match: re.Match[str]) -> Iterator[Label]:
    raw = match.group(1)
    mended = raw if raw.isdecimal() else re.sub(r"[1|]", "i", raw)
    if f"({mended})" != match.group(0):
        yield from (label for label, _ in _letters(mended, 0, paren=True))
    elif raw == "l":
        yield Label(Style.ROMAN_PAREN, (1,), "(i)")


_MENDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Label]]], ...] = (
    (_OCR_DECIMAL, _mended_decimal),
    (_OCR_NUMBER, _mended_number),
    (_OCR_ROMAN, _mended_roman),
    (_OCR_PAREN, _mended_paren),
)


def _schedule_values(number: str) -> tuple[int, ...]:
    if number[0].isdecimal():
        return tuple(int(part) for part in number.split("."))
    return (roman_value(number) or ord(number.upper()[0]) - 64,)


def roman_value(raw: str) -> int | None:
    """The value of a well-formed roman number up to 89, else None."""
    if not re.fullmatch(r"(xl|l?x{0,3})(ix|iv|v?i{0,3})", raw.lower()) or not raw:
        return None
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in raw.lower()]
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True)) or None
