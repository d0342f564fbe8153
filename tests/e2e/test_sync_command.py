"""The real command against a stand-in for Alma: connect, plan, apply, and be killed in between."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from api.wiring import migrate, wire
from domain.decision import Choice
from domain.identity import SYSTEM
from domain.usecases.decisions import decide_term
from domain.usecases.licences import add_licence
from domain.usecases.versions import add_version, move_version
from domain.version import VersionState
from tests.alma.stand_in import KEY, StandIn

CODES = [f"L-{number}" for number in range(4)]


@pytest.fixture
def alma() -> Iterator[StandIn]:
    with StandIn() as started:
        yield started
    assert started.violations == []


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "LICENCE_DESK_DATA_DIR": str(folder), "LICENCE_DESK_SYNC_LOOPBACK": "true"}


def desk(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "api", *arguments]
    return subprocess.run(
        command,
        env=environment(folder),
        cwd=Path(__file__).parents[2],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path, alma: StandIn) -> Path:
    """A data folder with licences in force and a connected Alma."""
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    migrate(settings)
    wired = wire(settings)
    for code in CODES:
        licence = add_licence(wired.services, SYSTEM, {"code": code, "title": f"Licence {code}"})
        raw = {"kind": "agreement", "effective_from": "2026-01-01"}
        version = add_version(wired.services, SYSTEM, licence.id, raw)
        choice = Choice(value="permitted_explicit", internal_note="Agreed.")
        decide_term(wired.services, SYSTEM, version.id, "ill_electronic", choice)
        for state in (VersionState.IN_REVIEW, VersionState.IN_FORCE):
            move_version(wired.services, SYSTEM, version.id, state, "Agreed.")
    wired.database.dispose()
    added = desk(tmp_path, "target", "add", "Alma", "--address", alma.address, typed=f"{KEY}\n")
    assert added.returncode == 0, added.stderr
    return tmp_path


def test_planning_prints_what_would_be_sent_and_sends_nothing(folder: Path, alma: StandIn) -> None:
    planned = desk(folder, "sync", "alma", "--plan")
    assert planned.returncode == 0, planned.stderr
    assert "send: ILLELEC: (empty) -> PERMITTED" in planned.stdout
    assert alma.alma.licences == {}


def test_applying_sends_and_a_second_time_there_is_nothing_to_send(folder: Path, alma: StandIn) -> None:
    assert desk(folder, "sync", "Alma", "--apply").returncode == 0
    assert sorted(alma.alma.licences) == CODES
    again = desk(folder, "sync", "Alma", "--apply", "--json")
    told: Any = json.loads(again.stdout)
    assert (told["plan"]["counts"]["agree"], told["items"]) == (4, [])
    assert alma.count("POST") == 4


def test_a_command_killed_while_it_sends_is_gone_on_with_by_the_next(folder: Path, alma: StandIn) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        go_on.wait(20)

    alma.meanwhile("POST", "/licenses", hold)
    command = [sys.executable, "-m", "api", "sync", "Alma", "--apply"]
    killed = subprocess.Popen(
        command, env=environment(folder), cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL
    )
    assert reached.wait(30)
    killed.send_signal(signal.SIGKILL)
    killed.wait(10)
    go_on.set()
    # Its lease would run out by itself in half a minute.
    with sqlite3.connect(folder / "licence-desk.sqlite") as database:
        database.execute("UPDATE job SET lease_until = '2026-01-01 00:00:00' WHERE state = 'running'")
    database.close()
    gone_on = desk(folder, "sync", "Alma", "--apply")
    assert gone_on.returncode == 0, gone_on.stderr
    assert "Going on with plan" in gone_on.stderr
    assert sorted(alma.alma.licences) == CODES
    assert alma.count("POST") == 4


def test_a_wrong_key_is_one_sentence_and_no_traceback(tmp_path: Path, alma: StandIn) -> None:
    added = desk(tmp_path, "target", "add", "Alma", "--address", alma.address, typed="wrong\n")
    assert (added.returncode, added.stdout) == (1, "")
    assert added.stderr.startswith("licence-desk: Alma does not take the key")
    assert "Traceback" not in added.stderr


def test_an_unknown_target_and_a_strange_host_are_told(tmp_path: Path) -> None:
    assert "no such target" in desk(tmp_path, "sync", "Nowhere", "--plan").stderr
    strange = desk(tmp_path, "target", "add", "X", "--address", "https://evil.example", typed="k\n")
    assert strange.returncode == 2
    assert "does not talk to that host" in strange.stderr
