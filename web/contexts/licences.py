"""The licence list: rows, filters with their counts, chips, and links to the next page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.licence import OrganisationRole, RenewalKind
from domain.queries import LicenceFilter, LicenceRow, PageOf
from domain.saved_view import SavedView
from domain.usecases.licence_list import LicenceList
from web.contexts.list_address import LIST, Address
from web.contexts.list_columns import COLUMNS, Column, columns_of
from web.contexts.list_facets import LABELS, FacetView, facet_views, label_of
from web.contexts.list_filters import ROWS, DaysRule, TermRule, days_of, rules_of, within_of
from web.contexts.places import clause_link
from web.table_file import exports_of
from web.translation import Translator
from web.words import RENEWALS, SCOPES, duration_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A licence of the list. `days` are left until notice must be given; `why` says where that day comes from."""

    id: str
    href: str
    title: str
    code: str
    licensor: str
    consortium: str
    status: str
    start: dt.date | None
    end: dt.date | None
    goes_on: bool
    notice_by: dt.date | None
    days: int | None
    why: str
    decided: int
    to_review: int
    documents: int
    scope: str
    renewal: str
    owner: str
    unit: str
    tags: tuple[str, ...]
    resources: int
    paper: str
    updated: dt.date
    hit: str | None
    hit_place: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on, and the list without it."""

    text: str
    href: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """A head that sorts: `direction` is ascending, descending or None where another column sorts."""

    label: str
    href: str
    direction: str | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list that somebody wants often, as a link. `by` saved it for everybody."""

    label: str
    href: str
    current: bool
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesPage:
    """Context of licences/list.html. `first` and `last` count the rows shown; `hidden` asks for the same list again;
    `terms` are in the vocabulary."""

    q: str
    sort: str
    rows: tuple[Row, ...]
    total: int
    everything: int
    facets: tuple[FacetView, ...]
    rules: tuple[TermRule, ...]
    days: DaysRule
    within: str
    chips: tuple[Chip, ...]
    join_any: bool
    columns: tuple[tuple[Column, Sorting | None], ...]
    all_columns: tuple[tuple[Column, bool], ...]
    title_sorting: Sorting
    views: tuple[View, ...]
    hidden: tuple[tuple[str, str], ...]
    query: str
    exports: tuple[tuple[str, str], ...]
    first: int
    last: int
    next_href: str | None
    previous_href: str | None
    start_href: str | None
    without_filters: str
    terms: int
    may_edit: bool


_SORTS = {"title": "Licence", **{column.sort: column.label for column in COLUMNS if column.sort}}
_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("In force", {"status": "active"}),
    ("Notice due in 90 days", {"status": "active", "within": "90"}),
    ("No signed document", {"status": "active", "has": "-signed"}),
    ("All", {"status": "any"}),
)


def licences_page(
    t: Translator, found: LicenceList, which: LicenceFilter, address: Address, *, may_edit: bool
) -> LicencesPage:
    """The context of a page of the list. `address` is the list's own, with its filters."""
    rows = tuple(_row(t, row, which.today, found.people) for row in found.page.items)
    rules, shown = rules_of(t, which.terms, found.definitions), columns_of(address)
    return LicencesPage(
        q=which.q,
        sort=which.sort,
        rows=rows,
        total=found.page.total or 0,
        everything=found.everything,
        facets=facet_views(t, found.facets, which, address, found.people),
        rules=rules,
        days=days_of(t, address),
        join_any=which.any_term,
        within=within_of(address),
        chips=tuple(_chips(t, which, address, rules, found.people)),
        columns=tuple((column, _sorting(t, column.sort, which.sort, address)) for column in shown),
        all_columns=tuple((column, column in shown) for column in COLUMNS),
        title_sorting=_sorting_by(t, "title", which.sort, address),
        views=(*(_view(t, label, query, address) for label, query in _VIEWS), *_saved(found.views, address)),
        hidden=address.hidden,
        query=address.query,
        exports=exports_of(f"{LIST}/export", address.query),
        first=address.row if rows else 0,
        last=address.row + len(rows) - 1 if rows else 0,
        **_steps(found.page, address, len(rows)),
        without_filters=address.only("q", "sort", "col"),
        terms=len(found.definitions),
        may_edit=may_edit,
    )


