"""A stand-in for Alma, and a client that speaks with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.ports.remote import RequestEntry
from storage.remote.alma.client import AlmaClient
from storage.remote.http import Host
from storage.remote.pace import Pace
from tests.alma.stand_in import KEY, StandIn


@pytest.fixture
def alma() -> Iterator[StandIn]:
    """A stand-in; at the end nothing may have been asked of it that Alma would never see."""
    with StandIn() as started:
        yield started
    assert started.violations == []


@pytest.fixture
def slept() -> list[float]:
    """How long was waited, each time."""
    return []


@pytest.fixture
def log() -> list[RequestEntry]:
    """What was logged."""
    return []


@pytest.fixture
def client(alma: StandIn, slept: list[float], log: list[RequestEntry]) -> Iterator[AlmaClient]:
    """A client that waits for nobody."""
    pace = Pace(10_000, slept.append)
    host = Host(alma.address, timeout=1.0)
    yield AlmaClient(host, KEY, pace=pace, keep_left=10, log=log.append, sleep=slept.append)
    host.close()
