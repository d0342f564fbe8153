"""However much the desk holds, a page asks the database a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.web.library import TestDesk

MOST = {
    "/licences?status=any": 25,
    "/licences?status=any&q=licence": 25,
    "/licences?status=any&tag=even&term=ill_electronic&value=-": 25,
    "/matrix?status=any": 25,
    "/?work=all": 30,
    "/?work=mine": 30,
    "/organisations/of?name=Meridian": 20,
    "/public/resources?q=journal": 15,
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


def add(desk: TestDesk, numbers: range) -> None:
    for number in numbers:
        licence = desk.licence(
            f"Licence {number:02}",
            organisations=[{"name": "Meridian", "role": "licensor"}],
            resources=[f"Journal {number}"],
            tags=["even" if number % 2 == 0 else "odd"],
        )
        version = desk.version(licence)
        desk.decide(version, "alumni_access", "permitted_explicit")
        desk.put_in_force(version)


@pytest.mark.parametrize("path", MOST)
def test_ten_times_as_many_licences_take_no_statement_more(desk: TestDesk, path: str) -> None:
    def asked() -> int:
        assert desk.viewer.get(path).status_code == 200  # what changed since is read now
        with statements() as seen:
            desk.viewer.get(path)
        return len(seen)

    add(desk, range(2))
    few = asked()
    add(desk, range(2, 20))

    assert few == asked() <= MOST[path]
