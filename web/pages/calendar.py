"""A person's calendar feed: the page of its address, and the file that calendars subscribe to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from domain.identity import Actor
from domain.usecases.calendar import calendar_address, calendar_of, new_calendar_address, revoke_calendar_address
from domain.usecases.desk import WhoseWork
from web.access import anybody, pages_router, services, viewer
from web.calendar_file import TYPE, Look, calendar_file, tag_of
from web.chrome import Message, words
from web.contexts.calendar import REMINDERS, address_of, calendar_page
from web.messages import redirect
from web.public_route import is_known
from web.render import render
from web.sent import Sent, first

router: APIRouter = pages_router("/calendar")
feed_router = APIRouter(prefix="/calendar", dependencies=[Depends(anybody)], include_in_schema=False)
Viewer = Annotated[Actor, Depends(viewer)]
PAGE = "calendar/calendar.html"
_KEPT = "private, max-age=900"


@router.get("")
def calendar(request: Request, actor: Viewer) -> Response:
    """Whether there is an address, and the form for a new one."""
    return render(request, PAGE, calendar_page(words(request), calendar_address(services(request), actor)))


@router.post("")
def make(request: Request, sent: Sent, actor: Viewer) -> Response:
    """A new address. It is in this one answer, which nobody stores, so there is no redirect."""
    s, t = services(request), words(request)
    secret = new_calendar_address(s, actor)
    work, remind = _wanted(first(sent, "work"), first(sent, "remind"))
    address = address_of(_origin(request), secret, work=work, remind=remind, language=t.language)
    return render(request, PAGE, calendar_page(t, calendar_address(s, actor), address), block="calendar")


@router.post("/revoke")
def revoke(request: Request, actor: Viewer) -> Response:
    """The address opens nothing any more."""
    revoke_calendar_address(services(request), actor)
    return redirect(request, "/calendar", message=Message(words(request)("The address opens nothing any more.")))


@feed_router.api_route("/{secret}.ics", methods=["GET", "HEAD"])
def feed(request: Request, secret: str) -> Response:
    """The file; 304 for who has it as it stands. The secret in the address is all that opens it."""
    t, asked = words(request), request.query_params
    work, remind = _wanted(asked.get("work", ""), asked.get("remind", ""))
    days = calendar_of(services(request), secret, work)
    look = Look(name=t("Licence Desk"), origin=_origin(request), remind=remind)
    headers = {"ETag": tag_of(t, days, look), "Cache-Control": _KEPT, "X-Robots-Tag": "noindex"}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(calendar_file(t, days, look), headers=headers, media_type=TYPE)


def _wanted(work: str, remind: str) -> tuple[WhoseWork, int]:
    whose = WhoseWork(work) if work in set(WhoseWork) else WhoseWork.MINE
    return whose, next((days for days in REMINDERS if str(days) == remind), 0)


def _origin(request: Request) -> str:
    return services(request).settings.base_url or str(request.base_url).rstrip("/")
