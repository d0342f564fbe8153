"""A licence in the shape of other systems: ready to send, and told what has no place in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api import patterns
from api.deps import Desk, IfNoneMatch, LicenceId, Viewer
from api.etags import JSON, etag_of, is_known
from api.guarding import api_router
from api.schemas.licence_forms import ONIX_PL, FolioLicence
from api.schemas.sync_plans import AlmaRecord
from domain.sync.records import Loss
from domain.sync.target import System
from domain.sync.written import Form
from domain.usecases.sync.showing import licence_as, licence_written

router = api_router("Sync")
XML = "application/xml"
_SAYS = "The terms and facts that have no place in it, separated by commas; missing where there are none."
_NOT_CARRIED: dict[str, Any] = {"Not-Carried": {"description": _SAYS, "schema": {"type": "string"}}}
_HEADED: dict[int | str, dict[str, Any]] = {200: {"headers": _NOT_CARRIED}}
_AS_XML: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": _NOT_CARRIED,
        "content": {XML: {"schema": {"type": "string"}, "example": ONIX_PL}},
        "description": "One PublicationsLicenseExpression, valid against Issue 7 of the schema.",
    }
}


@router.get(
    "/licences/{licence_id}/as/alma",
    operation_id="getLicenceAsAlma",
    summary="A licence in Alma's shape",
    response_model=AlmaRecord,
    response_model_exclude_none=True,
    responses=_HEADED,
)
def as_alma(
    desk: Desk,
    _caller: Viewer,
    licence_id: LicenceId,
    target: Annotated[str | None, Query(pattern=patterns.ID, description="A target, for its mapping.")] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Ready to send. `Not-Carried` names what has no place in it or comes back less exact, separated by commas."""
    found = licence_as(desk, licence_id, System.ALMA, target)
    text = AlmaRecord.model_validate(found.body).model_dump_json(exclude_none=True)
    return _answer(text.encode(), found.losses, found.revision, JSON, if_none_match)


@router.get(
    "/licences/{licence_id}/as/folio",
    operation_id="getLicenceAsFolio",
    summary="A licence in FOLIO's shape",
    response_model=FolioLicence,
    responses=_HEADED,
)
def as_folio(desk: Desk, _caller: Viewer, licence_id: LicenceId, if_none_match: IfNoneMatch = None) -> Response:
    """Ready for `POST /licenses/licenses`, with its amendments. `Not-Carried` names what has no place in it."""
    return _written(desk, licence_id, Form.FOLIO, JSON, if_none_match)


@router.get(
    "/licences/{licence_id}/as/onix-pl",
    operation_id="getLicenceAsOnixPl",
    summary="A licence as ONIX-PL",
    response_class=Response,
    responses=_AS_XML,
)
def as_onix_pl(desk: Desk, _caller: Viewer, licence_id: LicenceId, if_none_match: IfNoneMatch = None) -> Response:
    """The terms that hold today, with the words they rest on. `Not-Carried` names what has no place in it.

    409 where no usage is decided yet, because ONIX-PL needs one.
    """
    return _written(desk, licence_id, Form.ONIX_PL, XML, if_none_match)


def _written(desk: Desk, licence_id: str, form: Form, media_type: str, known: str | None) -> Response:
    written, revision = licence_written(desk, licence_id, form)
    return _answer(written.content, written.losses, revision, media_type, known)


def _answer(content: bytes, losses: Iterable[Loss], revision: int, media_type: str, known: str | None) -> Response:
    # A header holds plain letters only, so a file whose name has others is not named there.
    lost = ", ".join(sorted({loss.what for loss in losses if loss.what.isascii()}))
    headers = {"ETag": etag_of(content, revision), **({"Not-Carried": lost} if lost else {})}
    if known is not None and is_known(known, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type)
