"""A desk that runs for a moment: on a free port, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WELCOME = "Licence Desk is at "


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A folder for a desk, and the environment in which its commands use that folder and no setting from outside."""

    folder: str
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: str = "") -> str:
        """One command; what it prints. Raises CalledProcessError where it fails."""
        command = [sys.executable, "-m", "api", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, input=given, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve until the block ends; gives the address."""
        command = [sys.executable, "-m", "api", "serve", "--port", "0"]
        server = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            yield _address(server)
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def new_desk() -> Iterator[Desk]:
    """An empty desk."""
    with tempfile.TemporaryDirectory(prefix="licence-desk-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LICENCE_DESK_")}
        yield Desk(folder=folder, environment={**environment, "LICENCE_DESK_DATA_DIR": folder})


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if line.startswith(WELCOME):
            return line.removeprefix(WELCOME).strip()
    raise RuntimeError("The desk did not start: run `licence-desk serve` to see why.")
