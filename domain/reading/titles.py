"""Titles that run into their clause (“Interlibrary Loan. Licensee may …”), and clauses that have no other number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.clause import Clause
from domain.reading.paragraphs import Paragraph

LONGEST_TITLE = 14
SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "under", "with",
    "without", "within",
    "its", "their", "no", "any", "de", "la", "le", "les", "des", "du", "et",
})  # fmt: skip
TITLE = re.compile(r"([“\"]?[A-Z][^.:;?!\n]{1,110}?[”\"]?)(?:\.|:|\s[–—-])\s+(?=[A-Z“\"(\[{])")
"""Words up to the first full stop, colon or dash that a new sentence follows."""
FEWEST_TITLES = 5
"""Fewer titled paragraphs than this in a document are emphasis, not its way of numbering."""


def run_in_title(paragraph: Paragraph, text: str) -> str | None:
    """The title that a paragraph begins with: its bold beginning, or a few capitalised words closed by a full stop."""
    match = TITLE.match(text)
    if match is None:
        return None
    title = match.group(1)
    return title if _is_title(title) or _bold_beginning(paragraph, title) else None


def _is_title(title: str) -> bool:
    words = [word for word in re.split(r"[\s/]+", title) if word]
    plain = [word for word in words if word.lower().strip('()“”",') not in SMALL_WORDS]
    capital = [word for word in plain if word.lstrip('(“"&[').strip()[:1].isupper() or not word[:1].isalpha()]
    lower_after_hyphen = len(plain) - len(capital)
    return len(words) <= LONGEST_TITLE and bool(plain) and lower_after_hyphen <= (1 if len(plain) > 3 else 0)


def _bold_beginning(paragraph: Paragraph, title: str) -> bool:
    """Whether the title is set apart from the rest by bold or italic letters."""
    words = paragraph.lines[0].words
    marked = [word.bold or word.italic for word in words]
    number_words = len(paragraph.lines[0].text[: paragraph.skip].split())
    title_words = len(title.split())
    inside, after = marked[number_words : number_words + title_words], marked[number_words + title_words :]
    return bool(inside) and all(inside) and not all(after or [True])


def numbered_by_title(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Gives titled paragraphs of numbered sections their section's number and their title (`IV/Course Packs`),
    in documents that number nothing below their sections."""
    by_id = {clause.id: clause for clause in clauses}
    numbered_below = {clause.parent for clause in clauses if clause.number and clause.parent is not None}
    titled = {
        clause.id
        for clause in clauses
        if clause.number is None
        and clause.heading
        and clause.heading != clause.text
        and _section(clause, by_id, numbered_below)
    }
    if len(titled) < FEWEST_TITLES:
        return tuple(clauses)
    return tuple(
        replace(clause, number=f"{_section(clause, by_id, numbered_below)}/{clause.heading}")
        if clause.id in titled
        else clause
        for clause in clauses
    )


def _section(clause: Clause, by_id: dict[str, Clause], numbered_below: set[str]) -> str | None:
    """The number of the section a paragraph stands in, when no clause of that section has a number of its own."""
    parent = by_id.get(clause.parent or "")
    while parent is not None and parent.number is None:
        parent = by_id.get(parent.parent or "")
    if parent is None or parent.parent is not None or parent.id in numbered_below:
        return None
    return parent.number
