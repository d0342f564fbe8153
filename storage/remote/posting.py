"""Posting changes to the receivers of subscriptions: one signed request, no redirects, no answer's body read.

Whether changes were taken is told by the status alone. The whole request has one limit of time, however slowly the
other side talks.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

from domain.errors import Conflict, Invalid
from domain.queries import Change
from domain.webhooks.attempt import Outcome, Receipt, outcome_of
from domain.webhooks.signing import Message, signed_headers
from storage.remote.hosts import HostRule
from storage.remote.http import unconnected
from storage.remote.sealing import Seal

SECONDS = 10.0
_HEADERS = {"Content-Type": "application/json", "User-Agent": "Licence-Desk", "Connection": "close"}
MOST_WAIT = 10**6


class FeedWriter(Protocol):
    """How the feed is written; the JSON API knows."""

    def body(self, changes: Sequence[Change]) -> bytes:
        """Changes as a delivery."""

    def test_body(self) -> bytes:
        """A delivery without changes."""

    def position(self, cursor: str) -> int:
        """Where a cursor stands; raises Invalid at `start`."""


class Posting:
    """domain.ports.webhooks.Post. `feed` says how changes and cursors are written in the feed."""

    def __init__(
        self, own_key: Callable[[], bytes], hosts: HostRule, feed: FeedWriter, *, seconds: float = SECONDS
    ) -> None:
        self._own_key, self._hosts, self._feed, self._seconds = own_key, hosts, feed, seconds

    def address(self, address: str) -> str:
        return self._hosts.endpoint(address)

    def seal(self, secret: str) -> str:
        return Seal(self._own_key()).seal(secret)

    def body(self, changes: Sequence[Change]) -> bytes:
        return self._feed.body(changes)

    def test_body(self) -> bytes:
        return self._feed.test_body()

    def position(self, cursor: str) -> int:
        return self._feed.position(cursor)

    def send(self, address: str, message: Message, sealed: Sequence[str]) -> Receipt:
        began = time.monotonic()
        outcome, status, retry_after = self._sent(address, message, sealed)
        milliseconds = int((time.monotonic() - began) * 1000)
        return Receipt(outcome=outcome, status=status, retry_after=retry_after, milliseconds=milliseconds)

    def _sent(self, address: str, message: Message, sealed: Sequence[str]) -> tuple[Outcome, int | None, int | None]:
        try:
            # Asked again: the operator may have taken the host off the list since.
            target = self._hosts.endpoint(address)
        except Invalid:
            return Outcome.NOT_ALLOWED, None, None
        try:
            seal = Seal(self._own_key())
            signed = signed_headers(message, [seal.unseal(one) for one in sealed])
        except Conflict:
            return Outcome.NO_SECRET, None, None
        return _asked(target, {**_HEADERS, **signed}, message.body, self._seconds)


def _asked(
    address: str, headers: Mapping[str, str], body: bytes, seconds: float
) -> tuple[Outcome, int | None, int | None]:
    """What came of it, the status, and what the receiver asks to wait for, in seconds."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    connection = unconnected(parts.hostname or "", parts.port, secure=secure, timeout=seconds)
    with _within(seconds, connection) as is_over:
        try:
            connection.connect()
        except ssl.SSLCertVerificationError:
            return Outcome.NOT_TRUSTED, None, None
        except (OSError, http.client.HTTPException):
            return Outcome.UNREACHABLE, None, None
        try:
            connection.request("POST", f"{parts.path}{'?' if parts.query else ''}{parts.query}", body, dict(headers))
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            timed_out = is_over.is_set() or isinstance(error, TimeoutError)
            return Outcome.TIMED_OUT if timed_out else Outcome.CUT_OFF, None, None
        if is_over.is_set():  # a head that was cut looks like a short one
            return Outcome.TIMED_OUT, None, None
        asked = answer.headers.get("Retry-After", "").strip()
        return outcome_of(answer.status), answer.status, _number(asked)


def _number(text: str) -> int | None:
    return min(int(text), MOST_WAIT) if text.isascii() and text.isdigit() and len(text) < 10 else None


@contextmanager
def _within(seconds: float, connection: http.client.HTTPConnection) -> Iterator[threading.Event]:
    """Cut the connection when the time is over, which sets the event; close it at the end."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        with contextlib.suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()
        with contextlib.suppress(OSError):
            connection.close()
