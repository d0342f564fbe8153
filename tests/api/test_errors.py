"""Every error is a problem: the same shape, a stable type, a sentence."""

from __future__ import annotations

import pytest

from api.problems import FAMILIES, KINDS, kind_of
from domain.errors import LicenceError, Stale
from tests.api.desk import Answer, Desk
from web.answers import ANSWERS


def _subclasses(family: type[LicenceError]) -> set[type[LicenceError]]:
    below = set(family.__subclasses__())
    return below.union(*(_subclasses(one) for one in below))


def test_no_family_of_errors_is_forgotten() -> None:
    for family in _subclasses(LicenceError):
        if family.__module__.startswith(("domain", "storage", "api", "web")):
            assert kind_of(family) in KINDS.values(), family
    assert set(FAMILIES) <= _subclasses(LicenceError)


def test_pages_and_programs_name_each_kind_of_problem_alike() -> None:
    for family, answer in ANSWERS.items():
        kind = kind_of(family)
        assert answer.kind == kind.name
        assert answer.status == kind.status or family is Stale  # a page has no precondition that could fail


def _is_problem(answer: Answer, status: int, name: str) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"/api/v1/problems/{name}"
    assert body["status"] == status
    assert body["instance"].startswith("/api/v1/")
    assert body["detail"].endswith(".")


def test_what_is_not_there_is_a_problem(desk: Desk) -> None:
    for path in (
        "/nowhere",
        "/licences/nosuch",
        "/licences/%00",
        "/licences/a%20b",
        "/versions/x/terms",
        "/problems/none",
    ):
        _is_problem(desk.viewer.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/licences", "GET, HEAD, POST"),
        ("POST", "/licences/x", "DELETE, GET, HEAD, PATCH"),
        ("OPTIONS", "/me", "GET, HEAD"),
        ("TRACE", "/compare", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_is_told_those_that_are(desk: Desk, method: str, path: str, allowed: str) -> None:
    answer = desk.viewer.ask(method, path)
    _is_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("body", [b"{", b"[1", b'{"title": NaN', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_not_json_is_a_problem(desk: Desk, body: bytes) -> None:
    answer = desk.editor.post("/licences", content=body, headers={"Content-Type": "application/json"})
    _is_problem(answer, 422, "invalid")
    assert answer.json()["errors"][0]["loc"] == "body"


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null", b""])
def test_json_that_is_no_object_is_a_problem(desk: Desk, body: bytes) -> None:
    answer = desk.editor.post("/licences", content=body, headers={"Content-Type": "application/json"})
    _is_problem(answer, 422, "invalid")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", None])
def test_a_body_of_another_type_is_a_problem(desk: Desk, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    _is_problem(desk.editor.post("/licences", content=b"{}", headers=headers), 415, "unsupported-media-type")
    version = desk.version()["id"]
    upload = desk.editor.post(f"/versions/{version}/documents", content=b"{}", headers=headers)
    _is_problem(upload, 415, "unsupported-media-type")


def test_json_with_a_charset_is_taken(desk: Desk) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert desk.editor.post("/licences", content=b'{"title": "Orison"}', headers=headers).status_code == 201


def test_a_json_body_that_is_too_large_is_a_problem(desk: Desk) -> None:
    answer = desk.editor.post("/licences", json={"title": "x", "notes": "y" * (5 * 1024 * 1024)})
    _is_problem(answer, 413, "too-large")


def test_a_fault_of_the_desk_shows_its_request_id_and_nothing_else(desk: Desk) -> None:
    def broken() -> None:
        raise RuntimeError("the secret of the desk")

    object.__setattr__(desk.services, "reading_only", broken)
    answer = desk.viewer.get("/licences", headers={"X-Request-ID": "abcdefgh-1234"})
    _is_problem(answer, 500, "internal")
    assert answer.json()["request_id"] == "abcdefgh-1234"
    assert "secret" not in answer.text


def test_every_kind_of_problem_is_described_where_its_type_points(desk: Desk) -> None:
    kinds = desk.nobody.get("/problems").json()["items"]
    assert len(kinds) == len(KINDS)
    for kind in kinds:
        assert desk.nobody.get(kind["type"]).json() == kind
