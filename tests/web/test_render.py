"""A template and its context become a page, or the piece of it that htmx asked for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.web.desk import SESSION, make_desk
from web.environment import environment, icon
from web.render import render

HTMX = {"HX-Request": "true"}


def test_a_visit_gets_the_whole_page(marie: TestClient) -> None:
    answer = marie.get("/list")

    assert "<!doctype html>" in answer.text
    assert "<title>Licences – Licence Desk</title>" in answer.text
    assert 'hx-swap-oob="' not in answer.text


def test_htmx_gets_the_block_and_what_goes_elsewhere(marie: TestClient) -> None:
    answer = marie.get("/list", headers=HTMX)

    assert answer.text.startswith('<ul id="rows"')
    assert '<p id="progress" hx-swap-oob="true">23 of 41</p>' in answer.text
    assert '<div id="live" hx-swap-oob="innerHTML">2 licences</div>' in answer.text
    assert "<html" not in answer.text


def test_going_back_through_the_history_gets_the_whole_page(marie: TestClient) -> None:
    answer = marie.get("/list", headers={**HTMX, "HX-History-Restore-Request": "true"})

    assert "<!doctype html>" in answer.text


def test_caches_are_told_that_one_address_has_several_answers(marie: TestClient) -> None:
    answer = marie.get("/list")

    assert "HX-Request" in answer.headers["vary"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_public_page_may_be_kept_by_caches_and_sets_no_cookie(anyone: TestClient) -> None:
    answer = anyone.get("/public/answers")

    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in answer.headers
    assert "csrf" not in answer.text


def test_text_from_people_is_escaped_in_pages_and_in_pieces(marie: TestClient) -> None:
    for headers in ({}, HTMX):
        text = marie.get("/list", headers=headers).text
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co." in text
        assert "<b>Bold" not in text
        assert '<use href="#i-check"/>' in text


def test_the_page_says_who_is_signed_in_and_where_we_are(marie: TestClient) -> None:
    text = marie.get("/list").text

    assert "M. R." in text
    assert 'href="/licences/new"' in text
    assert "Ashbridge University Library" in text


def test_nobody_signed_in_sees_no_navigation(anyone: TestClient) -> None:
    text = anyone.get("/sign-in").text

    assert "bar__nav" not in text
    assert 'class="plain"' in text


def test_a_misspelt_name_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ licnece.title }}").render()


def test_a_misspelt_icon_is_an_error() -> None:
    with pytest.raises(KeyError, match="licnece"):
        icon("licnece")


def test_a_context_may_not_hide_a_name_that_every_template_has() -> None:
    @dataclass(frozen=True)
    class Hiding:
        toast: str = "buttered"

    request = Request(
        {"type": "http", "app": make_desk(), "path": "/", "headers": [], "query_string": b"", "state": {}}
    )

    with pytest.raises(TypeError, match="toast"):
        render(request, "list.html", Hiding())


def test_what_was_done_is_said_once_on_the_next_page(marie: TestClient) -> None:
    token = "the token of her forms"
    sent = marie.post("/note", data={"text": "Ask <them>", "revision": "8", "csrf": token})

    assert sent.status_code == 303
    assert sent.headers["location"] == "/list"
    assert "Saved: Ask &lt;them&gt;." in marie.get("/list").text
    assert "Saved:" not in marie.get("/list").text


def test_htmx_is_told_to_load_the_next_page(marie: TestClient) -> None:
    sent = marie.post("/note", data={"text": "x", "revision": "8", "csrf": "the token of her forms"}, headers=HTMX)

    assert sent.status_code == 204
    assert sent.headers["hx-redirect"] == "/list"


def test_a_forged_message_is_not_shown(marie: TestClient) -> None:
    marie.cookies.set("notice", "eyJ0ZXh0IjogIkZvcmdlZCJ9.0000")

    assert "Forged" not in marie.get("/list").text


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", "2026-09-15"), ("Pacific/Midway", "2026-09-13")])
def test_the_foot_of_a_page_tells_the_day_of_the_library(zone: str, day: str) -> None:
    client = TestClient(make_desk(time_zone=zone), cookies={"session": SESSION})

    assert day in client.get("/list").text.partition("Today is")[2].partition("</footer>")[0]
