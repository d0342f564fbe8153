"""The resources that licences cover: one entry for each, shared by all licences that cover it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select, update

from domain.errors import Invalid
from domain.licence import Resource, slug
from storage.folding import fold
from storage.tables import licence_resource, resource
from storage.transaction import AnyRow, Transaction

IDENTIFIERS = ("url", "issn", "isbn", "alma_collection")
"""What other systems may know an entry by."""


def keep_resources(tx: Transaction, licence_id: str, wanted: Sequence[Resource]) -> None:
    """Make these, in this order, the resources of a licence; raises Invalid for an address that is another's."""
    link = licence_resource.c
    covered = select(resource).join(licence_resource, link.resource_id == resource.c.id)
    own = {row.id: row for row in tx.rows(covered.where(link.licence_id == licence_id))}
    ids = list(dict.fromkeys(_place(tx, n, one, own) for n, one in enumerate(wanted)))
    tx.run(delete(licence_resource).where(link.licence_id == licence_id))
    rows = ({"licence_id": licence_id, "position": n, "resource_id": key} for n, key in enumerate(ids, start=1))
    tx.add(licence_resource, *rows)


def _place(tx: Transaction, n: int, wanted: Resource, own: dict[int, AnyRow]) -> int:
    """The entry for a resource: the one with its address, one this licence has, one like it, or a new one."""
    if wanted.slug:
        row = tx.row(select(resource).where(resource.c.slug == wanted.slug))
        if row is None:
            return _new(tx, wanted, wanted.slug)
        if row.id not in own and row.folded != fold(wanted.title):
            message = f"The address “{wanted.slug}” belongs to “{row.title}”. Leave it empty, or give another."
            raise Invalid.field(f"resources.{n}.slug", message)
        return _saved(tx, row, wanted, overwrite=row.id in own)
    same_title = tx.rows(select(resource).where(resource.c.folded == fold(wanted.title)).order_by(resource.c.id))
    mine = next((row for row in same_title if row.id in own), None)
    if mine is not None:
        return _saved(tx, mine, wanted, overwrite=True)
    alike = next((row for row in same_title if compatible(row, wanted)), None)
    return _saved(tx, alike, wanted, overwrite=False) if alike is not None else _new(tx, wanted, slug(wanted.title))


def compatible(row: AnyRow | Resource, wanted: Resource) -> bool:
    """Whether nothing that both say differs."""
    return all(
        getattr(wanted, name) is None or getattr(row, name) is None or getattr(wanted, name) == getattr(row, name)
        for name in IDENTIFIERS
    )


def _saved(tx: Transaction, row: AnyRow, wanted: Resource, *, overwrite: bool) -> int:
    """Bring the entry up to date; what another licence entered is filled in, not overwritten."""
    before = to_resource(row)
    after = Resource(**{**_as_dict(wanted), "slug": before.slug}) if overwrite else filled_in(before, wanted)
    if after != before:
        save_resource(tx, row.id, after)
    return int(row.id)


def save_resource(tx: Transaction, resource_id: int, after: Resource) -> None:
    """Save the entry over what is there; the lists of all licences that cover it show it."""
    tx.run(update(resource).where(resource.c.id == resource_id).values(resource_row(after)))
    link = licence_resource.c
    covering = tx.rows(select(link.licence_id).where(link.resource_id == resource_id))
    tx.listed.update(row.licence_id for row in covering)


def filled_in(there: Resource, wanted: Resource) -> Resource:
    """An entry with what `wanted` knows and it does not."""
    gaps = {name: getattr(there, name) or getattr(wanted, name) for name in IDENTIFIERS}
    return Resource(title=there.title, slug=there.slug, **gaps)


def _new(tx: Transaction, wanted: Resource, address: str) -> int:
    free = _free_slug(tx, address)
    tx.run(insert(resource).values(resource_row(Resource(**{**_as_dict(wanted), "slug": free}))))
    return int(tx.value(select(resource.c.id).where(resource.c.slug == free)))


def _free_slug(tx: Transaction, address: str) -> str:
    """`address`, or with the first number that is free: `journals`, `journals-2`."""
    taken = {row.slug for row in tx.rows(select(resource.c.slug).where(resource.c.slug.startswith(address)))}
    free, number = address, 1
    while free in taken:
        number += 1
        free = f"{address}-{number}"
    return free


def host_of(url: str | None) -> str | None:
    """The host of an address as it is compared: lower case, without `www.`; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def serial_key(number: str | None) -> str | None:
    """An ISSN as it is compared: letters and digits alone."""
    return re.sub(r"[^0-9X]", "", (number or "").upper()) or None


def book_key(number: str | None) -> str | None:
    """An ISBN as it is compared: 13 digits, whether it was entered with 10 or 13."""
    plain = serial_key(number)
    if plain is None or len(plain) != 10:
        return plain
    digits = "978" + plain[:9]
    if not digits.isdigit():
        return plain
    odd_even = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-odd_even % 10)


def resource_row(kept: Resource) -> dict[str, Any]:
    """The row for an entry, with the keys that it is compared by."""
    keys = {"folded": fold(kept.title), "host": host_of(kept.url)}
    return _as_dict(kept) | keys | {"issn_key": serial_key(kept.issn), "isbn_key": book_key(kept.isbn)}


def _as_dict(kept: Resource) -> dict[str, Any]:
    return {"title": kept.title, "slug": kept.slug} | {name: getattr(kept, name) for name in IDENTIFIERS}


def to_resource(row: AnyRow) -> Resource:
    """From a row of `resource`."""
    return Resource(title=row.title, slug=row.slug, **{name: getattr(row, name) for name in IDENTIFIERS})
