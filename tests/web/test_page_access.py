"""Every page states who may see it, and means it."""

from __future__ import annotations

import re

from fastapi.routing import iter_route_contexts

from api.json_app import create_json_app
from domain.identity import Role
from tests.web.library import TestDesk
from web.access import Access

OPEN = {"/sign-in", "/sign-out", "/first-account/{secret}", "/preferences/theme"}
OPERATOR = {"/health/live", "/health/ready", "/metrics"}


def pages_of(desk: TestDesk) -> dict[str, str | None]:
    """Who may use each page, by its path; None where the route does not say."""
    api = {str(route.path) for route in iter_route_contexts(create_json_app().routes)}
    found: dict[str, str | None] = {}
    for route in iter_route_contexts(desk.app.routes):
        path = str(route.path)
        if route.dependant is None or path in api or path in OPERATOR:
            continue
        stated = [one.call.access for one in route.dependant.dependencies if isinstance(one.call, Access)]
        found[path] = stated[0] if stated else None
    return found


def test_every_page_states_who_may_see_it(desk: TestDesk) -> None:
    stated = pages_of(desk)

    assert {path for path, access in stated.items() if access is None} <= {"/preferences/theme"}
    public = {path for path, access in stated.items() if access == "public"}
    assert {path for path in public if not path.startswith("/public")} <= OPEN


def test_nobody_sees_a_page_without_signing_in_and_each_role_only_its_own(desk: TestDesk) -> None:
    people = {"viewer": desk.viewer, "editor": desk.editor, "reviewer": desk.reviewer, "admin": desk.admin}
    for path, access in pages_of(desk).items():
        if access in (None, "public"):
            continue
        asked = re.sub(r"{number}", "1", path)
        asked = re.sub(r"{key}", "ill_electronic", asked)
        asked = re.sub(r"[{}]", "", asked)
        if desk.admin.get(asked).status_code == 405:  # only forms are sent there
            assert desk.nobody.post(asked).status_code in (303, 401, 403), path
            continue
        assert desk.nobody.get(asked).status_code == 303, path
        for name, visitor in people.items():
            status = visitor.get(asked).status_code
            assert (status != 403) is Role(name).includes(Role(str(access))), f"{path} as {name}: {status}"
