"""The first page after signing in: what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.desk import WhoseWork, all_deadlines, all_tasks, what_waits
from domain.work_queue import DeadlineAt
from web.access import pages_router, services, viewer
from web.chrome import words
from web.contexts.desk import SPANS, DeskPage, desk_page, focused
from web.contexts.desk_export import deadlines_sheet, tasks_sheet
from web.render import render
from web.sent import Values, first, whole
from web.table_file import MOST_ROWS, table_answer

router: APIRouter = pages_router()
Viewer = Annotated[Actor, Depends(viewer)]
MOST_DEADLINES = 10_000
TEMPLATE = "desk/desk.html"


@router.get("/")
def desk(request: Request, actor: Viewer) -> Response:
    """Deadlines of the coming days, reviews, readings and recent changes."""
    return render(request, TEMPLATE, desk_context(request, actor, request.query_params))


def desk_context(request: Request, actor: Actor, asked: Mapping[str, str]) -> DeskPage:
    """The page for the `days` and the `work` that are asked for; what cannot be read is as usual."""
    s, (days, work) = services(request), _span(asked)
    found = what_waits(s, days, actor, work)
    return desk_page(words(request), found, actor, today=s.today(), days=days, work=work)


def due_again(request: Request, actor: Actor, sent: Values, said: str, *, at: DeadlineAt | None = None) -> Response:
    """What htmx puts in after a button at a deadline or a task: the focus is on the line that follows, or on `at`."""
    context = desk_context(request, actor, {name: first(sent, name) for name in ("days", "work")})
    context = focused(context, at=at) if at else focused(context, row=whole(sent, "row"))
    return render(request, TEMPLATE, context, block="due", oob=["summary", "todo"], live=said)


def _span(asked: Mapping[str, str]) -> tuple[int, WhoseWork]:
    days = next((span for span in SPANS if str(span) == asked.get("days")), 90)
    wanted = asked.get("work", "")
    return days, WhoseWork(wanted) if wanted in set(WhoseWork) else WhoseWork.ALL


@router.get("/desk/deadlines.{kind}")
def deadlines(request: Request, kind: str, actor: Viewer) -> Response:
    """Every deadline of the days and of the people that the desk is asked for."""
    s, t, (days, work) = services(request), words(request), _span(request.query_params)
    found = all_deadlines(s, days, actor, work, MOST_DEADLINES)
    return table_answer("deadlines", kind, deadlines_sheet(t, found, s.today()))


@router.get("/desk/tasks.{kind}")
def tasks(request: Request, kind: str, actor: Viewer) -> Response:
    """Every open task of those people."""
    _, work = _span(request.query_params)
    return table_answer(
        "tasks", kind, tasks_sheet(words(request), all_tasks(services(request), actor, work, MOST_ROWS))
    )
