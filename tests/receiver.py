"""A receiver of webhooks on this machine: it checks every signature by itself, and misbehaves when told to.

What no desk may ever send is kept in `violations`, which every test ends by checking.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_TOLERANCE = 300


@dataclass(frozen=True)
class Fault:
    """What is to go wrong with the next request.

    `status` is answered with `headers`; `takes` says whether the changes are taken all the same. `silent` gives no
    answer, `hang_up` closes the connection, `drips` sends the head of the answer a letter at a time, `huge` sends a
    body without end, and `slow` one that never comes.
    """

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    takes: bool = False
    silent: bool = False
    hang_up: bool = False
    drips: bool = False
    huge: bool = False
    slow: bool = False


@dataclass(frozen=True)
class Delivered:
    """One request, as it came."""

    id: str
    path: str
    timestamp: int
    body: dict[str, Any]
    signatures: tuple[str, ...]
    good: bool


@dataclass
class Receiver:
    """The server. Use as a context manager; `address` is where it is."""

    secret: str = ""
    clock: float | None = None
    faults: deque[Fault] = field(default_factory=deque)
    asked: list[Delivered] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _bodies: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> Receiver:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_about: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/changes"

    @property
    def codes(self) -> list[str]:
        """The codes of the licences in what was taken, in the order in which it came, doubles included."""
        return [str(item["code"]) for item in self.taken]

    def received(self, headers: Any, path: str, raw: bytes) -> Fault:
        """Check a request and say how it is to be answered."""
        asked = self._read(headers, path, raw)
        self.asked.append(asked)
        fault = self.faults.popleft() if self.faults else Fault(status=204, takes=True)
        if fault.takes:
            self.taken.extend(asked.body["items"])
        return fault

    def _read(self, headers: Any, path: str, raw: bytes) -> Delivered:
        message, stamp = str(headers["webhook-id"]), str(headers["webhook-timestamp"])
        signatures = tuple(str(headers["webhook-signature"]).split(" "))
        body = json.loads(raw)
        if headers["content-type"] != "application/json":
            self.violations.append(f"content type {headers['content-type']}")
        if "." in message or self._bodies.setdefault(message, raw) != raw:
            self.violations.append(f"{message} says something else than it did before")
        if abs(int(stamp) - (self.clock or time.time())) > _TOLERANCE:
            self.violations.append(f"timestamp {stamp}")
        cursors = [item["cursor"] for item in body["items"]]
        if body["type"] == "changes" and (not cursors or body["next_cursor"] != cursors[-1]):
            self.violations.append(f"next_cursor {body['next_cursor']} after {cursors}")
        good = self._sign(f"{message}.{stamp}.".encode() + raw) in signatures
        if self.secret and not good:
            self.violations.append(f"{message} is not signed with our secret")
        return Delivered(message, path, int(stamp), body, signatures, good)

    def _sign(self, signed: bytes) -> str:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()

    def wait_for_the_end(self) -> None:
        """Say nothing for as long as the receiver stands."""
        self._over.wait(60)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        fault = self.receiver.received(self.headers, self.path, raw)
        self.close_connection = True
        with suppress(OSError):
            if fault.silent:
                self.receiver.wait_for_the_end()
            elif fault.drips:
                self._drip()
            elif not fault.hang_up:
                self._answer(fault)

    def do_GET(self) -> None:
        self.receiver.violations.append(f"GET {self.path}")
        self.send_error(405)

    def _answer(self, fault: Fault) -> None:
        self.send_response(fault.status)
        for name, value in fault.headers:
            self.send_header(name, value)
        self.end_headers()
        while fault.huge:
            self.wfile.write(b"x" * 65536)
        if fault.slow:
            self.receiver.wait_for_the_end()

    def _drip(self) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000:
            self.wfile.write(bytes([letter]))
            time.sleep(0.05)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
        pass
