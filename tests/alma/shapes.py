"""What a body sent to Alma may hold: every member by its name and type, down to the last.

The published descriptions name schemas that are not public; these members are those on which two clients agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CODED = {"value": str, "desc": str}
_NOTE = {"content": str, "creation_date": str, "created_by": str, "type": CODED}
_PERSON = dict.fromkeys(("primary_id", "first_name", "last_name", "email", "link"), str)
_TEXTS = (
    "code", "name", "signed_by", "signed_date", "second_party_signed_by", "second_party_signed_date", "start_date",
    "end_date", "uri", "creation_date", "modification_date", "link",
)  # fmt: skip
LICENCE: Mapping[str, Any] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(("type", "status", "licensor", "location", "review_status", "licensing_agent"), CODED),
    "amendments": {"value": int, "link": str},
    "term": [{"code": CODED, "value": CODED}],
    "resource": [{"pid": str, "name": str, "type": CODED, "link": str}],
    "note": [_NOTE],
    "administrator": [_PERSON],
}
ATTACHMENT: Mapping[str, Any] = dict.fromkeys(
    ("id", "file_name", "type", "content", "creation_date", "note", "url", "link"), str
)
TYPES: Mapping[type, str] = {str: "text", int: "a number"}


def strange(shape: Any, found: Any, at: str = "body") -> Iterator[str]:
    """Everything in `found` that is not as `shape` says, each in a sentence."""
    if isinstance(shape, Mapping):
        yield from _members(shape, found, at)
    elif isinstance(shape, list):
        if not isinstance(found, list):
            yield f"{at} is no list"
            return
        for number, item in enumerate(found):
            yield from strange(shape[0], item, f"{at}.{number}")
    elif not isinstance(found, shape) or isinstance(found, bool):
        yield f"{at} is {found!r}, not {TYPES[shape]}"


def _members(shape: Mapping[str, Any], found: Any, at: str) -> Iterator[str]:
    if not isinstance(found, dict):
        yield f"{at} is no object"
        return
    for name, item in found.items():
        if name not in shape:
            yield f"{at} has no member {name}"
        else:
            yield from strange(shape[name], item, f"{at}.{name}")
