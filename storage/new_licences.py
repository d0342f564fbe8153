"""Many new licences at once, with a statement for each table in place of a dozen for each licence.

What comes of it is what adding them one by one would give: names and resources are shared with those that are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from domain.errors import Invalid
from domain.licence import Licence, Resource, slug
from storage.folding import fold, spaced
from storage.resources import compatible, filled_in, resource_row, save_resource, to_resource
from storage.tables import licence_organisation, licence_resource, licence_tag, organisation, resource
from storage.transaction import AnyRow, Transaction

AT_A_TIME = 400


def keep_lists(tx: Transaction, licences: Sequence[Licence]) -> None:
    """Organisations, resources and tags of licences that are new; raises Invalid for an address that is another's."""
    _keep_organisations(tx, licences)
    _keep_resources(tx, licences)
    _keep_tags(tx, licences)


def _keep_organisations(tx: Transaction, licences: Sequence[Licence]) -> None:
    shown = {spaced(one.name): " ".join(one.name.split()) for each in licences for one in each.fields.organisations}
    known = _ids(tx, organisation.c.name_key, shown)
    missing = [key for key in shown if key not in known]
    tx.add(organisation, *({"name": shown[key], "name_key": key, "folded": fold(key)} for key in missing))
    known |= _ids(tx, organisation.c.name_key, missing)
    rows = []
    for each in licences:
        links = dict.fromkeys((known[spaced(one.name)], one.role.value) for one in each.fields.organisations)
        for n, (key, role) in enumerate(links, start=1):
            rows.append({"licence_id": each.id, "position": n, "organisation_id": key, "role": role})
    tx.add(licence_organisation, *rows)


def _keep_tags(tx: Transaction, licences: Sequence[Licence]) -> None:
    rows = []
    for each in licences:
        tags = {spaced(tag): tag for tag in reversed(each.fields.tags)}
        for n, (key, tag) in enumerate(reversed(tags.items()), start=1):
            rows.append({"licence_id": each.id, "position": n, "tag": tag, "tag_key": key})
    tx.add(licence_tag, *rows)


def _keep_resources(tx: Transaction, licences: Sequence[Licence]) -> None:
    wanted = [one for each in licences for one in each.fields.resources]
    shelf = _Shelf(tx, wanted)
    covered = [(each.id, [shelf.place(n, one) for n, one in enumerate(each.fields.resources)]) for each in licences]
    shelf.keep(tx)
    rows = []
    for licence_id, placed in covered:
        for n, key in enumerate(dict.fromkeys(one.key(shelf) for one in placed), start=1):
            rows.append({"licence_id": licence_id, "position": n, "resource_id": key})
    tx.add(licence_resource, *rows)


@dataclass(slots=True, eq=False)
class _Placed:
    """An entry of the desk's resources; `id` is None until it is kept."""

    resource: Resource
    id: int | None = None
    changed: bool = False

    def key(self, shelf: _Shelf) -> int:
        """Its id, once it is kept."""
        return self.id if self.id is not None else shelf.ids[self.resource.slug]


class _Shelf:
    """The resources of the desk, as far as those wanted could be among them, and those that are new."""

    def __init__(self, tx: Transaction, wanted: Sequence[Resource]) -> None:
        self.ids: dict[str, int] = {}
        self._new: list[_Placed] = []
        self._titles: dict[str, list[_Placed]] = {}
        self._slugs: dict[str, _Placed] = {}
        c = resource.c
        rows = _rows(tx, c.folded, {fold(one.title) for one in wanted})
        rows += _rows(tx, c.slug, {one.slug for one in wanted if one.slug})
        for row in {row.id: row for row in rows}.values():
            self._shelve(_Placed(to_resource(row), row.id))
        self._taken = {row.slug for row in tx.rows(select(c.slug))} if wanted else set()

    def place(self, n: int, wanted: Resource) -> _Placed:
        """The entry for a resource: the one with its address, one like it, or a new one."""
        if wanted.slug:
            there = self._slugs.get(wanted.slug)
            if there is None:
                return self._add(wanted, wanted.slug)
            if fold(there.resource.title) != fold(wanted.title):
                message = f"The address “{wanted.slug}” belongs to “{there.resource.title}”. Leave it out."
                raise Invalid.field(f"resources.{n}.slug", message)
            return self._fill(there, wanted)
        alike = self._titles.get(fold(wanted.title), ())
        found = next((one for one in alike if compatible(one.resource, wanted)), None)
        return self._fill(found, wanted) if found else self._add(wanted, slug(wanted.title))

    def keep(self, tx: Transaction) -> None:
        """Write what is new and what was filled in."""
        tx.add(resource, *(resource_row(one.resource) for one in self._new))
        self.ids = _ids(tx, resource.c.slug, [one.resource.slug for one in self._new])
        changed = {one.id: one for placed in self._titles.values() for one in placed if one.changed and one.id}
        for key, one in changed.items():
            save_resource(tx, key, one.resource)

    def _shelve(self, one: _Placed) -> _Placed:
        self._titles.setdefault(fold(one.resource.title), []).append(one)
        self._slugs[one.resource.slug] = one
        return one

    def _fill(self, there: _Placed, wanted: Resource) -> _Placed:
        filled = filled_in(there.resource, wanted)
        there.changed, there.resource = there.changed or filled != there.resource, filled
        return there

    def _add(self, wanted: Resource, address: str) -> _Placed:
        free, number = address, 1
        while free in self._taken:
            number += 1
            free = f"{address}-{number}"
        self._taken.add(free)
        made = _Placed(filled_in(Resource(title=wanted.title, slug=free), wanted))
        self._new.append(made)
        return self._shelve(made)


def _rows(tx: Transaction, column: Any, values: Collection[str]) -> list[AnyRow]:
    ordered = sorted(values)
    found: list[AnyRow] = []
    for first in range(0, len(ordered), AT_A_TIME):
        found += tx.rows(select(column.table).where(column.in_(ordered[first : first + AT_A_TIME])))
    return found


def _ids(tx: Transaction, column: Any, keys: Iterable[str]) -> dict[str, int]:
    return {getattr(row, column.name): row.id for row in _rows(tx, column, set(keys))}
