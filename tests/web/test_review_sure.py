"""Accepting what is sure with one press: what the page says beforehand, what becomes of it, and the one undo."""

from __future__ import annotations

import re

import pytest

from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk, text_of


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def version(desk: TestDesk) -> str:
    """A draft that has been read, of a licence that prohibits what the draft permits."""
    licence = desk.licence("Boreal Waters")
    old = desk.version(licence, label="Agreement 2024", effective_from="2024-01-01")
    desk.decide(old, "walk_in_access", "prohibited_explicit")
    desk.put_in_force(old)
    made = desk.version(licence)
    desk.document(made)
    return made


def ticked(html: str) -> list[str]:
    return re.findall(r'name="suggestion" value="([^"]+)" checked', html)


def held(desk: TestDesk, version: str) -> set[str]:
    with desk.services.reading_only() as uow:
        last = {d.term: d for d in sorted(uow.decisions.of_version(version), key=lambda d: d.sequence)}
    return {key for key, decision in last.items() if decision.value is not None}


def test_the_preview_says_how_many_and_which_are_left_out_and_why(desk: TestDesk, version: str) -> None:
    page = desk.reviewer.get(f"/versions/{version}/review/sure?least=50")
    said = text_of(page.text)

    assert f"{len(ticked(page.text))} terms would be accepted; " in said
    assert "1 prohibition would fall." in said
    left = said[said.index("Left for you") :]
    assert left.index("Walk-in users") < left.index("only a person decides that") < left.index("confirm the silence")
    assert held(desk, version) == set()
    surer = desk.reviewer.htmx(f"/versions/{version}/review/sure?least=99").text
    assert surer.lstrip().startswith('<div id="parted"')
    assert "Less sure than that" in surer
    assert len(ticked(surer)) < len(ticked(page.text))


def test_one_press_accepts_the_ticked_ones_and_one_undo_takes_them_back(desk: TestDesk, version: str) -> None:
    chosen = ticked(desk.reviewer.get(f"/versions/{version}/review/sure?least=50").text)
    spared, rest = chosen[0], chosen[1:]
    assert rest

    answer = desk.reviewer.post(f"/versions/{version}/review/sure", {"least": "50", "suggestion": rest})

    assert answer.status_code == 303
    assert len(held(desk, version)) == len(rest)
    assert spared in ticked(desk.reviewer.get(f"/versions/{version}/review/sure?least=50").text)
    undone = desk.reviewer.htmx_post(f"/versions/{version}/review/undo")
    assert "undone" in text_of(undone.text).lower()
    assert held(desk, version) == set()


def test_a_crafted_form_does_not_permit_what_is_prohibited(desk: TestDesk, version: str) -> None:
    with desk.services.reading_only() as uow:
        every = [one.id for one in uow.readings.suggestions(version)]

    desk.reviewer.post(f"/versions/{version}/review/sure", {"least": "0", "suggestion": every})

    assert held(desk, version)
    assert "walk_in_access" not in held(desk, version)


def test_the_review_leads_there_and_only_reviewers_get_in(desk: TestDesk, version: str) -> None:
    assert f"/versions/{version}/review/sure" in desk.reviewer.get(f"/versions/{version}/review").text
    assert f"/versions/{version}/review/sure" not in desk.editor.get(f"/versions/{version}/review").text
    assert desk.editor.get(f"/versions/{version}/review/sure").status_code == 403
