"""Pictures of the pages, over the demo library, into docs/screenshots: `make screenshots`."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser import FLAGS
from tools.browser import NONE, browser
from tools.desk import new_desk

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
EMAIL = "librarian@ashbridge.example"
SIZE = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
ANSWERS = "/public/resources/journals-complete"
PUBLIC = {"can-i": ANSWERS, "can-i-french": f"{ANSWERS}?lang=fr", "card": f"{ANSWERS}/card"}
STAFF = {
    "desk": "/",
    "licences": "/licences",
    "new-licence": "/licences/new",
    "vocabulary": "/vocabulary",
    "people": "/people",
    "trail": "/audit",
}
RECORD = "Journals Complete"
"""The licence whose record is shown."""
NEWER = "Agreement 2026–2028"
"""Its version that is shown, reviewed and compared with the one before."""


def take(page: Page, address: str, name: str, path: str) -> None:
    """One picture; a page that is not there is no picture."""
    answer = page.goto(address + path)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{path} could not be shown.")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def sign_in(page: Page, address: str, password: str) -> None:
    """By the same door as everybody."""
    page.goto(f"{address}/sign-in")
    page.screenshot(path=FOLDER / "sign-in.png")
    page.locator("input[type=email]").fill(EMAIL)
    page.locator("input[type=password]").fill(password)
    page.locator("main form button[type=submit]").click()
    page.get_by_role("navigation", name="Main").wait_for()


def tour(page: Page, address: str, password: str) -> None:
    """Every picture, public pages first."""
    for name, path in PUBLIC.items():
        take(page, address, name, path)
    page.context.clear_cookies()
    sign_in(page, address, password)
    for name, path in STAFF.items():
        take(page, address, name, path)
    page.goto(f"{address}/licences")
    page.get_by_role("link", name=RECORD, exact=True).first.click()
    page.get_by_role("heading", name=RECORD).wait_for()
    about_licence(page, address, urlsplit(page.url).path)


def about_licence(page: Page, address: str, record: str) -> None:
    """The screens of one licence."""
    take(page, address, "record", record)
    take(page, address, "term-sheet", f"{record}/term-sheet")
    page.goto(address + record)
    version = urlsplit(str(page.get_by_role("link", name=NEWER, exact=True).first.get_attribute("href"))).path
    take(page, address, "version", version)
    take(page, address, "review", f"{version}/review")
    take(page, address, "compare", f"{record}/compare?to={version.rpartition('/')[2]}")
    page.goto(address + version)
    document = urlsplit(str(page.get_by_role("link", name=".pdf").first.get_attribute("href"))).path
    take(page, address, "document", document)


def main() -> None:
    """Load the demo, look around, leave nothing but the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(16)
    path = browser()
    if path is None:
        raise SystemExit(NONE)
    with new_desk() as desk, sync_playwright() as playwright:
        desk.run("demo")
        desk.run("user", "add", EMAIL, "--role", "admin", "--password-stdin", given=f"{password}\n")
        with desk.serving() as address:
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            tour(chromium.new_page(viewport=SIZE), address, password)
            take(chromium.new_page(viewport=PHONE), address, "can-i-phone", ANSWERS)
            chromium.close()


if __name__ == "__main__":
    main()
