"""When the agreement begins and ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.clause import Clause, Span
from domain.reading.analysis import KeyFact
from domain.reading.phrases import plain
from domain.reading.quantities import Period, dates, periods
from domain.reading.sentences import sentences
from domain.suggestion import Quote
from domain.values import Unit

PREAMBLE = 20
"""How many clauses at the beginning may hold the date of the agreement."""
LONGEST_TERM_YEARS = 120
_BEGINS = re.compile(
    r"(?:commenc\w*|begin\w*|start\w*|effective|in effect|into (?:effect|force)|subscription period|licen[cs]e period|initial term|term of th\w+)"
)
_SUBJECT = re.compile(
    r"\b(?:this (?:agreement|licen[cs]e|contract|order)|the (?:agreement|licen[cs]e|contract|franchise|term|subscription)|initial term|(?:licen[cs]e|subscription|contract) (?:term|period)|effective date|commencement date|term of)\b"
)
_LASTS = re.compile(
    r"(?:\bfor|\bof|\bbe|\bis|initial|\bterm|remain in effect|continu\w+|extend|thereafter|\blast)\W+(?:(?:a|an|the|initial|fixed|full|further|term|period|of|for|be|is|minimum|on)\W+){0,6}$"
)
_OTHER_MATTER = re.compile(
    r"confidential|disclos|indemnif|warrant|^[\d.\s]*[\"“](?!(?:initial |licen[cs]e |contract |subscription |agreement )?(?:term|period)\b)"
)
_SIGNED = re.compile(
    r"(?:\bdate[ds]?\s*[:_-]\W{0,8}|\bdate\s{1,3}|signed[^.]{0,50}|executed[^.]{0,50}|in witness[^.]{0,60})$"
)
_OTHER_PAPER = re.compile(
    r"\b(?:whereas|as amended|original|prior agreement|incorporat\w*|organi[sz]ed|certain|pursuant to|recitals|(?:plan|agreement|order|act|lease|contract),? dated)\b"
)
_NAMED = re.compile(
    r"(?:effective date|commencement date|start date|date of (?:this )?(?:agreement|contract)|agreement date|contract date)\W{0,14}(?:(?:is|shall|will|means|of|as|the|be|hereof|on|this|agreement)\W+){0,5}$"
)
_NAMED_AFTER = re.compile(r"^\W{0,4}(?:\(?\s*(?:the\s+)?[\"'(]*(?:effective|commencement)\s+date)")
_MADE = re.compile(
    r"(?:made|entered|executed|dated|effective|signed|as of|agreement|is made|on this|this)\b[^.]{0,90}$"
)
_UNTIL = re.compile(
    r"\b(?:until|through|to and including|to|and ending(?: on)?|ending(?: on)?|terminat\w+ on|expir\w+ on|expir\w+|(?:expiration|expiry) date\W*(?:is|of)?|end date\W*|up to|ends on|conclud\w+ on)\W{0,6}(?:(?:the|and|including|midnight|on|of)\W+){0,3}$"
)
_TERM = re.compile(
    r"\b(?:term|effect|effective|force|period|commenc\w*|continu\w*|remain\w*|durat\w*|valid\w*|endure|expire\w*)\b"
)
_NOT_TERM = re.compile(
    r"\band for\b|\bwithin\b|notice|breach|cure|remed|invoice|payment|renew|extended|extension|surviv|confidential|warrant|audit|record|after (?:the )?(?:expiration|termination)|following (?:the )?(?:expiration|termination)|additional|successive|prior to|before"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    clause: Clause
    span: Span
    text: str
    place: int

    def quote(self) -> Quote:
        text = self.clause.text[self.span.start : self.span.end]
        return Quote(clause=self.clause.id, page=self.clause.page_of(self.span.start), span=self.span, quote=text)


def start_date(clauses: Sequence[Clause]) -> KeyFact | None:
    """The day the agreement takes effect: a date called so, else the first day of its term, else the day it was made."""
    best: tuple[float, _Sentence, dt.date] | None = None
    for sentence in _sentences(clauses):
        for date, span in dates(sentence.text):
            sure = _start_score(sentence, span)
            if sure and (best is None or sure > best[0]):
                best = (sure, sentence, date)
    return _fact("start_date", best or _signed(clauses))


def _signed(clauses: Sequence[Clause]) -> tuple[float, _Sentence, dt.date] | None:
    """The last date beside a signature: an agreement that names no day takes effect when the last party signs."""
    latest: tuple[float, _Sentence, dt.date] | None = None
    for sentence in _sentences(clauses):
        if sentence.place < len(clauses) // 2:
            continue
        for date, span in dates(sentence.text):
            if _SIGNED.search(sentence.text[max(0, span.start - 60) : span.start]) and (
                latest is None or date > latest[2]
            ):
                latest = (0.5, sentence, date)
    return latest


def _start_score(sentence: _Sentence, span: Span) -> float:
    before, after = sentence.text[max(0, span.start - 120) : span.start], sentence.text[span.end : span.end + 60]
    if _UNTIL.search(before[-40:]) and not re.search(r"effective (?:as of )?$", before):
        return 0.0
    if re.search(r"(?:financial|fiscal|calendar) year", before[-50:]):
        return 0.0
    if _NAMED.search(before) or _NAMED_AFTER.search(after):
        return 0.9
    if not _SUBJECT.search(sentence.text) and sentence.place >= PREAMBLE:
        return 0.0
    if re.search(
        r"(?:commenc\w*|begin\w*|start\w*|effective)\W+(?:(?:on|as of|from|upon|with effect from|the)\W+){0,3}$", before
    ):
        return 0.85
    if re.search(r"\bfrom\W+(?:the\W+)?$", before) and re.search(r"\b(?:until|to|through)\b", after[:30]):
        return 0.85 if _BEGINS.search(sentence.text) else 0.6
    made = sentence.place < PREAMBLE and _MADE.search(before)
    if (
        made
        and not _OTHER_PAPER.search(before)
        and not _OTHER_MATTER.search(sentence.text)
        and "whereas" not in sentence.text[: span.start]
    ):
        return 0.75 - 0.01 * sentence.place
    return 0.0


def end_date(clauses: Sequence[Clause], start: KeyFact | None) -> KeyFact | None:
    """The last day of the term: a date called so, else the start and the length of the term counted together (to the day
    before the anniversary)."""
    best: tuple[float, _Sentence, dt.date] | None = None
    first = dt.date.fromisoformat(str(start.value)) if start else None
    for sentence in _sentences(clauses):
        for sure, date in [*_stated_ends(sentence, first), *_counted_ends(sentence, first)]:
            if best is None or sure > best[0]:
                best = (sure, sentence, date)
    return _fact("end_date", best)


def _stated_ends(sentence: _Sentence, first: dt.date | None) -> Iterator[tuple[float, dt.date]]:
    if _OTHER_MATTER.search(sentence.text) or not (
        _SUBJECT.search(sentence.text) or re.search(r"\bfrom\b|(?:expiration|expiry|end) date", sentence.text)
    ):
        return
    for date, span in dates(sentence.text):
        if _UNTIL.search(sentence.text[max(0, span.start - 50) : span.start]) and (first is None or date > first):
            yield 0.88, date


def _counted_ends(sentence: _Sentence, first: dt.date | None) -> Iterator[tuple[float, dt.date]]:
    """A term of so many years from the first day."""
    if first is None or not _SUBJECT.search(sentence.text) or not _TERM.search(sentence.text):
        return
    own = next(
        (
            date
            for date, span in dates(sentence.text)
            if _BEGINS.search(sentence.text[max(0, span.start - 40) : span.start])
        ),
        first,
    )
    if _OTHER_MATTER.search(sentence.text):
        return
    for period in periods(sentence.text):
        before = sentence.text[max(0, period.span.start - 70) : period.span.start]
        after = sentence.text[period.span.end : period.span.end + 50]
        if (
            _NOT_TERM.search(before[-45:])
            or re.match(r"\W{0,4}(?:prior|notice|written|before|after (?:the )?(?:expir|termin))", after)
            or not _LASTS.search(before)
        ):
            continue
        date = last_day(own, period)
        if date:
            agreement = re.search(r"agreement|licen[cs]e|term\b|franchise|contract", sentence.text)
            yield (0.8 if agreement else 0.6), date
            return


def last_day(first: dt.date, period: Period) -> dt.date | None:
    """The last day of a period that begins on `first`; None where there is no such day."""
    if period.unit in (Unit.CALENDAR_DAY, Unit.WEEK) and period.number <= 36500:
        return first + dt.timedelta(days=period.number * (7 if period.unit is Unit.WEEK else 1) - 1)
    months = period.number * 12 if period.unit is Unit.YEAR else period.number if period.unit is Unit.MONTH else 0
    if not 0 < months <= 12 * LONGEST_TERM_YEARS:
        return None
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day) - dt.timedelta(days=1)


def _sentences(clauses: Sequence[Clause]) -> Iterator[_Sentence]:
    for place, clause in enumerate(clauses):
        if not any(letter.isdecimal() for letter in clause.text) and not re.search(
            r"year|month|ann[ée]e|mois", clause.text
        ):
            continue
        for span in sentences(clause.text):
            yield _Sentence(clause, span, plain(clause.text[span.start : span.end]), place)


def _fact(key: str, best: tuple[float, _Sentence, dt.date] | None) -> KeyFact | None:
    if best is None:
        return None
    return KeyFact(key=key, value=best[2].isoformat(), confidence=round(best[0], 2), evidence=best[1].quote())
