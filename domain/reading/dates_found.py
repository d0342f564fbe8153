"""When the agreement begins and ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

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


def _one_of(*alternatives: str, then: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)}){then}")


_BEGINS = _one_of(
    r"commenc\w*", r"begin\w*", r"start\w*", "effective", "in effect", "into (?:effect|force)",
    "(?:subscription|licen[cs]e) period", "initial term", r"term of th\w+",
)  # fmt: skip
_SUBJECT = _one_of(
    r"\bthis (?:agreement|licen[cs]e|contract|order)\b",
    r"\bthe (?:agreement|licen[cs]e|contract|franchise|term|subscription)\b",
    r"\binitial term\b", r"\b(?:licen[cs]e|subscription|contract) (?:term|period)\b",
    r"\b(?:effective|commencement) date\b",
    r"\bterm of\b",
)  # fmt: skip
"""What a sentence on the term of an agreement speaks of."""
_LASTS = _one_of(
    r"\bfor", r"\buntil", r"\bof", r"\bbe", r"\bis", "initial", r"\bterm", "remain in effect", r"continu\w+", "extend",
    "thereafter", r"\blast",
    then=r"\W+(?:(?:a|an|the|initial|fixed|full|further|term|period|of|for|be|is|minimum|on)(?:\W+|$)){0,6}$",
)  # fmt: skip
"""Stands before the length of a term."""
_OTHER_MATTER = _one_of(
    "confidential", "disclos", "indemnif", "warrant",
    r"^[\d.\s]*(?:the term\s+)?[\"“](?!(?:initial |licen[cs]e |contract |subscription |agreement )?(?:term|period)\b)",
)  # fmt: skip
"""A sentence on something else, or the definition of something else."""
_OTHER_PAPER = _one_of(
    r"\bwhereas\b", r"\bas amended\b", r"\boriginal\b", r"\bprior agreement\b", r"\bincorporat\w*",
    r"\borgani[sz]ed\b", r"\bcertain\b",
    r"\bpursuant to\b", r"\brecitals\b", r"\b(?:plan|agreement|order|act|lease|contract),? dated\b",
)  # fmt: skip
"""Stands before the date of another paper."""
_SIGNED = _one_of(
    r"\bdate[ds]?\s*[:_-]\W{0,8}",
    r"\bdate\s{1,3}",
    r"signed[^.]{0,50}",
    r"executed[^.]{0,50}",
    r"in witness[^.]{0,60}",
    then="$",
)
_NAMED = _one_of(
    "effective date", "commencement date", "start date", "date of (?:this )?(?:agreement|contract)",
    "agreement date", "contract date",
    then=r"\W{0,14}(?:(?:is|shall|will|means|of|as|the|be|hereof|on|this|agreement)\W+){0,5}$",
)  # fmt: skip
_NAMED_AFTER = re.compile(r"^\W{0,4}(?:\(?\s*(?:the\s+)?[\"'(]*(?:effective|commencement)\s+date)")
_STARTS_ON = _one_of(
    r"commenc\w*",
    r"begin\w*",
    r"start\w*",
    "effective",
    then=r"\W+(?:(?:on|as of|from|upon|with effect from|the)\W+){0,3}$",
)
_MADE = _one_of(
    "made", "entered", "executed", "dated", "effective", "signed", "as of", "agreement", "this", then=r"\b[^.]{0,90}$"
)
_UNTIL = _one_of(
    r"\buntil", r"\bthrough", r"\bto(?: and including)?", r"\b(?:and )?ending(?: on)?", r"\bterminat\w+ on",
    r"\bexpir\w+(?: on)?",
    r"\b(?:expiration|expiry|end) date\W*(?:is|of)?", r"\bup to", r"\bends on", r"\bconclud\w+ on",
    then=r"\W{0,6}(?:(?:the|and|including|midnight|on|of)\W+){0,3}$",
)  # fmt: skip
_TERM = _one_of(
    r"\bterm\b", r"\beffect(?:ive)?\b", r"\bforce\b", r"\bperiod\b", r"\bcommenc\w*", r"\bcontinu\w*",
    r"\bremain\w*", r"\bdurat\w*",
    r"\bvalid\w*", r"\bendure\b", r"\bexpire\w*",
)  # fmt: skip
_NOT_TERM = _one_of(
    r"\band for\b", r"\bwithin\b", "notice", "breach", "cure", "remed", "invoice", "payment", "renew", "extended",
    "extension", "surviv",
    "audit", "record", "(?:after|following) (?:the )?(?:expiration|termination)", "additional", "successive",
    "prior to", "before",
)  # fmt: skip
"""Stands before the length of something that is not the term."""
_NOT_TERM_AFTER = re.compile(r"\W{0,4}(?:prior|notice|written|before|after (?:the )?(?:expir|termin))")


_FROM_EVENT = re.compile(
    r"\W{0,4}(?:following|after|from)\s"
    r"(?!.{0,60}?(?:effective|commenc|start|begin|here?of|sign|execut|date of (?:this|the)|\d{4}))"
)
"""Stands after a term that is counted from a day the agreement does not name (“following its first publication”)."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    clause: Clause
    span: Span
    text: str
    place: int

    def quote(self) -> Quote:
        text = self.clause.text[self.span.start : self.span.end]
        return Quote(clause=self.clause.id, page=self.clause.page_of(self.span.start), span=self.span, quote=text)


