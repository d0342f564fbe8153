"""However much the desk, a licence or a review holds, a page asks the database a fixed number of questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from domain.usecases.desk import MOST_READINGS
from domain.usecases.tasks import add_task
from tests.pdfs import pdf
from tests.sayings import say
from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk, Visitor

OF_THE_DESK = {
    "/licences?status=any": 8,
    "/licences?status=any&q=licence": 8,
    "/licences?status=any&q=library": 10,
    "/licences?status=any&tag=even&term=ill_electronic&value=-": 10,
    "/licences?status=any&day=term_ends&from=2026-01-01&to=2027-01-01": 8,
    "/licences/bulk?status=any&every=yes": 10,
    "/matrix?status=any": 8,
    "/?work=all": 20,
    "/?work=mine": 20,
    "/organisations": 15,
    "/organisations/of?name=Meridian": 20,
    "/views": 10,
    "/audit": 15,
    "/people": 10,
    "/vocabulary": 15,
    "/public/resources?q=journal": 15,
    "/public/resources/journal-0": 15,
    "/public/resources/maps": 15,
}
OF_A_LICENCE = {
    "": 22,
    "/terms/alumni_access": 40,
    "/history": 22,
    "/term-sheet": 22,
    "/edit": 15,
    "/tasks/new": 15,
    "/versions/new": 15,
}
OF_A_VERSION = {
    "/versions/{version}": 20,
    "/versions/{version}/upload": 12,
    "/versions/{version}/review/items/commercial_use?show=all": 26,
    "/versions/{version}/review/items/commercial_use/change?show=all": 45,
    "/versions/{version}/review/items/commercial_use?view=text": 26,
    "/versions/{version}/review/search?q=library&key=commercial_use": 30,
    "/versions/{version}/review/sure?least=50": 16,
    "/versions/{version}/review/silent": 22,
    "/documents/{document}/view?q=library": 16,
    "/documents/{document}/view?view=text": 16,
    "/documents/{document}/readings": 15,
}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What every database is asked meanwhile; what begins and ends a transaction is left out."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def asked_by(who: Visitor, path: str) -> int:
    """How many questions a page asks; what changed since is read before they are counted."""
    assert who.get(path).status_code == 200, path
    with statements() as seen:
        who.get(path)
    return len(seen)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


def add_licences(desk: TestDesk, numbers: range) -> None:
    for number in numbers:
        licence = desk.licence(
            f"Licence {number:02}",
            code=f"L-{number:02}",
            organisations=[{"name": name, "role": "licensor"} for name in ("Meridian", f"Licensor {number}")],
            resources=[f"Journal {number}", "Maps"],
            tags=["even" if number % 2 == 0 else "odd"],
            end_date=f"2026-{12 - number % 12:02}-28",
        )
        version = desk.version(licence)
        desk.document(version)
        desk.decide(version, "alumni_access", "permitted_explicit")
        desk.put_in_force(version)
        add_task(desk.services, desk.actor(), licence, {"text": "Ask them.", "due": "2026-12-01"})


def add_amendments(desk: TestDesk, licence: str, numbers: range) -> None:
    for number in numbers:
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        version = desk.version(licence, kind="amendment", label=f"Amendment {number}", effective_from=day.isoformat())
        desk.document(version)
        desk.decide(version, "alumni_access", "permitted_explicit")
        desk.put_in_force(version)
        add_task(desk.services, desk.actor(), licence, {"text": f"Ask them for {number}.", "due": "2026-12-01"})


def too_many(asked: dict[str, int], most: dict[str, int]) -> dict[str, int]:
    return {path: number for path, number in asked.items() if number > most[path]}


def test_three_times_as_many_licences_take_no_statement_more(desk: TestDesk) -> None:
    add_licences(desk, range(MOST_READINGS))
    few = {path: asked_by(desk.admin, path) for path in OF_THE_DESK}
    add_licences(desk, range(MOST_READINGS, 3 * MOST_READINGS))

    assert {path: asked_by(desk.admin, path) for path in OF_THE_DESK} == few
    assert too_many(few, OF_THE_DESK) == {}


def test_five_times_as_many_versions_and_tasks_take_no_statement_more(desk: TestDesk) -> None:
    licence = desk.licence("Boreal Waters", resources=["Lakes"])
    most = {f"/licences/{licence}{path}": number for path, number in OF_A_LICENCE.items()}
    add_amendments(desk, licence, range(2))
    few = {path: asked_by(desk.admin, path) for path in most}
    add_amendments(desk, licence, range(2, 10))

    assert {path: asked_by(desk.admin, path) for path in most} == few
    assert too_many(few, most) == {}


def test_more_documents_suggestions_and_decisions_take_no_statement_more(desk: TestDesk) -> None:
    version = desk.version(desk.licence())
    document = desk.document(version)
    most = {path.format(version=version, document=document): number for path, number in OF_A_VERSION.items()}
    few = {path: asked_by(desk.admin, path) for path in most}
    for number in range(5):
        desk.document(version, pdf(f"{number}.1 The Licensee shall not sell or resell the Licensed Materials."))
    for key in ("alumni_access", "walk_in_access", "text_data_mining", "ill_electronic"):
        desk.decide(version, key, "permitted_explicit")
        say(desk.services, version, key, "prohibited_explicit")

    assert {path: asked_by(desk.admin, path) for path in most} == few
    assert too_many(few, most) == {}
