"""Every page states who may see it, and means it."""

from __future__ import annotations

import re

from fastapi.routing import iter_route_contexts

from api.json_app import create_json_app
from domain.identity import Role
from tests.web.library import TestDesk
from web.access import Access

OPEN = {"/sign-in", "/sign-out", "/first-account/{secret}", "/preferences/theme"}
BY_SECRET = {"/calendar/{secret}.ics"}
OUR = {"api", "api/", "json", "json/", "json/{tag}", "sfx", "sfx/", "{tag}"}
OPERATOR = {"/health/live", "/health/ready", "/metrics"}


def pages_of(desk: TestDesk) -> dict[tuple[str, str], str | None]:
    """Who may use each page, by method and path; None where the route does not say."""
    api = {str(route.path) for route in iter_route_contexts(create_json_app().routes)}
    found: dict[tuple[str, str], str | None] = {}
    for route in iter_route_contexts(desk.app.routes):
        path, dependant = str(route.path), getattr(route, "dependant", None)
        if dependant is None or path in api or path in OPERATOR:
            continue
        stated = [one.call.access for one in dependant.dependencies if isinstance(one.call, Access)]
        found |= {(method, path): stated[0] if stated else None for method in route.methods or ()}
    return found


def test_every_page_states_who_may_use_it(desk: TestDesk) -> None:
    stated = pages_of(desk)

    assert {path for (_, path), access in stated.items() if access is None} <= {"/preferences/theme"}
    public = {path for (_, path), access in stated.items() if access == "public"}
    assert {path for path in public if not path.startswith("/public")} <= OPEN | BY_SECRET | {
        f"/{{instance:library}}/{rest}" for rest in OUR
    }


def test_nobody_gets_in_without_signing_in_and_each_role_only_where_it_may(desk: TestDesk) -> None:
    people = {"viewer": desk.viewer, "editor": desk.editor, "reviewer": desk.reviewer, "admin": desk.admin}
    for (method, path), access in pages_of(desk).items():
        if access in (None, "public"):
            continue
        asked = re.sub(r"[{}]", "", path.replace("{number}", "1").replace("{key}", "ill_electronic"))
        for name, visitor in people.items():
            status = (visitor.get if method == "GET" else visitor.post)(asked).status_code
            assert (status != 403) is Role(name).includes(Role(str(access))), f"{method} {path} as {name}: {status}"
        refused = (desk.nobody.get if method == "GET" else desk.nobody.post)(asked).status_code
        assert refused in ((303,) if method == "GET" else (303, 401, 403)), f"{method} {path}: {refused}"
