"""Pictures of the pages, over the demo library, into docs/screenshots: `make screenshots`."""

from __future__ import annotations

import secrets
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser import FLAGS
from tools.browser import NONE, browser
from tools.desk import new_desk

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
EMAIL = "librarian@ashbridge.example"
SIZE = ViewportSize(width=1280, height=860)
PUBLIC = {"can-i": "/public/resources/journals-complete", "card": "/public/resources/journals-complete/card"}
STAFF = {"licences": "/licences"}
RECORD = "Journals Complete"
"""The licence whose record is shown."""


def take(page: Page, address: str, name: str, path: str) -> None:
    """One picture; a page that is not there is no picture."""
    answer = page.goto(address + path)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{path} could not be shown.")
    page.screenshot(path=FOLDER / f"{name}.png")


def sign_in(page: Page, address: str, password: str) -> None:
    """By the same door as everybody."""
    page.goto(f"{address}/sign-in")
    page.screenshot(path=FOLDER / "sign-in.png")
    page.locator("input[type=email]").fill(EMAIL)
    page.locator("input[type=password]").fill(password)
    page.locator("main form button[type=submit]").click()


def tour(page: Page, address: str, password: str) -> None:
    """Every picture, public pages first."""
    for name, path in PUBLIC.items():
        take(page, address, name, path)
    sign_in(page, address, password)
    for name, path in STAFF.items():
        take(page, address, name, path)
    page.get_by_role("link", name=RECORD, exact=True).first.click()
    page.screenshot(path=FOLDER / "record.png")


def main() -> None:
    """Load the demo, look around, leave nothing but the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(16)
    path = browser()
    if path is None:
        raise SystemExit(NONE)
    with new_desk() as desk, sync_playwright() as playwright:
        desk.run("demo")
        desk.run("user", "add", EMAIL, "--role", "reviewer", "--password-stdin", given=f"{password}\n")
        with desk.serving() as address:
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            tour(chromium.new_page(viewport=SIZE), address, password)
            chromium.close()


if __name__ == "__main__":
    main()
