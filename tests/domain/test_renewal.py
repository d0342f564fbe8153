"""By when notice must be given. Dates were worked out by hand on a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from domain.licence import LicenceFields, LicenceStatus, RenewalKind
from domain.renewal import derived_status, ontario_holidays, renewal_dates, subtract
from domain.values import Duration, Unit
from domain.version import VersionState
from tests.domain.making import version

TODAY = dt.date(2026, 11, 21)
ENDS = LicenceFields(title="A", code="A", start_date=dt.date(2026, 1, 1), end_date=dt.date(2026, 12, 31))


def days(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("number", "unit", "deadline"),
    [
        (60, Unit.CALENDAR_DAY, "2026-11-01"),
        (3, Unit.MONTH, "2026-09-30"),
        (6, Unit.WEEK, "2026-11-19"),
        (1, Unit.YEAR, "2025-12-31"),
        (5, Unit.BUSINESS_DAY, "2026-12-23"),  # 30, 29, 28, 24, 23 December; 25 and 26 are holidays
    ],
)
def test_the_deadline_is_the_end_less_the_notice_period(number: int, unit: Unit, deadline: str) -> None:
    dates = renewal_dates(replace(ENDS, notice_period=Duration(number, unit), renewal=RenewalKind.EXPLICIT), TODAY)
    assert dates.term_ends == days("2026-12-31")
    assert dates.notice_by == days(deadline)


def test_what_is_unknown_is_said_and_never_guessed() -> None:
    assert renewal_dates(replace(ENDS, end_date=None), TODAY).unknown == "The end date is not known."
    assert renewal_dates(ENDS, TODAY).unknown == "The notice period is not known."
    assert renewal_dates(ENDS, TODAY).notice_by is None


def test_an_automatic_renewal_rolls_the_deadline_forward() -> None:
    fields = replace(
        ENDS,
        start_date=days("2023-01-01"),
        end_date=days("2023-12-31"),
        renewal=RenewalKind.AUTOMATIC,
        notice_period=Duration(60, Unit.CALENDAR_DAY),
    )
    dates = renewal_dates(fields, TODAY)
    assert (dates.term_ends, dates.notice_by, dates.rolled) == (days("2026-12-31"), days("2026-11-01"), True)


def test_a_term_of_several_years_rolls_only_by_a_period_that_was_entered() -> None:
    three_years = replace(
        ENDS,
        start_date=days("2021-01-01"),
        end_date=days("2023-12-31"),
        renewal=RenewalKind.AUTOMATIC,
        notice_period=Duration(60, Unit.CALENDAR_DAY),
    )
    assert renewal_dates(three_years, TODAY).unknown == "For how long it renews is not known."
    known = replace(three_years, renewal_period=Duration(1, Unit.YEAR))
    assert renewal_dates(known, TODAY).term_ends == days("2026-12-31")


def test_a_term_that_ends_with_february_keeps_ending_with_february() -> None:
    fields = replace(
        ENDS, end_date=days("2024-02-29"), renewal=RenewalKind.AUTOMATIC, renewal_period=Duration(1, Unit.YEAR)
    )
    assert renewal_dates(fields, days("2024-03-01")).term_ends == days("2025-02-28")
    assert renewal_dates(fields, days("2027-03-01")).term_ends == days("2028-02-29")


def test_perpetual_licences_have_no_deadline() -> None:
    dates = renewal_dates(replace(ENDS, renewal=RenewalKind.PERPETUAL), TODAY)
    assert (dates.notice_by, dates.unknown) == (None, None)


def test_ontario_holidays_of_a_year_known_from_the_calendar() -> None:
    assert {day.isoformat() for day in ontario_holidays(2026)} == {
        "2026-01-01", "2026-02-16", "2026-04-03", "2026-05-18", "2026-07-01",
        "2026-09-07", "2026-10-12", "2026-12-25", "2026-12-26",
    }  # fmt: skip
    # Good Friday and Easter Monday 2027: only the Friday is a holiday in Ontario.
    assert subtract(days("2027-03-29"), Duration(1, Unit.BUSINESS_DAY)) == days("2027-03-25")


def test_the_status_follows_from_versions_and_dates() -> None:
    in_force = (version("v", "2026-01-01"),)
    assert derived_status(ENDS, (), TODAY) is LicenceStatus.IN_NEGOTIATION
    assert derived_status(ENDS, in_force, TODAY) is LicenceStatus.ACTIVE
    assert derived_status(ENDS, in_force, days("2025-12-31")) is LicenceStatus.NOT_YET_ACTIVE
    assert derived_status(ENDS, in_force, days("2027-01-01")) is LicenceStatus.EXPIRED
    ended = (version("v", "2026-01-01", state=VersionState.ENDED, until="2026-06-30"),)
    assert derived_status(replace(ENDS, end_date=None), ended, TODAY) is LicenceStatus.EXPIRED


def test_terminated_and_retired_hold_whatever_the_dates_say() -> None:
    in_force = (version("v", "2026-01-01"),)
    for status in (LicenceStatus.TERMINATED, LicenceStatus.RETIRED):
        assert derived_status(replace(ENDS, stated_status=status), in_force, TODAY) is status
    stated = replace(ENDS, stated_status=LicenceStatus.IN_NEGOTIATION)
    assert derived_status(stated, in_force, TODAY) is LicenceStatus.ACTIVE
