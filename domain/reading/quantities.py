"""Periods, percentages, dates and amounts as agreements write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.clause import Span
from domain.values import Unit

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {word: value for value, word in enumerate(_SMALL)} | _TENS | {"hundred": 100}
COUNTED = "|".join(sorted(_WORDS, key=len, reverse=True))
"""Expression for a number in words."""
_WORD = "|".join([*sorted(_WORDS, key=len, reverse=True), "a", "an"])
_UNITS = {
    "day": Unit.CALENDAR_DAY,
    "week": Unit.WEEK,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "jour": Unit.CALENDAR_DAY,
    "mois": Unit.MONTH,
    "semaine": Unit.WEEK,
    "an": Unit.YEAR,
    "année": Unit.YEAR,
}
_DURATION = re.compile(
    rf"(?:(?P<word>\b(?:{_WORD})(?:[\s-](?:hundred|{_WORD}))?)\s*)?[\[(]?\s*(?P<digits>\d{{1,4}}|(?<=\()[il](?=\)))?\s*[\])]?\s*[-\s]?\s*"
    r"(?P<kind>(?:full\s+|calendar\s+|consecutive\s+|additional\s+|further\s+|business\s+|working\s+|complete\s+|clear\s+)?)"
    r"(?P<unit>days?|weeks?|months?|years?|jours?|mois|semaines?|ans?|années?)(?:'s?|\b)(?P<after>\s+ouvrables)?"
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*\)?\s*(?:%|per\s?cent|percent|pour cent)")
_PERCENT_IN_WORDS = re.compile(rf"\b({COUNTED})\s+(?:per\s?cent|percent)\b")
MONTHS = (
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december"),
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre"),
)  # fmt: skip
_MONTH = {name: number for names in MONTHS for number, name in enumerate(names, start=1)}
_MONTH |= {name[:3]: number for number, name in enumerate(MONTHS[0], start=1)} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATES = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s*(?:day\s+)?(?:of\s+)?(?P<month>{_NAMES})\.?,?\s+(?P<year>\d{{4}})\b"
    ),
    re.compile(rf"\b(?P<month>{_NAMES})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>\d{4}|\d{2})\b"),
)


CENTURY_TURN = 70
"""Years of two figures from here on belong to the last century."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period and where it stands in the text."""

    number: int
    unit: Unit
    span: Span


def periods(text: str) -> Iterator[Period]:
    """Periods such as `sixty (60) days` or `one-year` in a `plain` text."""
    for match in _DURATION.finditer(text):
        digits = match.group("digits") or ""
        number = int(digits) if digits.isdecimal() else number_of(match.group("word"))
        if number is None or (match.group("word") in ("a", "an") and not digits):
            continue
        unit = _UNITS.get(match.group("unit"), _UNITS.get(match.group("unit").rstrip("s"), Unit.CALENDAR_DAY))
        if unit is Unit.CALENDAR_DAY and (
            match.group("kind").strip() in ("business", "working") or match.group("after")
        ):
            unit = Unit.BUSINESS_DAY
        begin = min(match.start(group) for group in ("word", "digits", "unit") if match.start(group) >= 0)
        yield Period(number, unit, Span(start=begin, end=match.end()))


def number_of(word: str | None) -> int | None:
    """The number that one or two words name; None where they name none."""
    if not word:
        return None
    parts = re.split(r"[\s-]+", word.strip())
    values = [_WORDS[part] for part in parts if part in _WORDS]
    if not values or len(values) != len(parts):
        return None
    return values[0] * values[1] if len(values) == 2 and values[1] == 100 else sum(values)


def percentages(text: str) -> Iterator[tuple[str, Span]]:
    """Percentages as plain decimal numbers."""
    for match in _PERCENT.finditer(text):
        yield match.group(1).replace(",", "."), Span(start=match.start(), end=match.end())
    for match in _PERCENT_IN_WORDS.finditer(text):
        yield str(number_of(match.group(1))), Span(start=match.start(), end=match.end())


def dates(text: str) -> Iterator[tuple[dt.date, Span]]:
    """Full dates in a `plain` text, in order. Figures with slashes are read in the American order where that gives a
    date."""
    found: list[tuple[dt.date, Span]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            date = _date(match)
            span = Span(start=match.start(), end=match.end())
            if date and not any(other.start < span.end and span.start < other.end for _, other in found):
                found.append((date, span))
    yield from sorted(found, key=lambda pair: pair[1].start)


def _date(match: re.Match[str]) -> dt.date | None:
    month = match.group("month")
    year, day = int(match.group("year")), int(match.group("day"))
    if year < 100:
        year += 1900 if year >= CENTURY_TURN else 2000
    number = _MONTH.get(month) or int(month)
    try:
        return dt.date(year, number, day)
    except ValueError:
        pass
    try:
        return dt.date(year, day, number)
    except ValueError:
        return None
