"""The list's tools, the matrix, tasks and drafts in Chromium: nothing for axe to find, few interactions, no loss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.identity import Role
from domain.usecases.accounts import sign_out
from domain.usecases.saved_views import save_view
from domain.usecases.tasks import add_task
from tests.browser import live, violations, watched_page
from tests.web.library import PASSWORD, Library, TestDesk, Visitor

WAYS_TO_LOOK: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (320, "dark"))


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where the library is."""
    with live(library.desk.app) as where:
        yield where


def enter(page: Page, address: str, who: Visitor) -> None:
    """Sign in without the form."""
    assert who.cookie is not None
    page.context.add_cookies([{"name": "session", "value": who.cookie, "url": address}])


def paths(journals: str, archive: str) -> dict[str, str]:
    columns = "&".join(f"col={key}" for key in ("owner", "unit", "tags", "resources", "paper", "updated", "renewal"))
    return {
        "list with columns": f"/licences?status=any&{columns}",
        "chosen": f"/licences/bulk?status=any&id={journals}&id={archive}",
        "nothing chosen": "/licences/bulk?status=any",
        "views": "/views",
        "matrix": "/matrix?status=any&t=alumni_access&t=ill_electronic&t=text_data_mining",
        "matrix of no day": "/matrix?on=2026-02-30",
        "empty matrix": "/matrix?q=zzz",
        "new task": f"/licences/{journals}/tasks/new",
        "organisation": "/organisations/of?name=Meridian+Science+Press",
        "one like it": f"/licences/new/like?id={journals}",
        "which is like it": "/licences/new/like",
        "filled in from it": f"/licences/new?like={journals}&take=title&take=parties&take=resources",
        "my desk": "/?work=mine",
    }


PAGES = list(paths("", ""))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(
    page: Page, address: str, library: Library, name: str
) -> None:
    enter(page, address, library.desk.admin)
    for width, scheme in WAYS_TO_LOOK:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}{paths(library.journals, library.archive)[name]}")
        assert violations(page) == [], scheme
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, f"{width} px"


def test_which_licences_allow_lending_by_electronic_means_takes_three_interactions(
    page: Page, address: str, library: Library
) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/")
    interactions = 0

    page.get_by_role("link", name="Licences", exact=True).first.click()
    interactions += 1
    page.locator("#term-0").select_option("ill_electronic")
    interactions += 1
    expect(page.locator("#term-1")).to_be_attached()
    page.locator("#value-0").select_option("permitted")
    interactions += 1

    expect(page.locator("#results .lic-name")).to_have_text(["Journals Complete"])
    assert interactions <= 3


