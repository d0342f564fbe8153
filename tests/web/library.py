"""A desk as a library has it: the real application on a real database, with licences, a signed PDF and decisions.

`desk` is a fresh one for a test that changes things; `library` is built once and only looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import wire
from domain.decision import Choice, EvidenceClaim
from domain.identity import SYSTEM, Actor, Role
from domain.ports import Services
from domain.usecases.accounts import add_account, sign_in
from domain.usecases.decisions import decide_term
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence
from domain.usecases.versions import add_version, move_version
from domain.usecases.work import work_one
from domain.version import VersionState
from tests.pdfs import pdf
from web.csrf import FIELD

PASSWORD = "a sentence that nobody guesses"
NAMES = {Role.ADMIN: "Ada Min", Role.REVIEWER: "Rae Viewer", Role.EDITOR: "Ed Itor", Role.VIEWER: "Vi Ewer"}


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser that runs no scripts, or one with htmx."""

    client: TestClient
    actor: Actor | None = None
    cookie: str | None = None
    token: str = ""

    def get(self, path: str, **headers: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers={**self._cookies(), **headers}, follow_redirects=False)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
        """Send a form, with the token that its page carries."""
        sent = {FIELD: self.token, **(data or {})}
        return self.client.post(path, data=sent, headers={**self._cookies(), **headers}, follow_redirects=False)

    def htmx(self, path: str) -> Any:
        """Ask for a fragment."""
        return self.get(path, **{"HX-Request": "true"})

    def htmx_post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """Send a form as htmx does."""
        return self.post(path, data, **{"HX-Request": "true"})

    def _cookies(self) -> dict[str, str]:
        # Sent by hand: one client serves several people, and its own jar would mix them up.
        self.client.cookies.clear()
        return {"Cookie": f"session={self.cookie}"} if self.cookie else {}


@dataclass(frozen=True)
class TestDesk:
    """A running desk with somebody of each role."""

    __test__ = False

    app: FastAPI
    services: Services
    client: TestClient
    admin: Visitor
    reviewer: Visitor
    editor: Visitor
    viewer: Visitor
    nobody: Visitor

    def actor(self, role: Role = Role.ADMIN) -> Actor:
        """The person of that role, for use cases."""
        found: Visitor = getattr(self, role.value)
        assert found.actor is not None
        return found.actor

    def licence(self, title: str = "Boreal Waters", **fields: Any) -> str:
        """The id of a licence, entered."""
        return add_licence(self.services, self.actor(), {"title": title, **fields}).id

    def version(self, licence_id: str, **fields: Any) -> str:
        """The id of a draft version."""
        known = {"kind": "agreement", "label": "Agreement 2026", "effective_from": "2026-01-01"}
        return add_version(self.services, self.actor(), licence_id, {**known, **fields}).id

    def document(self, version_id: str, content: bytes | None = None) -> str:
        """The id of a document, uploaded and read."""
        upload = Upload(filename="signed.pdf", content=io.BytesIO(content or pdf()))
        document, _ = add_document(self.services, self.actor(), version_id, upload)
        while work_one(self.services, "test"):
            pass
        return document.id

    def decide(self, version_id: str, key: str, value: object, **more: Any) -> None:
        """Decide a term by hand."""
        known = {"internal_note": "As agreed by letter."}
        decide_term(self.services, self.actor(), version_id, key, Choice(value=value, **{**known, **more}))

    def decide_on(self, document_id: str, key: str, value: object, quote: str) -> None:
        """Decide a term on words of a document."""
        with self.services.reading_only() as uow:
            document, reading = uow.documents.get(document_id), uow.readings.latest(document_id)
            assert reading is not None
            clause = next(c.clause.id for c in uow.readings.clauses(reading.id) if quote in c.clause.text)
        claim = EvidenceClaim(document=document_id, clause=clause, quote=quote)
        self.decide(document.version_id, key, value, evidence=(claim,))

    def put_in_force(self, version_id: str) -> None:
        """Take a draft into force."""
        for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
            move_version(self.services, self.actor(), version_id, state, "Agreed by letter.")


