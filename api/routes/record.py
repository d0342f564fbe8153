"""What happened: the sync feed for other systems, the trail for people, and what kinds of problem there are."""

from __future__ import annotations

import threading
import time
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api import patterns
from api.deps import PUBLIC, Cursor, Desk, Feed, IfNoneMatch, Limit, MomentQuery, Reviewer, moment
from api.etags import plain, single
from api.feed import cursor_after, items_of, position_of
from api.guarding import api_router
from api.problems import KINDS
from api.schemas.changes import Changes, Entries, Entry
from api.schemas.problem import ProblemKind, ProblemKinds
from domain.audit import Action
from domain.errors import NotFound
from domain.ports import Services
from domain.queries import AuditFilter
from domain.queries import Change as DomainChange
from domain.usecases.looking_up import changes_after, trail

router = api_router("Record")
_Id = Annotated[str | None, Query(pattern=patterns.ID)]
MOST_WAITING = 16
"""Each waiting request keeps a thread; one more is answered at once."""
LOOK_EVERY = 0.5
_places = threading.BoundedSemaphore(MOST_WAITING)


@router.get("/changes", operation_id="listChanges", summary="The sync feed", response_model=Changes)
def changes(
    desk: Desk,
    _caller: Feed,
    after: Annotated[
        str | None, Query(min_length=1, max_length=200, description="`next_cursor` of the last answer.")
    ] = None,
    wait: Annotated[int, Query(ge=0, le=30, description="Seconds to wait for something new.")] = 0,
    limit: Limit = 200,
) -> Response:
    """Every change to what a licence says outwards, in the order of commits, at least once; deletion is a tombstone.

    Read from the beginning without `after`, then go on with `next_cursor`, which is given even where nothing is new.
    With `wait` the request is held until there is something, or for that long; under load it may be answered sooner.
    """
    seq = position_of(after) if after is not None else 0
    found = _wait_for(desk, seq, limit, wait)
    last = found[-1].seq if found else seq
    return plain(Changes(items=items_of(found), next_cursor=cursor_after(last)))


def _wait_for(s: Services, seq: int, limit: int, seconds: int) -> tuple[DomainChange, ...]:
    """Look again and again, with no transaction open in between."""
    found = changes_after(s, seq, limit)
    if found or not seconds or not _places.acquire(blocking=False):
        return found
    try:
        until = time.monotonic() + seconds
        while not found and (left := until - time.monotonic()) > 0:
            time.sleep(min(LOOK_EVERY, left))
            found = changes_after(s, seq, limit)
    finally:
        _places.release()
    return found


@router.get("/audit", operation_id="listAudit", summary="The trail", response_model=Entries)
def audit(
    *,
    desk: Desk,
    caller: Reviewer,
    licence: _Id = None,
    subject: Annotated[str | None, Query(max_length=200, description="Id of what was changed.")] = None,
    actor: _Id = None,
    action: Annotated[Action | None, Query(description="What was done.")] = None,
    since: MomentQuery = None,
    until: Annotated[MomentQuery, Query(description="Up to, but not including.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Who did what, when, what it was and what it is; newest first. Entries are chained by their hashes."""
    which = AuditFilter(
        licence_id=licence,
        subject_id=subject,
        actor_id=actor,
        action=action,
        since=moment("since", since),
        until=moment("until", until),
        limit=limit,
        cursor=cursor,
    )
    page = trail(desk, caller, which)
    return plain(Entries(items=[Entry.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.get(
    "/problems",
    operation_id="listProblems",
    summary="Kinds of problem",
    response_model=ProblemKinds,
    dependencies=[PUBLIC],
)
def problems() -> Response:
    """What an answer of the type application/problem+json may be."""
    return plain(ProblemKinds(items=[ProblemKind.of(kind) for kind in KINDS.values()], next_cursor=None))


@router.get(
    "/problems/{name}",
    operation_id="getProblem",
    summary="One kind of problem",
    response_model=ProblemKind,
    dependencies=[PUBLIC],
)
def one_problem(name: str, if_none_match: IfNoneMatch = None) -> Response:
    """Where the `type` of a problem points."""
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound("There is no problem of this kind.")
    return single(ProblemKind.of(kind), 1, known=if_none_match)
