"""The examples of docs/api.md do what they say, against a live desk over a real socket."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from domain.identity import SYSTEM
from domain.usecases.webhooks.delivering import ask_for_deliveries, send_test
from domain.usecases.webhooks.subscriptions import add_webhook
from domain.usecases.work import work_one
from tests.api.desk import Desk, running
from tests.browser import live
from tests.pdfs import pdf

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
JQ_CHANGES = """
jq_changes() { "$PYTHON" -c "import json, sys; [print(c['kind'], c['code']) for c in json.load(sys.stdin)['items']]"; }
jq_next() { "$PYTHON" -c "import json, sys; print(json.load(sys.stdin)['next_cursor'])"; }
"""
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
    path, follow, _ = _examples("python")
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
    script, _ = _examples("bash")
    printed = _run(["bash", "-euo", "pipefail", "-c", JQ_ID + script], environment, tmp_path)
    assert printed == "%PDF-"
    (licence,) = desk.viewer.get("/licences?q=orison").json()["items"]
    assert licence["notes"] == "Signed by both."


def test_the_curl_example_follows_the_feed(desk: Desk, environment: dict[str, str], tmp_path: Path) -> None:
    for code in ("ONE", "TWO"):
        desk.licence(code=code)
    _, script = _examples("bash")
    printed = _run(["bash", "-euo", "pipefail", "-c", JQ_CHANGES + script], environment, tmp_path)
    assert printed == "licence ONE\nlicence TWO\n"


def test_the_receiver_of_the_examples_takes_what_is_signed_and_nothing_else(tmp_path: Path, sqlite_url: str) -> None:
    *_, receiver = _examples("python")
    port = _free_port()
    raw = {"name": "Example", "address": f"http://127.0.0.1:{port}/"}
    with running(tmp_path, sqlite_url, sync_loopback=True) as desk:
        secret, webhook = add_webhook(desk.services, SYSTEM, raw)
        environment = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-c", receiver], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            _wait_for(port)
            desk.licence(code="ONE")
            ask_for_deliveries(desk.services)
            desk.work()
            assert process.stdout is not None
            assert process.stdout.readline() == "licence ONE\n"
            assert send_test(desk.services, SYSTEM, webhook.id).receipt.status == 204
            address, forged = f"http://127.0.0.1:{port}/", {"webhook-id": "msg_1", "webhook-signature": "v1,forged"}
            for stamp in (str(int(time.time())), "0", "soon"):
                assert (
                    httpx2.post(address, headers={**forged, "webhook-timestamp": stamp}, content=b"{}").status_code
                    == 401
                )
        finally:
            process.kill()
            process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


def test_every_kind_of_problem_is_written_down() -> None:
    from api.problems import KINDS  # noqa: PLC0415 - only this test needs them

    written = PAGE.read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"| `{kind.type}` | {kind.status} |" in written
