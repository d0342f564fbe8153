"""How long a whole comparison with Alma takes: `python -m bench.sync [--licences N] [--only sqlite|postgresql]`.

The desk compares in a process of its own with a stand-in for Alma on this machine, which has a record for nine of ten
licences: first with the stand-in as it is, then once more when nothing has changed. Memory is the most that the
comparing process ever had, beside that with a tenth of the licences: it does not grow with them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from api.settings import Settings
from api.wiring import wire
from bench.many import fill
from bench.pages import postgresql
from domain.identity import SYSTEM
from domain.queries import LicenceFilter
from domain.usecases.sync.looking import plan_now
from domain.usecases.sync.planning import ask_for_plan
from domain.usecases.sync.targets import add_target, targets
from domain.usecases.work import work_one
from tests.alma.stand_in import KEY, StandIn

ROOT = Path(__file__).parents[1]
TERMS = {
    "ILLELEC": "PERMITTED",
    "DIGCOPY": "PERMITTED_EXPLICIT",
    "FAIRUSE": "YES",
    "GOVLAW": "Ontario",
    "ILLN": "Canada",
}
MISSING_EVERY = 10
DATABASE = "LICENCE_DESK_DATABASE_URL"


def settings_for(folder: Path, url: str | None) -> Settings:
    """A desk in this folder that may speak with this machine; its database is SQLite where no URL is given."""
    given = {"database_url": url} if url else {}
    return Settings(data_dir=folder, sync_loopback=True, _env_file=None, **given)  # type: ignore[call-arg, arg-type]


def compare(folder: Path, rounds: int) -> None:
    """In a process of its own: compare, and print how long it took and the most memory."""
    wired = wire(settings_for(folder, os.environ.get(DATABASE)))
    s = wired.services
    (target,) = targets(s)
    for _ in range(rounds):
        began, busy = time.monotonic(), time.process_time()
        plan = ask_for_plan(s, SYSTEM, target.id)
        while work_one(s, "bench"):
            pass
        now = plan_now(s, plan.id)
        told = {
            "seconds": time.monotonic() - began,
            "cpu": time.process_time() - busy,
            "megabytes": most_megabytes(),
            "state": now.plan.state.value,
            "looked": now.plan.looked,
            "to_send": now.counts.to_send,
            "to_decide": now.counts.to_decide,
        }
        print(json.dumps(told), flush=True)  # noqa: T201 - what the other process reads


def most_megabytes() -> float:
    """The most memory that this process ever had, where Linux tells it of the program alone.

    What getrusage gives counts the parent too, as it was when it was forked; here that is the one that plays Alma.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    told = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), None)
    return int(told or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def measured(licences: int, url: str | None) -> list[dict[str, Any]]:
    """A desk and an Alma with so many licences, compared twice."""
    with tempfile.TemporaryDirectory() as name, StandIn() as alma:
        folder = Path(name)
        settings = settings_for(folder, url)
        fill(settings.database, licences, dt.datetime.now(dt.UTC).date())
        wired = wire(settings)
        _fill_alma(wired.services, alma)
        raw = {"name": "Alma", "address": alma.address, "key": KEY, "options": {"requests_per_second": 25}}
        add_target(wired.services, SYSTEM, raw)
        wired.database.dispose()
        alma.remaining = 10**9
        command = [sys.executable, "-m", "bench.sync", "--compare", str(folder)]
        environment = {**os.environ, **({DATABASE: url} if url else {})}
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
        return [json.loads(line) for line in run.stdout.splitlines()]


def _fill_alma(s: Any, alma: StandIn) -> None:
    cursor, number = None, 0
    while True:
        with s.reading_only() as uow:
            page = uow.queries.licences(LicenceFilter(today=s.today(), sort="code", limit=200, cursor=cursor))
        for row in page.items:
            number += 1
            if number % MISSING_EVERY:
                alma.alma.put(row.fields.code, row.fields.title, terms=TERMS)
        cursor = page.next_cursor
        if cursor is None:
            return


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--licences", type=int, default=10_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--compare", type=Path, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.compare:
        compare(parsed.compare, 2)
        return
    print("| Database | Licences | Comparison | Seconds | CPU seconds | Most memory, MB | To send | To decide |")  # noqa: T201
    print("|---|---:|---|---:|---:|---:|---:|---:|")  # noqa: T201
    for licences in (parsed.licences // 10, parsed.licences):
        if parsed.only != "postgresql":
            told("SQLite", licences, measured(licences, None))
        if parsed.only != "sqlite":
            with postgresql() as url:
                told("PostgreSQL", licences, measured(licences, url))


def told(database: str, licences: int, both: list[dict[str, Any]]) -> None:
    """A line of the table for each comparison."""
    for which, found in zip(("first", "second"), both, strict=True):
        figures = f"{found['seconds']:.1f} | {found['cpu']:.1f} | {found['megabytes']:.0f}"
        line = f"| {database} | {licences} | {which} | {figures} | {found['to_send']} | {found['to_decide']} |"
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
