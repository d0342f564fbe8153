"""Versions of a licence, the states they go through, and what differs between two of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api import patterns
from api.deps import (
    Cursor,
    Desk,
    Editor,
    IfMatch,
    IfNoneMatch,
    LicenceId,
    Limit,
    VersionId,
    Viewer,
)
from api.etags import plain, seen_revision, single
from api.guarding import api_router
from api.idempotency import OnceOnly
from api.paging import Key, page_of
from api.schemas.comparison import Comparison
from api.schemas.versions import TransitionWanted, Version, VersionChange, VersionNew, Versions
from domain.errors import Conflict
from domain.identity import Actor
from domain.ports import Services
from domain.usecases.comparing import compare_versions
from domain.usecases.looking_up import one_version, versions_of
from domain.usecases.versions import add_version, change_version, move_version
from domain.version import Version as DomainVersion

router = api_router("Versions")
_Compared = Annotated[
    str, Query(pattern=patterns.ID, description="Id of a version, or of one document of a version, such as a draft.")
]


@router.get(
    "/licences/{licence_id}/versions",
    operation_id="listVersions",
    summary="The versions of a licence",
    response_model=Versions,
)
def list_versions(
    desk: Desk, _caller: Viewer, licence_id: LicenceId, limit: Limit = 200, cursor: Cursor = None
) -> Response:
    """By effective date, then by when they were made."""
    page = page_of(versions_of(desk, licence_id), _order, limit=limit, cursor=cursor, name="versions")
    return plain(Versions(items=[Version.of(version) for version in page.items], next_cursor=page.next_cursor))


def _order(version: DomainVersion) -> Key:
    start = version.fields.effective_from
    return (start.isoformat() if start else "", version.created_at.isoformat(), version.id)


@router.post(
    "/licences/{licence_id}/versions",
    operation_id="addVersion",
    summary="Add a version",
    response_model=Version,
    status_code=201,
)
def add(caller: Editor, once: OnceOnly, licence_id: LicenceId, body: VersionNew) -> Response:
    """It begins as a draft."""
    return once(lambda s: _added(s, caller, licence_id, body), body)


def _added(s: Services, caller: Actor, licence_id: str, body: VersionNew) -> Response:
    version = add_version(s, caller, licence_id, body.model_dump(exclude_unset=True, exclude={"state"}))
    return single(Version.of(version), version.revision, status=201, at=f"/api/v1/versions/{version.id}")


@router.get("/versions/{version_id}", operation_id="getVersion", summary="One version", response_model=Version)
def show(desk: Desk, _caller: Viewer, version_id: VersionId, if_none_match: IfNoneMatch = None) -> Response:
    """Its dates, state and signatures."""
    version = one_version(desk, version_id)
    return single(Version.of(version), version.revision, known=if_none_match)


@router.patch(
    "/versions/{version_id}", operation_id="changeVersion", summary="Change a version", response_model=Version
)
def change(desk: Desk, caller: Editor, version_id: VersionId, body: VersionChange, if_match: IfMatch) -> Response:
    """Dates of a version that holds or has held need a reviewer. The state changes through transitions alone."""
    there = one_version(desk, version_id)
    if "state" in body.model_fields_set and body.state is not there.state:
        raise Conflict(f"Only a transition changes the state: POST /api/v1/versions/{version_id}/transitions.")
    seen = seen_revision(if_match, Version.of(there), there.revision)
    entered = body.model_dump(exclude_unset=True, exclude={"state"})
    version = change_version(desk, caller, version_id, entered, seen=seen)
    return single(Version.of(version), version.revision)


@router.post(
    "/versions/{version_id}/transitions",
    operation_id="moveVersion",
    summary="Take a version to its next state",
    response_model=Version,
)
def move(caller: Editor, once: OnceOnly, version_id: VersionId, body: TransitionWanted) -> Response:
    """draft → in_review → in_force → superseded or ended; withdrawn for what never came into force.

    To in_review or back to draft an editor may take it, anywhere else a reviewer. 409 lists every reason why it may
    not; what is merely doubtful is passed by giving a reason.
    """
    return once(lambda s: _moved(s, caller, version_id, body), body)


def _moved(s: Services, caller: Actor, version_id: str, body: TransitionWanted) -> Response:
    version = move_version(s, caller, version_id, body.to, body.reason)
    return single(Version.of(version), version.revision)


@router.get("/compare", operation_id="compareVersions", summary="Compare two versions", response_model=Comparison)
def compare(desk: Desk, _caller: Viewer, old: _Compared, new: _Compared) -> Response:
    """Clause by clause over the newest readings of their documents, and the decisions that differ.

    An amendment stands for the agreement as it reads with it, which nobody signed: `notes` says so. The two may be of
    different licences. 409 while a document of one of them is read for the first time.
    """
    return plain(Comparison.of_versions(compare_versions(desk, old, new)))
