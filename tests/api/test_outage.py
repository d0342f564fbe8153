"""The database goes away while the desk serves, and comes back: it is told in a sentence, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from storage import migrate
from storage.engine import FRESH_SECONDS
from tests.api.desk import Desk, running


@contextmanager
def no_database(server: URL, url: str) -> Iterator[None]:
    """As if PostgreSQL had been stopped: connections end, and no new one is taken."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    _let_in(engine, url, allowed=False)
    try:
        yield
    finally:
        _let_in(engine, url, allowed=True)
        engine.dispose()


def _let_in(engine: Engine, url: str, *, allowed: bool) -> None:
    name = make_url(url).database
    with engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}'))
        if not allowed:
            _end_connections(connection, name)


def _end_connections(connection: Connection, name: str | None) -> None:
    ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    connection.execute(ended, {"name": name})


@pytest.fixture
def serving(empty_postgresql_url: str, tmp_path: Path) -> Iterator[Desk]:
    migrate.upgrade(empty_postgresql_url)
    with running(tmp_path, empty_postgresql_url) as desk:
        yield desk


def test_an_outage_is_told_and_ends_by_itself(serving: Desk, postgresql_server: URL, empty_postgresql_url: str) -> None:
    kept = serving.licence(title="Boreal Journals")
    with no_database(postgresql_server, empty_postgresql_url):
        read = serving.viewer.get("/licences")
        written = serving.editor.post("/licences", json={"title": "Lost?"})
        public = serving.client.get("/public/resources.json")
        page = serving.client.get("/public/resources", headers={"Accept": "text/html"})
        pages = serving.client.get("/licences", headers={"Cookie": "session=x"}, follow_redirects=False)
        ready, live = serving.client.get("/health/ready"), serving.client.get("/health/live")
    for answer in (read, written, public):
        assert answer.status_code == 503
        assert answer.json()["type"] == "/api/v1/problems/unavailable"
        assert answer.json()["detail"].endswith("Try again in a minute.")
        assert answer.headers["retry-after"] == "30"
    for answer in (page, pages):
        assert answer.status_code == 503
        assert "Try again in a minute." in answer.text
    assert (ready.status_code, live.status_code) == (503, 200)

    titles = [one["title"] for one in serving.viewer.get("/licences").json()["items"]]
    assert titles == [kept["title"]]


def test_connections_that_ended_while_nobody_asked_are_replaced_unnoticed(
    serving: Desk, postgresql_server: URL, empty_postgresql_url: str
) -> None:
    serving.licence(title="Boreal Journals")
    assert serving.viewer.get("/licences").status_code == 200
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        _end_connections(connection, make_url(empty_postgresql_url).database)
    engine.dispose()

    time.sleep(1.1 * FRESH_SECONDS)
    assert serving.viewer.get("/licences").status_code == 200
