"""The licence list: rows, filters with their counts, chips, and links to the next page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.licence import OrganisationRole, RenewalKind
from domain.queries import Facet, LicenceFilter, LicenceRow
from domain.usecases.licence_list import LicenceList
from web.badges import status_of
from web.contexts.list_address import Address
from web.contexts.list_filters import FIELDS, TermRule, rules_of, within_of
from web.translation import Translator
from web.words import SCOPES, duration_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A licence of the list. `days` are left until notice must be given; `why` says where that day comes from."""

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
    hit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `badge` is the state of a status."""

    id: str
    value: str
    label: str
    count: int
    chosen: bool
    badge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """A field to narrow by. `several` may be chosen only of a status; the others take one or none."""

    field: str
    label: str
    several: bool
    options: tuple[Option, ...]
    is_open: bool
    any_id: str

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(option.chosen for option in self.options)


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
    """A list that many people want, as a link."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesPage:
    """Context of licences/list.html. `first` and `last` count the rows shown."""

    q: str
    sort: str
    rows: tuple[Row, ...]
    total: int
    everything: int
    facets: tuple[FacetView, ...]
    rules: tuple[TermRule, ...]
    within: str
    chips: tuple[Chip, ...]
    sorting: dict[str, Sorting]
    views: tuple[View, ...]
    first: int
    last: int
    next_href: str | None
    start_href: str | None
    without_filters: str
    may_add: bool


_LABELS = {
    "status": "Status",
    "licensor": "Licensor",
    "consortium": "Consortium",
    "scope": "Own or consortial",
    "tag": "Tag",
}
_SORTS = {"title": "Licence", "code": "Code", "end_date": "Term", "updated": "Changed"}
_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("All", {}),
    ("In force", {"status": "active"}),
    ("Notice due in 90 days", {"within": "90"}),
)


def licences_page(
    t: Translator, found: LicenceList, which: LicenceFilter, address: Address, *, may_add: bool
) -> LicencesPage:
    """The context of a page of the list. `address` is the list's own, with its filters."""
    first = address.row
    rows = tuple(_row(t, row, which.today) for row in found.page.items)
    more = found.page.next_cursor
    rules = rules_of(t, which.terms, found.definitions)
    return LicencesPage(
        q=which.q,
        sort=which.sort,
        rows=rows,
        total=found.page.total or 0,
        everything=found.everything,
        facets=tuple(_facet(t, facet, which) for facet in sorted(found.facets, key=lambda f: FIELDS.index(f.field))),
        rules=rules,
        within=within_of(address),
        chips=tuple(_chips(t, which, address, rules)),
        sorting={column: _sorting(t, column, which.sort, address) for column in _SORTS},
        views=tuple(_view(t, label, query, address) for label, query in _VIEWS),
        first=first if rows else 0,
        last=first + len(rows) - 1 if rows else 0,
        next_href=address.href(cursor=more, row=str(first + len(rows))) if more else None,
        start_href=address.href() if which.cursor else None,
        without_filters=address.only("q", "sort"),
        may_add=may_add,
    )


def _row(t: Translator, row: LicenceRow, today: dt.date) -> Row:
    fields = row.fields
    return Row(
        href=f"/licences/{row.id}",
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
        hit=row.hit,
    )


def _why(t: Translator, row: LicenceRow) -> str:
    if row.notice_by and row.fields.notice_period and row.term_ends:
        period = duration_words(t, row.fields.notice_period)
        return t("{period} before {day}", period=period, day=t.date_iso(row.term_ends))
    return t("none is needed") if row.fields.renewal in (RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED) else ""


def _facet(t: Translator, facet: Facet, which: LicenceFilter) -> FacetView:
    chosen = getattr(which, facet.field)
    on = [str(value) for value in chosen] if isinstance(chosen, tuple) else [chosen] if chosen else []
    counted = dict(facet.values)
    values = [*counted, *(value for value in on if value not in counted)]
    options = tuple(
        Option(
            id=f"{facet.field}-{number}",
            value=value,
            label=label_of(t, facet.field, value),
            count=counted.get(value, 0),
            chosen=value.casefold() in {each.casefold() for each in on},
            badge=value if facet.field == "status" else None,
        )
        for number, value in enumerate(values)
    )
    return FacetView(
        field=facet.field,
        label=t(_LABELS[facet.field]),
        several=facet.field == "status",
        options=options,
        is_open=bool(on) or facet.field == "status",
        any_id=f"{facet.field}-any",
    )


def label_of(t: Translator, field: str, value: str) -> str:
    """The words for a value of a facet: states and scopes have some, names and tags are words already."""
    if field == "status":
        return t(status_of(value).word)
    if field == "scope":
        return t(next((word for scope, word in SCOPES.items() if scope == value), value))
    return value


def _chips(t: Translator, which: LicenceFilter, address: Address, rules: tuple[TermRule, ...]) -> list[Chip]:
    chips = []
    if which.status:
        names = t(" or ").join(label_of(t, "status", status) for status in which.status)
        chips.append(_chip(t, t("Status: {names}", names=names), address.href(without=("status",))))
    for field in ("scope", "licensor", "consortium", "tag"):
        value = getattr(which, field)
        if value:
            text = t("{field}: {value}", field=t(_LABELS[field]), value=label_of(t, field, value))
            chips.append(_chip(t, text, address.href(without=(field,))))
    chips += [_chip(t, rule.sentence, address.without_rule(rule.number)) for rule in rules if rule.is_set]
    within = within_of(address)
    if within:
        text = t("Notice or end within {days} days", days=within)
        chips.append(_chip(t, text, address.href(without=("within",))))
    return chips


def _chip(t: Translator, text: str, href: str) -> Chip:
    return Chip(text=text, href=href, remove=t("Remove the filter “{filter}”", filter=text))


def _sorting(t: Translator, column: str, sort: str, address: Address) -> Sorting:
    direction = "descending" if sort == f"-{column}" else "ascending" if sort == column else None
    other = f"-{column}" if direction == "ascending" else column
    href = address.href(without=("sort",)) if other == "title" else address.href(sort=other)
    return Sorting(label=t(_SORTS[column]), href=href, direction=direction, id=f"sort-{column}")


def _view(t: Translator, label: str, query: dict[str, str], address: Address) -> View:
    return View(label=t(label), href=address.fresh(query), current=address.is_exactly(query))
