"""What the documents say is offered beside the form of a licence, and fills in empty fields alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.usecases.licence_record import licence_of
from tests.browser import live, violations, watched_page
from tests.web.library import TestDesk, running, text_of

AGREEMENT = Path(__file__).parents[2] / "api" / "demo" / "pdf" / "meridian-2026.pdf"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[TestDesk]:
    """A desk for this module; every test enters a licence of its own."""
    folder = tmp_path_factory.mktemp("facts")
    path = folder / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    with running(folder / "data", f"sqlite:///{path}") as made:
        yield made


@pytest.fixture
def licence(desk: TestDesk) -> str:
    """A licence of which only the title and the notes are known, with its agreement read."""
    licence = desk.licence("Journals Complete", code="", notes="Ours.")
    desk.document(desk.version(licence), AGREEMENT.read_bytes())
    return licence


def form_of(page: str) -> dict[str, str]:
    return {
        **dict(re.findall(r'<input(?![^>]*type="radio")[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page)),
        "renewal": next(iter(re.findall(r'name="renewal" value="([^"]+)"[^>]* checked', page)), ""),
    }


def order_for(page: str, label: str) -> str:
    """What the button beside an offer sends."""
    found = re.search(rf'value="(use-\d+)">Fill in<span class="vh"> {label}', page)
    assert found, label
    return found[1]


def test_every_fact_is_offered_with_its_words_and_the_way_there(desk: TestDesk, licence: str) -> None:
    page = desk.editor.get(f"/licences/{licence}/edit").text

    said = text_of(page)
    assert "Found in the documents" in said
    assert "Notice to end it 60 calendar days" in said
    assert "Renews By itself" in said
    assert "Governing law Province of Ontario" in said
    way = re.search(r'href="(/documents/\w+/view\?page=6&amp;clause=[^"]+)">Agreement 2026, §14.1, p. 6', page)
    assert way
    assert desk.viewer.get(way[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("as_fragment", [False, True])
def test_one_fact_is_filled_in_and_nothing_else_and_nothing_is_saved(
    desk: TestDesk, licence: str, as_fragment: bool
) -> None:
    path = f"/licences/{licence}/edit"
    page = desk.editor.get(path).text
    sent = {**form_of(page), "title": "Retitled", "do": order_for(page, "End date")}

    answer = (desk.editor.htmx_post if as_fragment else desk.editor.post)(path, sent)

    form = form_of(answer.text)
    assert (form["end_date"], form["start_date"], form["title"]) == ("2028-12-31", "", "Retitled")
    assert "In the form" in text_of(answer.text)
    assert licence_of(desk.services, licence).fields.end_date is None


def test_all_at_once_leaves_what_was_typed_and_saving_keeps_it(desk: TestDesk, licence: str) -> None:
    path = f"/licences/{licence}/edit"
    sent = {**form_of(desk.editor.get(path).text), "start_date": "2025-07-01", "notes": "Ours.", "do": "use-all"}

    filled = form_of(desk.editor.post(path, sent).text)

    assert (filled["start_date"], filled["licensor"]) == ("2025-07-01", "Meridian Science Press Ltd.")
    assert filled["renewal"] == "automatic"
    assert desk.editor.post(path, {**filled, "notes": "Ours.", "do": "save"}).status_code == 303
    fields = licence_of(desk.services, licence).fields
    assert (str(fields.start_date), str(fields.end_date), fields.notes) == ("2025-07-01", "2028-12-31", "Ours.")
    again = text_of(desk.editor.get(path).text)
    assert "Notice to end it 60 calendar days" not in again


def test_where_the_record_is_complete_nothing_is_offered(desk: TestDesk) -> None:
    bare = desk.licence("Nothing read")

    assert "Found in the documents" not in desk.editor.get(f"/licences/{bare}/edit").text


def test_the_page_of_uploads_leads_to_the_form(desk: TestDesk, licence: str) -> None:
    version = desk.version(licence, label="Second")
    desk.document(version, AGREEMENT.read_bytes())

    page = desk.editor.get(f"/versions/{version}/upload").text

    assert "6 facts for the licence form were found" in text_of(page)
    assert f'href="/licences/{licence}/edit#offers"' in page


def test_filling_in_works_in_a_browser_by_keyboard(desk: TestDesk, licence: str, browser: Browser) -> None:
    with live(desk.app) as address, watched_page(browser) as page:
        page.context.add_cookies([{"name": "session", "value": str(desk.editor.cookie), "url": address}])
        page.goto(f"{address}/licences/{licence}/edit")
        page.get_by_role("button", name="Fill in Start date").press("Enter")
        page.get_by_text("In the form").first.wait_for()

        assert page.get_by_label("Start date").input_value() == "2026-01-01"
        assert page.evaluate("document.activeElement.id") == "offers"
        assert violations(page) == []
