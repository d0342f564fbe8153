"""The wheel, in an environment of its own: it migrates an empty database, reads a PDF and serves a page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`licence-desk` as somebody who installed the wheel has it."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=not shutil.which("uv"))
    _install(environment, "--require-hashes", "-r", str(ROOT / "requirements.lock"))
    _install(environment, "--no-deps", str(wheel))
    return environment / "bin" / "licence-desk"


def _install(environment: Path, *what: str) -> None:
    python = environment / "bin" / "python"
    uv = shutil.which("uv")
    install = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    subprocess.run([*install, "--quiet", *what], check=True, timeout=600)


def _elsewhere(data: Path) -> dict[str, str]:
    """Settings for a desk that knows nothing of this checkout."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "LICENCE_DESK_DATA_DIR": str(data), "LICENCE_DESK_PORT": "0"}


def test_it_migrates_an_empty_database(command: Path, tmp_path: Path) -> None:
    environment = _elsewhere(tmp_path / "data")
    run = subprocess.run(
        [command, "migrate"], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=True
    )
    assert run.stderr == b""
    assert (tmp_path / "data" / "licence-desk.sqlite").stat().st_size > 0


def test_it_reads_a_pdf_without_a_database(command: Path, tmp_path: Path) -> None:
    pdf = ROOT / "api" / "demo" / "pdf" / "meridian-amendment-1.pdf"
    run = subprocess.run(
        [command, "extract", str(pdf), "--json"],
        cwd=tmp_path,
        env=_elsewhere(tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    reading = json.loads(run.stdout)
    assert reading["document"]["pages"] >= 1
    assert reading["clauses"]
    assert not (tmp_path / "data").exists()


def test_it_serves_its_pages_with_their_styles(command: Path, tmp_path: Path) -> None:
    with _served(command, tmp_path) as address:
        page = _get(f"{address}/sign-in")
        assert "Licence Desk" in page
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        assert styles
        for style in styles:
            assert "{" in _get(address + style)
        assert json.loads(_get(f"{address}/health/ready"))["status"] == "ok"
        assert "/licences" in json.loads(_get(f"{address}/api/v1/openapi.json"))["paths"]


@contextmanager
def _served(command: Path, folder: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [command, "serve"], cwd=folder, env=_elsewhere(folder / "data"), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("Licence Desk is at http://127.0.0.1:"), first
        yield first.split()[-1]
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())
