"""Which printed numbers are the numbers of clauses: a number counts when it goes on with a sequence that is open, or
opens one.

This is what keeps numbers in running text, cross-references and wrapped lines from becoming clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.labels import Label, Style

MAX_SKIP = 12
"""A sequence may leave out this many numbers: abridged and amended licences do."""
LOOK_AHEAD = 14
"""How many of the next printed numbers may speak for one reading of an ambiguous one, such as (i)."""
REJECT = 9.0
LETTERS = frozenset({Style.LETTERED, Style.UPPER, Style.ROMAN, Style.SCHEDULE})
"""Levels that a number such as B.1.2 may stand under or go on with."""
SAME_COLUMN = 7.0
"""Points within which two numbers stand in one column."""


@dataclass(slots=True)
class Level:
    """An open level of numbering. `number` is the full path, `clause` the position of the clause that opened it."""

    label: Label
    number: str
    x: float
    clause: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What speaks for a new clause at a line: white space before it (`apart`), that or a full stop (`strong`), the look
    of a heading (`heading`), the end of the line before it (`referring`: “… in Clause”), how far it stands in from its
    column's edge (`x`). `guess` is the number as a scan shows it, where slips may be put right by what is expected."""

    strong: bool
    apart: bool
    heading: bool
    referring: bool
    x: float
    level_x: bool = True
    lower: bool = False
    guess: str = ""


