"""Terms of many licences side by side: licences and terms are chosen and ordered in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.matrix import chosen_terms, matrix_rows, terms_matrix, vocabulary_of
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.list_address import Address
from web.contexts.list_filters import filter_of
from web.contexts.matrix import PATH, ROWS, exported_matrix_head, exported_matrix_row, matrix_page
from web.render import render
from web.table_file import table_answer
from web.workbook import Cell, Sheet

router: APIRouter = pages_router(PATH)
Viewer = Annotated[Actor, Depends(viewer)]


@router.get("")
def matrix(request: Request, actor: Viewer) -> Response:
    """The matrix, or for htmx the table with what is around it."""
    s, t, address = services(request), words(request), _address(request)
    on, problem = _day(request, s.today())
    which = replace(filter_of(address, s.today()), limit=ROWS)
    found = terms_matrix(s, actor, which, address.all("t"), on)
    context = matrix_page(t, found, address, on=on, typed=address.get("on"), problem=problem)
    spoken = t.plural("{count} licence", "{count} licences", context.total)
    live = problem or t("{licences}, {terms} terms", licences=spoken, terms=len(context.heads))
    status = 422 if problem else 200
    place = {"HX-Push-Url": address.here}
    return render(request, "matrix/matrix.html", context, block="mx", live=live, status=status, headers=place)


@router.get("/export.{kind}")
def export(request: Request, kind: str, _actor: Viewer) -> Response:
    """The matrix as it is shown, all pages of it."""
    sheet = Sheet(name=words(request)("Terms"), rows=_exported(request), widths=(42, 16, *[26] * 61))
    return table_answer("terms", kind, sheet)


def _exported(request: Request) -> Iterator[list[Cell]]:
    s, t, address = services(request), words(request), _address(request)
    chosen = chosen_terms(vocabulary_of(s), address.all("t"))
    on, _ = _day(request, s.today())
    yield exported_matrix_head(t, chosen)
    for row, cells in matrix_rows(s, filter_of(address, s.today()), [one.key for one in chosen], on):
        yield exported_matrix_row(t, row, cells, chosen)


def _address(request: Request) -> Address:
    return Address.of(request.query_params.multi_items(), PATH).tidy()


def _day(request: Request, today: dt.date) -> tuple[dt.date, str | None]:
    """The day asked for; today, with a sentence, where what was typed is none."""
    typed = request.query_params.get("on", "").strip()
    if not typed:
        return today, None
    try:
        return dt.date.fromisoformat(typed), None
    except ValueError:
        return today, words(request)("Give a day such as 2026-09-14.")
