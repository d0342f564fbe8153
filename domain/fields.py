"""Reading what somebody entered, field by field, so that every mistake is told at once and at its place.

The same rules serve the JSON API and the web forms: both hand over a mapping of plain values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from domain.errors import FieldError, Invalid
from domain.values import Duration, NotAValue, ValueType, canonical

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class Fields:
    """Reads `raw`; a field that is not there keeps the value given as `kept`. `finish` tells all mistakes."""

    def __init__(self, raw: Mapping[str, Any], known: Sequence[str], prefix: str = "") -> None:
        self._raw = raw
        self._prefix = prefix
        self.errors: list[FieldError] = []
        for name in raw:
            if name not in known:
                self.wrong(name, f"There is no field “{name}” here; leave it out.")

    def wrong(self, name: str, message: str) -> None:
        """Note a mistake."""
        self.errors.append(FieldError(f"{self._prefix}{name}", message))

    def errors_at(self, name: str) -> bool:
        """Whether something is wrong with this field."""
        return any(error.loc == f"{self._prefix}{name}" for error in self.errors)

    def finish(self, message: str = "Some fields need another look.") -> None:
        """Raises Invalid where anything was wrong."""
        if self.errors:
            raise Invalid(self.errors[0].message if len(self.errors) == 1 else message, self.errors)

    def text(self, name: str, kept: str = "", *, limit: int = 300, needed: str | None = None) -> str:
        """A text without blanks around it; `needed` is the sentence for one that is missing."""
        value: object = self._raw.get(name, kept) or ""
        if not isinstance(value, str):
            self.wrong(name, "Give a text.")
            return kept
        value = "".join(c for c in value if c >= " " or c in "\n\t").strip()
        if needed and not value:
            self.wrong(name, needed)
        if len(value) > limit:
            self.wrong(name, f"Shorten this to {limit} characters; it has {len(value)}.")
        return value

    def secret(self, name: str) -> str:
        """A password just as it was typed, blanks and all; empty where there is none."""
        value: object = self._raw.get(name) or ""
        if not isinstance(value, str):
            self.wrong(name, "Give a text.")
            return ""
        return value

    def texts(self, name: str, kept: tuple[str, ...] = (), *, limit: int = 300, most: int = 50) -> tuple[str, ...]:
        """A list of texts, each once, blanks left out."""
        value = self._raw.get(name, list(kept)) or []
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.wrong(name, "Give a list of texts.")
            return kept
        items = tuple(dict.fromkeys(item.strip() for item in value if item.strip()))
        if len(items) > most or any(len(item) > limit for item in items):
            self.wrong(name, f"Give at most {most}, of at most {limit} characters each.")
        return items

    def date(self, name: str, kept: dt.date | None = None) -> dt.date | None:
        """An ISO date, or nothing."""
        value = self._raw.get(name, kept)
        if value in (None, ""):
            return None
        if isinstance(value, dt.date):
            return value
        return self._try(name, lambda: dt.date.fromisoformat(str(canonical(ValueType.DATE, value))), kept)

    def choice(self, name: str, kind: type[E], kept: E) -> E:
        """One of an enumeration."""
        value = self._raw.get(name, kept)
        if value in (None, ""):
            return kept
        try:
            return kind(value)
        except ValueError:
            self.wrong(name, f"Choose one of: {', '.join(kind)}.")
            return kept

    def duration(self, name: str, kept: Duration | None = None) -> Duration | None:
        """A number and a unit, or nothing."""
        value = self._raw.get(name, kept)
        if value in (None, "") or isinstance(value, Duration):
            return value or None
        return self._try(name, lambda: Duration.read(value), kept)

    def each(
        self, name: str, kept: tuple[T, ...], read: Callable[[Any, str], tuple[T | None, list[FieldError]]]
    ) -> tuple[T, ...]:
        """A list of parts, each read by `read(part, prefix)`."""
        if name not in self._raw:
            return kept
        value = self._raw[name] or []
        if not isinstance(value, list | tuple) or len(value) > 2000:
            self.wrong(name, "Give a list of at most 2,000 entries.")
            return kept
        found: list[T] = []
        for index, part in enumerate(value):
            item, errors = read(part, f"{self._prefix}{name}.{index}.")
            self.errors.extend(errors)
            if item is not None:
                found.append(item)
        return tuple(found)

    def _try(self, name: str, read: Callable[[], T], kept: T | None) -> T | None:
        try:
            return read()
        except NotAValue as error:
            self.wrong(name, str(error))
            return kept


def backwards(start: dt.date | None, end: dt.date | None) -> bool:
    """Whether two dates run backwards."""
    return start is not None and end is not None and end < start