@dataclass(slots=True)
class Numbering:
    """The open levels while a document is read from top to bottom."""

    levels: list[Level] = field(default_factory=list)
    roman: bool = False
    """Whether the document numbers with I, II, III: then a scanned stroke is an I and no 1."""
    columns: dict[int, float] = field(default_factory=dict)
    """Where decimal numbers of one, two, three parts stand, from the edge of their column."""
    fresh: bool = False
    """Whether an unnumbered heading was met since the last number: what follows may begin again at 1."""

    def heading(self, *, leaves_schedule: bool) -> None:
        """Tells of an unnumbered heading."""
        self.fresh = True
        if leaves_schedule:
            self.levels.clear()

    def is_open(self, label: Label) -> bool:
        """Whether a decimal number is that of a clause that is open: `2.1 (b)` names it again before its own letter."""
        return label.style in (Style.DECIMAL, Style.NUMBER, Style.LETTERED) and any(
            level.label.values == label.values for level in self.levels
        )

    def adopt(self, readings: Sequence[Label], sign: Sign) -> Level | None:
        """Opens a letter in brackets that stands right after its clause's number, whatever came before it."""
        letters = [label for label in readings if label.printed.startswith("(")]
        return self._open(letters[-1], len(self.levels), sign) if letters else None

    def accept(self, readings: Sequence[Label], sign: Sign, ahead: Sequence[Sequence[Label]]) -> Level | None:
        """Opens the level of the likeliest reading and returns it, or None where the number is no clause's number."""
        best = self._best(readings, sign, ahead) or self._best(self._guessed(sign), sign, ahead)
        return self._open(*best, sign) if best else None

    def _open(self, label: Label, keep: int, sign: Sign) -> Level:
        del self.levels[keep:]
        level = Level(label, self._path(label), sign.x)
        if label.style is Style.DECIMAL:
            self.columns[len(label.values)] = sign.x
        self.levels.append(level)
        self.fresh = False
        return level

    def _best(
        self, readings: Sequence[Label], sign: Sign, ahead: Sequence[Sequence[Label]]
    ) -> tuple[Label, int] | None:
        found = []
        for order, label in enumerate(readings):
            cost, keep = self._place(label, sign)
            if cost < REJECT:
                found.append((cost - _support(label, ahead), order, label, keep))
        return min(found)[2:] if found else None

    def _guessed(self, sign: Sign) -> list[Label]:
        """The expected number that a scanned one must mean: the same digits, or all but the last of them; or, where a
        few unreadable signs stand in the column of the numbers, the one that belongs there."""
        digits = [part for part in re.split(r"\D+", sign.guess) if part]
        expected = self._expected() if sign.guess else []
        alike = [label for label in expected if digits and _same_digits(digits, label.values)]
        if alike or not sign.apart:
            return alike
        return [label for label in expected if abs(self.columns.get(len(label.values), -99.0) - sign.x) < SAME_COLUMN]

    def _expected(self) -> list[Label]:
        decimals = [level.label.values for level in self.levels if level.label.style in (Style.DECIMAL, Style.NUMBER)]
        following = [(*values[:-1], values[-1] + 1) for values in decimals if len(values) > 1]
        if decimals:
            following.append((*decimals[-1], 1))
        return [Label(Style.DECIMAL, values, ".".join(map(str, values))) for values in following]

    def _place(self, label: Label, sign: Sign) -> tuple[float, int]:
        """What it costs to read the line so, and how many of the open levels stay open."""
        if label.style is Style.SCHEDULE:
            return (0.0 if sign.strong and not sign.lower and not sign.referring else REJECT), 0
        if label.style is Style.DECIMAL:
            return self._place_decimal(label, sign)
        if label.style is Style.LETTERED:
            return self._place_lettered(label, sign)
        if (sign.referring and not sign.strong) or (label.mended and self.roman):
            return REJECT, 0
        options = [*self._siblings(label, sign), *self._children(label, sign)]
        return min(options, default=(REJECT, 0))

    def _place_decimal(self, label: Label, sign: Sign) -> tuple[float, int]:
        """A decimal number stands for itself: it must be the next one, or lie a little ahead."""
        root = 1 if self._in_schedule() or self._is_article(label) else 0
        known = [
            level.label.values for level in self.levels[root:] if level.label.style in (Style.DECIMAL, Style.NUMBER)
        ]
        current = known[-1] if known and len(known) == len(self.levels) - root else next(iter(known[-1:]), ())
        keep = root + sum(
            1 for values in known if label.values[: len(values)] == values and len(values) < len(label.values)
        )
        if sign.referring and not sign.strong:
            return REJECT, keep
        cost = _step_cost(current, label.values)
        if label.values in ((1, 1), (1, 0)) and (self.fresh or len(self.levels) == root):
            cost = min(cost, 1.0)
        return (cost if cost <= (3.0 if sign.strong else 1.2) else REJECT), min(keep, len(self.levels))

    def _is_article(self, label: Label) -> bool:
        """Whether the section that is open has the first part of a decimal number in Roman figures: Article IV, 4.1."""
        first = self.levels[0].label if self.levels else None
        return first is not None and first.style is Style.ROMAN and first.values == label.values[:1]

    def _place_lettered(self, label: Label, sign: Sign) -> tuple[float, int]:
        """B.1.2 goes on with B.1.1, or begins under B or Schedule B; where nothing is open, its section has no line of
        its own."""
        known = [level.label.values for level in self.levels if level.label.style in LETTERS]
        keep = sum(1 for values in known if label.values[: len(values)] == values and len(values) < len(label.values))
        if sign.referring and not sign.strong:
            return REJECT, keep
        begins = sign.strong and label.values[1:] == (1,) and (self.fresh or not self.levels)
        cost = min(_step_cost(known[-1], label.values) if known else REJECT, 1.0 if begins else REJECT)
        return (cost if cost <= (3.0 if sign.strong else 1.2) else REJECT), keep

    def _siblings(self, label: Label, sign: Sign) -> list[tuple[float, int]]:
        options = []
        for position, level in enumerate(self.levels):
            step = label.values[0] - level.label.values[-1]
            if level.label.style is not label.style or not 0 < step <= MAX_SKIP:
                continue
            cost = _skip_cost(step) + 0.05 * (len(self.levels) - position)
            if sign.level_x and abs(level.x - sign.x) > 6:
                # further in begins a list under this level more often than it goes on with it
                cost += 0.3 if abs(level.x - sign.x) < 20 else 0.9 if sign.x < level.x else 1.1
            if label.bare and not sign.heading:
                cost = REJECT
            if step > 1 and not (sign.strong and (sign.heading or step <= 2)):
                cost = REJECT
            if (
                not sign.strong
                and not sign.heading
                and label.style in (Style.NUMBER, Style.UPPER, Style.LOWER, Style.ROMAN)
            ):
                cost += 1.5
            options.append((cost if cost < 4 else REJECT, position))
        return options

    def _children(self, label: Label, sign: Sign) -> list[tuple[float, int]]:
        """A sequence that begins: at the root of the document or a schedule, or under the clause that is open."""
        root = 1 if self._in_schedule() else 0
        first = not self.levels[root:] or label.worded
        if (label.bare and not sign.heading) or (label.values[0] != 1 and not (first and sign.heading and sign.strong)):
            return []
        if label.values[0] != 1:
            return [(1.0, root)]
        if not self.levels or (len(self.levels) == root):
            return [(0.2 if sign.strong or sign.heading else REJECT, root)]
        if not sign.apart:
            return []
        options = [(0.5, len(self._without(label.style)))]
        if self._after_recitals(label, sign, self.levels[root]):
            return [(0.1, root)]
        if self.fresh and (sign.heading or self.levels[root].label.style is label.style):
            options.append((0.1, root))
        elif (
            sign.heading and label.style in (Style.NUMBER, Style.ROMAN) and self.levels[root].label.style is label.style
        ):
            options.append((0.4, root))
        return options

    @staticmethod
    def _after_recitals(label: Label, sign: Sign, first: Level) -> bool:
        """Whether clause 1 begins after recitals (A), (B): no number in brackets has one without them under it, unless
        that one stands further in."""
        in_brackets, bare = first.label.printed.startswith("("), not label.printed.startswith("(")
        return in_brackets and bare and label.style is Style.NUMBER and (sign.heading or sign.x <= first.x)

    def _without(self, style: Style) -> list[Level]:
        """The levels that stay open when a sequence of `style` begins anew: one of its own style is replaced."""
        for position, level in enumerate(self.levels):
            if level.label.style is style and position:
                return self.levels[:position]
        return self.levels

    def _in_schedule(self) -> bool:
        return bool(self.levels) and self.levels[0].label.style is Style.SCHEDULE

    def _path(self, label: Label) -> str:
        """The full number: `3.2(f)`, `I.B.6`, `Schedule 3(1)`."""
        if not self.levels or label.style is Style.SCHEDULE:
            return label.printed
        parent = self.levels[-1]
        if label.style is Style.LETTERED:
            return label.printed
        if label.style is Style.DECIMAL:
            return f"{self.levels[0].number}({label.printed})" if self._in_schedule() else label.printed
        if label.printed.startswith("("):
            return parent.number + label.printed
        if parent.label.style in (Style.ROMAN, Style.UPPER) and label.style in (Style.NUMBER, Style.UPPER):
            return f"{parent.number}.{label.printed}"
        return f"{parent.number}({label.printed})"


