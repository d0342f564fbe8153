"""Which hosts this desk talks to: those of a connector, those the operator names, and this machine where allowed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.errors import Invalid

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_NOT_ALLOWED = (
    "This desk does not talk to that host. Choose a region, or have the operator name the host in "
    "LICENCE_DESK_SYNC_HOSTS."
)
_NOT_A_RECEIVER = "This desk does not post to that host. Have the operator name the host in LICENCE_DESK_WEBHOOK_HOSTS."
_NO_ENDPOINT = "Give a whole address such as https://hooks.library.example/changes."
_PLAIN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class HostRule:
    """`named` are further hosts; `loopback` opens this machine, over plain http too, for trying things out."""

    named: tuple[str, ...] = ()
    loopback: bool = False

    def checked(self, address: str, known: Collection[str]) -> str:
        """Scheme, host and port of an address that may be asked; raises Invalid at `address`."""
        try:
            parts = urlsplit(address.strip())
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise _wrong("Give an address such as https://api-ca.hosted.exlibrisgroup.com.") from None
        if parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment or not host:
            raise _wrong("Give scheme and host alone, such as https://api-ca.hosted.exlibrisgroup.com.")
        here = self.loopback and host in LOOPBACK
        if not here and parts.scheme != "https":
            raise _wrong("Give an address that begins with https://: the key must not travel in the open.")
        if not here and host not in {*known, *(name.lower() for name in self.named)}:
            raise _wrong(_NOT_ALLOWED)
        if parts.scheme not in ("http", "https"):
            raise _wrong("Give an address that begins with https://.")
        shown = f"[{host}]" if ":" in host else host
        return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"

    def endpoint(self, address: str) -> str:
        """A whole address that something may be posted to; raises Invalid at `address`."""
        try:
            parts = urlsplit(address.strip())
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise _wrong(_NO_ENDPOINT) from None
        if not host or not _PLAIN.fullmatch(parts.geturl()) or parts.scheme not in ("http", "https"):
            raise _wrong(_NO_ENDPOINT)
        if parts.username or parts.password or parts.fragment:
            raise _wrong("Leave names, passwords and what follows # out of the address.")
        here = self.loopback and host in LOOPBACK
        if not here and parts.scheme != "https":
            raise _wrong("Give an address that begins with https://: changes must not travel in the open.")
        if not here and host not in {name.lower() for name in self.named}:
            raise _wrong(_NOT_A_RECEIVER)
        shown = f"[{host}]" if ":" in host else host
        query = f"?{parts.query}" if parts.query else ""
        return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path or '/'}{query}"


def _wrong(message: str) -> Invalid:
    return Invalid.field("address", message)
