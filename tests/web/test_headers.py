"""Every answer carries the policy and an id."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.desk import make_desk

PATHS = ["/sign-in", "/list", "/nowhere", "/fails/missing", "/fails/bug", "/public/answers", "/public/card"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy(anyone: TestClient, path: str) -> None:
    headers = anyone.get(path).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


def test_https_is_asked_for_from_then_on() -> None:
    client = TestClient(make_desk(https=True), base_url="https://desk.example")

    assert client.get("/sign-in").headers["strict-transport-security"] == "max-age=31536000"


def test_only_the_card_may_be_framed_and_only_by_the_sites_named() -> None:
    client = TestClient(make_desk(framed_by=("https://guides.example", "https://discovery.example")))

    card = client.get("/public/card").headers["content-security-policy"]
    page = client.get("/public/answers").headers["content-security-policy"]

    assert card.endswith("frame-ancestors https://guides.example https://discovery.example")
    assert page.endswith("frame-ancestors 'none'")


def test_each_request_has_an_id_of_its_own(anyone: TestClient) -> None:
    first, second = (anyone.get("/sign-in").headers["x-request-id"] for _ in range(2))

    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", first)
    assert first != second


def test_the_id_of_a_proxy_is_kept(anyone: TestClient) -> None:
    assert anyone.get("/sign-in", headers={"X-Request-ID": "proxy-0001"}).headers["x-request-id"] == "proxy-0001"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space and more", "a=b&c=d12345"])
def test_an_id_that_could_spoil_the_log_is_replaced(anyone: TestClient, given: str) -> None:
    assert anyone.get("/sign-in", headers={"X-Request-ID": given}).headers["x-request-id"] != given
