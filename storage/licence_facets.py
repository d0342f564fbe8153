"""How many licences of a list fall under each value of a field."""

from __future__ import annotations

from collections.abc import Iterator

from domain.licence import LicenceStatus, Scope
from domain.queries import HAS, Facet, LicenceFilter
from storage.kept_sets import Counts
from storage.licence_index import LicenceIndex
from storage.licence_lines import SPANS
from storage.licence_selection import Selection, select_in
from storage.transaction import Transaction

MOST_VALUES = 40
"""Values of one field that are told; nobody reads a longer list of choices, and a name can be searched for."""

_IN_ORDER = {"status": tuple(LicenceStatus), "scope": tuple(Scope), "within": tuple(SPANS)}
_BY_NUMBER = ("licensor", "consortium", "tag", "unit", "owner")


def facets_of(tx: Transaction, index: LicenceIndex, which: LicenceFilter) -> tuple[Facet, ...]:
    """The most frequent first; status, scope and days in their own order. Each as if nothing was chosen in it."""
    with index.on(tx, which.today):
        selection = select_in(index, tx, which)
        fixed = tuple(Facet(field=field, values=_in_order(index, selection, field)) for field in _IN_ORDER)
        counted = tuple(Facet(field=field, values=_most_frequent(index, selection, field)) for field in _BY_NUMBER)
        return (*fixed, *counted, Facet(field="has", values=tuple(_has(index, selection))))


def _in_order(index: LicenceIndex, selection: Selection, field: str) -> Counts:
    among, counted = selection.without(field), index.postings.values(field)
    numbers = ((str(value), (counted.get(value, 0) & among).bit_count()) for value in _IN_ORDER[field])
    return tuple((value, number) for value, number in numbers if number)


def _most_frequent(index: LicenceIndex, selection: Selection, field: str) -> Counts:
    among = selection.without(field)
    return index.counts.of(field, among, lambda: _counted(index, field, among))


def _counted(index: LicenceIndex, field: str, among: int) -> Counts:
    numbers = [(-(bits & among).bit_count(), value) for value, bits in index.postings.values(field).items()]
    found = sorted(each for each in numbers if each[0])[:MOST_VALUES]
    return tuple((index.labels.get((field, value), value), -number) for number, value in found)


def _has(index: LicenceIndex, selection: Selection) -> Iterator[tuple[str, int]]:
    """Of what is listed, how many have it and how many have not: several of these may be chosen together."""
    chosen = selection.chosen
    for name in HAS:
        there = (index.postings.having("has", name) & chosen).bit_count()
        yield name, there
        yield f"-{name}", chosen.bit_count() - there
