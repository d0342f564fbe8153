"""The small application of tests/web/desk.py, asked directly and over a socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.browser import live
from tests.web.desk import SESSION, make_desk, test_templates


@pytest.fixture(autouse=True, scope="session")
def templates() -> Iterator[None]:
    """The test pages beside the real ones."""
    with test_templates():
        yield


@pytest.fixture
def anyone() -> TestClient:
    """Somebody who is not signed in."""
    return TestClient(make_desk(), follow_redirects=False)


@pytest.fixture
def marie() -> TestClient:
    """M. R., a reviewer, signed in."""
    return TestClient(make_desk(), cookies={"session": SESSION}, follow_redirects=False)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where a browser finds the application."""
    with live(make_desk()) as where:
        yield where
