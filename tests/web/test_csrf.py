"""Another site cannot make somebody's browser change anything here."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.desk import SESSION, TOKEN, make_desk

SAVED = {"text": "x", "revision": "8"}
HOST = {"host": "desk.example"}


def test_a_form_of_our_own_page_is_accepted(marie: TestClient) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', marie.get("/note").text)
    assert token

    assert marie.post("/note", data={**SAVED, "csrf": token[1]}).status_code == 303


def test_htmx_may_send_the_token_in_a_header(marie: TestClient) -> None:
    assert marie.post("/note", data=SAVED, headers={"X-CSRF-Token": TOKEN}).status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "ü"])
def test_it_refuses_a_form_without_the_right_token(marie: TestClient, token: str) -> None:
    answer = marie.post("/note", data={**SAVED, "csrf": token})

    assert answer.status_code == 403
    assert "open it again" in answer.text


def test_it_refuses_a_body_that_is_no_form_and_has_no_token(marie: TestClient) -> None:
    assert marie.post("/fails/missing", json={"csrf": TOKEN}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://desk.example.evil.example"},
        {"origin": "https://desk.example"},
    ],
)
def test_it_refuses_another_site_even_with_the_right_token(marie: TestClient, headers: dict[str, str]) -> None:
    answer = marie.post("/note", data={**SAVED, "csrf": TOKEN}, headers={**HOST, **headers})

    assert answer.status_code == 403
    assert "another site" in answer.text


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://desk.example"}, {}])
def test_it_accepts_what_a_browser_sends_from_our_own_page(marie: TestClient, headers: dict[str, str]) -> None:
    answer = marie.post("/note", data={**SAVED, "csrf": TOKEN}, headers={**HOST, **headers})

    assert answer.status_code == 303


def test_a_proxy_that_rewrites_the_host_is_known_by_its_origin() -> None:
    outside = "https://licences.example"
    client = TestClient(make_desk(origins=(outside,)), cookies={"session": SESSION}, follow_redirects=False)

    answer = client.post("/note", data={**SAVED, "csrf": TOKEN}, headers={**HOST, "origin": outside})

    assert answer.status_code == 303


def test_reading_needs_no_token(anyone: TestClient) -> None:
    assert anyone.get("/note", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_the_sign_in_form_works_for_somebody_without_a_session(anyone: TestClient) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', anyone.get("/sign-in").text)
    assert token

    answer = anyone.post("/sign-in", data={"email": "m.r@ashbridge.example", "csrf": token[1]})

    assert answer.status_code == 422
    assert 'value="m.r@ashbridge.example"' in answer.text


def test_it_refuses_a_sign_in_whose_token_another_browser_was_given(anyone: TestClient) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', anyone.get("/sign-in").text)
    assert token
    other = TestClient(make_desk(), follow_redirects=False)
    other.get("/sign-in")

    assert other.post("/sign-in", data={"csrf": token[1]}).status_code == 403


def test_it_refuses_a_sign_in_token_that_this_desk_did_not_sign(anyone: TestClient) -> None:
    anyone.cookies.set("csrf", "bWFkZSB1cA.00")

    assert anyone.post("/sign-in", data={"csrf": "bWFkZSB1cA.00"}).status_code == 403


def test_a_signed_in_person_cannot_use_the_token_of_the_sign_in_form(anyone: TestClient) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', anyone.get("/sign-in").text)
    assert token
    anyone.cookies.set("session", SESSION)

    assert anyone.post("/note", data={**SAVED, "csrf": token[1]}).status_code == 403


def test_over_https_cookies_belong_to_this_host_alone() -> None:
    client = TestClient(make_desk(https=True), base_url="https://desk.example")

    cookie = client.get("/sign-in").headers["set-cookie"]

    assert cookie.startswith("__Host-csrf=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert attribute in cookie
    assert "Domain" not in cookie
