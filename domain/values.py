"""The values a term may have, in one canonical JSON form that storage, API and pages share.

Permission values follow ERMI and ONIX-PL. A value of any type may also be one of three standings:
`silent` (searched for, nothing found), `uninterpreted` (looked at, cannot be decided), `not_applicable`.
"Not reviewed" is the absence of a decision and never a value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias

Value: TypeAlias = str | int | dict[str, Any] | list[str]
"""Canonical form: permission, yes/no ("yes", "no"), pick list, text, decimal and date are strings (a date is ISO 8601);
an integer is an int or "unlimited"; a duration is {"number": int, "unit": Unit}; money is {"amount": str,
"currency": str}; several of a pick list is a sorted list of strings."""


class ValueType(StrEnum):
    """What kind of value a term takes."""

    PERMISSION = "permission"
    YES_NO = "yes_no"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DURATION = "duration"
    MONEY = "money"
    PICKLIST = "picklist"
    PICKLIST_MANY = "picklist_many"


class Permission(StrEnum):
    """The seven values of a permission term."""

    PERMITTED_EXPLICIT = "permitted_explicit"
    PERMITTED_INTERPRETED = "permitted_interpreted"
    PROHIBITED_EXPLICIT = "prohibited_explicit"
    PROHIBITED_INTERPRETED = "prohibited_interpreted"
    SILENT = "silent"
    UNINTERPRETED = "uninterpreted"
    NOT_APPLICABLE = "not_applicable"


class Unit(StrEnum):
    """Units of a duration (ERMI list)."""

    CALENDAR_DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Duration:
    """A period such as 60 calendar days."""

    number: int
    unit: Unit

    @classmethod
    def read(cls, raw: object) -> Duration:
        """From `{"number": int, "unit": Unit}`; raises NotAValue."""
        value = canonical(ValueType.DURATION, raw)
        if not isinstance(value, dict):
            raise NotAValue("Give a number and a unit, such as 60 calendar days.")
        return cls(value["number"], Unit(value["unit"]))

    def as_value(self) -> dict[str, Any]:
        """In canonical form."""
        return {"number": self.number, "unit": self.unit.value}


STANDINGS = frozenset({"silent", "uninterpreted", "not_applicable"})
UNLIMITED = "unlimited"
TEXT_LIMIT = 4000
NUMBER_LIMIT = 10**9


class NotAValue(ValueError):
    """The input cannot be read as a value of this type; the message says what is expected, in a sentence."""


def canonical(value_type: ValueType, raw: object, choices: Sequence[str] = ()) -> Value:
    """Read `raw` as a value of `value_type`; raises NotAValue."""
    if isinstance(raw, str) and raw.strip() in STANDINGS:
        return raw.strip()
    return _READERS[value_type](raw, choices)


def is_permitted(value: Value | None) -> bool:
    """Whether a permission value permits."""
    return value in (Permission.PERMITTED_EXPLICIT, Permission.PERMITTED_INTERPRETED)


def is_prohibited(value: Value | None) -> bool:
    """Whether a permission value forbids."""
    return value in (Permission.PROHIBITED_EXPLICIT, Permission.PROHIBITED_INTERPRETED)


def _permission(raw: object, _choices: Sequence[str]) -> Value:
    try:
        return Permission(str(raw)).value
    except ValueError:
        raise NotAValue(f"Choose one of: {', '.join(Permission)}.") from None


def _yes_no(raw: object, _choices: Sequence[str]) -> Value:
    answer = {True: "yes", False: "no", "yes": "yes", "no": "no"}.get(raw if isinstance(raw, bool | str) else "")
    if answer is None:
        raise NotAValue("Answer yes or no.")
    return answer


def _text(raw: object, _choices: Sequence[str]) -> Value:
    if not isinstance(raw, str) or not raw.strip():
        raise NotAValue("Write the wording of the term.")
    if len(raw) > TEXT_LIMIT:
        raise NotAValue(f"Shorten the text to {TEXT_LIMIT} characters.")
    return raw.strip()


def _integer(raw: object, _choices: Sequence[str]) -> Value:
    if raw == UNLIMITED:
        return UNLIMITED
    return whole_number(raw, "Give a whole number, or “unlimited”.")


def _decimal(raw: object, _choices: Sequence[str]) -> Value:
    try:
        number = Decimal(str(raw)) if isinstance(raw, int | float | str) and not isinstance(raw, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number) > NUMBER_LIMIT:
        raise NotAValue("Give a number such as 3.5.")
    return format(number.normalize(), "f")


def _date(raw: object, _choices: Sequence[str]) -> Value:
    try:
        if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip()):
            raise ValueError
        return dt.date.fromisoformat(raw.strip()).isoformat()
    except ValueError:
        raise NotAValue("Give a date that exists, as year-month-day, such as 2026-10-31.") from None


def _duration(raw: object, _choices: Sequence[str]) -> Value:
    if not isinstance(raw, Mapping) or set(raw) != {"number", "unit"}:
        raise NotAValue("Give a number and a unit, such as 60 calendar days.")
    number = whole_number(raw["number"], "Give the number of the period as a whole number.")
    try:
        return {"number": number, "unit": Unit(str(raw["unit"])).value}
    except ValueError:
        raise NotAValue(f"Choose the unit: {', '.join(Unit)}.") from None


def _money(raw: object, _choices: Sequence[str]) -> Value:
    if not isinstance(raw, Mapping) or set(raw) != {"amount", "currency"}:
        raise NotAValue("Give an amount and a currency, such as 1200.00 CAD.")
    if not re.fullmatch(r"[A-Z]{3}", str(raw["currency"])):
        raise NotAValue("Give the currency as its three letters, such as CAD.")
    return {"amount": str(_decimal(raw["amount"], ())), "currency": str(raw["currency"])}


def _picklist(raw: object, choices: Sequence[str]) -> Value:
    if not isinstance(raw, str) or raw not in choices:
        raise NotAValue(f"Choose one of: {', '.join(choices)}.")
    return raw


def _picklist_many(raw: object, choices: Sequence[str]) -> Value:
    if not isinstance(raw, list) or not raw or not all(item in choices for item in raw):
        raise NotAValue(f"Choose one or more of: {', '.join(choices)}.")
    return sorted(set(raw))


def whole_number(raw: object, message: str) -> int:
    """`raw` as a whole number of at least 0; raises NotAValue with `message`."""
    if isinstance(raw, str) and re.fullmatch(r"\d{1,9}", raw.strip()):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= NUMBER_LIMIT:
        raise NotAValue(message)
    return raw


_READERS: dict[ValueType, Callable[[object, Sequence[str]], Value]] = {
    ValueType.PERMISSION: _permission,
    ValueType.YES_NO: _yes_no,
    ValueType.TEXT: _text,
    ValueType.INTEGER: _integer,
    ValueType.DECIMAL: _decimal,
    ValueType.DATE: _date,
    ValueType.DURATION: _duration,
    ValueType.MONEY: _money,
    ValueType.PICKLIST: _picklist,
    ValueType.PICKLIST_MANY: _picklist_many,
}
