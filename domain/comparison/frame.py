"""What an amendment says about itself: its title, its parties, that the rest stays, who signed.

Such clauses stand beside the agreement and change nothing in it, so a comparison of what the agreement says leaves them
out. Whatever is not surely one of them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.clause import Clause

_LONGEST_LINE = 25  # words; a title or a line of a signature block is no longer
_NO = r"\W*(?:\d+(?:\.\d+)*\W+)?"  # a number that is printed in the text
_KIND = r"(?:amendment|addendum|amending\s+agreement)"
_OPENING = re.compile(
    rf"\W*(?:this\s+|the\s+)?(?:\w+\s+)?{_KIND}\b.{{0,200}}?\b(?:made|entered|between|among|dated|amends?)\b"
    r"|\W*whereas\b|\W*now,?\s+therefore\b|\W*in\s+consideration\s+of\b.*\bagree",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(rf"\W*(?:\w+\s+)?{_KIND}\b|\W*to\s+the\b.*\b(?:agreement|licen[cs]e|contract)\b", re.IGNORECASE)
_RECITAL = re.compile(r"\(?[A-Z]\)?")
_SIGNED = re.compile(
    r"\W*(?:in\s+witness\s+whereof\b|(?:signed|executed|agreed|accepted)\s+(?:\w+\s+){0,3}(?:for|by|on\s+behalf)\b"
    r"|(?:by|name|title|date|signature|signed|position|licensor|licensee|authori[sz]ed\s+signat\w+)\s*:)",
    re.IGNORECASE,
)
_PLAIN = tuple(
    re.compile(_NO + form, re.IGNORECASE | re.DOTALL)
    for form in (
        # everything else stays
        r"(?:save|except)\s+as\b.{0,120}\b(?:remains?|continues?)\b(?:(?!\.\s).)*\.?(?:\s*if\s+the\s+two\s+differ.*)?",
        r"all\s+(?:the\s+)?other\s+(?:terms|provisions|clauses)\b(?:(?!\.\s).)*\b(?:remain|continue)(?:(?!\.\s).)*\.?",
        # what follows, how words are meant, how it is signed
        r"(?:the|this)\s+(?:\w+\s+)?agreement\s+is\s+(?:hereby\s+)?amended\s+as\s+follows\W*",
        r"(?:capitali[sz]ed\s+)?(?:words|terms)\b.{0,80}\bhave\s+the\s+(?:same\s+)?meanings?\b(?:(?!\.\s).)*\.?",
        r"this\s+(?:amendment|addendum)\s+may\s+be\s+(?:signed|executed)\s+in\s+(?:\w+\s+)?counterparts\b(?:(?!\.\s).)*\.?",
    )
)


def frame_of(amendment: Sequence[Clause]) -> frozenset[str]:
    """The ids of the clauses of an amendment that only say what it is."""
    first = next((at for at, clause in enumerate(amendment) if _is_numbered(clause)), 0)
    opening = (clause.id for clause in amendment[:first] if _is_opening(clause))
    plain = (clause.id for clause in amendment if _is_heading(clause) or _is_plain(clause))
    return frozenset((*opening, *plain, *_signatures(amendment)))


def _is_numbered(clause: Clause) -> bool:
    return clause.number is not None and clause.number[0].isdigit()


def _is_heading(clause: Clause) -> bool:
    return clause.heading is not None and clause.text.strip() == clause.heading.strip()


def _is_plain(clause: Clause) -> bool:
    return any(form.fullmatch(clause.text.strip()) for form in _PLAIN)


def _is_opening(clause: Clause) -> bool:
    if clause.number is not None:
        return _RECITAL.fullmatch(clause.number) is not None
    is_line = len(clause.text.split()) <= _LONGEST_LINE
    return bool(_OPENING.match(clause.text) or (is_line and _TITLE.match(clause.text)))


def _signatures(amendment: Sequence[Clause]) -> Iterator[str]:
    """From where it is signed to the end; a numbered clause after that is a schedule, and no signature."""
    numbered = [at for at, clause in enumerate(amendment) if clause.number is not None]
    after = amendment[numbered[-1] + 1 if numbered else 0 :]
    start = next((at for at, clause in enumerate(after) if _SIGNED.match(clause.text)), len(after))
    for at, clause in enumerate(after):
        is_line = len(clause.text.split()) <= _LONGEST_LINE
        if _SIGNED.match(clause.text) or (is_line and (at >= start or _TITLE.match(clause.text))):
            yield clause.id
