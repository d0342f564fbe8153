"""By when notice must be given, from the term dates, the renewal kind and the notice period.

What is unknown stays unknown: a deadline is worked out only from dates and periods that somebody entered.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from domain.licence import LicenceFields, LicenceStatus, RenewalKind
from domain.values import Duration, Unit
from domain.version import HELD, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDates:
    """The current term's end, and the last day on which notice can be given.

    `unknown` says, in a sentence, what is missing where a date is None though one is expected.
    `rolled` is true where the term has renewed itself since the entered end date.
    """

    term_ends: dt.date | None
    notice_by: dt.date | None
    rolled: bool = False
    unknown: str | None = None


def renewal_dates(fields: LicenceFields, today: dt.date) -> RenewalDates:
    """The dates that matter on `today`."""
    if fields.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED):
        return RenewalDates(term_ends=fields.end_date, notice_by=None)
    if fields.end_date is None:
        return RenewalDates(term_ends=None, notice_by=None, unknown="The end date is not known.")
    if fields.renewal is RenewalKind.AUTOMATIC and fields.end_date < today:
        return _rolled_forward(fields, fields.end_date, today)
    return _with_notice(fields, fields.end_date, rolled=False)


def _rolled_forward(fields: LicenceFields, end: dt.date, today: dt.date) -> RenewalDates:
    period = fields.renewal_period or _length_of_term(fields)
    if period is None or period.number == 0:
        return RenewalDates(term_ends=None, notice_by=None, rolled=True, unknown="For how long it renews is not known.")
    times, rolled = 0, end
    while rolled < today:
        times += 1
        # From the end that was entered, so that a month's last day is not lost; business days have none to lose.
        whole = Duration(period.number * times, period.unit)
        rolled = add(rolled, period) if period.unit is Unit.BUSINESS_DAY else add(end, whole)
    return _with_notice(fields, rolled, rolled=True)


def _length_of_term(fields: LicenceFields) -> Duration | None:
    """A term of at most one year renews for as long again; longer ones usually do not, so they stay unknown."""
    if fields.start_date is None or fields.end_date is None:
        return None
    after = fields.end_date + dt.timedelta(days=1)
    months = (after.year - fields.start_date.year) * 12 + after.month - fields.start_date.month
    whole = after.day == fields.start_date.day
    return Duration(months, Unit.MONTH) if whole and 0 < months <= 12 else None


def _with_notice(fields: LicenceFields, end: dt.date, *, rolled: bool) -> RenewalDates:
    if fields.notice_period is None:
        missing = "The notice period is not known."
        return RenewalDates(term_ends=end, notice_by=None, rolled=rolled, unknown=missing)
    return RenewalDates(term_ends=end, notice_by=subtract(end, fields.notice_period), rolled=rolled)


def add(day: dt.date, period: Duration) -> dt.date:
    """`day` moved on by `period`; the last day of a month stays the last day."""
    if period.unit in (Unit.MONTH, Unit.YEAR):
        return _add_months(day, period.number * (12 if period.unit is Unit.YEAR else 1))
    if period.unit is Unit.BUSINESS_DAY:
        return _business_days(day, period.number, step=1)
    return day + dt.timedelta(days=period.number * (7 if period.unit is Unit.WEEK else 1))


def subtract(day: dt.date, period: Duration) -> dt.date:
    """`day` moved back by `period`."""
    if period.unit in (Unit.MONTH, Unit.YEAR):
        return _add_months(day, -period.number * (12 if period.unit is Unit.YEAR else 1))
    if period.unit is Unit.BUSINESS_DAY:
        return _business_days(day, period.number, step=-1)
    return day - dt.timedelta(days=period.number * (7 if period.unit is Unit.WEEK else 1))


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if at_end else min(day.day, last))


def _business_days(day: dt.date, number: int, *, step: int) -> dt.date:
    while number:
        day += dt.timedelta(days=step)
        if day.weekday() < 5 and day not in ontario_holidays(day.year):
            number -= 1
    return day


@lru_cache(maxsize=64)
def ontario_holidays(year: int) -> frozenset[dt.date]:
    """Ontario's public holidays (Employment Standards Act, 2000, s. 1)."""
    return frozenset(
        {
            dt.date(year, 1, 1),
            _nth_monday(year, 2, 3),  # Family Day
            _easter(year) - dt.timedelta(days=2),  # Good Friday
            dt.date(year, 5, 24) - dt.timedelta(days=dt.date(year, 5, 24).weekday()),  # Victoria Day
            dt.date(year, 7, 1),
            _nth_monday(year, 9, 1),  # Labour Day
            _nth_monday(year, 10, 2),  # Thanksgiving
            dt.date(year, 12, 25),
            dt.date(year, 12, 26),
        }
    )


def _nth_monday(year: int, month: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return dt.date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


_STATED_FOR_GOOD = (LicenceStatus.TERMINATED, LicenceStatus.RETIRED)


def derived_status(fields: LicenceFields, versions: tuple[Version, ...], today: dt.date) -> LicenceStatus:
    """The status of a licence from its versions and dates.

    What a person stated holds where nothing is or was in force to derive it from;
    terminated and retired always hold.
    """
    starts = [v.fields.effective_from for v in versions if v.state in HELD and v.fields.effective_from]
    if fields.stated_status and (not starts or fields.stated_status in _STATED_FOR_GOOD):
        return fields.stated_status
    if not starts:
        return LicenceStatus.IN_NEGOTIATION
    if min(starts) > today:
        return LicenceStatus.NOT_YET_ACTIVE
    goes_on = fields.renewal in (RenewalKind.AUTOMATIC, RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED)
    over = fields.end_date is not None and fields.end_date < today and not goes_on
    return LicenceStatus.EXPIRED if over or not any(v.covers(today) for v in versions) else LicenceStatus.ACTIVE
