"""Every page in Chromium: nothing for axe to find, in light and dark, and nothing that runs off a narrow screen.

`STATES` and the tables of the modules beside this one together name an address of every page. A route that no table
names makes a test fail, so that no new page is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, Page, expect

from domain.usecases.own_phrases import add_phrase
from domain.usecases.saved_views import save_view
from domain.usecases.tasks import add_task
from tests.browser import live, violations, watched_page
from tests.web import test_administration, test_licences_in_a_browser, test_lists_in_a_browser, test_review_in_a_browser
from tests.web.library import Library, TestDesk, _filled, running
from tests.web.test_imports import begun
from tests.web.test_licences_in_a_browser import enter

PUBLIC = "/public/resources/annals-of-boreal-chemistry"
STATES = {
    "tasks of a licence": "/tasks/{task}",
    "readings of a document": "/documents/{document}/readings",
    "comparing with another licence": "/licences/{journals}/compare/others?q=archive",
    "no other licence": "/licences/{journals}/compare/others?q=zzz",
    "reading copy of an agreement": "/licences/{journals}/text",
    "nothing to carry over": "/versions/{draft}/review/carry",
    "all terms of a day": "/licences/{journals}/terms?on=2026-03-01&all=yes",
    "editing a version": "/versions/{draft}/edit",
    "review": "/versions/{draft}/review",
    "import": "/import",
    "import, columns": "/import/{pending}/columns",
    "import, preview": "/import/{looked}",
    "import, waiting": "/import/{confirmed}/waiting",
    "phrases": "/vocabulary/terms/alumni_access/phrases",
    "phrase": "/vocabulary/terms/alumni_access/phrases/{phrase}",
    "account": "/people/{account}",
    "calendar": "/calendar",
    "settings": "/settings",
    "renaming an organisation": "/organisations/rename?name=Meridian+Science+Press",
    "deciding a deadline": "/licences/{journals}/deadlines/end/{ends}",
    "no systems": "/sync",
    "no webhooks": "/webhooks",
    "new system": "/sync-settings/new",
    "trail of one licence": "/audit?licence={journals}&since=tomorrow",
    "no such page": "/nothing/at/all",
    "no such licence": "/licences/none",
    "no such record in French": "/licences/none?lang=fr",
    "record in French": "/licences/{journals}?lang=fr",
    "review in French": "/versions/{draft}/review?lang=fr",
    "desk in French": "/?lang=fr",
}
TO_ANYBODY = {
    "sign in": "/sign-in",
    "sign in, in French": "/sign-in?lang=fr",
    "first account": "/first-account/none",
    "search": "/public?lang=en",
    "search in French": "/public?lang=fr",
    "found": "/public/resources?q=boreal&lang=en",
    "nothing found, in French": "/public/resources?q=zzz&lang=fr",
    "answers": f"{PUBLIC}?lang=en",
    "answers in French": f"{PUBLIC}?lang=fr",
    "card": f"{PUBLIC}/card?lang=en",
    "card in French": f"{PUBLIC}/card?lang=fr",
    "no such resource": "/public/resources/none?lang=en",
    "no such resource, in French": "/public/resources/none?lang=fr",
    "nothing to look up": "/public/lookup?lang=en",
    "table for a link resolver": "/any/sfx?tag=annals-of-boreal-chemistry",
}
# Addresses in tests of their own, which need a desk of their own.
ELSEWHERE = (
    "/licences/x/compare",  # test_compare
    "/sync/x", "/sync-settings/x", "/sync-settings/x/mapping", "/sync-settings/x/requests",  # test_sync_in_a_browser
    "/sync-settings/x/proposals", "/sync-settings/x/mapping/digital_copy",
    "/webhooks/x",  # test_webhooks
)  # fmt: skip
# Files, pieces that htmx fetches, ways on to another page, and what is for programs.
NO_PAGES = re.compile(
    r".*\.(csv|xlsx|ics|png|jsonl|\{kind\})|.*/(file|api|api/|json|json/|metrics)|/health/.*|/public/resources\.json"
    r"|/\{instance:library\}/(json/\{tag\}|sfx/|\{tag\})|/views/\{view_id\}"
    r"|/documents/\{document_id\}/progress|/sync/\{target_id\}/run|/sync/items/\{item_id\}"
    r"|/versions/\{version_id\}/review/(news|page|words)"
)


@dataclass(frozen=True)
class Seen:
    """Where the desk is, and how its things are called in addresses."""

    desk: TestDesk
    address: str
    names: dict[str, str]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("axe")
    (folder / "desk.db").write_bytes(migrated_file.read_bytes())
    with running(folder / "data", f"sqlite:///{folder / 'desk.db'}") as desk:
        names = {**made(desk, _filled(desk)), **imported(desk)}
        with live(desk.app) as address:
            yield Seen(desk, address, names)


def made(desk: TestDesk, library: Library) -> dict[str, str]:
    s, admin = desk.services, desk.actor()
    task = add_task(s, admin, library.journals, {"kind": "task", "text": "Ask about the price.", "due": "2026-12-01"})
    save_view(s, admin, {"name": "Ours", "page": "list", "query": "status=any", "shared": True})
    example = {"example": "Alumni of the Licensee may use the Licensed Materials.", "note": "From the new template."}
    phrase = add_phrase(s, admin, "alumni_access", {"phrase": "alumni of the licensee", **example})
    names = {name: getattr(library, name) for name in ("journals", "document", "draft", "agreement")}
    ends = f"{s.today().year + 1}-12-31"
    return {**names, "ends": ends, "task": task.id, "phrase": phrase.id, "account": desk.actor().id}


def imported(desk: TestDesk) -> dict[str, str]:
    """An import at each of its steps."""
    columns, mixed, whole = (begun(desk, desk.reviewer) for _ in range(3))
    looked = desk.reviewer.post(mixed, {"column-2": "start_date"}).headers["location"]
    last = desk.reviewer.post(whole, {"word-sometimes": "permitted_explicit"}).headers["location"]
    found = re.search(r'name="fingerprint" value="([^"]+)"', desk.reviewer.get(last).text)
    assert found
    desk.reviewer.post(f"{last}/confirm", {"fingerprint": found[1]})
    return {"pending": columns.split("/")[2], "looked": looked.split("/")[2], "confirmed": last.split("/")[2]}


def look(page: Page, where: str) -> None:
    """One load; light and wide, then dark and as narrow as a page may become."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(where)
    assert violations(page) == [], "light"
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    assert violations(page) == [], "dark, 320 px"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, "320 px"


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_on_a_page_of_the_staff(page: Page, seen: Seen, name: str) -> None:
    enter(page, seen.address, seen.desk.admin)
    look(page, seen.address + STATES[name].format(**seen.names))


