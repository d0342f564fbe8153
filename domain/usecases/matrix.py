"""Terms of many licences side by side, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.identity import Actor
from domain.ports import Services
from domain.queries import LicenceFilter, LicenceRow, MatrixCell, PageOf
from domain.saved_view import SavedView, ViewPage
from domain.values import ValueType
from domain.vocabulary import TermDefinition

MOST_TERMS = 60
"""Columns of one matrix."""

MOST_ROWS = 20_000
"""Licences of one export."""

_AT_A_TIME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A page of licences with the cells of the chosen terms. `everything` is how many licences the desk has."""

    page: PageOf[LicenceRow]
    cells: dict[tuple[str, str], MatrixCell]
    chosen: tuple[TermDefinition, ...]
    definitions: tuple[TermDefinition, ...]
    everything: int
    views: tuple[SavedView, ...]


def terms_matrix(s: Services, actor: Actor, which: LicenceFilter, terms: Sequence[str], on: dt.date) -> Matrix:
    """The licences that match with their effective terms on a day; raises Invalid for a cursor that is not one.

    Without `terms` the core permissions of the vocabulary are shown; a key that is no term is left out.
    """
    with s.reading_only() as uow:
        definitions = uow.vocabulary.all()
        chosen = chosen_terms(definitions, terms)
        page = uow.queries.licences(replace(which, with_total=True))
        ids = [row.id for row in page.items]
        return Matrix(
            page=page,
            cells=_by_place(uow.queries.cells(ids, [one.key for one in chosen], on)),
            chosen=chosen,
            definitions=tuple(one for one in definitions if one.retired_at is None or one in chosen),
            everything=uow.queries.number_of_licences(which.today),
            views=uow.views.offered_to(actor.id, ViewPage.MATRIX),
        )


def matrix_rows(
    s: Services, which: LicenceFilter, terms: Sequence[str], on: dt.date
) -> Iterator[tuple[LicenceRow, list[MatrixCell | None]]]:
    """Every row of a matrix, with a cell or None for each of `terms`; for an export."""
    with s.reading_only() as uow:
        ids = uow.queries.matching(which, MOST_ROWS)
    for first in range(0, len(ids), _AT_A_TIME):
        with s.reading_only() as uow:
            some = ids[first : first + _AT_A_TIME]
            cells = _by_place(uow.queries.cells(some, terms, on))
            rows = uow.queries.rows(which, some)
        for row in rows:
            yield row, [cells.get((row.id, term)) for term in terms]


def chosen_terms(definitions: Sequence[TermDefinition], terms: Sequence[str]) -> tuple[TermDefinition, ...]:
    """The definitions of these keys, in this order; without any, the core permissions."""
    by_key = {one.key: one for one in definitions}
    if chosen := [by_key[key] for key in dict.fromkeys(terms) if key in by_key][:MOST_TERMS]:
        return tuple(chosen)
    usual = (one for one in definitions if one.core and one.value_type is ValueType.PERMISSION)
    return tuple(one for one in usual if one.retired_at is None)[:12]


def vocabulary_of(s: Services) -> tuple[TermDefinition, ...]:
    """Every definition in order."""
    with s.reading_only() as uow:
        return uow.vocabulary.all()


def _by_place(cells: Sequence[MatrixCell]) -> dict[tuple[str, str], MatrixCell]:
    return {(cell.licence_id, cell.term): cell for cell in cells}
