"""Commands on files, run as a librarian runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.pdfs import CLAUSES, pdf

RUN = (sys.executable, "-m", "api", "extract")
ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, at: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run([*RUN, *arguments], cwd=at, env=environment, capture_output=True, text=True, check=False)


def test_extract_heeds_the_longest_document_that_the_settings_allow(tmp_path: Path) -> None:
    (tmp_path / "long.pdf").write_bytes(pdf(*CLAUSES, pages=3))
    assert run("long.pdf", "--json", at=tmp_path).returncode == 0
    refused = run("long.pdf", at=tmp_path, LICENCE_DESK_MAX_PAGES="2")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "3 pages" in refused.stderr
    (tmp_path / ".env").write_text("LICENCE_DESK_MAX_PAGES=2\n", encoding="utf-8")
    assert run("long.pdf", at=tmp_path).returncode == 2


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "short.pdf").write_bytes(pdf(*CLAUSES))
    refused = run("short.pdf", at=tmp_path, LICENCE_DESK_MAX_PAGES="many")
    assert refused.returncode == 2
    assert "LICENCE_DESK_MAX_PAGES" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_extract_prints_the_reading_alone(tmp_path: Path) -> None:
    (tmp_path / "short.pdf").write_bytes(pdf(*CLAUSES))
    reading = json.loads(run("short.pdf", "--json", at=tmp_path).stdout)
    assert reading["document"]["pages"] == 1
    assert {"clauses", "suggestions", "warnings"} <= set(reading)
