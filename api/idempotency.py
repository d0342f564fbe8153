"""POST once: the same Idempotency-Key gives the same answer, and the work is done one time.

The answer is kept in the very transaction that does the work. Whatever happens in between, a crash included, either
both are there or neither is: a key never names work that was not done, nor is work done twice under it.

* A request that was refused did nothing, so nothing is kept: with the same key it may be sent again, corrected.
* Of two requests at once with one key the second gets the first one's answer.
* A key belongs to one token. Under it, another request is refused (409).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Any, BinaryIO, cast

from fastapi import Depends, Header
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api import patterns, problems
from api.deps import Desk
from api.problems import Refused
from domain.errors import LicenceError
from domain.identity import Actor
from domain.ports import Services, UnitOfWork
from domain.queries import StoredAnswer

REPLAYED = "Idempotency-Replayed"
CHUNK = 1024 * 1024
_KEPT_HEADERS = ("content-type", "etag", "location")
_REUSED = "This Idempotency-Key was used for another request. Use a new key."

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=patterns.IDEMPOTENCY_KEY,
        description="A key of your own, such as a UUID: sent again with the same request, it gives the same answer.",
        examples=["5f0d8f0e-6f4b-4a5e-9d0b-2f1f0c6f7a11"],
    ),
]
Sent = BaseModel | str | None
Work = Callable[[Services], Response]
Without = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Once:
    """Does the work of a POST, once for each key."""

    request: Request
    services: Services
    key: str | None

    def __call__(self, work: Work, sent: Sent = None, *, keep: Without | None = None) -> Response:
        """`work`'s answer, or the one that was given before under this key.

        `sent` is what the request says; `keep` takes out of the body what must not be stored.
        Raises what `work` raises, and Refused where the key was used for another request.
        """
        if self.key is None:
            return work(self.services)
        fingerprint = self._fingerprint(sent)
        earlier = self._earlier(fingerprint)
        return earlier or self._first(work, fingerprint, keep)

    def _first(self, work: Work, fingerprint: str, keep: Without | None) -> Response:
        transaction = _OneTransaction(self.services)
        try:
            with transaction:
                answer = work(transaction.services())
                transaction.commit_with(self._actor_id, str(self.key), _stored(answer, fingerprint, keep))
        except LicenceError:
            # Somebody else may have done the same work under this key while we were at it.
            earlier = self._earlier(fingerprint)
            if earlier is None:
                raise
            return earlier
        return answer

    def _earlier(self, fingerprint: str) -> Response | None:
        with self.services.reading_only() as uow:
            stored = uow.queries.idempotent(self._actor_id, str(self.key))
        if stored is None:
            return None
        if not hmac.compare_digest(stored.fingerprint, fingerprint):
            raise Refused(problems.KEY_REUSED, _REUSED)
        return Response(str(stored.body), stored.status, {**stored.headers, REPLAYED: "true"})

    @property
    def _actor_id(self) -> str:
        return cast(Actor, self.request.state.caller).id

    def _fingerprint(self, sent: Sent) -> str:
        """Of what was asked. Keyed with the token, which is not kept: a body may hold a password."""
        secret = self.request.headers.get("authorization", "").encode()
        said = sent.model_dump_json(exclude_unset=True) if isinstance(sent, BaseModel) else sent or ""
        url = self.request.url
        content = f"{self.request.method}\n{url.path}\n{url.query}\n{said}"
        return hmac.new(secret, content.encode(), hashlib.sha256).hexdigest()


def _once(request: Request, services: Desk, idempotency_key: IdempotencyKey = None) -> Once:
    return Once(request, services, idempotency_key)


OnceOnly = Annotated[Once, Depends(_once)]


def file_fingerprint(content: BinaryIO) -> str:
    """The SHA-256 of an upload, which is then back at its beginning."""
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _stored(answer: Response, fingerprint: str, keep: Without | None) -> StoredAnswer:
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    body = bytes(answer.body)
    kept = keep(body) if keep else body
    return StoredAnswer(fingerprint=fingerprint, status=answer.status_code, headers=headers, body=kept.decode())


class _OneTransaction:
    """Services whose writing all goes into one transaction, opened with the first write and committed by us alone."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stack = ExitStack()
        self._open: UnitOfWork | None = None

    def __enter__(self) -> None:
        self._stack.__enter__()

    def __exit__(self, *about: Any) -> None:
        self._stack.__exit__(*about)

    def services(self) -> Services:
        """Services for work that writes and looks in here."""
        return replace(self._services, unit_of_work=self.write, reading_only=self.read, glance=self.read)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """For Services.unit_of_work: a use case's commit waits for ours."""
        if self._open is None:
            self._open = self._stack.enter_context(self._services.unit_of_work())
        yield cast(UnitOfWork, _Uncommitted(self._open))

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """For Services.reading_only and glance: what was written here is seen here."""
        if self._open is not None:
            yield self._open
            return
        with self._services.reading_only() as uow:
            yield uow

    def commit_with(self, actor_id: str, key: str, answer: StoredAnswer) -> None:
        """Keep the answer and commit everything; raises Conflict where the key was used meanwhile."""
        with self.write():
            pass
        if self._open is not None:
            self._open.remember(actor_id, key, answer)
            self._open.commit()


class _Uncommitted:
    """A unit of work that somebody else will commit."""

    def __init__(self, inner: UnitOfWork) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        """Not yet: the answer is to be kept with the work."""
