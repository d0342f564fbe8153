"""Numbered pages under a table: "1 to 25 of 213", and links that can be shared."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import URL


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page; a gap has no address."""

    label: str
    href: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where we are among `total` rows. `first` and `last` are row numbers, counted from 1."""

    first: int
    last: int
    total: int
    previous: str | None
    following: str | None
    links: tuple[PageLink, ...]


def pager_for(url: URL, *, page: int, size: int, total: int) -> Pager:
    """The pager for page `page` (from 1) of `total` rows in pages of `size`; other parts of the address are kept."""
    count = max(1, -(-total // size))
    page = min(max(page, 1), count)
    return Pager(
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        total=total,
        previous=_href(url, page - 1) if page > 1 else None,
        following=_href(url, page + 1) if page < count else None,
        links=_links(url, page, count),
    )


def _links(url: URL, page: int, count: int) -> tuple[PageLink, ...]:
    shown = sorted({1, *range(max(1, page - 2), min(count, page + 2) + 1), count})
    links: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(PageLink("…", None))
        links.append(PageLink(str(number), _href(url, number), current=number == page))
    return tuple(links)


def _href(url: URL, page: int) -> str:
    there = url.remove_query_params("page") if page == 1 else url.include_query_params(page=page)
    return f"{there.path}?{there.query}" if there.query else there.path
