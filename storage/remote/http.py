"""Asking one host over HTTP: no redirects, no proxies from the environment, no answer without a limit.

The standard library's client does this in plain sight; whatever is retried is decided by the connectors.
"""

from __future__ import annotations

import contextlib
import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.errors import RemoteUnavailable
from domain.sync.trouble import AnswerTooStrange, Unsure

MOST_BYTES = 32 * 1024 * 1024
"""Of one answer; a page of a hundred records with long notes is a few megabytes."""
PIECE = 256 * 1024
MOST_SECONDS = 300.0
"""For one whole answer; the timeout alone would let a host that sends byte after byte hold a worker for ever."""
IDLE_SECONDS = 20
"""A connection that was quiet for longer may have been given up at the other end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(RemoteUnavailable):
    """Nothing came back, and nothing can have been done: the host was not reached, or it was a mere question."""


def unconnected(host: str, port: int | None, *, secure: bool, timeout: float) -> http.client.HTTPConnection:
    """A connection that is not made yet; a certificate has to be one that this machine trusts."""
    if not secure:
        return http.client.HTTPConnection(host, port, timeout=timeout)
    return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())


class Host:
    """One host, asked one request at a time over a connection that is kept."""

    def __init__(
        self, address: str, *, timeout: float = 30.0, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS
    ) -> None:
        parts = urlsplit(address)
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname or "", parts.port
        self._timeout, self._most_bytes, self._most_seconds = timeout, most_bytes, most_seconds
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """One request and its answer; a redirect is an answer like any other.

        Raises NoAnswer where surely nothing was done, Unsure where a request that writes may have been done,
        AnswerTooStrange for an answer past the limit.
        """
        reads = method == "GET"
        for last in (False, True):
            connection = self._connected(fresh=not reads or last)
            try:
                connection.request(method, target, body=body, headers=dict(headers))
                return self._answer(connection.getresponse())
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if not reads:
                    raise Unsure(f"{self._host} gave no answer; it may have done what was asked.") from error
                if last or isinstance(error, TimeoutError):
                    raise NoAnswer(f"{self._host} did not answer. Try again later.") from error
        raise AssertionError("unreachable")

    def _connected(self, *, fresh: bool) -> http.client.HTTPConnection:
        if fresh or time.monotonic() - self._used > IDLE_SECONDS:
            self.close()
        if self._connection is None:
            self._connection = self._connect()
        self._used = time.monotonic()
        return self._connection

    def _connect(self) -> http.client.HTTPConnection:
        made = unconnected(self._host, self._port, secure=self._secure, timeout=self._timeout)
        try:
            made.connect()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{self._host} cannot be reached. Check the address, or try again later.") from error
        return made

    def _answer(self, response: http.client.HTTPResponse) -> Answer:
        body = self._body(response)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=headers, body=body)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        body, began = bytearray(), time.monotonic()
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > self._most_bytes:
                self.close()
                raise AnswerTooStrange(f"{self._host} sent an answer that is far too long; it was not read.")
            if time.monotonic() - began > self._most_seconds:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(bytes(body), response.length)
        # What is read piece by piece does not end by itself, and the connection would take no other request.
        response.close()
        return bytes(body)

    def close(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        self._connection = None
