"""Read models: the lists and look-ups behind pages and the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import case, func, literal, select

from domain.licence import OrganisationRole
from domain.queries import (
    Facet,
    LicenceFilter,
    LicenceRow,
    MatrixCell,
    OrganisationUse,
    PageOf,
    ResourceRow,
    StoredAnswer,
)
from storage.folding import LONGEST_PIECE, fold, like, spaced
from storage.licence_counts import states_of
from storage.licence_facets import facets_of
from storage.licence_index import LicenceIndex
from storage.licence_list import licence_page, matching_ids, rows_of
from storage.matrix_cells import cells_of
from storage.organisations import uses_of
from storage.resource_list import find_resources, look_up, one_resource
from storage.tables import idempotent_answer, licence, licence_organisation, organisation
from storage.transaction import Transaction


class SqlQueries:
    """domain.ports.Queries on a database; `index` is the list of licences as this process holds it."""

    def __init__(self, tx: Transaction, index: LicenceIndex) -> None:
        self._tx = tx
        self._index = index

    def licences(self, which: LicenceFilter) -> PageOf[LicenceRow]:
        return licence_page(self._tx, self._index, which)

    def facets(self, which: LicenceFilter) -> tuple[Facet, ...]:
        return facets_of(self._tx, self._index, which)

    def matching(self, which: LicenceFilter, most: int) -> tuple[str, ...]:
        return matching_ids(self._tx, self._index, which, most)

    def rows(self, which: LicenceFilter, ids: Sequence[str]) -> tuple[LicenceRow, ...]:
        return rows_of(self._tx, which, ids)

    def cells(self, licence_ids: Sequence[str], terms: Sequence[str], on: dt.date) -> tuple[MatrixCell, ...]:
        return cells_of(self._tx, licence_ids, terms, on)

    def number_of_licences(self, today: dt.date) -> int:
        with self._index.on(self._tx, today) as index:
            return index.live.bit_count()

    def organisations(self, starts: str, limit: int) -> tuple[str, ...]:
        folded, c = fold(starts)[:LONGEST_PIECE], organisation.c
        begins = case((c.folded.startswith(folded, autoescape=True), 0), else_=1)
        held = select(c.name).where(c.folded.like(like(folded), escape="\\"))
        return tuple(row.name for row in self._tx.rows(held.order_by(begins, c.folded, c.id).limit(limit)))

    def organisation_uses(self, words: str, most: int) -> tuple[OrganisationUse, ...]:
        return uses_of(self._tx, words, most)

    def licences_of(self, name: str, most: int) -> tuple[tuple[str, OrganisationRole], ...]:
        link, c = licence_organisation.c, organisation.c
        named = select(link.licence_id, link.role).join(organisation, c.id == link.organisation_id)
        named = named.join(licence, licence.c.id == link.licence_id).where(c.name_key == spaced(name))
        rows = self._tx.rows(named.order_by(licence.c.sort_title, licence.c.id, link.position).limit(most))
        return tuple((row.licence_id, OrganisationRole(row.role)) for row in rows)

    def number_of_licences_of(self, name: str) -> int:
        link = licence_organisation.c
        counted = select(func.count(link.licence_id.distinct()))
        named = counted.join(organisation, organisation.c.id == link.organisation_id)
        return int(self._tx.value(named.where(organisation.c.name_key == spaced(name))) or 0)

    def resources(self, words: str, limit: int, after: str | None = None) -> tuple[ResourceRow, ...]:
        return find_resources(self._tx, words, limit, after)

    def resource(self, slug: str) -> ResourceRow:
        return one_resource(self._tx, slug)

    def lookup(self, field: str, value: str) -> tuple[ResourceRow, ...]:
        return look_up(self._tx, field, value)

    def review_counts(self, licence_id: str) -> dict[str, dict[str, int]]:
        return states_of(self._tx, licence_id)

    def idempotent(self, actor_id: str, key: str) -> StoredAnswer | None:
        c = idempotent_answer.c
        row = self._tx.row(select(idempotent_answer).where(c.actor_id == actor_id, c.key == key))
        if row is None:
            return None
        return StoredAnswer(fingerprint=row.fingerprint, status=row.status, headers=row.headers, body=row.body)

    def ping(self) -> None:
        self._tx.value(select(literal(1)))
