"""The filters of the licence list with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.queries import Facet, LicenceFilter
from web.badges import status_of
from web.contexts.list_address import Address
from web.contexts.list_filters import FIELDS, within_of
from web.translation import Translator
from web.words import SCOPES

LABELS = {
    "status": "Status",
    "within": "Notice due",
    "licensor": "Licensor",
    "consortium": "Consortium",
    "scope": "Own or consortial",
    "tag": "Tag",
    "owner": "Looked after by",
    "unit": "Team",
    "has": "Has, or has not",
}
_HAS = {
    "signed": "Signed document",
    "-signed": "No signed document",
    "terms": "Decided terms",
    "-terms": "No decided term",
    "notice": "Notice deadline",
    "-notice": "No known notice deadline",
    "resource": "A resource",
    "-resource": "No resource",
}
_WITHIN = {"30": "Within 30 days", "90": "Within 90 days", "365": "Within a year"}
_SEVERAL = ("status", "has")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `badge` is the state of a status."""

    id: str
    value: str
    label: str
    count: int
    chosen: bool
    badge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """A field to narrow by. `several` may be chosen of a status or of what it has; the others take one or none."""

    field: str
    label: str
    several: bool
    options: tuple[Option, ...]
    is_open: bool
    any_id: str

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(option.chosen for option in self.options)


def facet_views(
    t: Translator, facets: tuple[Facet, ...], which: LicenceFilter, address: Address, people: Mapping[str, str]
) -> tuple[FacetView, ...]:
    """The fields in the order of the page."""
    counted = {facet.field: dict(facet.values) for facet in facets}
    return tuple(_facet(t, field, counted.get(field, {}), chosen_in(field, which, address), people) for field in FIELDS)


def chosen_in(field: str, which: LicenceFilter, address: Address) -> tuple[str, ...]:
    """The values that the list is narrowed to in this field."""
    if field == "within":
        days = within_of(address)
        return (days,) if days else ()
    chosen = getattr(which, field)
    if isinstance(chosen, tuple):
        return tuple(str(value) for value in chosen)
    return (str(chosen),) if chosen else ()


def _facet(
    t: Translator, field: str, counted: dict[str, int], on: tuple[str, ...], people: Mapping[str, str]
) -> FacetView:
    folded = {value.casefold() for value in on}
    known = {value.casefold() for value in counted}
    values = [value for value in counted if counted[value] or value in on]
    values += [value for value in on if value.casefold() not in known]
    options = tuple(
        Option(
            id=f"{field}-{number}",
            value=value,
            label=label_of(t, field, value, people),
            count=counted.get(value, 0),
            chosen=value.casefold() in folded,
            badge=value if field == "status" else None,
        )
        for number, value in enumerate(values)
    )
    return FacetView(
        field=field,
        label=t(LABELS[field]),
        several=field in _SEVERAL,
        options=options,
        is_open=bool(on) or field in ("status", "within"),
        any_id=f"{field}-any",
    )


def label_of(t: Translator, field: str, value: str, people: Mapping[str, str]) -> str:
    """The words for a value of a facet: names and tags are words already."""
    if field == "status":
        return t(status_of(value).word)
    if field == "scope":
        return t(next((word for scope, word in SCOPES.items() if scope == value), value))
    if field == "owner":
        return people.get(value, value)
    words = {"has": _HAS, "within": _WITHIN}.get(field, {})
    return t(words[value]) if value in words else value
