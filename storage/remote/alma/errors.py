"""What Alma's errors say. They come as JSON or XML, as a list or one object, in a namespace or none, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid, LicenceError, NotFound, RemoteUnavailable
from domain.sync.records import TERM
from domain.sync.trouble import KeyRefused, RemoteRefused
from storage.remote.alma.codes import NOT_FOUND
from storage.remote.alma.payloads import read_json
from storage.remote.http import Answer
from storage.remote.plain_xml import Element, parse_xml

MOST_BYTES = 1024 * 1024
"""Of an error; what is longer is a page of somebody else."""
PER_SECOND = "PER_SECOND_THRESHOLD"
_KEY = frozenset({"UNAUTHORIZED", "INVALID_REQUEST", "FORBIDDEN"})
_KEY_REFUSED = (
    "Alma does not take the key: it may have expired, or not be for licences. Enter a new key for this target."
)
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "60186": ("name",),
    "60188": ("status",),
    "60190": ("licensor",),
    "60201": ("start_date", "end_date"),
}
_WORD = re.compile(r"[A-Z][A-Z0-9_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlmaError:
    """The first error of an answer; `tracking` is what Ex Libris' support asks for."""

    code: str
    message: str
    tracking: str


def error_in(body: bytes) -> AlmaError:
    """The error that a body tells of; empty where it tells of none, such as the gateway's own pages."""
    body = body if len(body) <= MOST_BYTES else b""
    try:
        found = _from_xml(parse_xml(body)) if body.lstrip()[:1] == b"<" else _from_json(read_json(body))
    except Invalid:
        found = {}
    return AlmaError(
        code=str(found.get("errorCode") or "")[:60],
        message=" ".join(str(found.get("errorMessage") or "").split())[:400],
        tracking=str(found.get("trackingId") or "")[:80],
    )


def _from_json(found: Any) -> Mapping[str, Any]:
    listed = found.get("errorList", found) if isinstance(found, dict) else None
    errors = listed.get("error") if isinstance(listed, dict) else listed
    first = errors[0] if isinstance(errors, list) and errors else errors
    return first if isinstance(first, dict) else {}


def _from_xml(root: Element) -> Mapping[str, Any]:
    listed = root if root.name == "errorList" else root.child("errorList")
    error = listed.child("error") if listed is not None else None
    names = ("errorCode", "errorMessage", "trackingId")
    return {name: error.text_of(name) for name in names} if error is not None else {}


def refusal(answer: Answer, sent: Mapping[str, str]) -> LicenceError:
    """What an answer that is no success means; `sent` are the fields that were sent."""
    error = error_in(answer.body)
    if answer.status in (401, 403) or error.code.upper() in _KEY or "api key" in error.message.lower():
        return KeyRefused(_KEY_REFUSED)
    if error.code in NOT_FOUND or (answer.status == 404 and not error.code):
        return NotFound("Alma has no such licence.")
    if 300 <= answer.status < 400:
        return RemoteRefused("Alma's address points to another one, which is not followed. Check the region.")
    if answer.status >= 500:
        return RemoteUnavailable("Alma had an internal error. Try again later.")
    said = error.message or f"status {answer.status}"
    message = f"Alma refused: {said.rstrip('.')}{f' ({error.code})' if error.code else ''}."
    return RemoteRefused(message, code=error.code, fields=_named(error, sent))


def _named(error: AlmaError, sent: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that were sent and that the error names, by their code or by its own number."""
    words = set(_WORD.findall(error.message))
    named = tuple(name for name in sent if name.startswith(TERM) and name.removeprefix(TERM) in words)
    return named or tuple(name for name in _FIELDS.get(error.code, ()) if name in sent)
