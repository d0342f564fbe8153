"""Alma's licences API: one request at a time, at our pace, logged, and nothing that writes sent twice unseen."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from domain.errors import Invalid, NotFound, RemoteUnavailable
from domain.ports.remote import Log, RequestEntry
from domain.sync.mapping import RemoteVocabulary
from domain.sync.records import RemoteRecord
from domain.sync.trouble import AnswerTooStrange, QuotaSpent, Unsure
from storage.remote.alma.codes import BASE
from storage.remote.alma.errors import PER_SECOND, error_in, refusal
from storage.remote.alma.lists import files_in, total_in
from storage.remote.alma.payloads import bodies_in, bodies_of, new_body, read_json, record_of, with_fields
from storage.remote.alma.words import read_vocabulary
from storage.remote.http import Answer, Host, NoAnswer
from storage.remote.numbers import small_number
from storage.remote.pace import Pace, Sleep, waits

PAGE = 100
WALKS = 3
"""How often a list is walked through before it is given up, where it changes on the way."""
OVERLAP = dt.timedelta(days=2)
"""Asked for besides: nobody says whether a day itself counts as after it, nor whose midnight it means."""
REMAINING = "x-exl-api-remaining"
_QUOTA = "Alma's quota of requests for today is used up, or nearly. Sending goes on after midnight."
_HALF = "Alma gave only part of its list of licences. Compare again later."


class AlmaClient:
    """domain.ports.remote.RemoteSystem for one Alma institution."""

    def __init__(
        self, host: Host, key: str, *, pace: Pace, keep_left: int, log: Log, sleep: Sleep = time.sleep
    ) -> None:
        self._host, self._key, self._pace = host, key, pace
        self._keep_left, self._log, self._sleep = keep_left, log, sleep
        self._left: int | None = None
        self._lists_are_whole = False

    def check(self) -> None:
        self._ask("GET", "/acq/licenses/?limit=1")

    def vocabulary(self, now: dt.datetime) -> RemoteVocabulary:
        return read_vocabulary(lambda path: read_json(self._ask("GET", path).body), now)

    def licences(self, since: dt.date | None = None) -> Iterator[tuple[RemoteRecord, int]]:
        """Page by page. A list that ends before its own total is asked for again, and then given up."""
        # Without `type` addenda and negotiations would be missing.
        more = {"modify_date_from": (since - OVERLAP).isoformat()} if since else {}
        seen: set[str] = set()
        for _ in range(WALKS):
            total, steady = yield from self._walk(more, seen)
            if steady and len(seen) >= total:
                return
        raise AnswerTooStrange(_HALF)

    def _walk(
        self, more: Mapping[str, str], seen: set[str]
    ) -> Generator[tuple[RemoteRecord, int], None, tuple[int, bool]]:
        """Once from the first page to the last, without what was `seen`; the total, and whether it never shrank.

        Where a record was deleted meanwhile, the ones behind it moved up and the first of the next page was not shown.
        """
        offset, total, steady = 0, 1, True
        while offset < total:
            bodies, now = self._page(offset, more)
            steady = steady and (offset == 0 or now >= total)
            total = now
            records = [record_of(body) for body in bodies]
            for record in self._whole([record for record in records if record.code not in seen]):
                yield record, total
            seen |= {record.code for record in records}
            offset += PAGE
        return total, steady

    def _page(self, offset: int, more: Mapping[str, str]) -> tuple[tuple[dict[str, Any], ...], int]:
        query = {"type": "ALL", "limit": str(PAGE), "offset": str(offset), **more}
        for last in (False, True):
            found = self._json("/acq/licenses/", query)
            total = total_in(found)
            if total is None:
                raise AnswerTooStrange("Alma's list of licences cannot be read.")
            bodies = self._readable({"license": found.get("license") or []})
            if len(bodies) >= min(PAGE, total - offset) or last:
                return bodies, total
        raise AssertionError("unreachable")

    def _readable(self, found: Any) -> tuple[dict[str, Any], ...]:
        try:
            return bodies_of(found)
        except Invalid as error:
            raise AnswerTooStrange(f"Alma's answer cannot be read: {error.message}") from None

    def _whole(self, records: Sequence[RemoteRecord]) -> Iterator[RemoteRecord]:
        """Lists carry the terms as far as is known; where no record of a page has any, each is read by itself."""
        self._lists_are_whole = self._lists_are_whole or any(record.whole for record in records)
        for record in records:
            # One that is gone by now is no part of the list any more.
            with contextlib.suppress(NotFound):
                yield record if self._lists_are_whole else self.licence(record.code)

    def licence(self, code: str) -> RemoteRecord:
        return self._record(f"/acq/licenses/{_safe(code)}")

    def amendments(self, code: str) -> tuple[RemoteRecord, ...]:
        found = self._json(f"/acq/licenses/{_safe(code)}/amendments", {})
        total = total_in(found)
        bodies = self._readable({"license": found.get("license") or []}) if total is not None else ()
        if total is None or len(bodies) < total:
            raise AnswerTooStrange("Alma gave only part of a list of amendments. Try again later.")
        return tuple(map(record_of, bodies))

    def amendment(self, parent: str, code: str) -> RemoteRecord:
        return self._record(f"/acq/licenses/{_safe(parent)}/amendments/{_safe(code)}")

    def _record(self, path: str) -> RemoteRecord:
        """One licence; an answer that is a list of one, as the description of amendments has it, is taken too."""
        bodies = self._readable(self._json(path, {}))
        if len(bodies) != 1:
            raise NotFound("Alma has no such licence.")
        return record_of(bodies[0])

    def create(self, code: str, fields: Mapping[str, str], *, parent: str = "") -> RemoteRecord:
        path = f"/acq/licenses/{_safe(parent)}/amendments" if parent else "/acq/licenses"
        return self._written(self._ask("POST", path, body=new_body(code, fields), fields=fields))

    def replace(self, record: RemoteRecord, fields: Mapping[str, str], *, parent: str = "") -> RemoteRecord:
        own = f"/acq/licenses/{_safe(record.code)}"
        path = f"/acq/licenses/{_safe(parent)}/amendments/{_safe(record.code)}" if parent else own
        return self._written(self._ask("PUT", path, body=with_fields(record.body, fields), fields=fields))

    def _written(self, answer: Answer) -> RemoteRecord:
        """What stands there now, as the answer says; one that cannot be read leaves us unsure."""
        try:
            (body,) = bodies_in(answer.body)
        except (Invalid, ValueError):
            raise Unsure("Alma did what was asked, but its answer cannot be read.") from None
        return record_of(body)

    def files(self, code: str) -> frozenset[str]:
        names: list[str] = []
        total = 1
        while len(names) < total:
            query = {"limit": str(PAGE), "offset": str(len(names))}
            found = self._json(f"/acq/licenses/{_safe(code)}/attachments", query)
            page, total = files_in(found)
            names += page
            if not page and len(names) < total:
                # Who took a half list for the whole would send a file a second time.
                raise AnswerTooStrange("Alma gave only part of its list of files. Try again later.")
        return frozenset(names)

    def attach(self, code: str, name: str, path: Path) -> None:
        content = base64.b64encode(path.read_bytes()).decode()
        self._ask("POST", f"/acq/licenses/{_safe(code)}/attachments", body={"file_name": name, "content": content})

    def _json(self, path: str, query: Mapping[str, str]) -> Any:
        answer = self._ask("GET", f"{path}?{urlencode(query)}" if query else path)
        try:
            return read_json(answer.body)
        except Invalid:
            raise AnswerTooStrange("Alma's answer was cut off or is not JSON. Try again later.") from None

    def _ask(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, fields: Mapping[str, str] | None = None
    ) -> Answer:
        """A success, or an error. Questions are asked again after 5xx and silence, everything after “too often”."""
        data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        trouble: Exception = RemoteUnavailable("Alma is busy. Try again later.")
        for wait in waits(self._sleep):
            self._check_quota()
            try:
                answer = self._once(method, path, data)
            except NoAnswer as error:
                trouble = error
                wait(None)
                continue
            if answer.status < 300:
                return answer
            trouble = self._trouble(method, answer, fields or {})
            if answer.status != 429 and not (answer.status >= 500 and method == "GET"):
                raise trouble
            wait(answer.headers.get("retry-after"))
        raise trouble

    def _trouble(self, method: str, answer: Answer, fields: Mapping[str, str]) -> Exception:
        if answer.status == 429 and error_in(answer.body).code.upper() not in (PER_SECOND, ""):
            raise QuotaSpent(_QUOTA, after_midnight())
        if answer.status == 429:
            return RemoteUnavailable("Alma is asked too often by all programs together. Try again later.")
        if answer.status >= 500 and method != "GET":
            return Unsure("Alma had an internal error; it may have done what was asked.")
        return refusal(answer, fields)

    def _check_quota(self) -> None:
        if self._left is not None and self._left <= self._keep_left:
            raise QuotaSpent(_QUOTA, after_midnight())

    def _once(self, method: str, path: str, data: bytes | None) -> Answer:
        self._pace.wait()
        headers = {"Authorization": f"apikey {self._key}", "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        asked = _Asked(method=method, path=f"{BASE}{path}", sent=len(data or b""))
        try:
            answer = self._host.ask(method, f"{BASE}{path}", headers, data)
        except RemoteUnavailable as error:
            self._log(asked.unanswered(error))
            raise
        left = answer.headers.get(REMAINING, "")
        self._left = small_number(left, otherwise=self._left)
        self._log(asked.answered(answer))
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request under way, for the log: without its key."""

    method: str
    path: str
    sent: int
    at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    began: float = field(default_factory=time.monotonic)

    def answered(self, answer: Answer) -> RequestEntry:
        told = error_in(answer.body) if answer.status >= 300 else None
        entry = self._entry()
        return replace(
            entry,
            status=answer.status,
            received_bytes=len(answer.body),
            tracking=told.tracking if told else "",
            error=f"{told.code} {told.message}".strip() if told else "",
        )

    def unanswered(self, error: RemoteUnavailable) -> RequestEntry:
        return replace(self._entry(), error=error.message)

    def _entry(self) -> RequestEntry:
        return RequestEntry(
            at=self.at,
            method=self.method,
            path=self.path,
            status=None,
            milliseconds=round((time.monotonic() - self.began) * 1000),
            sent_bytes=self.sent,
            received_bytes=0,
        )


def _safe(code: str) -> str:
    return quote(code, safe="")


def after_midnight(now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> dt.datetime:
    """A little after the next midnight in UTC; whose midnight Alma means is not said."""
    tomorrow = now().date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(0, 10), dt.UTC)
