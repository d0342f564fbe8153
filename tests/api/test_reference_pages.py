"""The reference pages in a real browser, under the desk's policy, with nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.api.desk import Desk
from tests.browser import live

STATIC = Path(__file__).parents[2] / "api" / "static"


def test_the_pages_show_every_operation_and_ask_nobody_else(desk: Desk, page: Page) -> None:
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    with live(desk.app) as address:
        page.goto(f"{address}/api/v1/docs")
        expect(page.get_by_role("heading", name="Licence Desk")).to_be_visible()
        described = desk.nobody.get("/openapi.json").json()["paths"].values()
        expect(page.locator(".opblock")).to_have_count(sum(len(methods) for methods in described))
        page.locator("#operations-Licences-addLicence button").first.click()
        expect(page.locator("#operations-Licences-addLicence")).to_contain_text(
            "A code that is left out is proposed from the title"
        )
        page.close()
    assert hosts <= {"127.0.0.1", None}


def test_the_policy_allows_no_script_or_style_but_the_desks_own(desk: Desk) -> None:
    answer = desk.nobody.get("/docs")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*src=)|<style|style=|\son\w+=", answer.text) == []


def test_only_the_files_of_the_pages_are_served_and_for_good(desk: Desk) -> None:
    served = re.findall(r'(?:src|href)="(docs/[^"]+)"', desk.nobody.get("/docs").text)
    assert len(served) == 3
    for path in served:
        assert desk.nobody.get(f"/{path}").status_code == 200
    bundle = desk.nobody.get("/docs/swagger-ui-5.35.0/swagger-ui-bundle.js")
    assert "immutable" in bundle.headers["cache-control"]
    for path in ("/docs/../deps.py", "/docs/%2e%2e/deps.py", "/docs/README.md", "/docs/", "/docs/reference.html"):
        assert desk.nobody.get(path).status_code == 404


def test_the_vendored_files_are_those_that_were_written_down() -> None:
    readme = (STATIC / "README.md").read_text(encoding="utf-8")
    written = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", readme, re.MULTILINE))
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "swagger-ui-5.35.0").iterdir()
    }
    assert there == written
