"""Which printed numbers are the numbers of clauses: a number counts when it goes on with a sequence that is open, or opens one.

This is what keeps numbers in running text, cross-references and wrapped lines from becoming clauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.labels import Label, Style

MAX_SKIP = 12
"""A sequence may leave out this many numbers: abridged and amended licences do."""
LOOK_AHEAD = 14
"""How many of the next printed numbers may speak for one reading of an ambiguous one, such as (i)."""
REJECT = 9.0


@dataclass(slots=True)
class Level:
    """An open level of numbering. `number` is the full path, `clause` the position of the clause that opened it."""

    label: Label
    number: str
    x: float
    clause: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What speaks for a new clause at a line: white space or a full stop before it (`strong`), the look of a heading
    (`heading`), the end of the line before it (`referring`: “… in Clause”), how far it stands in from its column's edge."""

    strong: bool
    heading: bool
    referring: bool
    x: float
    level_x: bool = True
    lower: bool = False


@dataclass(slots=True)
class Numbering:
    """The open levels while a document is read from top to bottom."""

    levels: list[Level] = field(default_factory=list)
    fresh: bool = False
    """Whether an unnumbered heading was met since the last number: what follows may begin again at 1."""

    def heading(self, *, leaves_schedule: bool) -> None:
        """Tells of an unnumbered heading."""
        self.fresh = True
        if leaves_schedule:
            self.levels.clear()

    def accept(self, readings: Sequence[Label], sign: Sign, ahead: Sequence[Sequence[Label]]) -> Level | None:
        """Opens the level of the likeliest reading and returns it, or None where the number is no clause's number."""
        best: tuple[float, Label, int] | None = None
        for label in readings:
            cost, keep = self._place(label, sign)
            if cost < REJECT:
                cost -= _support(label, ahead)
                if best is None or cost < best[0]:
                    best = (cost, label, keep)
        if best is None:
            return None
        _, label, keep = best
        del self.levels[keep:]
        level = Level(label, self._path(label), sign.x)
        self.levels.append(level)
        self.fresh = False
        return level

    def _place(self, label: Label, sign: Sign) -> tuple[float, int]:
        """What it costs to read the line so, and how many of the open levels stay open."""
        if label.style is Style.SCHEDULE:
            return (0.0 if sign.strong and not sign.lower and not sign.referring else REJECT), 0
        if label.style is Style.DECIMAL:
            return self._place_decimal(label, sign)
        if sign.referring and not sign.strong:
            return REJECT, 0
        options = [*self._siblings(label, sign), *self._children(label, sign)]
        return min(options, default=(REJECT, 0))

    def _place_decimal(self, label: Label, sign: Sign) -> tuple[float, int]:
        cost = REJECT
        keep = 1 if self._in_schedule() else 0
        current = self._current_decimal()
        for position, level in enumerate(self.levels):
            values, known = label.values, level.label.values
            if level.label.style not in (Style.DECIMAL, Style.NUMBER, Style.SCHEDULE):
                continue
            step = values[-1] - (known[-1] if len(known) == len(values) else 0)
            if len(values) == len(known) and values[:-1] == known[:-1] and 0 < step <= MAX_SKIP:
                cost, keep = min((cost, keep), (_skip_cost(step), position))
            elif len(values) == len(known) + 1 and values[:-1] == known and 0 < values[-1] <= MAX_SKIP:
                cost, keep = min((cost, keep), (_skip_cost(values[-1]), position + 1))
        if cost == REJECT and (not current or label.values[0] > current[0]) and label.values[1:] in ((1,), (1, 1), (0,)):
            cost = 1.0 if current and label.values[0] == current[0] + 1 else 1.5
        elif cost == REJECT and label.values in ((1, 1), (1, 0)) and (self.fresh or self._in_schedule()):
            cost = 1.0
        if sign.referring and not sign.strong:
            return REJECT, keep
        return (cost if cost <= (3.0 if sign.strong else 1.2) else REJECT), keep

    def _siblings(self, label: Label, sign: Sign) -> list[tuple[float, int]]:
        options = []
        for position, level in enumerate(self.levels):
            step = label.values[0] - level.label.values[-1]
            if level.label.style is not label.style or not 0 < step <= MAX_SKIP:
                continue
            cost = _skip_cost(step) + 0.05 * (len(self.levels) - position)
            if sign.level_x and abs(level.x - sign.x) > 6:
                cost += 0.3
            if label.bare and not sign.heading:
                cost = REJECT
            if step > 1 and not (sign.strong and (sign.heading or step <= 2)):
                cost = REJECT
            if not sign.strong and not sign.heading and label.style in (Style.NUMBER, Style.UPPER, Style.LOWER, Style.ROMAN):
                cost += 1.5
            options.append((cost if cost < 4 else REJECT, position))
        return options

    def _children(self, label: Label, sign: Sign) -> list[tuple[float, int]]:
        """A sequence that begins: at the root of the document or a schedule, or under the clause that is open."""
        root = 1 if self._in_schedule() else 0
        if label.values[0] != 1 or (label.bare and not sign.heading):
            return []
        if not self.levels or (len(self.levels) == root):
            return [(0.2 if sign.strong or sign.heading else REJECT, root)]
        if not sign.strong:
            return []
        options = [(0.5, len(self._without(label.style)))]
        if self.fresh and (sign.heading or self.levels[root].label.style is label.style):
            options.append((0.1, root))
        elif sign.heading and label.style in (Style.NUMBER, Style.ROMAN) and self.levels[root].label.style is label.style:
            options.append((0.4, root))
        return options

    def _without(self, style: Style) -> list[Level]:
        """The levels that stay open when a sequence of `style` begins anew: one of its own style is replaced."""
        for position, level in enumerate(self.levels):
            if level.label.style is style and position:
                return self.levels[:position]
        return self.levels

    def _current_decimal(self) -> tuple[int, ...]:
        decimals = [level.label.values for level in self.levels if level.label.style in (Style.DECIMAL, Style.NUMBER)]
        return decimals[-1] if decimals else ()

    def _in_schedule(self) -> bool:
        return bool(self.levels) and self.levels[0].label.style is Style.SCHEDULE

    def _path(self, label: Label) -> str:
        """The full number: `3.2(f)`, `I.B.6`, `Schedule 3(1)`."""
        if not self.levels or label.style is Style.SCHEDULE:
            return label.printed
        parent = self.levels[-1]
        if label.style is Style.DECIMAL:
            return f"{self.levels[0].number}({label.printed})" if self._in_schedule() else label.printed
        if label.printed.startswith("("):
            return parent.number + label.printed
        if parent.label.style in (Style.ROMAN, Style.UPPER) and label.style in (Style.NUMBER, Style.UPPER):
            return f"{parent.number}.{label.printed}"
        return f"{parent.number}({label.printed})"


def _skip_cost(step: int) -> float:
    return 0.0 if step == 1 else 1.0 + 0.15 * step


def _support(label: Label, ahead: Sequence[Sequence[Label]]) -> float:
    """How much the numbers printed further down speak for this reading: its successor comes soon."""
    for place, readings in enumerate(ahead[:LOOK_AHEAD]):
        for other in readings:
            if other.style is label.style and other.values[:-1] == label.values[:-1] and other.values[-1] == label.values[-1] + 1:
                return 1.2 / (1 + place)
    return 0.0
