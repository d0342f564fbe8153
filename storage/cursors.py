"""Where a list goes on: opaque to whoever holds it, and refused when it is not one of ours."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from domain.errors import Invalid

NOT_A_CURSOR = "This is not a cursor of this list. Ask for the list again from its beginning."


def write_cursor(order: str, *key: str | int) -> str:
    """A cursor after the row with this key, in a list of this order."""
    body = json.dumps([order, *key], ensure_ascii=False, separators=(",", ":")).encode()
    return _encoded(_check(body) + body)


def read_cursor(order: str, cursor: str, *types: type[str] | type[int]) -> list[str | int]:
    """The key in a cursor; raises Invalid where it was not written for this order with a key of these types."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        check, body = raw[:8], raw[8:]
        # Comparing with the input too, since some letters of base64 hold bits that carry nothing.
        whole = check == _check(body) and _encoded(raw) == cursor
        found = json.loads(body) if whole else None
    except (ValueError, binascii.Error, UnicodeError):
        found = None
    if not isinstance(found, list) or found[:1] != [order] or [type(part) for part in found[1:]] != list(types):
        raise Invalid.field("cursor", NOT_A_CURSOR)
    return found[1:]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _check(body: bytes) -> bytes:
    # Not a secret: it tells slips and half-copied cursors from whole ones. A cursor opens nothing by itself.
    return hashlib.sha256(b"cursor" + body).digest()[:8]
