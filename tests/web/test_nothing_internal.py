"""Every address of the desk, asked by somebody without an account, while every internal field holds one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from tests.web.canary import ECHO, ISSN, SAYS, SLUG, TOLD, WORD, columns_without, spread
from tests.web.library import TestDesk, running
from web.public_route import PublicRoute
from web.rate_limit import RateLimit

JSON = {"Accept": "application/json"}
WAYS = ({}, JSON, {"HX-Request": "true"}, {"Accept": "text/html", "Accept-Language": "fr"})
ASKED = (
    "", "?q=alpha", f"?q={ECHO}", f"?q={ECHO}&limit=200", f"?issn={ISSN}", f"?issn={ISSN}x", "?isbn=0",
    "?url=https://alpha.example/a/12", f"?code={ECHO}-1", "?alma_collection=61520", f"?tag={SLUG}", "?name=Alpha",
    "?lang=fr", "?term=alumni_access&term=commercial_use", "?cursor=nonsense",
)  # fmt: skip
MUST_BE_OPEN = {
    "/public", "/public/resources", "/public/resources.json", "/public/resources/{slug}", "/public/lookup",
    "/public/resources/{slug}/card", "/{instance:library}/api", "/{instance:library}/json",
    "/{instance:library}/json/{tag}",
    "/{instance:library}/sfx", "/{instance:library}/{tag}", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/problems",
    "/metrics", "/health/ready", "/sign-in",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One way to ask one route; `is_public` where the route is made for everybody."""

    method: str
    path: str
    is_public: bool


def addresses(app: Any, before: str = "") -> Iterator[Address]:
    """Every route, those of applications that are mounted in this one too."""
    for route in iter_route_contexts(app.routes):
        is_public = isinstance(getattr(route, "route", route), PublicRoute)
        for method in sorted(getattr(route, "methods", None) or ()):
            yield Address(method, f"{before}{route.path}", is_public)
    for each in app.routes:
        if isinstance(each, Mount) and hasattr(each.app, "routes"):
            yield from addresses(each.app, before + each.path)


def tells(answer: Any) -> bool:
    said = f"{answer.text} {answer.headers}"
    return WORD in said or SAYS.lower() in said.lower()


def is_open(answer: Any) -> bool:
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in")
    return answer.status_code < 400 and not to_sign_in


@dataclass(frozen=True)
class Spread:
    """The desk that is full of the word."""

    desk: TestDesk
    gaps: dict[str, str]
    without: list[str]

    def ask(self, at: Address, query: str, way: dict[str, str]) -> Any:
        """Somebody without an account asks."""
        where = re.sub(r"{(\w+)(?::\w+)?}", lambda gap: self.gaps.get(gap[1], "none"), at.path)
        return self.desk.client.request(at.method, where + query, headers=way, follow_redirects=False)


@pytest.fixture(scope="module")
def spread_desk(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Spread]:
    folder = tmp_path_factory.mktemp("canary")
    (folder / "desk.db").write_bytes(migrated_file.read_bytes())
    url = f"sqlite:///{folder / 'desk.db'}"
    with running(folder / "data", url) as desk:
        desk.app.state.public_limit = RateLimit(1_000_000)
        gaps = spread(desk, url)
        yield Spread(desk, gaps, columns_without(url))


def test_every_column_that_can_hold_words_holds_the_word(spread_desk: Spread) -> None:
    """A new column is either filled in canary.py, or said there to be for readers or to hold no words."""
    assert spread_desk.without == []


def test_nothing_internal_is_told_at_any_address(spread_desk: Spread) -> None:
    told, opened, said = list[str](), set[str](), ""
    for at in addresses(spread_desk.desk.app):
        queries = ASKED if at.is_public and at.method == "GET" else ("",)
        ways = WAYS if at.method == "GET" else (JSON,)
        for answer in (spread_desk.ask(at, query, way) for query in queries for way in ways):
            told += [f"{at.method} {answer.url}"] if tells(answer) else []
            said += answer.text if TOLD in answer.text else ""
            opened |= {at.path} if at.method == "GET" and is_open(answer) else set()

    assert told == []
    assert opened >= MUST_BE_OPEN
    assert TOLD in said


def test_a_search_of_readers_does_not_look_into_internal_fields(spread_desk: Spread) -> None:
    nobody = spread_desk.desk.nobody
    assert nobody.get(f"/public/resources.json?q={ECHO}").json()["items"] == []
    assert nobody.get("/public/resources.json?q=alpha").json()["items"] != []


def test_the_walk_finds_a_word_that_is_told(spread_desk: Spread) -> None:
    assert tells(spread_desk.desk.viewer.get(f"/licences/{spread_desk.gaps['licence_id']}"))
