"""Connected systems: targets, their mapping, and the log of requests."""

from __future__ import annotations

from starlette.responses import Response

from api.deps import Admin, Cursor, Desk, IfMatch, IfNoneMatch, Limit, Reviewer, TargetId, Viewer
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import page_of, read_cursor, write_cursor
from api.schemas.sync import (
    SentMapping,
    SyncMapping,
    SyncRequest,
    SyncRequests,
    SyncTarget,
    SyncTargetChange,
    SyncTargetNew,
    SyncTargets,
)
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.sync.looking import requests_of
from domain.usecases.sync.targets import (
    add_target,
    ask_again,
    change_mapping,
    change_target,
    change_vendors,
    close_target,
    one_target,
    targets,
)

router = api_router("Sync")
LOG = "requests"


@router.get("/sync/targets", operation_id="listSyncTargets", summary="Connected systems", response_model=SyncTargets)
def list_targets(desk: Desk, _caller: Viewer, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """By name; never their keys."""
    page = page_of(targets(desk), lambda one: (one.name.casefold(), one.id), limit=limit, cursor=cursor, name="targets")
    return plain(SyncTargets(items=[SyncTarget.of(one) for one in page.items], next_cursor=page.next_cursor))


@router.post(
    "/sync/targets",
    operation_id="addSyncTarget",
    summary="Connect a system",
    response_model=SyncTarget,
    status_code=201,
)
def add(caller: Admin, once: OnceOnly, body: SyncTargetNew) -> Response:
    """The system is asked for its terms and values at once. 409 where the name is taken, 502 where it does not answer.

    The key is kept encrypted and never shown again.
    """
    return once(lambda s: _added(s, caller, body), body)


def _added(s: Services, caller: Actor, body: SyncTargetNew) -> Response:
    target = add_target(s, caller, body.entered())
    return single(SyncTarget.of(target), target.revision, status=201, at=f"/api/v1/sync/targets/{target.id}")


@router.get("/sync/targets/{target_id}", operation_id="getSyncTarget", summary="One system", response_model=SyncTarget)
def show(desk: Desk, _caller: Viewer, target_id: TargetId, if_none_match: IfNoneMatch = None) -> Response:
    """With its options and what it would not say of itself."""
    target = one_target(desk, target_id)
    return single(SyncTarget.of(target), target.revision, known=if_none_match)


@router.patch(
    "/sync/targets/{target_id}", operation_id="changeSyncTarget", summary="Change a system", response_model=SyncTarget
)
def change(desk: Desk, caller: Admin, target_id: TargetId, body: SyncTargetChange, if_match: IfMatch) -> Response:
    """A new key takes the place of the old one."""
    there = one_target(desk, target_id)
    seen = seen_revision(if_match, SyncTarget.of(there), there.revision)
    target = change_target(desk, caller, target_id, body.entered(), seen=seen)
    return single(SyncTarget.of(target), target.revision)


@router.delete("/sync/targets/{target_id}", operation_id="closeSyncTarget", summary="Disconnect", status_code=204)
def close(desk: Desk, caller: Admin, target_id: TargetId, if_match: IfMatch) -> Response:
    """Its key is forgotten; what was sent stays on record."""
    there = one_target(desk, target_id)
    close_target(desk, caller, target_id, seen=seen_revision(if_match, SyncTarget.of(there), there.revision))
    return Response(status_code=204)


@router.post(
    "/sync/targets/{target_id}/vocabulary",
    operation_id="readSyncVocabulary",
    summary="Read its terms and values again",
    response_model=SyncTarget,
)
def read_again(caller: Admin, once: OnceOnly, target_id: TargetId) -> Response:
    """After terms or values were added over there."""
    return once(lambda s: _read_again(s, caller, target_id))


def _read_again(s: Services, caller: Actor, target_id: str) -> Response:
    target = ask_again(s, caller, target_id)
    return single(SyncTarget.of(target), target.revision)


@router.get(
    "/sync/targets/{target_id}/mapping",
    operation_id="getSyncMapping",
    summary="Terms and values over there",
    response_model=SyncMapping,
)
def mapping(desk: Desk, _caller: Viewer, target_id: TargetId, if_none_match: IfNoneMatch = None) -> Response:
    """Which term is which code, beside the terms that the system has."""
    target = one_target(desk, target_id)
    return single(SyncMapping.of(target), target.revision, known=if_none_match)


@router.put(
    "/sync/targets/{target_id}/mapping",
    operation_id="putSyncMapping",
    summary="Say which term is which code",
    response_model=SyncMapping,
)
def put_mapping(desk: Desk, caller: Admin, target_id: TargetId, body: SentMapping, if_match: IfMatch) -> Response:
    """All of it; terms that are left out have their default."""
    there = one_target(desk, target_id)
    seen = seen_revision(if_match, SyncMapping.of(there), there.revision)
    sent = body.entered()
    target = change_mapping(desk, caller, target_id, sent["terms"], seen=seen)
    if body.vendors is not None:
        target = change_vendors(desk, caller, target_id, body.vendors, seen=target.revision)
    return single(SyncMapping.of(target), target.revision)


@router.get(
    "/sync/targets/{target_id}/requests",
    operation_id="listSyncRequests",
    summary="The log of requests",
    response_model=SyncRequests,
)
def requests(desk: Desk, caller: Reviewer, target_id: TargetId, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Every request to the system, newest first, without its key."""
    before = int(read_cursor(cursor, LOG, like=(0,))[0]) if cursor is not None else None
    page = requests_of(desk, caller, target_id, before, limit)
    more = write_cursor(LOG, (int(page.next_cursor),)) if page.next_cursor else None
    return plain(SyncRequests(items=[SyncRequest.of(one) for one in page.items], next_cursor=more))