def _step_cost(current: tuple[int, ...], values: tuple[int, ...]) -> float:
    """0 for the number right after `current` or its first child, more for one a little further on, REJECT for
    others."""
    if values == (*current, 1):
        return 0.0
    same = next(
        (i for i, (a, b) in enumerate(zip(current, values, strict=False)) if a != b), min(len(current), len(values))
    )
    if same == len(values):
        return REJECT
    step = values[same] - (current[same] if same < len(current) else 0)
    opened = values[same + 1 :]
    if not 0 < step <= (2 if same == 0 and current else 6) or any(part > 3 for part in opened):
        return REJECT
    return (0.0 if step == 1 else 0.8 + 0.2 * step) + 0.8 * len(opened) + 0.3 * sum(part - 1 for part in opened)


def _skip_cost(step: int) -> float:
    return 0.0 if step == 1 else 1.0 + 0.15 * step


def _same_digits(digits: Sequence[str], values: Sequence[int]) -> bool:
    wanted = [str(value) for value in values]
    if "".join(digits) == "".join(wanted):
        return True
    return len(digits) == len(wanted) > 2 and digits[:-1] == wanted[:-1] and len(digits[-1]) == len(wanted[-1])


def _support(label: Label, ahead: Sequence[Sequence[Label]]) -> float:
    """How much the numbers printed further down speak for this reading: its successor comes soon."""
    for place, readings in enumerate(ahead[:LOOK_AHEAD]):
        for other in readings:
            if (
                other.style is label.style
                and other.values[:-1] == label.values[:-1]
                and other.values[-1] == label.values[-1] + 1
            ):
                return 1.2 / (1 + place)
    return 0.0
