"""Signing in and out, and the first account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import wire
from domain.usecases.accounts import MOST_FOR_ACCOUNT, first_link
from tests.web.library import PASSWORD, TestDesk, text_of

EMAIL = "editor@library.example"


@pytest.fixture
def empty(tmp_path: Path, sqlite_url: str) -> Iterator[tuple[TestClient, str]]:
    """A desk without an account, and the secret of its one-time link."""
    settings = Settings(data_dir=tmp_path / "data", database_url=sqlite_url, worker="none", _env_file=None)  # type: ignore[call-arg,arg-type]
    wired = wire(settings)
    secret = first_link(wired.services)
    assert secret is not None
    with TestClient(create_app(settings, wired.services), follow_redirects=False) as client:
        yield client, secret
    wired.database.dispose()


def token_in(page: Any) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)


def sign_in(client: TestClient, path: str = "/sign-in", **fields: str) -> Any:
    client.cookies.clear()
    form = client.get(path)
    known = {"csrf": token_in(form), "email": EMAIL, "password": PASSWORD}
    return client.post("/sign-in", data={**known, **fields}, follow_redirects=False)


def test_a_page_leads_to_the_door_and_from_there_back_to_itself(desk: TestDesk) -> None:
    refused = desk.nobody.get("/licences?q=boreal")

    assert refused.status_code == 303
    assert refused.headers["location"] == "/sign-in?next=%2Flicences%3Fq%3Dboreal"
    assert 'name="next" value="/licences?q=boreal"' in desk.nobody.get(refused.headers["location"]).text


def test_signing_in_goes_on_to_the_page_that_was_wanted(desk: TestDesk) -> None:
    answer = sign_in(desk.client, next="/licences?q=boreal")

    assert (answer.status_code, answer.headers["location"]) == (303, "/licences?q=boreal")
    assert desk.client.get("/licences").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site_after_signing_in(desk: TestDesk, elsewhere: str) -> None:
    assert sign_in(desk.client, next=elsewhere).headers["location"] == "/"


def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(desk: TestDesk) -> None:
    wrong, unknown = sign_in(desk.client, password="x" * 20), sign_in(desk.client, email="nobody@library.example")

    assert wrong.status_code == unknown.status_code == 422
    assert "do not go together" in wrong.text
    assert text_of(wrong.text).replace(EMAIL, "") == text_of(unknown.text).replace("nobody@library.example", "")
    assert f'value="{EMAIL}"' in wrong.text
    assert "xxxxx" not in wrong.text


def test_too_many_tries_are_stopped_with_the_time_to_wait(desk: TestDesk) -> None:
    for _ in range(MOST_FOR_ACCOUNT):
        sign_in(desk.client, password="x" * 20)

    stopped = sign_in(desk.client)

    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) > 0
    assert "Too many attempts" in stopped.text


def test_signing_out_ends_the_session_itself(desk: TestDesk) -> None:
    left = desk.editor.post("/sign-out")

    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
    assert desk.editor.get("/").status_code == 303


def test_a_form_without_its_token_signs_nobody_in(desk: TestDesk) -> None:
    desk.client.cookies.clear()
    answer = desk.client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}, follow_redirects=False)

    assert answer.status_code == 403
    assert "session" not in answer.cookies


def test_the_one_time_link_makes_an_administrator_and_signs_in(empty: tuple[TestClient, str]) -> None:
    client, secret = empty
    fields = {"name": "Ada Min", "email": "ada@library.example", "password": PASSWORD}

    made = client.post(
        f"/first-account/{secret}", data={**fields, "csrf": token_in(client.get(f"/first-account/{secret}"))}
    )

    assert (made.status_code, made.headers["location"]) == (303, "/")
    assert "A. M." in client.get("/").text
    assert client.get(f"/first-account/{secret}").status_code == 410


def test_a_short_password_is_refused_at_its_field_and_the_rest_is_kept(empty: tuple[TestClient, str]) -> None:
    client, secret = empty
    fields = {"name": "Ada Min", "email": "ada@library.example", "password": "short"}
    token = token_in(client.get(f"/first-account/{secret}"))

    refused = client.post(f"/first-account/{secret}", data={**fields, "csrf": token})

    assert refused.status_code == 422
    assert 'id="password-error"' in refused.text
    assert 'value="Ada Min"' in refused.text
    assert client.get(f"/first-account/{secret}").status_code == 200


def test_a_link_that_is_no_good_says_so(empty: tuple[TestClient, str], desk: TestDesk) -> None:
    client, _ = empty

    assert client.get("/first-account/guessed").status_code == 410
    assert "has been used or is too old" in text_of(desk.nobody.get("/first-account/guessed").text)
