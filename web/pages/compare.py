"""Two texts beside one another, as a page and as files to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Conflict
from domain.identity import Actor
from domain.usecases.comparing import TextComparison
from domain.usecases.comparing_texts import LicenceComparison, compare_in_licence, texts_elsewhere
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.compare import ChoiceGroup, choice_of, compare_page
from web.contexts.compare_address import CompareAddress
from web.contexts.compare_export import changes_book, terms_table
from web.marked_workbook import workbook_answer
from web.render import render
from web.spreadsheet import csv_answer

router: APIRouter = pages_router("/licences")
Viewer = Annotated[Actor, Depends(viewer)]
FOLLOWING = ("from_elsewhere", "other_way", "to_elsewhere", "shown_so")
"""Parts of the form that hold for the texts that are compared."""


@router.get("/{licence_id}/compare")
def compare(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """The comparison; for htmx all that is under the choice of texts."""
    t, asked = words(request), CompareAddress.of(licence_id, request.query_params)
    context = compare_page(t, _compared(request, asked), asked)
    live = t.plural("{count} change of substance", "{count} changes of substance", context.of_substance)
    spoken = context.problem or live
    return render(request, "compare/compare.html", context, block="comparison", oob=FOLLOWING, live=spoken)


@router.get("/{licence_id}/compare.csv")
def compare_csv(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """The terms that change, as a table."""
    return csv_answer("changed-terms.csv", terms_table(words(request), _found(request, licence_id)))


@router.get("/{licence_id}/compare.xlsx")
def compare_workbook(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """Every change with its words marked, and the terms that change, as a workbook."""
    return workbook_answer("changes.xlsx", changes_book(words(request), _found(request, licence_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersPage:
    """Context of compare/others.html. `side` is the one to fill, `kept` the text on the other."""

    licence_id: str
    title: str
    side: str
    kept: tuple[str, str] | None
    words: str
    groups: tuple[tuple[ChoiceGroup, tuple[str, ...]], ...]


@router.get("/{licence_id}/compare/others")
def others(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """Texts of other licences to compare with, found by words."""
    t, query = words(request), request.query_params
    side = "from" if query.get("side") == "from" else "to"
    other = "to" if side == "from" else "from"
    kept = (other, query[other]) if query.get(other) else None
    licence, found = texts_elsewhere(services(request), licence_id, query.get("q", ""))
    context = OthersPage(
        licence_id=licence.id,
        title=licence.title,
        side=side,
        kept=kept,
        words=query.get("q", ""),
        groups=tuple(
            (
                ChoiceGroup(label=one.licence.title, choices=tuple(choice_of(t, option) for option in one.options)),
                tuple(
                    _between(licence.id, {side: option.id, **dict([kept] if kept else [])}) for option in one.options
                ),
            )
            for one in found
        ),
    )
    return render(request, "compare/others.html", context)


def _between(licence_id: str, texts: dict[str, str]) -> str:
    return f"/licences/{licence_id}/compare?{urlencode(texts)}"


def _compared(request: Request, asked: CompareAddress) -> LicenceComparison:
    return compare_in_licence(services(request), asked.licence, asked.old or None, asked.new or None)


def _found(request: Request, licence_id: str) -> TextComparison:
    """The comparison; raises Conflict where there is none, in words of the page."""
    compared = _compared(request, CompareAddress.of(licence_id, request.query_params))
    if compared.found is None:
        raise Conflict(str(compared.problem))
    return compared.found
