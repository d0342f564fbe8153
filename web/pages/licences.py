"""The list of licences: search, filters, order, pages, export; each state of it has an address that can be shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor, Role
from domain.usecases.licence_list import all_rows, chosen_licences, list_licences
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.licences import licences_page
from web.contexts.list_address import Address
from web.contexts.list_columns import columns_of, exported_head, exported_row
from web.contexts.list_filters import filter_of
from web.render import render
from web.table_file import table_answer
from web.workbook import Cell, Sheet

router: APIRouter = pages_router("/licences")
Viewer = Annotated[Actor, Depends(viewer)]


@router.get("")
def licences(request: Request, actor: Viewer) -> Response:
    """The list, or for htmx its results with the counts of the filters."""
    s, t = services(request), words(request)
    address = _address(request)
    which = filter_of(address, s.today())
    found = list_licences(s, actor, which)
    context = licences_page(t, found, which, address, may_edit=actor.role.includes(Role.EDITOR))
    live = context.days.problem or t.plural("{count} licence", "{count} licences", context.total)
    place = {"HX-Push-Url": address.here}
    status = 422 if context.days.problem else 200
    return render(
        request, "licences/list.html", context, block="results", oob=["counts"], live=live, headers=place, status=status
    )


@router.get("/export.{kind}")
def export(request: Request, kind: str, _actor: Viewer) -> Response:
    """What is shown, all pages of it, in its columns; or the licences named by `id` alone."""
    sheet = Sheet(name=words(request)("Licences"), rows=_exported(request), widths=(42, *[18] * 20))
    return table_answer("licences", kind, sheet)


def _exported(request: Request) -> Iterator[list[Cell]]:
    s, t, address = services(request), words(request), _address(request)
    which, columns = filter_of(address, s.today()), columns_of(address)
    people = chosen_licences(s, which, ()).people
    ids = [chosen.partition(":")[0] for chosen in request.query_params.getlist("id")]
    yield exported_head(t, columns)
    for row in all_rows(s, which, ids):
        yield exported_row(t, row, columns, people)


def _address(request: Request) -> Address:
    parts = [(name, value) for name, value in request.query_params.multi_items() if name != "id"]
    return Address.of(parts).tidy()
