"""How many licences of a list fall under each value of a field."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from domain.licence import LicenceStatus, OrganisationRole, Scope
from domain.queries import Facet, LicenceFilter
from storage.licence_filter import conditions
from storage.licence_status import status_on
from storage.tables import licence, licence_organisation, licence_tag, organisation
from storage.transaction import AnySelect, Transaction

MOST_VALUES = 200
"""Values of one field that are counted; nobody reads a longer list of choices."""


def facets_of(tx: Transaction, which: LicenceFilter) -> tuple[Facet, ...]:
    """By status, scope, licensor, consortium and tag; the most frequent first, status and scope in their own order."""
    status = status_on(which.today).label("status")
    listed = select(licence.c.id, licence.c.scope, status).where(*conditions(tx, which)).subquery("listed")
    by_status = _counted(tx, select(listed.c.status, _NUMBER).group_by(listed.c.status))
    by_scope = _counted(tx, select(listed.c.scope, _NUMBER).group_by(listed.c.scope))
    return (
        Facet(field="status", values=_in_order(LicenceStatus, by_status)),
        Facet(field="scope", values=_in_order(Scope, by_scope)),
        Facet(field="licensor", values=_by_organisation(tx, OrganisationRole.LICENSOR, listed)),
        Facet(field="consortium", values=_by_organisation(tx, OrganisationRole.CONSORTIUM, listed)),
        Facet(field="tag", values=_by_tag(tx, listed)),
    )


_NUMBER = func.count().label("number")


def _in_order(kinds: type[LicenceStatus] | type[Scope], counted: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((kind.value, counted[kind.value]) for kind in kinds if kind.value in counted)


def _by_organisation(tx: Transaction, role: OrganisationRole, listed: Subquery) -> tuple[tuple[str, int], ...]:
    link, name = licence_organisation.c, organisation.c.name
    number = func.count(link.licence_id.distinct()).label("number")
    joined = (
        select(name, number)
        .join(licence_organisation, link.organisation_id == organisation.c.id)
        .join(listed, listed.c.id == link.licence_id)
        .where(link.role == role.value)
    )
    return _most_frequent(tx, joined.group_by(organisation.c.id, name, organisation.c.folded), organisation.c.folded)


def _by_tag(tx: Transaction, listed: Subquery) -> tuple[tuple[str, int], ...]:
    c = licence_tag.c
    joined = select(func.min(c.tag), _NUMBER).join(listed, listed.c.id == c.licence_id).group_by(c.tag_key)
    return _most_frequent(tx, joined, c.tag_key)


def _most_frequent(tx: Transaction, grouped: AnySelect, name: ColumnElement[Any]) -> tuple[tuple[str, int], ...]:
    number = grouped.selected_columns[1]
    return tuple(_counted(tx, grouped.order_by(number.desc(), name).limit(MOST_VALUES)).items())


def _counted(tx: Transaction, statement: AnySelect) -> dict[str, int]:
    return {row[0]: row[1] for row in tx.rows(statement)}
