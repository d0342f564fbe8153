"""Static files have addresses that change with their content, and come from nowhere else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.assets import FOLDER, assets_version, static

VENDORED = re.findall(
    r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (FOLDER / "vendor/README.md").read_text(), re.MULTILINE
)


def test_a_file_under_its_version_may_be_kept_for_ever(anyone: TestClient) -> None:
    answer = anyone.get(static("css/app.css"))

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")


def test_an_old_version_gets_the_file_of_today_but_may_not_keep_it(anyone: TestClient) -> None:
    answer = anyone.get("/static/000000000000/css/app.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["css/nothing.css", "../render.py", "%2e%2e/render.py", "css"])
def test_nothing_else_is_served(anyone: TestClient, path: str) -> None:
    assert anyone.get(f"/static/{assets_version()}/{path}").status_code == 404


def test_a_misspelt_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        static("css/nothing.css")


@pytest.mark.parametrize("sheet", sorted(FOLDER.rglob("*.css")), ids=lambda path: path.name)
def test_every_file_a_stylesheet_asks_for_is_there(sheet: Path) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text(encoding="utf-8")):
        assert (sheet.parent / address).is_file(), address


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.js")), ids=lambda path: path.name)
def test_every_script_imports_what_is_there(path: Path) -> None:
    for address in re.findall(r'^import "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE):
        assert (path.parent / address).is_file(), address


def test_what_came_from_elsewhere_is_as_it_was_taken() -> None:
    assert VENDORED
    for path, digest in VENDORED:
        assert hashlib.sha256((FOLDER / path).read_bytes()).hexdigest() == digest, path


def test_everything_from_elsewhere_is_accounted_for() -> None:
    outside = [*FOLDER.glob("vendor/*.js"), *FOLDER.glob("css/vendor/*"), *FOLDER.glob("fonts/*")]

    assert {path.relative_to(FOLDER).as_posix() for path in outside} == {path for path, _ in VENDORED}
