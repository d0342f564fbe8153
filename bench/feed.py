"""How many changes a second the feed gives: `python -m bench.feed [--changes N] [--rounds N] [--only DATABASE]`.

One real `licence-desk serve` at a time is read from the beginning of its feed to the end, 200 changes at a time over a
kept connection, as a program does that begins to follow; on SQLite and then on PostgreSQL (see bench.pages).
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import statistics
import tempfile
import time
from pathlib import Path

from api.settings import Settings
from api.wiring import migrate, wire
from bench.pages import Desk, postgresql, served
from domain.identity import SYSTEM
from domain.usecases.accounts import create_token
from storage.unit_of_work import Database

AT_A_TIME = 500
KINDS = ("licence", "terms", "terms", "retired", "deleted")


def made(folder: Path, url: str | None, changes: int) -> tuple[Desk, str]:
    """A desk whose feed has so many changes, and a token that reads it."""
    settings = Settings(data_dir=folder, database_url=url, _env_file=None)  # type: ignore[call-arg, arg-type]
    migrate(settings)
    wired = wire(settings)
    _announce(wired.database, changes)
    token, _ = create_token(wired.services, SYSTEM, {"name": "bench", "role": "viewer", "feed_only": True})
    wired.database.dispose()
    own = {"DATA_DIR": str(folder), "PORT": "0", "WORKER": "none", **({"DATABASE_URL": url} if url else {})}
    return Desk({f"LICENCE_DESK_{name}": value for name, value in own.items()}, "", "", 0), token


def _announce(database: Database, changes: int) -> None:
    for first in range(0, changes, AT_A_TIME):
        with database.unit_of_work() as uow:
            for number in range(first, min(first + AT_A_TIME, changes)):
                uow.announce(f"01bench{number:019}", f"B-{number:06}", KINDS[number % len(KINDS)])
            uow.commit()


def read(connection: http.client.HTTPConnection, token: str) -> int:
    """The whole feed, page by page; how many changes it had."""
    seen, after = 0, ""
    while True:
        connection.request("GET", f"/api/v1/changes?limit=200{after}", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        page = json.loads(answer.read())
        if answer.status != http.client.OK:
            raise RuntimeError(f"the feed answered {answer.status}")
        if not page["items"]:
            return seen
        seen += len(page["items"])
        after = f"&after={page['next_cursor']}"


def measure(desk: Desk, token: str, changes: int, rounds: int) -> list[float]:
    """Changes a second of each round, after one that does not count."""
    found = []
    with served(desk) as connection:
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            if read(connection, token) != changes:
                raise RuntimeError("the feed did not give every change once")
            found.append(changes / (time.perf_counter() - begun))
    return found[1:]


def row(name: str, found: list[float]) -> str:
    """A row of the table."""
    return f"| {name} | {statistics.median(found):,.0f} | {min(found):,.0f} |"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--changes", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    options = asked.parse_args()
    print(f"{options.changes:,} changes, {dt.datetime.now(dt.UTC):%Y-%m-%d}\n")  # noqa: T201
    print("| Database | changes a second, median | worst of the rounds |\n|---|---:|---:|")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "postgresql":
            desk, token = made(Path(folder) / "sqlite", None, options.changes)
            print(row("SQLite", measure(desk, token, options.changes, options.rounds)))  # noqa: T201
        if options.only != "sqlite":
            with postgresql() as url:
                desk, token = made(Path(folder) / "postgresql", url, options.changes)
                print(row("PostgreSQL", measure(desk, token, options.changes, options.rounds)))  # noqa: T201


if __name__ == "__main__":
    main()
