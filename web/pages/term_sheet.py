"""The term sheet of a licence, for paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import NotFound
from domain.identity import Actor
from domain.licence import slug
from domain.spreadsheets.answers import form_rows
from domain.usecases.licence_record import licence_record
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.asked import asked_of
from web.contexts.term_sheet import term_sheet
from web.render import render
from web.spreadsheet import csv_answer
from web.workbook import Sheet, workbook_answer

router: APIRouter = pages_router("/licences")
_WIDTHS = (14, 36, 24, 36, 24, 42, 24, 36, 36, 36)


@router.get("/{licence_id}/term-sheet")
def sheet(request: Request, licence_id: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """The terms as of a day (today), one page to print and sign."""
    s, t = services(request), words(request)
    asked = asked_of(t, request.query_params, s.today())
    context = term_sheet(t, licence_record(s, licence_id, asked.on), as_form=bool(request.query_params.get("form")))
    return render(request, "record/term_sheet.html", context)


@router.get("/{licence_id}/term-sheet.{kind}")
def form(request: Request, licence_id: str, kind: str, _actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """The form for the licensor to fill in and send back; the import knows it again."""
    s, t = services(request), words(request)
    record = licence_record(s, licence_id, asked_of(t, request.query_params, s.today()).on)
    rows = form_rows(record.licence, record.definitions, record.terms)
    name = f"terms-{slug(record.licence.code)}.{kind}"
    if kind == "csv":
        return csv_answer(name, rows)
    if kind == "xlsx":
        return workbook_answer(name, [Sheet(name="Terms", rows=rows, widths=_WIDTHS)])
    raise NotFound("The form for the licensor is made as csv or xlsx.")
