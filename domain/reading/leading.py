"""How far printed lines stand apart: what parts paragraphs where no indent does."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.lines import Line


def steps_of(lines: Sequence[Line]) -> list[float | None]:
    """From each line's predecessor in its column to it, base line to base line; None at the top of a column."""
    bases = [_base(line) for line in lines]
    steps: list[float | None] = [None] * len(lines)
    for place in range(1, len(lines)):
        if lines[place].gap is not None and lines[place].page == lines[place - 1].page:
            step = bases[place] - bases[place - 1]
            steps[place] = step if step > 0 else None
    return steps


def _base(line: Line) -> float:
    bottoms = sorted(word.bottom for word in line.words)
    return bottoms[int(0.3 * len(bottoms))]


def usual_steps(lines: Sequence[Line], steps: Sequence[float | None]) -> dict[int, float]:
    """The usual step on each page: that of most lines inside a paragraph."""
    known = sorted(step for step in steps if step is not None)
    whole = known[int(0.4 * len(known))] if known else 12.0
    usual: dict[int, float] = {}
    for page in {line.page for line in lines}:
        own = sorted(step for line, step in zip(lines, steps, strict=True) if step is not None and line.page == page)
        usual[page] = own[int(0.4 * len(own))] if len(own) >= 12 else whole
        if usual[page] > 1.5 * whole:
            usual[page] = whole
    return usual
