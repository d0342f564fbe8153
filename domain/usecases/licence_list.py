"""Finding licences, and the names and terms that a search can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.licence import Scope
from domain.ports import Services, UnitOfWork
from domain.queries import Facet, LicenceFilter, LicenceRow, PageOf
from domain.vocabulary import TermDefinition

FACETS: Mapping[str, object] = {"status": (), "scope": None, "licensor": None, "consortium": None, "tag": None}
"""The fields that are counted, each with what switches its filter off."""

MOST_NAMES, MOST_MASTERS = 12, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceList:
    """A page of the list with its counts. Each facet counts as if nothing had been chosen in it.

    `everything` is how many licences the desk has.
    """

    page: PageOf[LicenceRow]
    facets: tuple[Facet, ...]
    everything: int
    definitions: tuple[TermDefinition, ...]


def list_licences(s: Services, which: LicenceFilter) -> LicenceList:
    """The licences that match; raises Invalid for a cursor or an order that is not offered."""
    with s.reading_only() as uow:
        page = uow.queries.licences(replace(which, with_total=True))
        return LicenceList(
            page=page,
            facets=_facets(uow, which),
            everything=_everything(uow, which, page.total or 0),
            definitions=tuple(definition for definition in uow.vocabulary.all() if definition.retired_at is None),
        )


def _everything(uow: UnitOfWork, which: LicenceFilter, found: int) -> int:
    """How many licences there are at all; where nothing narrows the list, they have been counted already."""
    all_of_them = LicenceFilter(today=which.today, sort=which.sort, limit=which.limit, cursor=which.cursor)
    if which == all_of_them:
        return found
    return uow.queries.licences(LicenceFilter(today=which.today, limit=1, with_total=True)).total or 0


def _facets(uow: UnitOfWork, which: LicenceFilter) -> tuple[Facet, ...]:
    """Where something is chosen in a field, the field is counted without it, so that the other choices can be seen."""
    facets = {facet.field: facet for facet in uow.queries.facets(which)}
    for field, off in FACETS.items():
        if getattr(which, field) != off:
            without = uow.queries.facets(replace(which, **{field: off}))  # type: ignore[arg-type]
            facets |= {facet.field: facet for facet in without if facet.field == field}
    return tuple(facets[field] for field in FACETS if field in facets)


def organisation_names(s: Services, words: str) -> tuple[str, ...]:
    """Names of organisations of the desk that begin with or hold these words."""
    with s.reading_only() as uow:
        return uow.queries.organisations(words.strip()[:100], MOST_NAMES)


def possible_masters(s: Services, *, other_than: str | None = None) -> tuple[tuple[str, str], ...]:
    """Id and title of the consortial licences that another may inherit from."""
    which = LicenceFilter(today=s.today(), scope=Scope.CONSORTIAL.value, limit=MOST_MASTERS)
    with s.reading_only() as uow:
        found = uow.queries.licences(which).items
    return tuple((row.id, row.fields.title) for row in found if row.id != other_than and not row.fields.master_id)
