"""A real browser for tests: which Chromium, how it is started, what a page may not do while we look.

Tests take the fixtures `browser` (one for the run) and `page` (one for the test) from conftest.py, and `live(app)` to
reach an application over a real socket.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NONE_FOUND = (
    "These tests need a Chromium: install the package “chromium”, run “playwright install chromium”, "
    "or name one in LICENCE_DESK_CHROMIUM."
)
# What a browser writes when a server refuses something, as some tests want it to, or when a newer request takes the
# place of one on its way.
REFUSED = ("Failed to load resource", "Response Status Error Code", "net::ERR_", "htmx:sendError", "htmx:afterRequest")
EXPECTED = (*REFUSED, "htmx:sendAbort")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without preload, for axe looks for imported stylesheets beside the page instead of beside the stylesheet.
AXE = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
# axe tries styles of its own, which the policy rightly refuses.
_under_axe: set[Page] = set()


def find_chromium(playwright: Playwright) -> str:
    """The Chromium to drive: the one named, one of the machine, playwright's own; raises RuntimeError for none."""
    named = os.environ.get("LICENCE_DESK_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), playwright.chromium.executable_path]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    raise RuntimeError(NONE_FOUND)


def launch(playwright: Playwright) -> Browser:
    """A browser without a window."""
    return playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)


@contextmanager
def watched_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a fresh profile that must end without a script error and without breaking the policy."""
    context = browser.new_context(**options)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", lambda answer: _missing(troubles, answer))
    page.on("console", lambda message: None if page in _under_axe else _note(troubles, message))
    try:
        yield page
    finally:
        context.close()
    assert not troubles, f"the browser complained: {troubles}"


def _missing(troubles: list[str], answer: Response) -> None:
    if "/static/" in answer.url and answer.status >= HTTPStatus.BAD_REQUEST:
        troubles.append(f"{answer.status} for {answer.url}")


def _note(troubles: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} and not any(words in message.text for words in EXPECTED):
        troubles.append(message.text)


def violations(page: Page) -> list[str]:
    """What axe finds wrong (WCAG 2.0 to 2.2 A and AA, best practice), one line for each element."""
    _under_axe.add(page)
    try:
        found = Axe().run(page, options=AXE)
        page.evaluate("0")  # whatever axe made the browser write has now been heard
    finally:
        _under_axe.discard(page)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found.response["violations"] for node in rule["nodes"]]


@contextmanager
def live(app: Any, **options: Any) -> Iterator[str]:
    """Serve `app` on a free port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield _address(server, thread)
    finally:
        server.should_exit = True
        thread.join()


def _address(server: uvicorn.Server, thread: threading.Thread) -> str:
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"
