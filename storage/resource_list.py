"""Finding resources, for readers and for systems that know them by an identifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select, tuple_

from domain.errors import Invalid, NotFound
from domain.licence import LicenceStatus
from domain.queries import ResourceRow
from storage.cursors import NOT_A_CURSOR
from storage.folding import fold, like, spaced
from storage.resources import book_key, host_of, serial_key
from storage.tables import licence, licence_resource, resource
from storage.tables.base import SortText
from storage.transaction import AnyRow, Transaction

LOOKUPS = ("url", "issn", "isbn", "code", "alma_collection")
MOST_WORDS = 20
"""Words of a search that count; databases limit how long a condition may be."""
MOST_FOUND = 50
"""Resources that one identifier may name; more than that is a mistake in the record."""

_NOT_RETIRED = or_(licence.c.stated_status.is_(None), licence.c.stated_status != LicenceStatus.RETIRED.value)


def find_resources(tx: Transaction, words: str, limit: int, after: str | None = None) -> tuple[ResourceRow, ...]:
    """Resources whose title holds all the words, those that begin with them first; raises Invalid for `after`.

    Each of the two is walked along the index of titles and left as soon as there are enough.
    """
    folded, last = fold(words), _row_at(tx, after) if after is not None else None
    # A stretch of the index, which LIKE would not be on SQLite.
    begins = and_(resource.c.folded >= folded, resource.c.folded < f"{folded}\U0010ffff")
    held = [resource.c.folded.like(like(piece), escape="\\") for piece in folded.split()[:MOST_WORDS]]
    found: list[AnyRow] = []
    if last is None or last.folded.startswith(folded):
        found += _next(tx, [begins, *held], last, limit)
        last = None
    if folded and len(found) < limit:
        found += _next(tx, [~begins, *held], last, limit - len(found))
    return _rows(tx, found)


def _next(tx: Transaction, met: list[ColumnElement[bool]], last: AnyRow | None, limit: int) -> Sequence[AnyRow]:
    c = resource.c
    wanted = select(resource).where(_covered(), *met)
    if last is not None:
        wanted = wanted.where(tuple_(c.folded, c.slug) > tuple_(literal(last.folded, SortText), last.slug))
    return tx.rows(wanted.order_by(c.folded, c.slug).limit(limit))


def _row_at(tx: Transaction, address: str) -> AnyRow:
    row = tx.row(select(resource).where(resource.c.slug == address))
    if row is None:
        raise Invalid.field("cursor", NOT_A_CURSOR)
    return row


def one_resource(tx: Transaction, slug: str) -> ResourceRow:
    """The resource with this address; raises NotFound, also where no licence covers it any more."""
    linked = exists().where(licence_resource.c.resource_id == resource.c.id).correlate(resource)
    rows = tx.rows(select(resource).where(resource.c.slug == slug, linked))
    if not rows:
        raise NotFound("No resource has this address here. Search for it by its title.")
    return _rows(tx, rows)[0]


def look_up(tx: Transaction, field: str, value: str) -> tuple[ResourceRow, ...]:
    """Resources by one of LOOKUPS; raises Invalid for another field."""
    if field == "url":
        return _rows(tx, _by_url(tx, value))
    found = select(resource).where(_identified(field, value), _covered()).order_by(resource.c.folded, resource.c.slug)
    return _rows(tx, tx.rows(found.limit(MOST_FOUND)))


def _identified(field: str, value: str) -> ColumnElement[bool]:
    c = resource.c
    if field in ("issn", "isbn"):
        # Without a digit there is no key, and “no key” would be every resource that has none.
        key, column = (serial_key(value), c.issn_key) if field == "issn" else (book_key(value), c.isbn_key)
        return column == key if key else false()
    if field == "alma_collection":
        return c.alma_collection == value.strip()
    if field == "code":
        link = licence_resource.c
        named = select(licence.c.id).where(licence.c.code_key == spaced(value), _NOT_RETIRED)
        return exists().where(link.resource_id == c.id, link.licence_id.in_(named)).correlate(resource)
    raise Invalid(f"Look a resource up by one of: {', '.join(LOOKUPS)}.")


def _by_url(tx: Transaction, url: str) -> Sequence[AnyRow]:
    """On the same host, the resources whose path is the longest beginning of the path asked for."""
    address = url if "//" in url else f"//{url}"
    host = host_of(address)
    if host is None:
        return ()
    asked = _path(address)
    same_host = tx.rows(select(resource).where(resource.c.host == host, _covered()).order_by(resource.c.slug))
    fitting = [(len(path), row) for row in same_host if asked[: len(path := _path(row.url))] == path]
    longest = max((length for length, _ in fitting), default=0)
    return [row for length, row in fitting if length == longest]


def _path(url: str) -> list[str]:
    return [unquote(step) for step in urlsplit(url).path.split("/") if step]


def _covered() -> ColumnElement[bool]:
    """Whether a licence that is not retired covers the resource."""
    link = licence_resource.c
    covering = exists().where(link.resource_id == resource.c.id, link.licence_id == licence.c.id, _NOT_RETIRED)
    return covering.correlate(resource)


def _rows(tx: Transaction, rows: Iterable[AnyRow]) -> tuple[ResourceRow, ...]:
    rows = list(rows)
    link = licence_resource.c
    covering = select(link.resource_id, licence.c.id).join(licence, licence.c.id == link.licence_id)
    ids: dict[int, list[str]] = defaultdict(list)
    live = covering.where(link.resource_id.in_([row.id for row in rows]), _NOT_RETIRED)
    for found in tx.rows(live.order_by(licence.c.sort_title, licence.c.id)) if rows else ():
        ids[found.resource_id].append(found.id)
    return tuple(
        ResourceRow(
            slug=row.slug,
            title=row.title,
            url=row.url,
            issn=row.issn,
            isbn=row.isbn,
            alma_collection=row.alma_collection,
            licence_ids=tuple(ids[row.id]),
        )
        for row in rows
    )
