"""Finding licences, and the names and terms that a search can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import NotFound
from domain.identity import Actor
from domain.licence import OrganisationRole, Scope
from domain.ports import Services
from domain.queries import Facet, LicenceFilter, LicenceRow, OrganisationUse, PageOf
from domain.saved_view import SavedView, ViewPage
from domain.vocabulary import TermDefinition

MOST_NAMES, MOST_MASTERS, MOST_OF_ORGANISATION = 12, 200, 500
MOST_EXPORTED = 100_000
"""Rows of one export; more than any library has licences."""

_AT_A_TIME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceList:
    """A page of the list with its counts. Each facet counts as if nothing had been chosen in it.

    `everything` is how many licences the desk has; `people` are names by the ids of accounts.
    """

    page: PageOf[LicenceRow]
    facets: tuple[Facet, ...]
    everything: int
    definitions: tuple[TermDefinition, ...]
    people: Mapping[str, str]
    views: tuple[SavedView, ...]


def list_licences(s: Services, actor: Actor, which: LicenceFilter) -> LicenceList:
    """The licences that match; raises Invalid for a cursor or an order that is not offered."""
    with s.reading_only() as uow:
        return LicenceList(
            page=uow.queries.licences(replace(which, with_total=True)),
            facets=uow.queries.facets(which),
            everything=uow.queries.number_of_licences(which.today),
            definitions=tuple(definition for definition in uow.vocabulary.all() if definition.retired_at is None),
            people={account.id: account.name for account in uow.accounts.all()},
            views=uow.views.offered_to(actor.id, ViewPage.LIST),
        )


def read_ahead(s: Services) -> int:
    """Have the list at hand before anybody asks for it; how many licences there are."""
    with s.reading_only() as uow:
        return uow.queries.number_of_licences(s.today())


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Rows that somebody chose, with the names of people by the ids of their accounts."""

    rows: tuple[LicenceRow, ...]
    people: Mapping[str, str]


def chosen_licences(s: Services, which: LicenceFilter, ids: Sequence[str]) -> Chosen:
    """These licences in this order, those that are not here any more left out."""
    with s.reading_only() as uow:
        return Chosen(
            rows=uow.queries.rows(which, ids), people={account.id: account.name for account in uow.accounts.all()}
        )


def matching_licences(s: Services, which: LicenceFilter, most: int) -> tuple[str, ...]:
    """Ids of those that match, in the order of the list, at most so many."""
    with s.reading_only() as uow:
        return uow.queries.matching(which, most)


def all_rows(s: Services, which: LicenceFilter, ids: Sequence[str] = ()) -> Iterator[LicenceRow]:
    """Every row of a list, or those of `ids`, some hundreds at a time; for an export."""
    ids = ids or matching_licences(s, which, MOST_EXPORTED)
    for first in range(0, len(ids), _AT_A_TIME):
        with s.reading_only() as uow:
            yield from uow.queries.rows(which, ids[first : first + _AT_A_TIME])


def organisation_uses(s: Services, words: str) -> tuple[OrganisationUse, ...]:
    """All that hold these words, by name, with their numbers of licences; for an export."""
    with s.reading_only() as uow:
        return uow.queries.organisation_uses(words.strip()[:100], MOST_EXPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """An organisation with the first of the licences it has to do with, by title, each with what it is to it.

    `number` counts all its licences, each once.
    """

    name: str
    number: int
    licences: tuple[tuple[LicenceRow, OrganisationRole], ...]


def organisation_record(s: Services, name: str) -> OrganisationRecord:
    """Raises NotFound for a name that no licence has."""
    with s.reading_only() as uow:
        found = uow.queries.licences_of(name, MOST_OF_ORGANISATION)
        number = uow.queries.number_of_licences_of(name)
        ids = tuple(dict.fromkeys(licence_id for licence_id, _ in found))
        rows = {row.id: row for row in uow.queries.rows(LicenceFilter(today=s.today()), ids)}
    if not found:
        raise NotFound("No licence names this organisation.")
    licences = tuple((rows[licence_id], role) for licence_id, role in found if licence_id in rows)
    return OrganisationRecord(name=_written(licences, name), number=number, licences=licences)


def _written(licences: Sequence[tuple[LicenceRow, OrganisationRole]], name: str) -> str:
    """The name as the desk writes it."""
    names = (one.name for row, _ in licences for one in row.fields.organisations)
    return next((each for each in names if each.casefold() == name.casefold()), name)


def possible_masters(s: Services, *, other_than: str | None = None) -> tuple[tuple[str, str], ...]:
    """Id and title of the consortial licences that another may inherit from."""
    which = LicenceFilter(today=s.today(), scope=Scope.CONSORTIAL.value, limit=MOST_MASTERS)
    with s.reading_only() as uow:
        found = uow.queries.licences(which).items
    return tuple((row.id, row.fields.title) for row in found if row.id != other_than and not row.fields.master_id)


def alike(s: Services, words: str) -> tuple[LicenceRow, ...]:
    """Licences that a new one may be like: those that hold the words, or the ones changed last."""
    sort = "title" if words.strip() else "-updated"
    with s.reading_only() as uow:
        return uow.queries.licences(LicenceFilter(today=s.today(), q=words, sort=sort, limit=MOST_NAMES)).items


def people_of_the_desk(s: Services, also: str | None = None) -> tuple[tuple[str, str], ...]:
    """Id and name of everybody with an open account, by name; who may look after a licence or be given a task.

    `also` is the account that it is now, which stays in the list though it may be closed.
    """
    with s.reading_only() as uow:
        everybody = uow.accounts.all()
    return tuple((one.id, one.name) for one in everybody if one.closed_at is None or one.id == also)
