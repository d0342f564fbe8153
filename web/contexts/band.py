"""The versions of a licence as bars over the years. The list beside it says the same in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from domain.renewal import RenewalDates
from domain.version import Version, VersionKind, VersionState

WIDTH = 1000.0
COLUMNS = 6
_NEVER = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x`, `width` wide, of a band 1000 wide; `rolls` is how far a dotted line goes on after it."""

    x: float
    width: float
    draft: bool
    rolls: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """The axis: a year for each of its columns, and today's place where it is on it."""

    years: tuple[int, ...]
    today: float | None
    bars: dict[str, Bar]

    @property
    def grid(self) -> str:
        """The lines between the columns, as a path over bars 28 high."""
        return "".join(f"M{number * WIDTH / COLUMNS:.1f} 0v28" for number in range(COLUMNS))


def band_of(versions: Iterable[Version], dates: RenewalDates, end: dt.date | None, today: dt.date) -> Band | None:
    """The band that shows every version with a first day; None where none has one."""
    begun = [v for v in versions if v.fields.effective_from]
    if not begun:
        return None
    first = min(v.fields.effective_from.year for v in begun if v.fields.effective_from)
    last = max(_last_year(begun, dates, end), today.year)
    step = -(-max(last - first + 1, COLUMNS) // COLUMNS)
    scale = _Scale(dt.date(first, 1, 1), step)
    return Band(
        years=tuple(first + number * step for number in range(COLUMNS)),
        today=scale.at(today) if first <= today.year else None,
        bars={v.id: _bar(v, scale, _until(v, begun, end), dates) for v in begun},
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: dt.date
    step: int

    def at(self, day: dt.date) -> float:
        """The place of a day, kept within the band."""
        years = day.year - self.start.year + (day.timetuple().tm_yday - 1) / 365.25
        return round(min(max(years / (self.step * COLUMNS), 0.0), 1.0) * WIDTH, 1)


def _last_year(begun: list[Version], dates: RenewalDates, end: dt.date | None) -> int:
    days = [dates.term_ends, end, *(v.fields.effective_to or v.fields.effective_from for v in begun)]
    return min(max(day.year for day in days if day), 9990)


def _until(version: Version, begun: list[Version], end: dt.date | None) -> dt.date | None:
    """The last day of a version: its own, else the day before the next agreement, else the licence's."""
    if version.fields.effective_to:
        return version.fields.effective_to
    start = version.fields.effective_from
    later = [
        v.fields.effective_from
        for v in begun
        if v.kind is VersionKind.AGREEMENT and v.fields.effective_from and start and v.fields.effective_from > start
    ]
    return min(later) if later else end


def _bar(version: Version, scale: _Scale, until: dt.date | None, dates: RenewalDates) -> Bar:
    start = version.fields.effective_from or scale.start
    x, right = scale.at(start), scale.at(until) if until else WIDTH
    rolls = 0.0
    if dates.rolled and until and dates.term_ends and version.state is VersionState.IN_FORCE:
        rolls = max(scale.at(dates.term_ends) - right, 0.0)
    return Bar(x=x, width=max(round(right - x, 1), 6.0), draft=version.state in _NEVER, rolls=round(rolls, 1))
