"""The same Idempotency-Key gives the same answer, once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.api.desk import Answer, Desk
from tests.pdfs import pdf

REPLAYED = "idempotency-replayed"


def _same(first: Answer, second: Answer) -> None:
    names = ("content-type", "location", "etag")
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert [second.headers.get(name) for name in names] == [first.headers.get(name) for name in names]
    assert REPLAYED not in first.headers
    assert second.headers[REPLAYED] == "true"


def test_the_same_request_twice_enters_one_licence(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first = desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    second = desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    _same(first, second)
    third = desk.editor.post("/licences", json={"title": "Orison"}, key="k2")
    assert third.json()["id"] != first.json()["id"]
    assert len(desk.viewer.get("/licences").json()["items"]) == 2


def test_another_request_under_a_used_key_is_refused(desk: Desk) -> None:
    desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    other = desk.editor.post("/licences", json={"title": "Pelham"}, key="k1")
    assert (other.status_code, other.json()["type"]) == (409, "/api/v1/problems/idempotency-key-reused")
    elsewhere = desk.editor.post(f"/licences/{desk.licence()['id']}/versions", json={}, key="k1")
    assert elsewhere.status_code == 409


def test_a_key_belongs_to_one_token(desk: Desk) -> None:
    first = desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    other = desk.reviewer.post("/licences", json={"title": "Orison"}, key="k1")
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]


def test_a_refused_request_may_be_corrected_under_its_key(desk: Desk) -> None:
    assert desk.editor.post("/licences", json={"title": ""}, key="k1").status_code == 422
    assert desk.editor.post("/licences", json={"title": "Orison", "master": "nosuch"}, key="k1").status_code == 422
    assert desk.editor.post("/licences", json={"title": "Orison"}, key="k1").status_code == 201


def test_of_many_requests_at_once_one_does_the_work_and_all_get_its_answer(desk_on_both: Desk) -> None:
    desk = desk_on_both

    def send(_number: int) -> Answer:
        return desk.editor.post("/licences", json={"title": "Orison", "code": "ORISON"}, key="at-once")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1
    assert len(desk.viewer.get("/licences").json()["items"]) == 1


def test_an_upload_is_kept_once_and_another_file_is_another_request(desk_on_both: Desk) -> None:
    desk = desk_on_both
    version = desk.version()["id"]
    first, second = (desk.editor.upload(version, pdf(), key="up") for _ in range(2))
    _same(first, second)
    assert desk.editor.upload(version, pdf(title="Another agreement"), key="up").status_code == 409
    assert len(desk.viewer.get(f"/versions/{version}/documents").json()["items"]) == 1


@pytest.mark.parametrize("path", ["accept", "reject"])
def test_what_is_done_with_a_suggestion_is_done_once(desk: Desk, path: str) -> None:
    version = desk.version()["id"]
    desk.document(version)
    suggestion = desk.editor.get(f"/versions/{version}/suggestions").json()["items"][0]["id"]
    first, second = (desk.reviewer.post(f"/suggestions/{suggestion}/{path}", key="k") for _ in range(2))
    assert first.status_code in (200, 201)
    _same(first, second)


def test_a_transition_is_made_once(desk: Desk) -> None:
    version = desk.version()["id"]
    first, second = (
        desk.editor.post(f"/versions/{version}/transitions", json={"to": "in_review"}, key="k") for _ in range(2)
    )
    _same(first, second)


def test_no_secret_is_kept_for_a_repeated_answer(desk: Desk, tmp_path: Path, sqlite_url: str) -> None:
    first, second = (desk.admin.post("/tokens", json={"name": "Sync"}, key="k") for _ in range(2))
    secret = first.json()["secret"]
    assert secret.startswith("ld_")
    assert second.json() == {**first.json(), "secret": None}
    password = "a sentence that is easy to keep"
    account = {"email": "m@library.example", "password": password}
    assert desk.admin.post("/accounts", json=account, key="k2").status_code == 201
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as database:
        everything = "\n".join(database.iterdump())
    assert secret not in everything
    assert password not in everything


def test_a_repeated_request_leaves_no_second_entry_in_the_trail(desk: Desk) -> None:
    desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    before = [entry["seq"] for entry in desk.admin.get("/audit").json()["items"]]
    desk.editor.post("/licences", json={"title": "Orison"}, key="k1")
    assert [entry["seq"] for entry in desk.admin.get("/audit").json()["items"]] == before


@pytest.mark.parametrize("key", ["", "two words", "k" * 201, "clé"])
def test_a_key_that_cannot_be_kept_is_refused(desk: Desk, key: str) -> None:
    answer = desk.editor.post("/licences", json={"title": "Orison"}, headers={"Idempotency-Key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, "Idempotency-Key")
