"""The service's side of the child process that touches PDFs: start it, hear it, and end it when it is late."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

import storage
from domain.errors import DocumentRejected
from storage.pdf.limits import Limits

log = logging.getLogger(__name__)

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TESSDATA_PREFIX")
"""All that the child sees of the service's environment: no address of a database, no secret."""
_CHUNK = 1 << 16
_LONGEST_MESSAGE = 64 * 1024 * 1024
_LOGGED = 4000


class ChildDied(Exception):
    """The child ended, or was ended, before its task was done."""


class Child:
    """A child process at one task; to be used in a `with`, at the end of which it is gone, whatever happened."""

    def __init__(self, task: str, limits: Limits, **details: Any) -> None:
        self._limits = limits
        self._request = {"task": task, "limits": asdict(limits)} | details
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "storage.pdf.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            close_fds=True,
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be told is of no use to it now
                    pipe.close()
        self._process.wait()
        self._log_errors()
        self._errors.close()

    def answers(self, lines: Iterable[dict[str, Any]] = ()) -> Iterator[dict[str, Any]]:
        """What the child says, after being told the request and `lines`. Raises DocumentRejected and ChildDied."""
        self._tell(lines)
        for line in self._lines():
            message: dict[str, Any] = json.loads(line)
            if "rejected" in message:
                raise DocumentRejected(message["rejected"])
            if "done" in message:
                return
            yield message
        raise ChildDied

    def _tell(self, lines: Iterable[dict[str, Any]]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - for the type checker; it was asked for
        try:
            with self._process.stdin as stdin:
                for message in chain((self._request,), lines):
                    stdin.write(json.dumps(message).encode() + b"\n")
        except BrokenPipeError as error:
            raise ChildDied from error

    def _lines(self) -> Iterator[bytes]:
        pending = bytearray()
        while chunk := self._chunk():
            pending += chunk
            *whole, pending = pending.split(b"\n")
            yield from map(bytes, whole)
            if len(pending) > _LONGEST_MESSAGE:
                raise ChildDied

    def _chunk(self) -> bytes:
        """What the child says next; raises ChildDied when it says nothing for too long."""
        assert self._process.stdout is not None  # noqa: S101 - for the type checker; it was asked for
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(self._limits.stall_seconds):
                raise ChildDied
        return os.read(self._process.stdout.fileno(), _CHUNK)

    def _log_errors(self) -> None:
        self._errors.seek(0)
        said = self._errors.read(_LOGGED).decode("utf-8", "replace").strip()
        if said:
            log.warning("the reading process for %s said: %s", self._request.get("path", "pages"), said)


def _environment() -> dict[str, str]:
    """Enough to find Python's libraries and this package, wherever it is installed."""
    root = Path(storage.__path__[0]).parent
    return {key: os.environ[key] for key in _PASSED_ON if key in os.environ} | {"PYTHONPATH": str(root)}
