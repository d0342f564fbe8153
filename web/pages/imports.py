"""Importing spreadsheets: nothing is written before somebody looked at it and confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from domain.errors import Invalid
from domain.identity import Actor
from domain.spreadsheets.waiting import Source
from domain.usecases.said_elsewhere import accept_shown, accept_worded, reject_said
from domain.usecases.spreadsheets.deciding import imports_with_suggestions, waiting_terms
from domain.usecases.spreadsheets.dumping import dump
from domain.usecases.spreadsheets.exporting import licences_by_terms
from domain.usecases.spreadsheets.importing import (
    columns_of,
    confirm,
    leave,
    look,
    pending_import,
    pending_imports,
)
from web.access import admin, editor, pages_router, reviewer, services, viewer
from web.chrome import Message, words
from web.contexts.import_columns import columns_page, mapping_sent
from web.contexts.import_preview import SHOWS, preview_page, rows_shown
from web.contexts.import_waiting import AT_A_TIME, waiting_page
from web.contexts.imports import import_page
from web.messages import redirect
from web.paging import pager_for
from web.render import render
from web.sent import Sent, first
from web.table_file import table_answer
from web.workbook import Sheet

router: APIRouter = pages_router("/import")
Editor = Annotated[Actor, Depends(editor)]
Reviewer = Annotated[Actor, Depends(reviewer)]
HOME = "/import"


@router.get("")
def start(request: Request, actor: Editor) -> Response:
    """The way in, what was begun, and what waits to be decided."""
    s = services(request)
    page = import_page(
        words(request), actor, pending_imports(s, actor), imports_with_suggestions(s), most_bytes=s.sheets.most_bytes
    )
    return render(request, "imports/start.html", page)


@router.get("/licences.{kind}")
def table(request: Request, kind: str, actor: Annotated[Actor, Depends(viewer)]) -> Response:
    """Every licence with its terms, in the form that can be imported again."""
    rows = licences_by_terms(services(request), actor)
    return table_answer("licences", kind, Sheet(name="Licences", rows=rows, widths=(18, 42, *[18] * 40)))


@router.get("/dump.jsonl")
def everything(request: Request, actor: Annotated[Actor, Depends(admin)]) -> Response:
    """The dump, a line at a time."""
    headers = {"Content-Disposition": 'attachment; filename="dump.jsonl"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(request, actor), media_type="application/jsonl", headers=headers)


def _lines(request: Request, actor: Actor) -> Iterator[str]:
    for line in dump(services(request), actor):
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


@router.get("/{import_id}/columns")
def columns(request: Request, import_id: str, actor: Editor, sheet: str = "") -> Response:
    """What each column holds."""
    found = columns_of(services(request), actor, import_id, sheet)
    return render(request, "imports/columns.html", columns_page(words(request), actor, found))


@router.post("/{import_id}/columns")
def keep_columns(request: Request, import_id: str, sent: Sent, actor: Editor) -> Response:
    """Take the columns as they are said to be, and lead on to what the file would do."""
    s, t, sheet = services(request), words(request), first(sent, "sheet")
    found = columns_of(s, actor, import_id, sheet)
    try:
        look(s, actor, import_id, mapping_sent(found, sheet or found.pending.mapping.sheet, sent))
    except Invalid as error:
        page = columns_page(t, actor, found, error)
        return render(request, "imports/columns.html", page, block="form", status=422)
    return redirect(request, f"{HOME}/{import_id}")


@router.get("/{import_id}")
def preview(
    request: Request, import_id: str, actor: Editor, show: str = "all", page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    """What the file would do, row by row and cell by cell."""
    s = services(request)
    pending, found = pending_import(s, actor, import_id)
    if not found.fingerprint:
        if pending.source is not Source.LICENSOR:
            return redirect(request, f"{HOME}/{import_id}/columns")
        look(s, actor, import_id, pending.mapping)
        pending, found = pending_import(s, actor, import_id)
    show = show if show in SHOWS else "all"
    rows = rows_shown(found, show)
    first_row = (min(page, max(1, -(-len(rows) // AT_A_TIME))) - 1) * AT_A_TIME
    pager = pager_for(request.url, page=page, size=AT_A_TIME, total=len(rows))
    shown = rows[first_row : first_row + AT_A_TIME]
    context = preview_page(words(request), (pending, found), shown, pager, show=show)
    return render(request, "imports/preview.html", context)


@router.post("/{import_id}/confirm")
def write(request: Request, import_id: str, sent: Sent, actor: Editor) -> Response:
    """Write it all, or nothing."""
    t = words(request)
    counts = confirm(services(request), actor, import_id, seen=first(sent, "fingerprint"))
    said = t(
        "Imported: {added} licences added, {changed} changed, {decided} terms decided, {waiting} to be decided.",
        added=t.number(counts.get("licences_added", 0)),
        changed=t.number(counts.get("licences_changed", 0)),
        decided=t.number(counts.get("decisions", 0)),
        waiting=t.number(counts.get("suggestions", 0)),
    )
    return redirect(request, HOME if counts.get("suggestions") else "/licences?status=any", message=Message(said))


@router.post("/{import_id}/leave")
def forget(request: Request, import_id: str, actor: Editor) -> Response:
    """Leave it: nothing is written, and the cells are forgotten."""
    leave(services(request), actor, import_id)
    return redirect(request, HOME, message=Message(words(request)("Left. Nothing was written.")))


@router.get("/{import_id}/waiting")
def waiting(request: Request, import_id: str, actor: Editor, after: str = "") -> Response:
    """What a file says of terms and nobody decided yet."""
    found = waiting_terms(services(request), import_id, after=after, limit=AT_A_TIME)
    return render(request, "imports/waiting.html", waiting_page(words(request), actor, import_id, found))


@router.post("/{import_id}/waiting")
def decide_shown(request: Request, import_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Decide what was on the page as it stands."""
    t = words(request)
    done, left = accept_shown(services(request), actor, sent.get("id", ()))
    said = t.plural("{count} term decided.", "{count} terms decided.", done)
    if left:
        rest = t.plural("{count} was left: it needs a look.", "{count} were left: they need a look.", left)
        said = f"{said} {rest}"
    return redirect(request, f"{HOME}/{import_id}/waiting", message=Message(said))


@router.post("/{import_id}/waiting/{suggestion_id}")
def decide(request: Request, import_id: str, suggestion_id: str, sent: Sent, actor: Reviewer) -> Response:
    """Decide one, or keep what is there."""
    s, t, back = services(request), words(request), f"{HOME}/{import_id}/waiting"
    if first(sent, "do") == "reject":
        reject_said(s, actor, suggestion_id)
        return redirect(request, back, message=Message(t("Kept as it is.")))
    accept_worded(s, actor, suggestion_id, first(sent, "value"))
    return redirect(request, back, message=Message(t("Decided.")))
