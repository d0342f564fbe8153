"""A real `licence-desk serve` in a process of its own, which tests may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[2]
API = "/api/v1"


@dataclass
class Desk:
    """A desk with its own data folder. `start` may be called again after `kill`."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    address: str = ""
    first_link: str | None = None
    token: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Settings for the commands: only what this desk is told, and nothing of the tester's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LICENCE_DESK_")}
        return {**kept, "LICENCE_DESK_DATA_DIR": str(self.data), "LICENCE_DESK_PORT": "0", **self.settings}

    def run(self, *arguments: str, stdin: str = "") -> str:
        """A command of this desk, which must succeed; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "api", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def start(self) -> None:
        """Serve; returns once it listens."""
        log = (self.data.parent / "serve.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "api", "serve"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("Licence Desk is at "), (self.data.parent / "serve.log").read_text()[-3000:]
        self.address = line.split()[-1]

    def read_first_link(self) -> str:
        """The one-time link, which is printed after the address while there is no account."""
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()[-1]

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is tidied up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator stops it."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None

    def client(self) -> httpx2.Client:
        """A program with this desk's token."""
        return httpx2.Client(base_url=self.address + API, headers={"Authorization": f"Bearer {self.token}"}, timeout=60)


@contextmanager
def desk(folder: Path, **settings: str) -> Iterator[Desk]:
    """A desk that is migrated, has a token for an administrator and serves."""
    made = Desk(folder / "data", settings={f"LICENCE_DESK_{name.upper()}": value for name, value in settings.items()})
    made.token = made.run("token", "create", "tests", "--role", "admin").strip()
    made.start()
    try:
        yield made
    finally:
        if made.process is not None:
            made.kill()


def until(found: Callable[[], Any], seconds: float = 120, every: float = 0.1) -> Any:
    """What `found` gives once it is true; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(every)
    raise AssertionError(f"This did not come true within {seconds} s.")
