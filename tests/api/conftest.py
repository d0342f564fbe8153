"""A running desk for each test: on SQLite, or on both databases where the difference matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.desk import Desk, running


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str) -> Iterator[Desk]:
    """A desk on SQLite."""
    with running(tmp_path, sqlite_url) as started:
        yield started


@pytest.fixture
def desk_on_both(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """A desk on each of the two databases in turn."""
    with running(tmp_path, database_url) as started:
        yield started
