"""Bringing a file in with the mouse, and what the page says when it is not taken."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import live
from tests.pdfs import pdf
from tests.web.library import TestDesk, running

DROP = """([name, encoded]) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, { type: "application/pdf" }));
    const zone = document.querySelector("[data-drop]");
    for (const kind of ["dragover", "drop"]) zone.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true }));
}"""
"""As when somebody lets a file go over the field."""


@pytest.fixture
def small_desk(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestDesk]:
    """A desk that takes files of up to one megabyte."""
    monkeypatch.setenv("LICENCE_DESK_MAX_UPLOAD_MB", "1")
    with running(tmp_path / "data", sqlite_url) as desk:
        yield desk


def open_upload(page: Page, desk: TestDesk, address: str) -> None:
    assert desk.editor.cookie is not None
    page.context.add_cookies([{"name": "session", "value": desk.editor.cookie, "url": address}])
    page.goto(f"{address}/versions/{desk.version(desk.licence())}/upload")


def drop(page: Page, name: str, content: bytes) -> None:
    page.evaluate(DROP, [name, base64.b64encode(content).decode()])


def test_a_file_that_is_dropped_is_taken(page: Page, small_desk: TestDesk) -> None:
    with live(small_desk.app) as address:
        open_upload(page, small_desk, address)
        drop(page, "dropped.pdf", pdf())
        expect(page.locator(".fileitem")).to_contain_text("dropped.pdf")
        page.get_by_role("button", name="Add this document").click()
        expect(page.locator("#toasts")).to_contain_text("Received")
        expect(page.locator("#main")).to_contain_text("dropped.pdf")


def test_a_file_that_is_too_large_says_so_and_is_not_on_its_way_any_more(page: Page, small_desk: TestDesk) -> None:
    with live(small_desk.app) as address:
        open_upload(page, small_desk, address)
        drop(page, "large.pdf", pdf() + b"%" * 3_000_000)
        page.get_by_role("button", name="Add this document").click()
        expect(page.locator("#main, #toasts").filter(has_text="larger than 1 MB").first).to_be_visible()
        expect(page.locator("[data-sending]:visible")).to_have_count(0)
        expect(page.locator(".fileitem progress:visible")).to_have_count(0)
