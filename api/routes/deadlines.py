"""Deadlines of a licence, and what the library decided at them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Path
from starlette.responses import Response

from api import patterns
from api.deps import Desk, Editor, IfMatch, IfNoneMatch, LicenceId, Viewer
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.schemas.deadlines import Deadline, DeadlineDecided, Deadlines
from domain.errors import NotFound
from domain.usecases.deadlines import deadlines_of, decide_deadline, one_deadline, reopen_deadline
from domain.work_queue import DeadlineAt, DeadlineKind

router = api_router("Licences")
_PATH = "/licences/{licence_id}/deadlines/{kind}/{day}"
_KIND = Path(description="`notice`: the last day to give notice; `end`: the last day of the term.")
_DAY = Path(pattern=patterns.DAY, description="Day of the deadline.", examples=["2026-12-31"])


def _at(licence_id: LicenceId, kind: Annotated[DeadlineKind, _KIND], day: Annotated[str, _DAY]) -> DeadlineAt:
    try:
        return DeadlineAt(licence_id=licence_id, kind=kind, day=dt.date.fromisoformat(day))
    except ValueError:  # 30 February
        raise NotFound("There is no such deadline.") from None


At = Annotated[DeadlineAt, Depends(_at)]


@router.get(
    "/licences/{licence_id}/deadlines",
    operation_id="listDeadlines",
    summary="Deadlines of a licence",
    response_model=Deadlines,
)
def list_deadlines(desk: Desk, _caller: Viewer, licence_id: LicenceId) -> Response:
    """As its dates stand today, each with what was decided at it."""
    return plain(Deadlines(items=[Deadline.of(one) for one in deadlines_of(desk, licence_id)], next_cursor=None))


@router.get(_PATH, operation_id="getDeadline", summary="One deadline", response_model=Deadline)
def show(desk: Desk, _caller: Viewer, at: At, if_none_match: IfNoneMatch = None) -> Response:
    """404 where the licence has no such deadline as its dates stand today."""
    state = one_deadline(desk, at).state
    return single(Deadline.of(state), state.revision, known=if_none_match)


@router.put(_PATH, operation_id="decideDeadline", summary="Note what was decided", response_model=Deadline)
def decide(desk: Desk, caller: Editor, at: At, body: DeadlineDecided, if_match: IfMatch) -> Response:
    """It holds for that very day, and alters no date and no status. 404 where there is no such deadline any more."""
    there = one_deadline(desk, at).state
    seen = seen_revision(if_match, Deadline.of(there), there.revision)
    state = decide_deadline(desk, caller, at, body.entered(), seen=seen)
    return single(Deadline.of(state), state.revision)


@router.delete(_PATH, operation_id="reopenDeadline", summary="Take back what was decided", response_model=Deadline)
def reopen(desk: Desk, caller: Editor, at: At, if_match: IfMatch) -> Response:
    """The deadline is asked about again; what was noted stays in the trail. 409 where nothing is noted."""
    there = one_deadline(desk, at).state
    seen = seen_revision(if_match, Deadline.of(there), there.revision)
    state = reopen_deadline(desk, caller, at, seen=seen)
    return single(Deadline.of(state), state.revision)
