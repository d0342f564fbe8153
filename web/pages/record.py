"""The page of one licence, its terms on any date, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.errors import Invalid
from domain.identity import Actor, Role
from domain.licence import slug
from domain.usecases.licence_record import licence_record, term_record
from domain.usecases.told_then import terms_told_then
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.asked import asked_of
from web.contexts.happenings import Happening
from web.contexts.record import RecordPage, exported_history, history_of, record_page
from web.contexts.terms import TermDetail, TermsAsked, term_detail, terms_table
from web.contexts.terms_export import terms_sheet
from web.contexts.trail_export import trail_sheet
from web.render import render, wants_fragment
from web.table_file import MOST_ROWS, exports_of, table_answer

router: APIRouter = pages_router("/licences")
Viewer = Annotated[Actor, Depends(viewer)]
TEMPLATE = "record/record.html"
ENTRIES = 50


@router.get("/{licence_id}")
def record(request: Request, licence_id: str, actor: Viewer) -> Response:
    """The whole record."""
    asked = _asked(request)
    context = _page(request, licence_id, actor, asked)
    return render(request, TEMPLATE, context, status=422 if asked.problem else 200)


@router.get("/{licence_id}/terms")
def terms(request: Request, licence_id: str, actor: Viewer) -> Response:
    """The terms as of a day; for htmx the table alone."""
    asked = _asked(request)
    context, t = _page(request, licence_id, actor, asked), words(request)
    live = asked.problem or t("Terms as of {day}", day=t.date_long(asked.on))
    status = 422 if asked.problem else 200
    return render(request, TEMPLATE, context, block="terms_table", live=live, status=status)


@router.get("/{licence_id}/terms.{kind}")
def terms_file(request: Request, licence_id: str, kind: str, _actor: Viewer) -> Response:
    """The terms of a day as the page shows them; raises Invalid for a day that is none."""
    t, asked = words(request), _asked(request)
    if asked.problem:
        raise Invalid.field("on", asked.problem)
    found = licence_record(services(request), licence_id, asked.on)
    name = f"terms-{slug(found.licence.code)}-{asked.on}"
    return table_answer(name, kind, terms_sheet(t, terms_table(t, found, asked)))


@router.get("/{licence_id}/terms/{key}")
def term(request: Request, licence_id: str, key: str, actor: Viewer) -> Response:
    """One term with its evidence and history; for htmx the row that is put under it."""
    asked = _asked(request, key)
    found = term_record(services(request), licence_id, key, asked.on)
    then = terms_told_then(services(request), licence_id, key)
    detail = term_detail(words(request), found, then, may_review=actor.role.includes(Role.REVIEWER))
    if wants_fragment(request):
        return render(request, "record/term.html", TermRowPage(detail=detail), block="row")
    return render(request, TEMPLATE, _page(request, licence_id, actor, asked, detail))


@router.get("/{licence_id}/history")
def history(request: Request, licence_id: str, _actor: Viewer) -> Response:
    """The trail of this licence, newest first."""
    cursor = request.query_params.get("cursor")
    found = licence_record(services(request), licence_id, before=cursor, entries=ENTRIES)
    more = found.history.next_cursor
    context = HistoryPage(
        title=found.licence.title,
        href=f"/licences/{licence_id}",
        entries=history_of(words(request), found),
        older_href=f"/licences/{licence_id}/history?cursor={more}" if more else None,
        newest_href=f"/licences/{licence_id}/history" if cursor else None,
        exports=exports_of(f"/licences/{licence_id}/history"),
    )
    return render(request, "record/history.html", context)


@router.get("/{licence_id}/history.{kind}")
def history_file(request: Request, licence_id: str, kind: str, _actor: Viewer) -> Response:
    """All of it."""
    t = words(request)
    found = licence_record(services(request), licence_id, entries=MOST_ROWS)
    return table_answer(f"history-{slug(found.licence.code)}", kind, trail_sheet(t, exported_history(t, found)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRowPage:
    """Context of record/term.html."""

    detail: TermDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Context of record/history.html."""

    title: str
    href: str
    entries: tuple[Happening, ...]
    older_href: str | None
    newest_href: str | None
    exports: tuple[tuple[str, str], ...]


def _page(
    request: Request, licence_id: str, actor: Actor, asked: TermsAsked, detail: TermDetail | None = None
) -> RecordPage:
    s, t = services(request), words(request)
    found = licence_record(s, licence_id, asked.on)
    return record_page(t, found, terms_table(t, found, asked), actor=actor, today=s.today(), detail=detail)


def _asked(request: Request, key: str | None = None) -> TermsAsked:
    return asked_of(words(request), request.query_params, services(request).today(), key)
