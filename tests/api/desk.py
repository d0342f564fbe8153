"""The whole service over a real database, and somebody who asks it over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import wire
from domain.identity import SYSTEM, Role
from domain.ports import Services
from domain.usecases.accounts import create_token
from domain.usecases.work import work_one
from tests.pdfs import pdf

API = "/api/v1"
Answer = Any
"""An answer of the test client; its type belongs to the client's own library."""


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, or without. Paths begin after /api/v1."""

    client: TestClient
    token: str | None

    def ask(
        self, method: str, path: str, *, if_match: str | None = None, key: str | None = None, **request: Any
    ) -> Answer:
        """Send a request."""
        headers = {
            "Authorization": f"Bearer {self.token}" if self.token else None,
            "If-Match": if_match,
            "Idempotency-Key": key,
            **request.pop("headers", {}),
        }
        sent = {name: value for name, value in headers.items() if value is not None}
        return self.client.request(method, path if path.startswith(API) else f"{API}{path}", headers=sent, **request)

    def get(self, path: str, **request: Any) -> Answer:
        return self.ask("GET", path, **request)

    def post(self, path: str, **request: Any) -> Answer:
        return self.ask("POST", path, **request)

    def patch(self, path: str, **request: Any) -> Answer:
        return self.ask("PATCH", path, **request)

    def put(self, path: str, **request: Any) -> Answer:
        return self.ask("PUT", path, **request)

    def delete(self, path: str, **request: Any) -> Answer:
        return self.ask("DELETE", path, **request)

    def upload(self, version: str, content: bytes, *, filename: str = "signed.pdf", **request: Any) -> Answer:
        """Send a file to a version."""
        return self.post(
            f"/versions/{version}/documents", files={"file": (filename, content, "application/pdf")}, **request
        )


@dataclass(frozen=True)
class Desk:
    """A running desk with somebody of each role."""

    services: Services
    app: FastAPI
    client: TestClient
    admin: Caller
    reviewer: Caller
    editor: Caller
    viewer: Caller
    feed: Caller
    nobody: Caller

    def licence(self, **fields: Any) -> Answer:
        """A licence, entered."""
        answer = self.editor.post("/licences", json={"title": f"Licence {uuid.uuid4().hex[:8]}", **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def version(self, licence: str | None = None, **fields: Any) -> Answer:
        """A draft version."""
        where = licence or self.licence()["id"]
        answer = self.editor.post(f"/licences/{where}/versions", json={"effective_from": "2026-01-01", **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def document(self, version: str, content: bytes | None = None) -> Answer:
        """A document, uploaded and read."""
        answer = self.editor.upload(version, content or pdf())
        assert answer.status_code == 201, answer.text
        self.work()
        return self.viewer.get(f"/documents/{answer.json()['id']}").json()

    def work(self) -> None:
        """Do all background work."""
        while work_one(self.services, "test"):
            pass

    def put_in_force(self, version: str) -> None:
        """Take a draft into force."""
        for state in ("in_review", "in_force"):
            reason = "It was agreed by letter."
            answer = self.reviewer.post(f"/versions/{version}/transitions", json={"to": state, "reason": reason})
            assert answer.status_code == 200, answer.text

    def decide(
        self, version: str, key: str = "ill_electronic", value: Any = "permitted_explicit", **more: Any
    ) -> Answer:
        """Decide a term for the first time."""
        body = {"value": value, "notes": "As agreed by letter.", **more}
        answer = self.reviewer.put(f"/versions/{version}/terms/{key}", json=body)
        assert answer.status_code == 201, answer.text
        return answer


@contextmanager
def running(folder: Path, database_url: str, **settings: Any) -> Iterator[Desk]:
    """A desk whose background work is done by `Desk.work`."""
    read = Settings(
        data_dir=folder,
        database_url=database_url,  # type: ignore[arg-type]  # pydantic makes it a secret
        worker="none",
        _env_file=None,  # type: ignore[call-arg]
        **settings,
    )
    wired = wire(read)
    app = create_app(read, wired.services)
    tokens = {role: create_token(wired.services, SYSTEM, {"name": role.value, "role": role.value})[0] for role in Role}
    feed, _ = create_token(wired.services, SYSTEM, {"name": "feed", "role": "viewer", "feed_only": True})
    with TestClient(app) as client:
        callers = {role.value: Caller(client, token) for role, token in tokens.items()}
        yield Desk(wired.services, app, client, **callers, feed=Caller(client, feed), nobody=Caller(client, None))
    wired.database.dispose()