@pytest.mark.parametrize("name", TO_ANYBODY)
def test_axe_finds_nothing_on_a_page_for_anybody(page: Page, seen: Seen, name: str) -> None:
    look(page, seen.address + TO_ANYBODY[name])


def test_axe_finds_nothing_where_a_dialog_or_a_menu_is_open(page: Page, seen: Seen) -> None:
    enter(page, seen.address, seen.desk.admin)
    page.goto(f"{seen.address}/versions/{seen.names['draft']}/review")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="account menu").click()
    assert violations(page) == []


def test_axe_finds_nothing_where_a_form_was_refused(page: Page, seen: Seen) -> None:
    enter(page, seen.address, seen.desk.admin)
    task = f"/licences/{seen.names['journals']}/tasks/new"
    for path in ("/licences/new", "/people/new", "/vocabulary/new", "/import", task):
        page.goto(seen.address + path)
        page.locator("main form[method=post] .btn--primary:visible").first.click()
        expect(page.locator("main .error-msg").first).to_be_visible()
        assert violations(page) == [], path


def test_axe_finds_nothing_where_a_token_was_just_made(page: Page, seen: Seen) -> None:
    enter(page, seen.address, seen.desk.admin)
    page.goto(f"{seen.address}/tokens")
    page.locator("#name").fill("Catalogue")
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#tokens")).to_contain_text("Catalogue")
    expect(page.locator("#secret-h")).to_be_focused()
    assert violations(page) == []


def test_axe_finds_nothing_where_a_step_is_refused(browser: Browser, seen: Seen) -> None:
    with watched_page(browser) as page:
        enter(page, seen.address, seen.desk.viewer)
        for path, status in (("/people", 403), ("/matrix?on=2026-02-30", 422)):
            answer = page.goto(seen.address + path)
            assert answer is not None
            assert answer.status == status
            assert violations(page) == [], path


def routes(seen: Seen) -> list[str]:
    """Templates of the addresses that a browser can open, in the order in which they are tried."""
    found = [(route.path, getattr(route, "methods", None) or ()) for route in iter_route_contexts(seen.desk.app.routes)]
    return [path for path, methods in found if path and "GET" in methods]


def route_of(path: str, templates: list[str]) -> str:
    gaps = {template: re.sub(r"\\{\w+(:\w+)?\\}", "[^/]+", re.escape(template)) for template in templates}
    return next((template for template, gap in gaps.items() if re.fullmatch(gap, path.partition("?")[0])), "")


def test_every_page_has_an_address_in_a_table(seen: Seen) -> None:
    library = Library(seen.desk, *["x"] * 6)
    tables = [
        *test_licences_in_a_browser.paths(library).values(),
        *test_lists_in_a_browser.paths("x", "x").values(),
        *test_review_in_a_browser.paths(library).values(),
        *test_administration.PAGES,
    ]
    addresses = [
        *tables,
        "/audit",
        *ELSEWHERE,
        *TO_ANYBODY.values(),
        *(s.format(**seen.names) for s in STATES.values()),
    ]
    templates = routes(seen)

    forgotten = set(templates) - {route_of(address, templates) for address in addresses}

    assert sorted(path for path in forgotten if not NO_PAGES.fullmatch(path)) == []
