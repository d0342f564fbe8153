"""Real licences to test with. They belong to others and do not ship, so they lie beside the project and not in it.

A test that needs them is marked `@material`. Without their folder such tests are left out, and the summary of the run
says which and why; with CI=true a missing folder is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
LICENCES = SHARED / "data" / "licences"
CONTRACTS = SHARED / "data" / "cuad"

material = pytest.mark.material
"""Marks a test that reads the folder of real licences."""

_left_out = pytest.StashKey[list[str]]()


def licence_pdfs(*, scans: bool = False) -> list[Path]:
    """The licences as PDF, those with a text layer or the scans; none where the folder is missing."""
    return sorted(path for path in LICENCES.glob("pdf/*.pdf") if (".scan-of-" in path.name) == scans)


def licence_text(pdf: Path) -> str:
    """The true text of the licence that a PDF shows."""
    return (LICENCES / "text" / f"{pdf.name.split('.')[0]}.txt").read_text(encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "material: needs the real licences beside the project")
    config.stash[_left_out] = []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run without the folder, unless this is CI."""
    if LICENCES.is_dir():
        return
    without = [item for item in items if item.get_closest_marker("material")]
    if without and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"{len(without)} tests need the licences in {LICENCES}, and the folder is missing.")
    items[:] = [item for item in items if item not in without]
    config.hook.pytest_deselected(items=without)
    config.stash[_left_out] = _names(without)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say plainly what was not tested."""
    names = config.stash[_left_out]
    if names:
        terminalreporter.section("left out")
        terminalreporter.line(f"{len(names)} tests, because the real licences ({LICENCES}) are not on this machine:")
        for name in names:
            terminalreporter.line(f"  {name}")


def _names(items: Iterable[pytest.Item]) -> list[str]:
    return [item.nodeid for item in items]