@contextmanager
def running(folder: Path, database_url: str, **more: Any) -> Iterator[TestDesk]:
    """A desk whose background work is done by `TestDesk.document`."""
    settings = Settings(
        data_dir=folder,
        database_url=database_url,  # type: ignore[arg-type]  # pydantic makes it a secret
        worker="none",
        library_name="Ashbridge University Library",
        library_contact="licences@library.example",
        _env_file=None,  # type: ignore[call-arg]
        **more,
    )
    wired = wire(settings)
    app = create_app(settings, wired.services)
    with TestClient(app) as client:
        people = {role.value: _visitor(wired.services, client, role) for role in Role}
        yield TestDesk(app=app, services=wired.services, client=client, **people, nobody=Visitor(client))
    wired.database.dispose()


def _visitor(s: Services, client: TestClient, role: Role) -> Visitor:
    email = f"{role}@library.example"
    raw = {"email": email, "name": NAMES[role], "role": role.value, "password": PASSWORD}
    account = add_account(s, SYSTEM, raw)
    cookie, session = sign_in(s, email, PASSWORD, "192.0.2.1")
    return Visitor(client, account.actor(), cookie, session.csrf)


@dataclass(frozen=True)
class Library:
    """The desk that is only looked at, and where things are in it."""

    desk: TestDesk
    journals: str
    agreement: str
    amendment: str
    document: str
    archive: str
    draft: str


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str) -> Iterator[TestDesk]:
    """A fresh desk with accounts and nothing else."""
    with running(tmp_path / "data", sqlite_url) as made:
        yield made


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Library]:
    """A small library, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("library")
    path = folder / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    with running(folder / "data", f"sqlite:///{path}") as made:
        yield _filled(made)


def _filled(desk: TestDesk) -> Library:
    today = desk.services.today()
    journals = desk.licence(
        "Journals Complete",
        code="L-0112",
        alternative_titles=["MSP Complete"],
        organisations=[{"name": "Meridian Science Press", "role": "licensor"}],
        start_date="2026-01-01",
        end_date=f"{today.year + 1}-12-31",
        renewal="automatic",
        renewal_period={"number": 1, "unit": "year"},
        notice_period={"number": 60, "unit": "calendar_day"},
        resources=[{"title": "Annals of Boreal Chemistry", "issn": "0000-0108", "url": "https://abc.example"}],
        contacts="Odile Marchetti",
        tags=["journals"],
        notes="The price rises by 3 per cent.",
        paper_location="Cabinet C",
    )
    agreement = desk.version(journals, signatures=[{"name": "Odile Marchetti", "signed_on": "2025-12-01"}])
    document = desk.document(agreement)
    desk.decide_on(document, "ill_electronic", "permitted_explicit", "single copy of an individual article")
    desk.decide(agreement, "alumni_access", "prohibited_explicit", public_note="Alumni may visit the library.")
    desk.decide(agreement, "text_data_mining", "silent", searched=("text mining", "data mining"), internal_note=None)
    desk.put_in_force(agreement)
    amendment = desk.version(journals, kind="amendment", label="Amendment 1", effective_from="2026-07-01")
    desk.decide(amendment, "alumni_access", "permitted_explicit", conditions="In the library building.")
    desk.put_in_force(amendment)
    archive = desk.licence("Humanities Archive", organisations=[{"name": "Harrow & Vale", "role": "licensor"}])
    draft = desk.version(archive, label="Publisher’s draft", effective_from="")
    desk.document(draft)
    desk.licence(
        "Open Shelf eBooks",
        scope="consortial",
        organisations=[{"name": "Northern Shores", "role": "consortium"}],
        renewal="perpetual",
    )
    return Library(desk, journals, agreement, amendment, document, archive, draft)


def text_of(html: str) -> str:
    """What a page says, without its markup and with single spaces between words."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
    return re.sub(r" (?=[:;,.])", "", said)
