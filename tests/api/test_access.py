"""Every route states who may use it, and means it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from api.deps import access_of
from api.json_app import create_json_app
from domain.identity import SYSTEM, Role
from domain.usecases.accounts import add_account, sign_in
from tests.api.desk import Caller, Desk

PUBLIC = {"/problems", "/problems/{name}", "/openapi.json", "/docs", "/docs/{path:path}"}
FEED = {"/changes", "/me"}
CHALLENGE = 'Bearer realm="Licence Desk"'


def _routes() -> Iterator[RouteContext]:
    return iter_route_contexts(create_json_app().routes)


def test_every_route_states_who_may_use_it() -> None:
    stated = {str(route.path): access.access if (access := access_of(route.dependant)) else None for route in _routes()}
    assert None not in stated.values()
    assert {path for path, access in stated.items() if access == "public"} == PUBLIC
    assert {path for path, access in stated.items() if access == "feed"} == FEED


def test_nobody_gets_in_without_a_token_and_each_role_only_where_it_may(desk: Desk) -> None:
    callers = {"viewer": desk.viewer, "editor": desk.editor, "reviewer": desk.reviewer, "admin": desk.admin}
    asked = 0
    for route in _routes():
        access = access_of(route.dependant)
        assert access is not None
        if access.access in ("public", "feed"):
            continue
        path = str(route.path_format).replace("{number}", "1").replace("{key}", "ill_electronic")
        path = path.replace("{", "").replace("}", "")
        for method in route.methods or ():
            refused = desk.nobody.ask(method, path)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, CHALLENGE)
            assert desk.feed.ask(method, path).status_code == 403
            for name, caller in callers.items():
                status = caller.ask(method, path).status_code
                may = Role(name).includes(Role(access.access))
                assert (status != 403) is may, f"{method} {path} as {name}: {status}"
                asked += 1
    assert asked > 100


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic dTpw", "Bearer wrong", "bearer  ld_x", "ld_x", "\xff"])
def test_a_header_that_holds_no_good_token_is_refused(desk: Desk, header: str) -> None:
    answer = desk.nobody.get("/licences", headers={"Authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.json()["type"]) == (401, "/api/v1/problems/not-signed-in")
    assert answer.headers["www-authenticate"] == f'{CHALLENGE}, error="invalid_token"'


def test_the_name_of_the_scheme_may_be_written_in_any_case(desk: Desk) -> None:
    assert desk.nobody.get("/me", headers={"Authorization": f"bearer {desk.viewer.token}"}).status_code == 200


def test_a_session_of_the_pages_reads_but_does_not_write(desk: Desk) -> None:
    password = "a sentence is easy to keep"
    add_account(desk.services, SYSTEM, {"email": "m@library.example", "role": "admin", "password": password})
    cookie, _ = sign_in(desk.services, "m@library.example", password, "203.0.113.1")
    signed_in = {"Cookie": f"session={cookie}"}
    assert desk.nobody.get("/licences", headers=signed_in).status_code == 200
    assert desk.nobody.get("/me", headers=signed_in).json()["kind"] == "person"
    assert desk.nobody.post("/licences", json={"title": "x"}, headers=signed_in).status_code == 401
    assert desk.nobody.get("/licences", headers={"Cookie": "session=made-up"}).status_code == 401
    worse = {**signed_in, "Authorization": "Bearer wrong"}
    assert desk.nobody.get("/licences", headers=worse).status_code == 401


def test_answers_are_for_the_caller_alone(desk: Desk) -> None:
    answer = desk.viewer.get("/licences")
    assert (answer.headers["cache-control"], answer.headers["vary"]) == ("private, no-cache", "Authorization, Cookie")


def test_a_token_in_the_address_opens_nothing(desk: Desk) -> None:
    caller = Caller(desk.client, None)
    assert caller.get(f"/licences?access_token={desk.viewer.token}").status_code == 401
