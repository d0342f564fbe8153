"""Values in canonical form, and sentences for what is none."""

from __future__ import annotations

import pytest

from domain.values import Duration, NotAValue, Unit, ValueType, canonical

GOOD = [
    (ValueType.PERMISSION, "permitted_explicit", "permitted_explicit"),
    (ValueType.YES_NO, True, "yes"),
    (ValueType.YES_NO, "no", "no"),
    (ValueType.TEXT, "  Ontario ", "Ontario"),
    (ValueType.INTEGER, "12", 12),
    (ValueType.INTEGER, "unlimited", "unlimited"),
    (ValueType.DECIMAL, "3.50", "3.5"),
    (ValueType.DECIMAL, 100, "100"),
    (ValueType.DATE, "2024-02-29", "2024-02-29"),
    (ValueType.DURATION, {"number": "60", "unit": "calendar_day"}, {"number": 60, "unit": "calendar_day"}),
    (ValueType.MONEY, {"amount": "1200.00", "currency": "CAD"}, {"amount": "1200", "currency": "CAD"}),
    (ValueType.TEXT, "silent", "silent"),
    (ValueType.DURATION, "not_applicable", "not_applicable"),
]
BAD = [
    (ValueType.PERMISSION, "permitted"),
    (ValueType.PERMISSION, None),
    (ValueType.YES_NO, "maybe"),
    (ValueType.YES_NO, 1),
    (ValueType.TEXT, " "),
    (ValueType.TEXT, "x" * 4001),
    (ValueType.INTEGER, -1),
    (ValueType.INTEGER, True),
    (ValueType.INTEGER, "1e9"),
    (ValueType.DECIMAL, "NaN"),
    (ValueType.DECIMAL, "three"),
    (ValueType.DATE, "2023-02-29"),
    (ValueType.DATE, "20240229"),
    (ValueType.DATE, "2024-13-01"),
    (ValueType.DURATION, {"number": 60}),
    (ValueType.DURATION, {"number": 1.5, "unit": "month"}),
    (ValueType.DURATION, {"number": 1, "unit": "fortnight"}),
    (ValueType.MONEY, {"amount": "12", "currency": "dollars"}),
    (ValueType.PICKLIST, "other"),
    (ValueType.PICKLIST_MANY, []),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), GOOD)
def test_it_reads_values_into_one_form(kind: ValueType, raw: object, expected: object) -> None:
    assert canonical(kind, raw) == expected
    assert canonical(kind, expected) == expected


@pytest.mark.parametrize(("kind", "raw"), BAD)
def test_it_says_what_is_expected_in_a_sentence(kind: ValueType, raw: object) -> None:
    with pytest.raises(NotAValue, match=r"^[A-Z].*\.$"):
        canonical(kind, raw, choices=("a", "b"))


def test_pick_lists_take_their_own_choices_only() -> None:
    assert canonical(ValueType.PICKLIST, "a", ("a", "b")) == "a"
    assert canonical(ValueType.PICKLIST_MANY, ["b", "a", "b"], ("a", "b")) == ["a", "b"]


def test_a_duration_goes_to_its_canonical_form_and_back() -> None:
    duration = Duration(60, Unit.CALENDAR_DAY)
    assert Duration.read(duration.as_value()) == duration
    with pytest.raises(NotAValue):
        Duration.read("silent")
