"""The examples of docs/api.md do what they say, against a live desk over a real socket."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.usecases.work import work_one
from tests.api.desk import Desk
from tests.browser import live
from tests.pdfs import pdf

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
JQ_ID = 'jq_id() { "$PYTHON" -c "import json, sys; print(json.load(sys.stdin)[\'id\'])"; }\n'


def _examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def environment(desk: Desk, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the examples take from the environment, with the desk at work behind it."""
    signed, stop = tmp_path / "signed.pdf", threading.Event()
    signed.write_bytes(pdf())

    def work() -> None:
        while not stop.wait(0.1):
            work_one(desk.services, "worker")

    worker = threading.Thread(target=work)
    worker.start()
    with live(desk.app) as address:
        yield {
            **os.environ,
            "DESK": address,
            "EDITOR_TOKEN": str(desk.editor.token),
            "REVIEWER_TOKEN": str(desk.reviewer.token),
            "FEED_TOKEN": str(desk.feed.token),
            "SIGNED_PDF": str(signed),
            "PYTHON": sys.executable,
        }
    stop.set()
    worker.join()


def _run(command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_examples_lead_from_a_pdf_to_a_decided_term_and_into_the_feed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path, follow = _examples("python")
    printed = _run([sys.executable, "-c", path], environment, tmp_path)
    assert "permitted_explicit because Walk-in users" in printed
    assert "commercial_use prohibited_explicit page 1 since 2026-01-01" in printed
    assert _run([sys.executable, "-c", follow], environment, tmp_path).split("\n")[:2] == [
        "licence MERIDIAN-JOURNALS-COMPLETE",
        "terms MERIDIAN-JOURNALS-COMPLETE",
    ]


def test_the_curl_example_uploads_changes_and_gets_back(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    (script,) = _examples("bash")
    printed = _run(["bash", "-euo", "pipefail", "-c", JQ_ID + script], environment, tmp_path)
    assert printed == "%PDF-"
    (licence,) = desk.viewer.get("/licences?q=orison").json()["items"]
    assert licence["notes"] == "Signed by both."


def test_every_kind_of_problem_is_written_down() -> None:
    from api.problems import KINDS  # noqa: PLC0415 - only this test needs them

    written = PAGE.read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"| `{kind.type}` | {kind.status} |" in written
