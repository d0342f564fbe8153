"""Signing what is delivered, as Standard Webhooks has it, so that receivers can verify it with known libraries.

https://www.standardwebhooks.com: HMAC-SHA256 over `id.timestamp.body`, with the bytes that the secret stands for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = "whsec_"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is delivered. Sent again, it has the same `id` and the same body; `timestamp`, in seconds, is of now."""

    id: str
    timestamp: int
    body: bytes


def new_secret() -> str:
    """A secret for one subscription: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message: Message) -> str:
    """`v1,` and the signature in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message.id}.{message.timestamp}.".encode() + message.body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(message: Message, with_secrets: Sequence[str]) -> dict[str, str]:
    """The three headers; a secret that was replaced lately signs beside the new one."""
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(message.timestamp),
        "webhook-signature": " ".join(signature(secret, message) for secret in with_secrets),
    }
