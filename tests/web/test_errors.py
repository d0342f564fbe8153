"""What goes wrong is told in words, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from domain.errors import LicenceError
from tests.web.desk import ERRORS, TOKEN, make_desk
from web import environment as environments
from web.answers import answer_for

HTMX = {"HX-Request": "true", "X-CSRF-Token": TOKEN}


def _families(family: type[LicenceError]) -> Iterator[type[LicenceError]]:
    for child in family.__subclasses__():
        yield child
        yield from _families(child)


@pytest.mark.parametrize("family", list(_families(LicenceError)))
def test_no_family_of_errors_is_forgotten(family: type[LicenceError]) -> None:
    assert 400 <= answer_for(family).status < 600


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("missing", 404),
        ("invalid", 422),
        ("conflict", 409),
        ("role", 403),
        ("often", 429),
        ("rejected", 422),
        ("large", 413),
        ("remote", 502),
    ],
)
def test_an_error_is_a_page_that_says_what_to_do(marie: TestClient, kind: str, status: int) -> None:
    answer = marie.get(f"/fails/{kind}")

    assert answer.status_code == status
    assert ERRORS[kind].message in answer.text
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("kind", ["missing", "invalid", "conflict", "role", "often", "rejected", "large", "remote"])
def test_for_htmx_an_error_is_a_toast_read_out_at_once(marie: TestClient, kind: str) -> None:
    answer = marie.post(f"/fails/{kind}", headers=HTMX)

    assert answer.headers["hx-retarget"] == "#toasts"
    assert answer.text.startswith('<div class="toast" role="alert">')
    assert ERRORS[kind].message in answer.text


def test_a_conflict_says_every_reason(marie: TestClient) -> None:
    for answer in (marie.get("/fails/conflict"), marie.post("/fails/conflict", headers=HTMX)):
        assert "It has no signed document." in answer.text


def test_too_many_attempts_say_when_to_come_back(marie: TestClient) -> None:
    assert marie.get("/fails/often").headers["retry-after"] == "60"


def test_who_is_not_signed_in_is_sent_to_the_door_and_back_again(anyone: TestClient) -> None:
    answer = anyone.get("/fails/nobody?page=2")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Ffails%2Fnobody%3Fpage%3D2"


def test_htmx_is_sent_to_the_door_and_back_to_the_page_it_was_on(marie: TestClient) -> None:
    headers = {**HTMX, "HX-Current-URL": "http://testserver/licences?q=nature"}

    answer = marie.post("/fails/nobody", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in?next=%2Flicences%3Fq%3Dnature"


@pytest.mark.parametrize("came_from", ["https://evil.example/x", "//evil.example", "http://testserver.evil.example/"])
def test_nobody_is_sent_to_another_site(marie: TestClient, came_from: str) -> None:
    answer = marie.post("/fails/nobody", headers={**HTMX, "HX-Current-URL": came_from})

    assert answer.headers["hx-redirect"] == "/sign-in?next=%2F"


def test_a_fault_of_ours_says_a_number_and_nothing_of_the_fault(marie: TestClient) -> None:
    with capture_logs() as lines:
        answer = marie.get("/fails/bug", headers={"X-Request-ID": "the-number-1"})

    assert answer.status_code == 500
    assert "the-number-1" in answer.text
    assert "eresources@library.example" in answer.text
    assert "internal secret" not in answer.text
    assert [(line["event"], line["request_id"]) for line in lines] == [("request failed", "the-number-1")]


def test_a_fault_in_the_layout_itself_still_gives_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    english = environments.environment("en")
    monkeypatch.setitem(english.globals, "t", None)
    with capture_logs():
        answer = TestClient(make_desk()).get("/fails/bug")

    assert answer.status_code == 500
    assert "please try again" in answer.text


def test_an_address_that_does_not_exist_is_a_page(anyone: TestClient) -> None:
    answer = anyone.get("/nowhere")

    assert answer.status_code == 404
    assert "We cannot find that" in answer.text


def test_readers_get_errors_in_their_own_frame_and_language(anyone: TestClient) -> None:
    answer = anyone.get("/public/nowhere", headers={"Accept-Language": "fr-CA"})

    assert answer.status_code == 404
    assert '<html lang="fr-CA">' in answer.text
    assert 'class="public"' in answer.text
    assert "Nous ne trouvons pas cela" in answer.text


def test_an_address_with_a_part_that_is_no_number_is_not_found(marie: TestClient) -> None:
    assert marie.get("/number/eleven").status_code == 404


def test_a_filter_that_cannot_be_read_is_not_said_to_be_unsaved(marie: TestClient) -> None:
    answer = marie.get("/number/1?page=two")

    assert answer.status_code == 422
    assert "<h1>That could not be read</h1>" in answer.text


def test_the_wrong_method_is_a_page_that_names_the_right_ones(marie: TestClient) -> None:
    answer = marie.post("/list", data={"csrf": TOKEN})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


def test_a_stale_edit_shows_both_versions_and_can_be_sent_again(marie: TestClient) -> None:
    answer = marie.post("/note", data={"text": "My <words>", "revision": "7", "csrf": TOKEN})

    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "Permitted", "Prohibited", "Keep theirs", "Use mine instead"):
        assert words in answer.text
    assert 'name="text" value="My &lt;words&gt;"' in answer.text
    assert 'name="revision" value="8"' in answer.text

    again = marie.post("/note", data={"text": "My <words>", "revision": "8", "csrf": TOKEN})
    assert again.status_code == 303


def test_for_htmx_a_stale_edit_fills_the_page(marie: TestClient) -> None:
    answer = marie.post("/note", data={"text": "Mine", "revision": "7"}, headers=HTMX)

    assert answer.status_code == 409
    assert answer.headers["hx-retarget"] == "#main"
    assert answer.text.strip().startswith('<div class="err sheet" role="alert">')
