"""An Alma on this machine: it keeps licences, takes nothing that the real one would refuse, and fails when told to.

What it refuses beyond an error that Alma itself would give is kept in `violations`, which every test ends by checking.
"""

from __future__ import annotations

import copy
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.alma import contract
from tests.alma.institution import STATUSES, TYPES, Institution, Refusal
from tests.alma.shapes import ATTACHMENT, LICENCE, strange

KEY = "l8xx0123456789abcdef0123456789abcdef"
OURS = frozenset({"name", "status", "licensor", "start_date", "end_date", "term", "modification_date"})
"""What a licence desk may change. `changing` of a stand-in names what somebody else changes in the same moment."""
Body = dict[str, Any]


@dataclass(slots=True)
class Fault:
    """What is to go wrong with the next requests of a method whose path holds a text."""

    kind: str
    method: str = ""
    part: str = ""
    times: int = 1
    reply: tuple[int, dict[str, str], bytes] | None = None

    def hits(self, method: str, path: str) -> bool:
        """Whether this request is one of them."""
        return self.times > 0 and self.method in ("", method) and self.part in path


@dataclass(slots=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


@dataclass
class StandIn:
    """The server. Use as a context manager; `address` is where it is."""

    alma: Institution = field(default_factory=Institution)
    faults: deque[Fault] = field(default_factory=deque)
    before: list[tuple[str, str, Callable[[], None]]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    remaining: int = 100_000
    key: str = KEY
    lists_without_terms: bool = False
    changing: set[str] = field(default_factory=set)

    def __enter__(self) -> StandIn:
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._known = contract.published() or contract.spoken()
        stand_in = self

        class Handler(_Handler):
            served = stand_in

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(self, *_about: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def fail(self, kind: str, method: str = "", part: str = "", times: int = 1) -> None:
        """Let the next requests go wrong."""
        self.faults.append(Fault(kind, method, part, times))

    def reply(self, status: int, body: bytes, method: str = "", part: str = "", times: int = 1) -> None:
        """Let something else answer the next requests, which then do nothing."""
        self.faults.append(Fault("reply", method, part, times, (status, {}, body)))

    def meanwhile(self, method: str, part: str, do: Callable[[], None]) -> None:
        """Let somebody else do something just before the next such request."""
        self.before.append((method, part, do))

    def count(self, method: str, part: str = "") -> int:
        """How many such requests came."""
        return sum(one.method == method and part in one.path for one in self.asked)

    def answer(self, method: str, target: str, headers: Any, data: bytes) -> tuple[int, dict[str, str], bytes] | None:
        """What is answered; None where nothing is."""
        with self._lock:
            return self._answer(method, target, headers, data)

    def _answer(self, method: str, target: str, headers: Any, data: bytes) -> tuple[int, dict[str, str], bytes] | None:
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        self._hooks(method, parts.path)
        fault = next((one for one in self.faults if one.hits(method, parts.path)), None)
        kind = fault.kind if fault else ""
        if fault:
            fault.times -= 1
        if fault and fault.reply:
            return fault.reply
        if kind in _BEFORE:
            return _BEFORE[kind]
        if kind == "silence":
            return None
        try:
            self._described(method, parts.path, parse_qsl(parts.query, keep_blank_values=True), data)
            body = self._checked(method, parts.path, headers, data)
            self.asked.append(Asked(method, parts.path, query, body))
            status, found = self._route(method, parts.path, query, body)
        except Refusal as error:
            status, found = error.status, error.body()
        return self._after(kind, status, found)

    def _hooks(self, method: str, path: str) -> None:
        for one in [hook for hook in self.before if hook[0] == method and hook[1] in path]:
            self.before.remove(one)
            one[2]()

    def _after(self, kind: str, status: int, found: Any) -> tuple[int, dict[str, str], bytes] | None:
        if kind == "half_page" and isinstance(found, dict):
            found = {**found, "license": found.get("license", [])[: len(found.get("license", [])) // 2]}
        content = b"" if found is None else json.dumps(found).encode()
        headers = {"Content-Type": "application/json;charset=UTF-8", "X-Exl-Api-Remaining": str(self.remaining)}
        self.remaining -= 1
        if kind == "timeout_after":
            self._over.wait(1.5)
        if kind in ("silence_after", "timeout_after"):
            return None
        if kind == "internal_after":
            return 500, {}, b""
        half = content[: len(content) // 2]
        spoilt = {"cut_off": half, "cut_text": half, "unreadable_after": b"<html>Gateway</html>"}
        length = {"Content-Length": str(len(content))} if kind == "cut_off" else {}
        return status, headers | length, spoilt.get(kind, content)

    def _checked(self, method: str, path: str, headers: Any, data: bytes) -> Any:
        """The body, if everything is as described; raises Refusal as Alma does, and notes what it would never see."""
        self._polite(headers)
        if headers.get("Authorization") != f"apikey {self.key}":
            raise Refusal("UNAUTHORIZED", "API-key not defined or not configured to allow this API.", 400)
        if self.remaining <= 0:
            raise Refusal("DAILY_THRESHOLD", "The daily quota is used up.", 429)
        return self._body(path, headers, data) if method in ("POST", "PUT") else None

    def _described(self, method: str, path: str, query: list[tuple[str, str]], data: bytes) -> None:
        operation = next((one for one in self._known if one.matches(method, path)), None)
        if operation is None:
            self._never(f"{method} {path} is not described")
            return
        if operation.takes_body != bool(data):
            self._never(f"{method} {path}: {'no body' if operation.takes_body else 'a body'}")
        wrong = list(operation.strange(query))
        for what in wrong:
            self._never(f"{method} {path}: {what}")
        if wrong:
            raise Refusal("40166411", f"Param value is invalid: {wrong[0]}", 400)

    def _polite(self, headers: Any) -> None:
        if headers.get("Accept") != "application/json":
            self._never("XML is answered without Accept: application/json")

    def _body(self, path: str, headers: Any, data: bytes) -> Any:
        if headers.get("Content-Type") != "application/json":
            self._never("the body's type is not stated")
        try:
            body = json.loads(data.decode(), object_pairs_hook=self._object)
        except ValueError:
            self._never(f"{path}: the body is no JSON")
            raise Refusal("402119", "General error", 400) from None
        wrong = list(strange(ATTACHMENT if path.endswith("/attachments") else LICENCE, body))
        for what in wrong:
            self._never(f"{path}: {what}")
        if _has_null(body):
            raise Refusal("URM-162045", "Internal error", 500)
        if wrong:
            raise Refusal("402119", f"General error: {wrong[0]}", 400)
        return body

    def _object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) != len(members):
            self._never("a member is there twice")
        return found

    def _never(self, what: str) -> None:
        self.violations.append(what)

    def _route(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        area, kind, *steps = [unquote(step) for step in path.removeprefix(contract.BASE).strip("/").split("/")]
        shape = (method, area, kind, *steps[1:2], len(steps))
        alma = self.alma
        known: dict[tuple[object, ...], Callable[..., Any]] = {
            ("GET", "acq", "licenses", 0): lambda: self._listed(query),
            ("POST", "acq", "licenses", 0): lambda: alma.add(body),
            ("GET", "acq", "licenses", 1): alma.one,
            ("PUT", "acq", "licenses", 1): lambda code: self._replaced(code, body),
            ("GET", "acq", "licenses", "amendments", 2): lambda code, _: alma.amendments_of(code),
            ("POST", "acq", "licenses", "amendments", 2): lambda code, _: alma.add(body, parent=code),
            ("GET", "acq", "licenses", "amendments", 3): lambda code, _, one: alma.one(one, parent=code),
            ("PUT", "acq", "licenses", "amendments", 3): lambda code, _, one: self._replaced(one, body, parent=code),
            ("GET", "acq", "licenses", "attachments", 2): lambda code, _: alma.attachments_of(code, query),
            ("POST", "acq", "licenses", "attachments", 2): lambda code, _: alma.attach(code, body),
            ("GET", "conf", "code-tables", 1): alma.table,
            ("GET", "conf", "license-terms", 0): alma.terms_listed,
        }
        if shape not in known:
            self._never(f"{method} {path} is not part of the stand-in")
            raise Refusal("402119", "General error", 400)
        return 200, known[shape](*steps)

    def _replaced(self, code: str, body: Body, parent: str = "") -> Body:
        """What a licence desk has no business with must come back as it was given."""
        there = self.alma.one(code, parent)
        for name in (set(there) | set(body)) - OURS:
            if name not in self.changing and there.get(name) != body.get(name) and not _has_null(there.get(name)):
                self._never(f"PUT {code} changes {name}")
        return self.alma.replace(code, body, parent)

    def _listed(self, query: dict[str, str]) -> Body:
        if int(query.get("limit", "10")) > 100:
            raise Refusal("40166411", "Param value is invalid: limit", 400)
        for name, known in (("type", TYPES), ("status", STATUSES)):
            if query.get(name, "ALL") not in {*known, "ALL"}:
                raise Refusal("40166404", f"The field {name} has an invalid value.", 400)
        found = self.alma.listed(query)
        if self.lists_without_terms:
            found["license"] = [{k: v for k, v in one.items() if k != "term"} for one in found.get("license", [])]
        return copy.deepcopy(found)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    served: StandIn

    def _do(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.served.answer(self.command, self.path, self.headers, data)
        if answer is None:
            self.close_connection = True
            return
        status, headers, content = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        if int(headers.get("Content-Length", len(content))) != len(content):
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as http.server names it
        """Say nothing."""


def _has_null(body: Any) -> bool:
    if isinstance(body, list):
        return any(map(_has_null, body))
    if isinstance(body, dict):
        return any((name == "value" and item is None) or _has_null(item) for name, item in body.items())
    return False


def _told(code: str, message: str, tracking: str | None = None) -> bytes:
    error = {"errorCode": code, "errorMessage": message, "trackingId": tracking}
    return json.dumps({"errorsExist": True, "errorList": {"error": [error]}}).encode()


_BEFORE = {
    "per_second": (429, {}, _told("PER_SECOND_THRESHOLD", "HTTP requests are more than allowed per second")),
    "daily": (429, {}, _told("DAILY_THRESHOLD", "The daily quota is used up")),
    "internal": (500, {}, b""),
    "gateway": (502, {"Content-Type": "text/html"}, b"<html><body>Bad gateway"),
    "expired_key": (400, {}, _told("UNAUTHORIZED", "API-key not defined or not configured to allow this API.")),
    "forbidden": (403, {}, b"<html>Forbidden</html>"),
    "redirect": (302, {"Location": "https://elsewhere.example/almaws/v1/acq/licenses/"}, b""),
    "missing": (400, {}, _told("403400", "License with code NOPE not found.", "E01-0101000000-XXXXX-AWAE000000000")),
}
