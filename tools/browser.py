"""Finds a Chromium that runs and prints its path: on the machine, else Playwright's own, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tests.browser import FLAGS, NAMES

VARIABLE = "LICENCE_DESK_CHROMIUM"
NONE = (
    "The browser tests need Chromium and none could be had: install it (on Debian and Ubuntu the package chromium), or "
    f"name one in {VARIABLE}, then run make test again."
)


def browser() -> str | None:
    """The path of the first browser that starts, None where there is none."""
    return next((path for find in (on_the_machine, of_playwright, of_debian) for path in find() if starts(path)), None)


def on_the_machine() -> Iterator[str]:
    """The one that is named, then those on the path."""
    if named := os.environ.get(VARIABLE):
        yield named
    yield from filter(None, map(shutil.which, NAMES))


def of_playwright() -> Iterator[str]:
    """Playwright's own, if need be downloaded."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        say("Downloading Playwright's Chromium.")
        quietly(sys.executable, "-m", "playwright", "install", "chromium")
    yield path


def of_debian() -> Iterator[str]:
    """Debian's package, which root may have installed."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Debian's Chromium.")
        quietly("apt-get", "update", "-qq")
        quietly("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        yield from filter(None, map(shutil.which, NAMES))


def starts(path: str) -> bool:
    """Whether the browser shows a page: one without its libraries is there and does not run."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=path, args=FLAGS).close()
    except Error:
        return False
    return True


def quietly(*command: str) -> None:
    """Run a command that may fail: what counts is whether a browser is there afterwards."""
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def say(sentence: str) -> None:
    """Tell the person at the terminal; the path alone goes to standard output."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Print the path, or say in a sentence that there is none."""
    path = browser()
    if path is None:
        say(NONE)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
