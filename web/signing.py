"""Signed text for cookies: anyone may read it, only this desk can have written it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac


def sign(secret: bytes, purpose: str, text: str) -> str:
    """`text` with a signature that holds for `purpose` only; safe as a cookie's value."""
    body = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"{body}.{_signature(secret, purpose, body)}"


def read_signed(secret: bytes, purpose: str, signed: str) -> str | None:
    """The text of `signed`, or None where this desk did not write it for `purpose`."""
    body, _, signature = signed.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(secret, purpose, body).encode()):
        return None
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _signature(secret: bytes, purpose: str, body: str) -> str:
    return hmac.new(secret, f"{purpose}\n{body}".encode(), hashlib.sha256).hexdigest()
