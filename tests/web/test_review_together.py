"""Several people in one review: what others do appears, each finds their own place, and a second reviewer approves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.identity import Role
from domain.usecases.accounts import sign_in
from domain.usecases.decisions import accept_suggestion
from tests.usecases.conftest import ReadOnce
from tests.web.library import PASSWORD, TestDesk, running, text_of

TERM, OTHER = "commercial_use", "walk_in_access"


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def version(desk: TestDesk) -> str:
    """A draft with one document that has been read."""
    made = desk.version(desk.licence("Boreal Waters"))
    desk.document(made)
    return made


@pytest.fixture
def asking(tmp_path: Path, sqlite_url: str) -> Iterator[TestDesk]:
    """A desk of a library that asks for a second approval."""
    with running(tmp_path / "data", sqlite_url, second_review=True) as made:
        yield made


def accept(desk: TestDesk, version: str, key: str, role: Role) -> None:
    with desk.services.reading_only() as uow:
        found = next(one.id for one in uow.readings.suggestions(version) if one.suggestion.term == key)
    accept_suggestion(desk.services, desk.actor(role), found)


def news_address(html: str) -> str:
    found = re.search(r'id="news" hx-get="([^"]+)"', html)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_what_a_colleague_decides_comes_as_a_row_and_is_read_out(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(f"/versions/{version}/review/items/{TERM}").text
    asked = f"{news_address(page)}&key={TERM}"
    assert desk.reviewer.htmx(asked).status_code == 204

    accept(desk, version, OTHER, Role.ADMIN)
    told = desk.reviewer.htmx(asked)

    assert told.status_code == 200
    rows = told.text[told.text.index("<template data-rows>") :]
    assert f'id="q-{OTHER}" data-state="accepted"' in rows
    assert "q--open" not in told.text
    assert "Ada Min decided “Walk-in users" in text_of(told.text[told.text.index('id="live"') :])
    assert re.search(r'id="progress" hx-swap-oob="true"', told.text)
    assert desk.reviewer.htmx(f"{news_address(told.text)}&key={TERM}").status_code == 204


def test_of_the_open_term_it_says_who_decided_it_and_leaves_the_form_alone(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(f"/versions/{version}/review/items/{TERM}/change").text
    accept(desk, version, TERM, Role.ADMIN)

    told = desk.reviewer.htmx(f"{news_address(page)}&key={TERM}").text

    assert f'<template data-on-open="q-{TERM}">' in told
    assert "<form" not in told[: told.index('id="progress"')]


def test_what_one_did_oneself_in_another_window_is_shown_and_not_read_out(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(f"/versions/{version}/review/items/{TERM}").text
    accept(desk, version, OTHER, Role.REVIEWER)

    told = desk.reviewer.htmx(f"{news_address(page)}&key={TERM}").text

    assert f'id="q-{OTHER}" data-state="accepted"' in told
    assert 'id="live"' not in told


def test_what_happens_in_another_version_is_no_news_here(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(f"/versions/{version}/review/items/{TERM}").text
    with desk.services.reading_only() as uow:
        licence = uow.versions.get(version).licence_id
    desk.decide(desk.version(licence, label="Another"), TERM, "prohibited_explicit")

    assert desk.reviewer.htmx(f"{news_address(page)}&key={TERM}").status_code == 204


def test_coming_back_finds_the_place_after_signing_out_too(desk: TestDesk, version: str) -> None:
    desk.reviewer.get(f"/versions/{version}/review/items/{OTHER}")
    desk.editor.get(f"/versions/{version}/review/items/{TERM}?show=all")
    desk.reviewer.post("/sign-out")
    assert desk.reviewer.get(f"/versions/{version}/review").status_code == 303
    cookie, session = sign_in(desk.services, "reviewer@library.example", PASSWORD, "192.0.2.1")
    back = replace(desk.reviewer, cookie=cookie, token=session.csrf)

    assert f'class="q q--open" id="q-{OTHER}"' in back.get(f"/versions/{version}/review").text
    assert f'class="q q--open" id="q-{TERM}"' in desk.editor.get(f"/versions/{version}/review").text
    accept(desk, version, OTHER, Role.ADMIN)
    assert f'class="q q--open" id="q-{OTHER}"' not in back.get(f"/versions/{version}/review").text


def test_a_second_reviewer_approves_what_the_first_decided(asking: TestDesk) -> None:
    version = asking.version(asking.licence())
    asking.document(version)
    asking.decide(version, TERM, "prohibited_explicit")  # by the administrator
    mine = asking.admin.get(f"/versions/{version}/review/items/{TERM}?show=approve")
    assert "Decided by you, to be approved by another reviewer." in text_of(mine.text)
    assert 'value="approve"' not in mine.text
    theirs = asking.reviewer.get(f"/versions/{version}/review/items/{TERM}?show=approve")
    assert "To approve 1" in text_of(theirs.text)
    assert 'data-key="y"' in theirs.text

    answer = asking.reviewer.post(f"/versions/{version}/review/items/{TERM}", {"do": "approve", "revision": "1"})

    assert answer.status_code == 303
    after = text_of(asking.reviewer.get(f"/versions/{version}/review/items/{TERM}?show=all").text)
    assert "Approved by Rae Viewer" in after
    assert "To approve 0" in after


def test_nothing_speaks_of_approval_where_the_library_asks_for_none(desk: TestDesk, version: str) -> None:
    desk.decide(version, TERM, "prohibited_explicit")

    page = text_of(desk.reviewer.get(f"/versions/{version}/review/items/{TERM}").text)

    assert "approv" not in page.lower()
