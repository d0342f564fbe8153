"""What pydantic found wrong with a request, as sentences at their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from api.patterns import SENTENCES
from domain.errors import FieldError

Found = Mapping[str, Any]
Path: TypeAlias = tuple[str | int, ...]
_TYPE = re.compile(r"Sent[A-Z]\w*|(constrained-)?(str|int|float|bool)|list\[.*\]")

_OTHERWISE = "This cannot be read; see the description of the field."
_SENTENCES: dict[str, str] = {
    "missing": "This is needed; fill it in.",
    "extra_forbidden": "There is no field of this name here; leave it out.",
    "json_invalid": "The body is not JSON that can be read; check quotes, commas and brackets.",
    "model_attributes_type": "Give a JSON object.",
    "model_type": "Give a JSON object.",
    "dict_type": "Give a JSON object.",
    "list_type": "Give a list.",
    "string_type": "Give a text.",
    "string_unicode": "The text holds a character that cannot be kept; remove it.",
    "int_type": "Give a whole number.",
    "int_parsing": "Give a whole number.",
    "int_from_float": "Give a whole number.",
    "float_type": "Give a number.",
    "bool_type": "Give true or false.",
    "bool_parsing": "Give true or false.",
    "none_required": "Leave this empty (null).",
    "date_from_datetime_parsing": "Give a date that exists, as year-month-day, such as 2026-10-31.",
    "date_parsing": "Give a date that exists, as year-month-day, such as 2026-10-31.",
    "datetime_parsing": "Give a moment such as 2026-10-31T15:04:05Z.",
    "datetime_from_date_parsing": "Give a moment such as 2026-10-31T15:04:05Z.",
    "timezone_aware": "Give a moment with its time zone, such as 2026-10-31T15:04:05Z.",
    "finite_number": "Give a number.",
}
_WITH_FIGURES: dict[str, Callable[[Found], str]] = {
    "enum": lambda ctx: f"Choose one of: {ctx['expected']}.",
    "literal_error": lambda ctx: f"Choose one of: {ctx['expected']}.",
    "string_too_long": lambda ctx: f"Shorten this to {ctx['max_length']} characters.",
    "string_too_short": lambda ctx: _too_short(ctx["min_length"]),
    "too_long": lambda ctx: f"Give at most {ctx['max_length']}.",
    "too_short": lambda ctx: f"Give at least {ctx['min_length']}.",
    "greater_than_equal": lambda ctx: f"Give at least {ctx['ge']}.",
    "string_pattern_mismatch": lambda ctx: SENTENCES.get(ctx["pattern"], _OTHERWISE),
    "less_than_equal": lambda ctx: f"Give at most {ctx['le']}.",
}


def _too_short(least: int) -> str:
    return f"Give at least {least} characters." if least > 1 else "This is empty; fill it in."


def field_errors(found: Sequence[Found]) -> list[FieldError]:
    """One error for each field, in the order in which they were found; `loc` is its path below body or query."""
    told: dict[str, FieldError] = {}
    for error in _of_what_was_meant(found):
        loc = _loc(error["loc"])
        told.setdefault(loc, FieldError(loc, _sentence(error)))
    return list(told.values())


def _of_what_was_meant(found: Sequence[Found]) -> list[Found]:
    """Where a field may be of several types pydantic tells what each of them misses.

    Meant is the type whose own fields are at fault rather than the whole, and of those the one with the fewest faults.
    """
    by_path: dict[Path, dict[str, list[Found]]] = {}
    for error in found:
        path, kind = _tried(error["loc"])
        by_path.setdefault(path, {}).setdefault(kind, []).append(error)
    return [
        error
        for path, kinds in by_path.items()
        for error in min(kinds.values(), key=lambda errors: _distance(errors, path))
    ]


def _tried(loc: Path) -> tuple[Path, str]:
    """The path of the field that may be of several types, and the type that was tried; no type for other fields."""
    for place, part in enumerate(loc):
        if _is_type(part):
            return loc[:place], str(part)
    return loc, ""


def _distance(errors: Sequence[Found], path: Path) -> tuple[bool, int]:
    return all(len(error["loc"]) <= len(path) + 1 for error in errors), len(errors)


def _loc(parts: Path) -> str:
    place, *path = parts
    if place == "body" and len(path) == 1 and isinstance(path[0], int):
        path = []  # where in the text JSON broke off
    return ".".join(str(part) for part in path if not _is_type(part)) or str(place)


def _is_type(part: str | int) -> bool:
    """Pydantic puts the name of each type that it tried into the path; those are no fields."""
    return isinstance(part, str) and _TYPE.fullmatch(part) is not None


def _sentence(error: Found) -> str:
    kind = str(error["type"])
    if kind == "value_error" and error["loc"][-1] == "file":
        return "Send the PDF as a file, with its name."
    if kind in _WITH_FIGURES:
        return _WITH_FIGURES[kind](error.get("ctx", {}))
    return _SENTENCES.get(kind, _OTHERWISE)
