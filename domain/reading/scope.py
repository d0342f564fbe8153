"""What governs a sentence: the line that opened the list it stands in, and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.clause import Clause, Span
from domain.reading.party_names import without_names
from domain.reading.phrases import plain
from domain.reading.sentences import sentences

_OPEN_END = re.compile(r"(?:\b(?:may|not|to|shall|will)|:)\s*$", re.IGNORECASE)
MAX_ABOVE = 8
"""How many ancestors of a clause may govern it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of a clause with what governs it. `text` and the stems are `plain`, and call the parties licensor
    and licensee where the document names them; `stems` run from the nearest
    outwards and belong to the first sentence of an item; `heading` joins the headings above."""

    clause: Clause
    span: Span
    text: str
    stems: tuple[str, ...]
    heading: str
    first: bool
    definition: bool

    @property
    def context(self) -> str:
        """Everything that governs the sentence, and the sentence."""
        return " ".join([self.heading, *reversed(self.stems), self.text])


def units(clauses: Sequence[Clause]) -> list[Unit]:
    """The sentences of all clauses, in reading order."""
    by_id = {clause.id: clause for clause in clauses}
    nameless = without_names(clauses)
    openers = _openers(clauses)
    found: list[Unit] = []
    for clause in clauses:
        if clause.heading == clause.text and not clause.text.endswith((".", ":")) and len(clause.text) < 40:
            continue
        above, heading = _above(clause, by_id)
        opener = [openers[clause.id]] if clause.id in openers else []
        stems = tuple(plain(nameless(stem)) for stem in (*opener, *above))
        skip = len(clause.heading) + 2 if clause.heading and clause.heading != clause.text else 0
        definition = clause.text[:1] in '“"‘' or "means" in clause.text[:120]
        for place, span in enumerate(sentences(clause.text, skip)):
            text = plain(nameless(clause.text[span.start : span.end]))
            found.append(Unit(clause, span, text, stems, heading, place == 0, definition))
    return found


def _openers(clauses: Sequence[Clause]) -> dict[str, str]:
    """Sentences left open by an unnumbered paragraph (“Users may not”) for the numbered items that follow beside it."""
    openers: dict[str, str] = {}
    latest: dict[str | None, str] = {}
    for clause in clauses:
        if clause.number is None and (clause.heading != clause.text or _OPEN_END.search(clause.text)):
            latest.pop(clause.parent, None)
            if not clause.text.endswith((".", ";", "?", "!")):
                latest[clause.parent] = clause.text
        elif clause.number is not None and clause.parent in latest:
            openers[clause.id] = latest[clause.parent]
    return openers


def _above(clause: Clause, by_id: dict[str, Clause]) -> tuple[tuple[str, ...], str]:
    """The stems of a clause, nearest first, and its headings. A stem governs only what goes on with its sentence."""
    stems: list[str] = []
    headings: list[str] = []
    current, governed = clause, True
    for _ in range(MAX_ABOVE):
        parent = by_id.get(current.parent or "")
        if parent is None:
            break
        if parent.heading:
            headings.append(parent.heading)
        if parent.heading != parent.text or _OPEN_END.search(parent.text):
            governed = governed and _opens_list(parent.text, current)
            if governed:
                stems.append(parent.text)
        current = parent
    own = [clause.heading] if clause.heading and clause.heading != clause.text else []
    return tuple(stems), plain(" / ".join([*reversed(headings), *own]))


def _opens_list(stem: str, item: Clause) -> bool:
    """A line that ends in a colon, a dash or no full stop, or an item that goes on with it in lower case."""
    return (
        stem.rstrip().endswith((":", "-", "–", "—"))
        or not stem.rstrip().endswith((".", ";"))
        or item.text[:1].islower()
    )
