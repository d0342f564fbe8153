"""The address of the licence list: what it asks for, and the same with something added or taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

LIST = "/licences"
USUAL_ORDER = ("sort", "title")
ACTIVE, ANY = ("status", "active"), ("status", "any")
"""What the list opens on, and what stands in the address where no status was chosen."""

USUAL_COLUMNS = ("code", "status", "notice", "decided")
"""What is shown where the address names no columns."""

_PLACE = ("cursor", "row")
"""Where in the list we are; any change of the filters begins again at the top."""

_LOOKS = ("sort", "col", "t", "on", "lang", *_PLACE)
"""Parts that say how the list looks and not what is in it."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a query that say something, in their order.

    `path` is the list, or another page of the same licences.
    """

    parts: tuple[tuple[str, str], ...]
    path: str = LIST

    @classmethod
    def of(cls, items: Sequence[tuple[str, str]], path: str = LIST) -> Address:
        """From the items of a query; blank ones say nothing, but a rule keeps its blank half."""
        parts = tuple((name, value) for name, value in items if value.strip() or name in ("term", "value"))
        return cls(parts if any(_narrows(part) for part in parts) else (ACTIVE, *parts), path)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a part."""
        return tuple(value for key, value in self.parts if key == name)

    def get(self, name: str) -> str:
        """The first value of a part, or nothing."""
        return next(iter(self.all(name)), "").strip()

    @property
    def row(self) -> int:
        """The number of the first row shown, counted from 1; 1 where the address says no sensible number."""
        number = self.get("row")
        return int(number) if number.isdecimal() and 0 < len(number) < 9 and self.get("cursor") else 1

    def tidy(self) -> Address:
        """Without what the form sends along and says nothing: its empty rule, the usual order, the usual columns."""
        kept = tuple(part for part in self.parts if part[0] not in ("term", "value") and part not in _USUAL)
        if tuple(value for name, value in kept if name == "col") == USUAL_COLUMNS:
            kept = tuple(part for part in kept if part[0] != "col")
        if not (self.get("from") or self.get("to")):
            kept = tuple(part for part in kept if part[0] != "day")
        parts = kept + tuple(part for term, value in self.rules() for part in _rule(term, value))
        statuses = [part for part in parts if part[0] == "status" and part != ANY]
        if statuses or any(_narrows(part) and part != ANY for part in parts):
            parts = tuple(part for part in parts if part != ANY)
        return Address(tuple(dict.fromkeys(parts)) if not self.rules() else parts, self.path)

    @property
    def here(self) -> str:
        """This very place in the list."""
        return self._written(self.parts)

    def href(self, *, without: Sequence[str] = (), **changed: str) -> str:
        """The list with some parts changed or left out, from its top unless `cursor` is given."""
        kept = [part for part in self.parts if part[0] not in (*without, *_PLACE, *changed)]
        return self._written(_of_any_status([*kept, *changed.items()]))

    def without_rule(self, number: int) -> str:
        """The list without the rule of that number, counted from 0."""
        rules = [pair for at, pair in enumerate(self.rules()) if at != number]
        kept = [part for part in self.parts if part[0] not in ("term", "value", *_PLACE)]
        return self._written(_of_any_status([*kept, *(part for term, value in rules for part in _rule(term, value))]))

    def rules(self) -> list[tuple[str, str]]:
        """Pairs of a term and the value wanted of it; one without a term is the form's empty line."""
        terms, values = self.all("term"), self.all("value")
        return [(term, values[at] if at < len(values) else "") for at, term in enumerate(terms) if term]

    def only(self, *names: str) -> str:
        """The list with these parts alone."""
        return self._written(_of_any_status([part for part in self.parts if part[0] in names]))

    def without_value(self, name: str, value: str) -> str:
        """The list without one of several values of a part."""
        kept = [part for part in self.parts if part != (name, value) and part[0] not in _PLACE]
        return self._written(_of_any_status(kept))

    @property
    def query(self) -> str:
        """The query of the address without the place in the list, as a view keeps it."""
        return urlencode([part for part in self.parts if part[0] not in _PLACE])

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """The parts without the place in the list, for a form that asks for the same licences."""
        return tuple(part for part in self.parts if part[0] not in _PLACE)

    def fresh(self, query: Mapping[str, str]) -> str:
        """The list with this query and nothing else."""
        return self._written(list(query.items()))

    def elsewhere(self, path: str, *, without: Sequence[str] = ()) -> str:
        """The same licences on another page."""
        kept = [part for part in self.parts if part[0] not in (*without, *_PLACE)]
        return f"{path}?{urlencode(_of_any_status(kept))}"

    def _written(self, parts: Sequence[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(parts)}" if parts else self.path

    def is_exactly(self, query: Mapping[str, str]) -> bool:
        """Whether it filters by `query` and nothing else; the order and the place do not count."""
        said = [(name, value) for name, value in self.parts if value and name not in _LOOKS]
        return said == list(query.items())


_USUAL = (USUAL_ORDER, ("join", "all"))


def _narrows(part: tuple[str, str]) -> bool:
    """Whether it says which licences to list; the empty line of the form's rules does not."""
    name, value = part
    return name not in (*_LOOKS, "value", "join", "day") and not (name == "term" and not value.strip())


def _of_any_status(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An address that narrows by nothing would open on the active licences; here it means all."""
    return parts if any(_narrows(part) for part in parts) else [ANY, *parts]


def _rule(term: str, value: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("term", term), ("value", value)
