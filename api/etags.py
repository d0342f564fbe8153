"""Entity tags: one strong tag for each thing, made of its revision and of what follows from it.

The revision alone would not do: the status of a licence follows from its versions and from the day, too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from pydantic import BaseModel
from starlette.responses import Response

from api import problems
from api.problems import Refused

JSON = "application/json"
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def etag_of(text: str | bytes, revision: int) -> str:
    """The tag of a representation."""
    content = text.encode() if isinstance(text, str) else text
    return f'"{revision}-{hashlib.sha256(content).hexdigest()[:16]}"'


def single(body: BaseModel, revision: int, *, known: str | None = None, status: int = 200, at: str = "") -> Response:
    """One thing with its ETag; 304 where the caller knows it already. `at` becomes the Location of a new thing."""
    text = body.model_dump_json()
    etag = etag_of(text, revision)
    headers = {"ETag": etag, **({"Location": at} if at else {})}
    if known is not None and is_known(known, etag):
        return Response(None, 304, headers)
    return Response(text, status, headers, JSON)


def plain(body: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A list, or anything else that has no tag."""
    return Response(body.model_dump_json(), status, headers, JSON)


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the caller has what `etag` names (weak comparison, RFC 9110 section 13.1.2)."""
    return if_none_match.strip() == "*" or etag in [tag.removeprefix("W/") for tag in _TAG.findall(if_none_match)]


def is_current(if_match: str, etag: str) -> bool:
    """Whether the caller has seen what `etag` names (strong comparison, RFC 9110 section 13.1.1)."""
    return if_match.strip() == "*" or etag in _TAG.findall(if_match)


def seen_revision(if_match: str, body: BaseModel, revision: int) -> int:
    """`revision` where the caller has seen `body` as it stands now; else 0, which no use case takes for current."""
    return revision if is_current(if_match, etag_of(body.model_dump_json(), revision)) else 0


def needed(if_match: str | None) -> str:
    """The header; raises Refused (428) where it is missing."""
    if if_match is None:
        raise Refused(problems.PRECONDITION_REQUIRED, problems.PRECONDITION_REQUIRED.example)
    return if_match


def seen_edit(if_match: str, revision: int) -> int:
    """The same for a thing that moves on by itself: its tag changes with each step, but only edits make it stale."""
    tags = _TAG.findall(if_match)
    seen = if_match.strip() == "*" or any(tag.startswith(f'"{revision}-') for tag in tags)
    return revision if seen else 0
