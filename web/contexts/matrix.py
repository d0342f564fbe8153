"""The terms matrix: licences down, terms across, in the order that somebody chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.licence import OrganisationRole
from domain.queries import LicenceRow, MatrixCell
from domain.usecases.matrix import Matrix
from domain.vocabulary import Category, TermDefinition
from web.badges import badge_of, told_of, words_of
from web.contexts.licences import View
from web.contexts.list_address import LIST, Address
from web.contexts.terms import choice_labels
from web.table_file import exports_of
from web.translation import Translator
from web.words import CATEGORIES
from web.workbook import Cell

PATH = "/matrix"
ROWS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A term across. Its links move it one place, or take it out; `group` is its category where that begins anew."""

    key: str
    label: str
    category: str
    left: str | None
    right: str | None
    out: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A cell. `kind`, `glyph` and `word` as a badge has them; `kind` is empty for a value in words."""

    kind: str
    glyph: str
    word: str
    interpreted: bool
    conditions: str | None
    source: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A licence down."""

    title: str
    href: str
    licensor: str
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChoice:
    """A term that can be shown."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """Context of matrix/matrix.html. `hidden` is what the forms send along."""

    on: str
    on_day: dt.date
    problem: str | None
    heads: tuple[Head, ...]
    groups: tuple[tuple[str, int], ...]
    rows: tuple[MatrixRow, ...]
    total: int
    everything: int
    first: int
    last: int
    next_href: str | None
    previous_href: str | None
    choices: tuple[tuple[str, tuple[TermChoice, ...]], ...]
    terms: int
    list_href: str
    hidden: tuple[tuple[str, str], ...]
    hidden_with_terms: tuple[tuple[str, str], ...]
    query: str
    exports: tuple[tuple[str, str], ...]
    views: tuple[View, ...]


def matrix_page(
    t: Translator, found: Matrix, address: Address, *, on: dt.date, typed: str, problem: str | None
) -> MatrixPage:
    """The context; `typed` is the day as it was asked for."""
    keys = [one.key for one in found.chosen]
    first, shown, page = address.row, len(found.page.items), found.page
    before = address.href() if page.previous_cursor == "" else None
    if page.previous_cursor:
        before = address.href(cursor=page.previous_cursor, row=str(max(1, first - ROWS)))
    heads = tuple(_head(t, one, keys, address) for one in found.chosen)
    return MatrixPage(
        on=typed,
        on_day=on,
        problem=problem,
        heads=heads,
        groups=tuple(_groups(heads)),
        rows=tuple(_row(t, row, found) for row in page.items),
        total=page.total or 0,
        everything=found.everything,
        first=first if shown else 0,
        last=first + shown - 1 if shown else 0,
        next_href=address.href(cursor=page.next_cursor, row=str(first + shown)) if page.next_cursor else None,
        previous_href=before,
        choices=tuple(_choices(t, found)),
        terms=sum(one.retired_at is None for one in found.definitions),
        list_href=address.elsewhere(LIST, without=("t", "on")),
        hidden=tuple(part for part in address.hidden if part[0] not in ("t", "on")),
        hidden_with_terms=tuple(part for part in address.hidden if part[0] != "on"),
        query=address.query,
        exports=exports_of(f"{PATH}/export", address.query),
        views=tuple(
            View(label=v.name, href=f"{PATH}?{v.query}", current=v.query == address.query, by=v.owner_name)
            for v in found.views
        ),
    )


def with_terms(address: Address, keys: Sequence[str]) -> str:
    """The same matrix with these terms in this order."""
    kept = [part for part in address.hidden if part[0] != "t"]
    return f"{PATH}?{urlencode([*kept, *(('t', key) for key in keys)])}"


def _head(t: Translator, definition: TermDefinition, keys: list[str], address: Address) -> Head:
    at = keys.index(definition.key)
    others = keys[:at] + keys[at + 1 :]

    def moved(to: int) -> str:
        return with_terms(address, [*others[:to], definition.key, *others[to:]])

    return Head(
        key=definition.key,
        label=definition.label(t.language),
        category=t(CATEGORIES[definition.category]),
        left=moved(at - 1) if at else None,
        right=moved(at + 1) if at < len(others) else None,
        out=with_terms(address, others) if others else None,
    )


def _groups(heads: Sequence[Head]) -> list[tuple[str, int]]:
    """Neighbours of one category share a head."""
    groups: list[tuple[str, int]] = []
    for head in heads:
        if groups and groups[-1][0] == head.category:
            groups[-1] = (head.category, groups[-1][1] + 1)
        else:
            groups.append((head.category, 1))
    return groups


def _row(t: Translator, row: LicenceRow, found: Matrix) -> MatrixRow:
    return MatrixRow(
        title=row.fields.title,
        href=f"{LIST}/{row.id}",
        licensor=", ".join(row.fields.named(OrganisationRole.LICENSOR)),
        cells=tuple(_value(t, row.id, one, found.cells.get((row.id, one.key))) for one in found.chosen),
    )


def _value(t: Translator, licence_id: str, definition: TermDefinition, cell: MatrixCell | None) -> Value:
    badge = badge_of(cell.value if cell else None, cell.conditions if cell else None)
    return Value(
        kind=badge.kind if badge else "",
        glyph=badge.glyph if badge else "",
        word=t(badge.word) if badge else words_of(t, cell.value if cell else None, choice_labels(t, definition)),
        interpreted=bool(badge and badge.interpreted),
        conditions=cell.conditions if cell else None,
        source=source_words(t, cell) if cell else "",
        href=_href(licence_id, definition.key, cell) if cell else None,
    )


def source_words(t: Translator, cell: MatrixCell) -> str:
    """`§4.2, p. 5`, with the amendment where it is one; the version where nothing else is known."""
    number = cell.clause_number or ""
    place = f"§{number}" if number[:1].isdigit() else number
    if cell.page:
        page = t("p. {page}", page=cell.page)
        place = f"{place}, {page}" if place else page
    return f"{cell.version} {place}".strip() if cell.is_amendment or not place else place


def _href(licence_id: str, term: str, cell: MatrixCell) -> str:
    if cell.document_id:
        query = urlencode({"page": cell.page, "clause": cell.clause_id})
        return f"/documents/{cell.document_id}/view?{query}"
    return f"{LIST}/{licence_id}/terms/{term}"


def _choices(t: Translator, found: Matrix) -> list[tuple[str, tuple[TermChoice, ...]]]:
    """The chosen ones first, in their order, which is the order in which a form sends them; then the others."""
    chosen = tuple(TermChoice(key=one.key, label=one.label(t.language), chosen=True) for one in found.chosen)
    groups = [(t("Shown now"), chosen)]
    for category in Category:
        others = tuple(
            TermChoice(key=one.key, label=one.label(t.language), chosen=False)
            for one in found.definitions
            if one.category is category and one not in found.chosen
        )
        if others:
            groups.append((t(CATEGORIES[category]), others))
    return groups


def exported_matrix_head(t: Translator, chosen: Sequence[TermDefinition]) -> list[Cell]:
    """The heads of an export."""
    return [t("Title"), t("Code"), t("Licensor"), *(one.label(t.language) for one in chosen)]


def exported_matrix_row(
    t: Translator, row: LicenceRow, cells: Sequence[MatrixCell | None], chosen: Sequence[TermDefinition]
) -> list[Cell]:
    """A licence with its values in words, with conditions and the place where it is written."""
    own: list[Cell] = [row.fields.title, row.fields.code, ", ".join(row.fields.named(OrganisationRole.LICENSOR))]
    labels: list[Mapping[str, str]] = [choice_labels(t, one) for one in chosen]
    return own + [_said(t, cell, names) for cell, names in zip(cells, labels, strict=True)]


def _said(t: Translator, cell: MatrixCell | None, labels: Mapping[str, str]) -> str:
    if cell is None:
        return t("Not reviewed")
    return f"{told_of(t, cell.value, cell.conditions, labels)} ({source_words(t, cell)})"