def _steps(page: PageOf[LicenceRow], address: Address, shown: int) -> dict[str, str | None]:
    """The addresses of the pages around this one."""
    first, more, back = address.row, page.next_cursor, page.previous_cursor
    before = address.href() if back == "" else None
    if back:
        before = address.href(cursor=back, row=str(max(1, first - ROWS)))
    return {
        "next_href": address.href(cursor=more, row=str(first + shown)) if more else None,
        "previous_href": before,
        "start_href": address.href() if back else None,
    }


def _saved(views: tuple[SavedView, ...], address: Address) -> tuple[View, ...]:
    return tuple(
        View(
            label=view.name,
            href=f"{LIST}?{view.query}",
            current=view.query == address.query,
            by=view.owner_name if view.shared else None,
        )
        for view in views
    )


def _row(t: Translator, row: LicenceRow, today: dt.date, people: Mapping[str, str]) -> Row:
    fields = row.fields
    return Row(
        id=row.id,
        href=f"{LIST}/{row.id}",
        title=fields.title,
        code=fields.code,
        licensor=", ".join(fields.named(OrganisationRole.LICENSOR)),
        consortium=", ".join(fields.named(OrganisationRole.CONSORTIUM)),
        status=row.status.value,
        start=fields.start_date,
        end=row.term_ends or fields.end_date,
        goes_on=fields.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED),
        notice_by=row.notice_by,
        days=(row.notice_by - today).days if row.notice_by else None,
        why=_why(t, row),
        decided=row.counts.get("decided", 0),
        to_review=row.counts.get("to_review", 0),
        documents=row.counts.get("documents", 0),
        scope=t(SCOPES[fields.scope]),
        renewal=t(RENEWALS[fields.renewal]),
        owner=people.get(fields.owner or "", ""),
        unit=fields.unit,
        tags=fields.tags,
        resources=len(fields.resources),
        paper=fields.paper_location,
        updated=row.updated_at.date(),
        hit=row.hit,
        hit_place=clause_link(t, row.hit_place),
    )


def _why(t: Translator, row: LicenceRow) -> str:
    if row.notice_by and row.fields.notice_period and row.term_ends:
        period = duration_words(t, row.fields.notice_period)
        return t("{period} before {day}", period=period, day=t.date_iso(row.term_ends))
    return t("none is needed") if row.fields.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED) else ""


def _chips(
    t: Translator, which: LicenceFilter, address: Address, rules: tuple[TermRule, ...], people: Mapping[str, str]
) -> Iterator[Chip]:
    if which.status:
        names = t(" or ").join(label_of(t, "status", status, people) for status in which.status)
        yield _chip(t, t("Status: {names}", names=names), address.href(without=("status",)))
    for field in ("scope", "licensor", "consortium", "tag", "owner", "unit"):
        value = getattr(which, field)
        if value:
            text = t("{field}: {value}", field=t(LABELS[field]), value=label_of(t, field, value, people))
            yield _chip(t, text, address.href(without=(field,)))
    for value in which.has:
        yield _chip(t, label_of(t, "has", value, people), address.without_value("has", value))
    for rule in rules:
        if rule.is_set:
            yield _chip(t, rule.sentence, address.without_rule(rule.number))
    if (days := days_of(t, address)).is_set and not days.problem:
        yield _chip(t, days.sentence, address.href(without=("day", "from", "to")))
    yield from _other_chips(t, which, address)


def _other_chips(t: Translator, which: LicenceFilter, address: Address) -> Iterator[Chip]:
    if which.resource:
        text = t("{field}: {value}", field=t("Resource"), value=which.resource)
        yield _chip(t, text, address.href(without=("resource",)))
    if within := within_of(address):
        yield _chip(t, t("Notice due within {days} days", days=within), address.href(without=("within",)))


def _chip(t: Translator, text: str, href: str) -> Chip:
    return Chip(text=text, href=href, remove=t("Remove the filter “{filter}”", filter=text))


def _sorting(t: Translator, column: str | None, sort: str, address: Address) -> Sorting | None:
    return _sorting_by(t, column, sort, address) if column else None


def _sorting_by(t: Translator, column: str, sort: str, address: Address) -> Sorting:
    direction = "descending" if sort == f"-{column}" else "ascending" if sort == column else None
    other = f"-{column}" if direction == "ascending" else column
    href = address.href(without=("sort",)) if other == "title" else address.href(sort=other)
    return Sorting(label=t(_SORTS[column]), href=href, direction=direction, id=f"sort-{column}")


def _view(t: Translator, label: str, query: dict[str, str], address: Address) -> View:
    return View(label=t(label), href=address.fresh(query), current=address.is_exactly(query))
