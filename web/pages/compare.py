"""Two versions of a licence beside one another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.comparing_texts import LicenceComparison, compare_in_licence
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.compare import compare_page, effect_of
from web.contexts.compare_address import CompareAddress
from web.render import render
from web.spreadsheet import csv_answer
from web.translation import Translator
from web.words import value_words

router: APIRouter = pages_router("/licences")
Viewer = Annotated[Actor, Depends(viewer)]


@router.get("/{licence_id}/compare")
def compare(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """The comparison; for htmx all that is under the choice of versions."""
    t, asked = words(request), CompareAddress.of(licence_id, request.query_params)
    context = compare_page(t, _found(request, asked), asked)
    live = t.plural("{count} change of substance", "{count} changes of substance", context.of_substance)
    return render(request, "compare/compare.html", context, block="comparison", live=context.problem or live)


@router.get("/{licence_id}/compare.csv")
def compare_csv(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """The terms that change, as a table."""
    found = _found(request, CompareAddress.of(licence_id, request.query_params))
    return csv_answer("changed-terms.csv", _rows(words(request), found))


def _found(request: Request, asked: CompareAddress) -> LicenceComparison:
    return compare_in_licence(services(request), asked.licence, asked.old or None, asked.new or None)


def _rows(t: Translator, found: LicenceComparison) -> list[list[str]]:
    old, new = (version.label if version else "" for version in (found.old, found.new))
    conditions = t("Conditions")
    rows = [[t("Term"), old, f"{conditions} ({old})", new, f"{conditions} ({new})", t("For readers"), t("Review")]]
    for row in found.terms:
        sides = [
            (value_words(t, row.definition, one), one.conditions or "" if one else "") for one in (row.old, row.new)
        ]
        state = t("Needs another look") if row.look_again else t("Decided")
        rows.append([row.definition.label(t.language), *sides[0], *sides[1], effect_of(t, row)[0], state])
    return rows
