"""What hangs on licences: their organisations, resources and tags, in one statement however many licences there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Text, bindparam, cast, literal_column, null, select, union_all

from domain.licence import Organisation, OrganisationRole
from domain.licence import Resource as Covered
from storage.resources import IDENTIFIERS, to_resource
from storage.tables import licence_organisation, licence_resource, licence_tag, organisation, resource
from storage.transaction import AnyRow, AnySelect, Transaction, evened

_ORGANISATION, _RESOURCE, _TAG = "organisation", "resource", "tag"
_COLUMNS = ("title", "slug", *IDENTIFIERS)
"""Of a resource, which has the most to tell. An organisation has its name and role in the first two."""


@dataclass(slots=True)
class Parts:
    """What hangs on one licence, each in the order in which it was entered."""

    organisations: list[Organisation] = field(default_factory=list)
    resources: list[Covered] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def parts_of(tx: Transaction, licence_ids: Sequence[str]) -> dict[str, Parts]:
    """By the licence's id; a licence that has nothing has empty ones."""
    found: dict[str, Parts] = defaultdict(Parts)
    for row in tx.rows(_EVERYTHING.params(ids=evened(licence_ids))) if licence_ids else ():
        _put(found[row.licence_id], row)
    return found


def _put(parts: Parts, row: AnyRow) -> None:
    if row.part == _ORGANISATION:
        parts.organisations.append(Organisation(name=row.title, role=OrganisationRole(row.slug)))
    elif row.part == _RESOURCE:
        parts.resources.append(to_resource(row))
    else:
        parts.tags.append(row.title)


def _everything() -> AnySelect:
    role, tag = licence_organisation.c, licence_tag.c
    parts = union_all(
        _part(_ORGANISATION, licence_organisation.c.licence_id, role.position, organisation.c.name, role.role).join(
            organisation, organisation.c.id == role.organisation_id
        ),
        _part(
            _RESOURCE,
            licence_resource.c.licence_id,
            licence_resource.c.position,
            *(resource.c[name] for name in _COLUMNS),
        ).join(licence_resource, licence_resource.c.resource_id == resource.c.id),
        _part(_TAG, tag.licence_id, tag.position, tag.tag),
    ).subquery("parts")
    return select(parts).order_by(parts.c.part, parts.c.licence_id, parts.c.position)


def _part(
    name: str, licence_id: ColumnElement[str], position: ColumnElement[int], *told: ColumnElement[str]
) -> AnySelect:
    nothing = [cast(null(), Text)] * (len(_COLUMNS) - len(told))
    named = (value.label(column) for column, value in zip(_COLUMNS, (*told, *nothing), strict=True))
    part = literal_column(f"'{name}'", Text).label("part")
    ids: ColumnElement[bool] = licence_id.in_(bindparam("ids", expanding=True))
    return select(part, licence_id.label("licence_id"), position.label("position"), *named).where(ids)


_EVERYTHING = _everything()
