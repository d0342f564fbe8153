"""An agreement as it reads with its amendments, as a person sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import live, violations, watched_page
from tests.pdfs import pdf
from tests.usecases.conftest import ReadOnce
from tests.web.library import TestDesk, text_of

AGREEMENT = [
    "1. Authorized Users means the students and staff of the Licensee.",
    "2. Uses",
    "2.1 The Licensee may supply an electronic copy of an article to another library.",
    "3. Either party may end this agreement with ninety days of notice in writing.",
]
FIRST = [
    "1. In clause 3, the words “ninety days” are deleted and replaced with the words “thirty days”.",
    "2. The price in clause 9 is amended for the renewal of 2029 alone.",
    "3. The Licensor shall name a person who answers questions.",
    "4. Except as amended here, all other terms of the Agreement remain in full force and effect.",
]
SECOND = [
    "1. Deletions",
    "1.1 The following holds from the day stated above.",
    "1.2 Clause 2.1 of the Agreement is deleted.",
    "1.3 Words that the Agreement defines have the same meaning here.",
]


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real reader, which remembers what it found in a file: these tests are not about reading."""
    monkeypatch.setattr("api.wiring.PdfReader", ReadOnce)


@pytest.fixture
def amended(desk: TestDesk) -> tuple[TestDesk, str, dict[str, str]]:
    """A licence with an agreement and two amendments, the second one not in force."""
    licence = desk.licence("Journals")
    ids: dict[str, str] = {}
    for label, day, lines in (
        ("Agreement", "2024-01-01", AGREEMENT),
        ("Amendment 1", "2024-07-01", FIRST),
        ("Amendment 2", "2030-01-01", SECOND),
    ):
        kind = "agreement" if label == "Agreement" else "amendment"
        ids[label] = desk.version(licence, kind=kind, label=label, effective_from=day)
        desk.document(ids[label], pdf(*lines, title=label))
        if label != "Amendment 2":
            desk.put_in_force(ids[label])
    return desk, licence, ids


def test_a_changed_clause_names_the_amendment_its_page_and_its_day(
    amended: tuple[TestDesk, str, dict[str, str]],
) -> None:
    desk, licence, _ = amended

    page = desk.viewer.get(f"/licences/{licence}/text")
    said = text_of(page.text)

    assert "Reading copy, not signed" in said
    assert "3 Either party may end this agreement with thirty days of notice in writing." in said
    assert "Changed by Amendment 1 §1, p. 1, from 2024-07-01" in said
    assert "As it was Either party may end this agreement with ninety days of notice" in said
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/documents/[^"]+)"', page.text)]
    assert {desk.viewer.get(link).status_code for link in links} == {200}


def test_what_could_not_be_applied_is_listed_and_the_frame_is_left_out(
    amended: tuple[TestDesk, str, dict[str, str]],
) -> None:
    desk, licence, _ = amended

    said = text_of(desk.viewer.get(f"/licences/{licence}/text").text)

    assert "1 clause of an amendment could not be applied." in said
    assert "The price in clause 9 is amended for the renewal of 2029 alone." in said
    assert "What the amendments say beside the agreement The Licensor shall name a person" in said
    assert "remain in full force" not in said


def test_it_reads_as_on_any_day(amended: tuple[TestDesk, str, dict[str, str]]) -> None:
    desk, licence, _ = amended

    before = text_of(desk.viewer.get(f"/licences/{licence}/text?on=2024-06-30").text)
    never = desk.viewer.get(f"/licences/{licence}/text?on=2023-01-01")
    wrong = desk.viewer.get(f"/licences/{licence}/text?on=yesterday")

    assert "with ninety days of notice" in before
    assert "No clause reads otherwise than in the agreement." in before
    assert "No agreement is in force on this day" in text_of(never.text)
    assert (never.status_code, wrong.status_code) == (200, 422)


def test_an_amendment_that_is_still_a_draft_can_be_read_into_the_text(
    amended: tuple[TestDesk, str, dict[str, str]],
) -> None:
    desk, licence, ids = amended

    said = text_of(desk.viewer.get(f"/licences/{licence}/text?with={ids['Amendment 2']}").text)

    assert "removed: The Licensee may supply an electronic copy of an article to another library." in said
    assert "Removed by Amendment 2 §1.2, p. 1, a draft, from 2030-01-01" in said
    assert "with thirty days of notice" in said


def test_the_record_and_the_comparison_lead_to_it(amended: tuple[TestDesk, str, dict[str, str]]) -> None:
    desk, licence, ids = amended
    path = f"/licences/{licence}/text"

    assert f'href="{path}"' in desk.viewer.get(f"/licences/{licence}").text
    assert f'href="{path}?with={ids["Amendment 1"]}"' in desk.viewer.get(f"/licences/{licence}").text
    compared = f"/licences/{licence}/compare?from={ids['Agreement']}&to={ids['Amendment 1']}"
    assert f'href="{path}?with={ids["Amendment 1"]}"' in desk.viewer.get(compared).text
    assert desk.nobody.get(path).status_code == 303
    assert desk.viewer.get(f"{path}?with=nothing").status_code == 404


def test_it_speaks_french(amended: tuple[TestDesk, str, dict[str, str]]) -> None:
    desk, licence, _ = amended

    said = text_of(desk.viewer.get(f"/licences/{licence}/text?lang=fr").text)

    assert "Copie de lecture, non signée" in said
    assert "à partir du" in said


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_accessible_on_any_screen(
    browser: Browser, amended: tuple[TestDesk, str, dict[str, str]], width: int
) -> None:
    desk, licence, ids = amended
    with live(desk.app) as address, watched_page(browser, viewport={"width": width, "height": 800}) as page:
        page.context.add_cookies([{"name": "session", "value": desk.viewer.cookie or "", "url": address}])
        for path in (f"text?with={ids['Amendment 2']}", "compare/others?side=to"):
            page.goto(f"{address}/licences/{licence}/{path}")

            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