_Best: TypeAlias = tuple[float, _Sentence, dt.date] | None
"""The surest date so far: how sure, the sentence, the date."""


def start_date(clauses: Sequence[Clause]) -> KeyFact | None:
    """The day the agreement takes effect: a date called so, else the first day of its term, else the day it was
    made."""
    best: _Best = None
    for sentence in _sentences(clauses):
        for date, span in dates(sentence.text):
            sure = _start_score(sentence, span)
            if sure and (best is None or sure > best[0]):
                best = (sure, sentence, date)
    return _fact("start_date", best or _signed(clauses))


def _signed(clauses: Sequence[Clause]) -> _Best:
    """The last date beside a signature: an agreement that names no day takes effect when the last party signs."""
    latest: _Best = None
    for sentence in _sentences(clauses):
        for date, span in dates(sentence.text) if sentence.place >= len(clauses) // 2 else ():
            beside = _SIGNED.search(sentence.text[max(0, span.start - 60) : span.start])
            if beside and (latest is None or date > latest[2]):
                latest = (0.5, sentence, date)
    return latest


def _start_score(sentence: _Sentence, span: Span) -> float:
    """How surely the date at `span` is the first day (0 to 1)."""
    before, after = sentence.text[max(0, span.start - 120) : span.start], sentence.text[span.end : span.end + 60]
    ends = _UNTIL.search(before[-40:]) and not re.search(r"effective (?:as of )?$", before)
    if ends or re.search(r"(?:financial|fiscal|calendar) year", before[-50:]):
        return 0.0
    if _NAMED.search(before) or _NAMED_AFTER.search(after):
        return 0.9
    return max(_term_score(sentence, before, after), _made_score(sentence, span, before))


def _term_score(sentence: _Sentence, before: str, after: str) -> float:
    """As the first day of a term that the sentence states."""
    if not _SUBJECT.search(sentence.text) and sentence.place >= PREAMBLE:
        return 0.0
    if _STARTS_ON.search(before):
        return 0.85
    if re.search(r"\bfrom\W+(?:the\W+)?$", before) and re.search(r"\b(?:until|to|through)\b", after[:30]):
        return 0.85 if _BEGINS.search(sentence.text) else 0.6
    return 0.0


def _made_score(sentence: _Sentence, span: Span, before: str) -> float:
    """As the day on which the agreement was made, which its beginning names."""
    if sentence.place >= PREAMBLE or not _MADE.search(before) or _OTHER_PAPER.search(before):
        return 0.0
    if _OTHER_MATTER.search(sentence.text) or "whereas" in sentence.text[: span.start]:
        return 0.0
    return 0.75 - 0.01 * sentence.place


def end_date(clauses: Sequence[Clause], start: KeyFact | None) -> KeyFact | None:
    """The last day of the term: a date called so, else counted from the start by the length of the term, to the day
    before the anniversary."""
    best: _Best = None
    first = dt.date.fromisoformat(str(start.value)) if start else None
    for sentence in _sentences(clauses):
        for sure, date in [*_stated_ends(sentence, first), *_counted_ends(sentence, first)]:
            if best is None or sure > best[0]:
                best = (sure, sentence, date)
    return _fact("end_date", best)


def _stated_ends(sentence: _Sentence, first: dt.date | None) -> Iterator[tuple[float, dt.date]]:
    """Dates that the sentence calls the last day."""
    speaks = _SUBJECT.search(sentence.text) or re.search(r"\bfrom\b|(?:expiration|expiry|end) date", sentence.text)
    if not speaks or _OTHER_MATTER.search(sentence.text):
        return
    for date, span in dates(sentence.text):
        until = _UNTIL.search(sentence.text[max(0, span.start - 50) : span.start])
        if until and (first is None or date > first):
            yield 0.88, date


def _counted_ends(sentence: _Sentence, first: dt.date | None) -> Iterator[tuple[float, dt.date]]:
    """The last day of a term of so many years from the first."""
    text = sentence.text
    if first is None or not (_SUBJECT.search(text) and _TERM.search(text)) or _OTHER_MATTER.search(text):
        return
    named = (date for date, span in dates(text) if _BEGINS.search(text[max(0, span.start - 40) : span.start]))
    own = next(named, first)
    for period in periods(text):
        before = text[max(0, period.span.start - 70) : period.span.start]
        if _NOT_TERM.search(before[-45:]) or not _LASTS.search(before):
            continue
        if _NOT_TERM_AFTER.match(text, period.span.end) or _FROM_EVENT.match(text, period.span.end):
            continue
        date = last_day(own, period)
        if date:
            yield 0.8 if re.search(r"agreement|licen[cs]e|term\b|franchise|contract", text) else 0.6, date
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
        if not re.search(r"\d|year|month|ann[ée]e|mois", clause.text):
            continue
        for span in sentences(clause.text):
            yield _Sentence(clause, span, plain(clause.text[span.start : span.end]), place)


def _fact(key: str, best: _Best) -> KeyFact | None:
    if best is None:
        return None
    return KeyFact(key=key, value=best[2].isoformat(), confidence=round(best[0], 2), evidence=best[1].quote())
