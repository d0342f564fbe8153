"""How many licences of a list fall under each value of a field."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

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
    met = list(conditions(tx, which))
    status = _count(tx, select(licence), status_on(which.today), met)
    scope = _count(tx, select(licence), licence.c.scope, met)
    tag = _count(tx, select(licence).join(licence_tag), func.min(licence_tag.c.tag), met, by=licence_tag.c.tag_key)
    return (
        Facet(field="status", values=tuple((s.value, status[s.value]) for s in LicenceStatus if s.value in status)),
        Facet(field="scope", values=tuple((s.value, scope[s.value]) for s in Scope if s.value in scope)),
        Facet(field="licensor", values=_by_organisation(tx, OrganisationRole.LICENSOR, met)),
        Facet(field="consortium", values=_by_organisation(tx, OrganisationRole.CONSORTIUM, met)),
        Facet(field="tag", values=tuple(tag.items())),
    )


def _by_organisation(
    tx: Transaction, role: OrganisationRole, met: list[ColumnElement[bool]]
) -> tuple[tuple[str, int], ...]:
    link = licence_organisation.c
    joined = select(licence).join(licence_organisation).join(organisation).where(link.role == role.value)
    return tuple(_count(tx, joined, organisation.c.name, met).items())


def _count(
    tx: Transaction,
    joined: AnySelect,
    value: ColumnElement[Any],
    met: list[ColumnElement[bool]],
    *,
    by: ColumnElement[Any] | None = None,
) -> dict[str, int]:
    number = func.count(licence.c.id.distinct()).label("number")
    named = value.label("value")
    counted = joined.with_only_columns(named, number, maintain_column_froms=True).where(*met)
    grouped = counted.group_by(named if by is None else by).order_by(number.desc(), named).limit(MOST_VALUES)
    return {row.value: row.number for row in tx.rows(grouped)}