def test_the_same_answer_stands_in_the_matrix_after_one_click(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/")

    page.get_by_role("link", name="Terms", exact=True).click()
    page.get_by_role("link", name="Interlibrary loan: electronic, Journals Complete").click()

    expect(page).to_have_url(
        f"{address}/documents/{library.document}/view?page=1&clause=" + page.url.split("clause=")[1]
    )


def test_heads_of_the_matrix_stay_in_sight_and_conditions_open_in_their_cell(
    page: Page, address: str, library: Library
) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/matrix?status=any&t=alumni_access&t=ill_electronic")
    corner = page.locator(".matrix__corner")

    assert corner.evaluate("e => getComputedStyle(e).position") == "sticky"
    assert page.locator(".matrix tbody th").first.evaluate("e => getComputedStyle(e).position") == "sticky"
    page.get_by_text("if…").click()
    expect(page.get_by_text("In the library building.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Move Alumni access to the right").click()
    expect(page.locator(".matrix__t").first).to_contain_text("Interlibrary loan: electronic")


def test_ticked_licences_are_changed_in_four_steps(page: Page, desk: TestDesk) -> None:
    for title in ("First", "Second", "Third"):
        desk.licence(title)
    with live(desk.app) as where:
        enter(page, where, desk.editor)
        page.goto(f"{where}/licences?status=any")
        expect(page.locator("#bulk-n")).to_have_text("")
        page.get_by_label("Select First").check()
        page.get_by_label("Select Third").check()
        expect(page.locator("#bulk-n")).to_have_text("2 selected")
        page.get_by_role("button", name="Change the chosen ones…").click()
        page.fill("#tag", "checked")
        page.get_by_role("button", name="Change 2 licences").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 licences changed")
        assert violations(page) == []
        page.get_by_role("link", name="Back to the list").click()
        expect(page.locator("#facet-tag .opt__n").first).to_have_text("2")


def test_a_view_is_saved_where_one_looks(page: Page, desk: TestDesk) -> None:
    desk.licence("Journals", tags=["science"])
    save_view(desk.services, desk.actor(), {"name": "Shared", "page": "list", "query": "tag=science", "shared": True})
    with live(desk.app) as where:
        enter(page, where, desk.viewer)
        page.goto(f"{where}/licences?status=any")
        page.get_by_text("Save this view").click()
        assert violations(page) == []
        page.fill("#view-name", "Everything")
        page.keyboard.press("Enter")
        expect(page.locator(".views [aria-current]").last).to_have_text("Everything")
        expect(page.locator(".views")).to_contain_text("Shared")


def test_a_draft_is_kept_by_itself_and_a_session_that_ends_loses_nothing(browser: Browser, desk: TestDesk) -> None:
    with live(desk.app) as where, watched_page(browser) as page:
        enter(page, where, desk.editor)
        page.goto(f"{where}/licences/new")
        page.fill("#title", "Boreal Waters")
        expect(page.locator("#draft")).to_contain_text("Draft kept at", timeout=10_000)

        assert desk.editor.cookie is not None
        sign_out(desk.services, desk.editor.cookie)
        page.fill("#notes", "Typed after the session had ended.")
        expect(page.locator("#draft")).to_contain_text("You are signed out.", timeout=10_000)
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.fill("#email", "editor@library.example")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")

        expect(page.locator("#title")).to_have_value("Boreal Waters")
        expect(page.locator("#notes")).to_have_value("Typed after the session had ended.")
        assert violations(page) == []


def test_a_task_is_ticked_off_on_the_desk_without_scripts(browser: Browser, desk: TestDesk) -> None:
    licence = desk.licence("Journals")
    add_task(desk.services, desk.actor(Role.EDITOR), licence, {"text": "Count the loans.", "due": "2026-12-01"})
    with live(desk.app) as where, watched_page(browser, java_script_enabled=False) as page:
        enter(page, where, desk.editor)
        page.goto(f"{where}/")
        page.get_by_role("button", name=re.compile("Count the loans")).click()
        expect(page.locator("#todo-h")).to_contain_text("0")
        page.goto(f"{where}/licences/{licence}")
        expect(page.locator("#tasks")).to_contain_text("Done by Ed Itor")


def test_on_a_phone_nothing_of_the_list_or_the_terms_lies_beyond_the_edge(
    page: Page, address: str, library: Library
) -> None:
    enter(page, address, library.desk.editor)
    page.set_viewport_size({"width": 390, "height": 844})

    for path, row in (
        ("/licences?status=any", "Journals Complete"),
        (f"/licences/{library.journals}/term-sheet", "Alumni access"),
        (f"/licences/{library.journals}", "Alumni access"),
    ):
        page.goto(f"{address}{path}")
        cells = page.get_by_role("row").filter(has_text=row).locator("td, th")
        boxes = [box for cell in cells.all() if (box := cell.bounding_box())]
        assert len(boxes) >= 4, path
        assert max(box["x"] + box["width"] for box in boxes) < 390, path
        assert violations(page) == [], path

    page.get_by_role("link", name="Details of Alumni access").click()
    expect(page.get_by_text("How this value came about")).to_be_visible()
    assert page.locator(".terms .more").evaluate("e => e.getBoundingClientRect().right") < 390


def test_the_list_shows_how_many_terms_are_decided(page: Page, address: str, library: Library) -> None:
    enter(page, address, library.desk.viewer)
    page.goto(f"{address}/licences?status=any")

    bar = page.get_by_role("progressbar", name=re.compile("^Journals Complete, [0-9]+ of [0-9]+ terms decided$"))
    expect(bar).to_be_visible()
    assert bar.evaluate("e => e.value / e.max") == pytest.approx(3 / 61)
