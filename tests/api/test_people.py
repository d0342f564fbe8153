"""Accounts, tokens and the vocabulary over HTTP."""

from __future__ import annotations

import pytest

from tests.api.desk import Caller, Desk

ACCOUNT = {"email": "M.Roy@Library.example", "role": "editor", "password": "a sentence is easy to keep"}


def test_an_account_is_made_changed_and_closed_and_never_shows_its_password(desk: Desk) -> None:
    made = desk.admin.post("/accounts", json=ACCOUNT)
    assert made.status_code == 201
    body = made.json()
    assert (body["email"], body["name"], body["role"]) == ("m.roy@library.example", "M Roy", "editor")
    assert "sentence" not in made.text
    assert desk.admin.get(made.headers["location"]).json() == body
    assert desk.admin.get("/accounts").json()["items"] == [body]
    path, etag = made.headers["location"], made.headers["etag"]
    desk.admin.post("/accounts", json={**ACCOUNT, "email": "chief@library.example", "role": "admin"})
    changed = desk.admin.patch(path, json={"role": "reviewer", "closed": True}, if_match=etag)
    assert (changed.status_code, changed.json()["role"]) == (200, "reviewer")
    assert changed.json()["closed_at"]
    assert desk.admin.patch(path, json={"role": "viewer"}, if_match=etag).status_code == 412
    assert desk.admin.post("/accounts", json=ACCOUNT).status_code == 409


def test_the_last_administrator_stays_one(desk: Desk) -> None:
    made = desk.admin.post("/accounts", json={**ACCOUNT, "role": "admin"})
    answer = desk.admin.patch(made.headers["location"], json={"role": "viewer"}, if_match="*")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("changed", "loc"),
    [({"email": "nobody"}, "email"), ({"password": "short"}, "password"), ({"role": "king"}, "role"), ({"x": 1}, "x")],
)
def test_an_account_that_cannot_be_made_is_refused_at_its_field(
    desk: Desk, changed: dict[str, object], loc: str
) -> None:
    answer = desk.admin.post("/accounts", json={**ACCOUNT, **changed})
    assert (answer.status_code, [error["loc"] for error in answer.json()["errors"]]) == (422, [loc])


def test_a_token_works_from_the_moment_it_is_made_until_it_is_revoked(desk: Desk) -> None:
    made = desk.admin.post("/tokens", json={"name": "Script", "role": "editor"})
    script = Caller(desk.client, made.json()["secret"])
    assert made.headers["cache-control"] == "no-store"
    assert script.get("/me").json()["name"] == "Script"
    path = made.headers["location"]
    shown = desk.admin.get(path)
    assert "secret" not in shown.json()
    assert desk.admin.delete(path).status_code == 428
    assert desk.admin.delete(path, if_match='"7-x"').status_code == 412
    assert desk.admin.delete(path, if_match=made.headers["etag"]).status_code == 204
    gone = script.get("/me")
    assert (gone.status_code, gone.headers["www-authenticate"]) == (
        401,
        'Bearer realm="Licence Desk", error="invalid_token"',
    )
    assert desk.admin.get(path).json()["revoked_at"]


def test_tokens_are_listed_newest_first_page_by_page(desk: Desk) -> None:
    first = desk.admin.get("/tokens?limit=3").json()
    rest = desk.admin.get(f"/tokens?limit=3&cursor={first['next_cursor']}").json()
    names = [token["name"] for token in [*first["items"], *rest["items"]]]
    assert names == ["feed", "admin", "reviewer", "editor", "viewer"]


def test_the_vocabulary_grows_by_a_librarys_own_terms_and_retires_them(desk_on_both: Desk) -> None:
    desk = desk_on_both
    sent = {"key": "guest_lectures", "label_en": "Guest lectures", "category": "teaching", "codes": {"alma": "GUEST"}}
    made = desk.admin.post("/vocabulary/terms", json=sent)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in sent} == sent
    assert desk.admin.post("/vocabulary/terms", json=sent).status_code == 409
    path = made.headers["location"]
    assert desk.viewer.get(path).headers["etag"] == made.headers["etag"]
    version = desk.version()["id"]
    desk.decide(version, "guest_lectures")
    retired = desk.admin.patch(path, json={"retired": True}, if_match=made.headers["etag"])
    assert retired.json()["retired_at"]
    assert desk.viewer.get(f"/versions/{version}/terms/guest_lectures").status_code == 200
    again = desk.reviewer.put(
        f"/versions/{version}/terms/guest_lectures", json={"value": "silent", "notes": "x"}, if_match="*"
    )
    assert again.status_code == 409
    stale = desk.admin.patch(path, json={"label_en": "Lectures"}, if_match=made.headers["etag"])
    assert (stale.status_code, stale.json()["mine"]["label_en"]) == (412, "Lectures")


def test_the_whole_vocabulary_is_reached_page_by_page(desk: Desk) -> None:
    whole = [term["key"] for term in desk.viewer.get("/vocabulary/terms").json()["items"]]
    paged: list[str] = []
    cursor = ""
    while cursor is not None:
        page = desk.viewer.get(f"/vocabulary/terms?limit=20{cursor and f'&cursor={cursor}'}").json()
        paged.extend(term["key"] for term in page["items"])
        cursor = page["next_cursor"]
    assert paged == whole
    assert len(whole) > 40


@pytest.mark.parametrize(
    ("changed", "loc"),
    [({"key": "Two Words"}, "key"), ({"value_type": "picklist"}, "choices"), ({"label_en": " "}, "label_en")],
)
def test_a_term_that_cannot_be_kept_is_refused_at_its_field(desk: Desk, changed: dict[str, object], loc: str) -> None:
    answer = desk.admin.post("/vocabulary/terms", json={"key": "own_term", "label_en": "Own", **changed})
    assert (answer.status_code, [error["loc"] for error in answer.json()["errors"]]) == (422, [loc])
