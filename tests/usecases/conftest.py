"""A whole desk without a web server: real database (both), real folder, real reader, a clock that tests may set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

from api.ids import new_id
from domain.identity import Actor, Role
from domain.page import Page
from domain.ports import DeskSettings, Services
from domain.reading.analysis import Analysis
from domain.reading.own_wordings import OwnWording
from storage.documents import LocalDocuments
from storage.passwords import Argon2Passwords
from storage.pdf.reader import PdfReader
from storage.unit_of_work import Database

DEMO = Path(__file__).parents[2] / "api" / "demo" / "pdf"


@dataclass
class Clock:
    """Stands still until it is set."""

    at: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC))

    def now(self) -> dt.datetime:
        return self.at

    def today(self) -> dt.date:
        return self.at.date()


@pytest.fixture
def clock() -> Clock:
    return Clock()


class ReadOnce(PdfReader):
    """The real reader; what it once found in a file it need not find again in every test."""

    _found: ClassVar[dict[str, tuple[tuple[Page, ...], Analysis]]] = {}

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        if path.name not in self._found:
            pages = tuple(super().pages(path))
            self._found[path.name] = (pages, super().analyse(pages))
        yield from self._found[path.name][0][first - 1 :]

    def analyse(self, pages: Iterable[Page], own: Sequence[OwnWording] = ()) -> Analysis:
        kept = tuple(pages)
        if own:
            return super().analyse(kept, own)
        return next(analysis for known, analysis in self._found.values() if known == kept)


@pytest.fixture
def services(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    database = Database(database_url, now=clock.now, today=clock.today)
    yield Services(
        unit_of_work=database.unit_of_work,
        reading_only=database.reading_only,
        glance=database.glance,
        documents=LocalDocuments(tmp_path / "documents"),
        reader=ReadOnce(),
        passwords=Argon2Passwords(),
        settings=DeskSettings(time_zone="UTC", max_upload_bytes=2_000_000),
        now=clock.now,
        new_id=new_id,
    )
    database.dispose()


def person(role: Role) -> Actor:
    return Actor(id=f"{role}-1", name=f"{role.capitalize()} One", role=role)


@pytest.fixture
def admin() -> Actor:
    return person(Role.ADMIN)


@pytest.fixture
def reviewer() -> Actor:
    return person(Role.REVIEWER)


@pytest.fixture
def editor() -> Actor:
    return person(Role.EDITOR)


@pytest.fixture
def viewer() -> Actor:
    return person(Role.VIEWER)


@pytest.fixture
def amendment_pdf() -> Path:
    """A short signed PDF of the demo library."""
    return DEMO / "meridian-amendment-1.pdf"
