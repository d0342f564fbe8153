"""Signed documents in a local folder, under their SHA-256: `ab/cd/abcd…`. Written once, never changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.errors import DocumentTooLarge, NotFound

CHUNK = 1024 * 1024
UNFINISHED = "unfinished"
OLD_SECONDS = 3600
"""Age from which an upload that nobody is writing any more counts as interrupted."""


@dataclass(frozen=True, slots=True)
class Received:
    """domain.ports.ReceivedFile: a file under its temporary name."""

    path: Path
    sha256: str
    bytes: int
    settle: Callable[[Path, str], None]

    def keep(self) -> None:
        self.settle(self.path, self.sha256)


class LocalDocuments:
    """domain.ports.DocumentStore on a local folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unfinished = folder / UNFINISHED

    @contextmanager
    def receive(self, source: BinaryIO, limit: int) -> Iterator[Received]:
        self._unfinished.mkdir(parents=True, exist_ok=True)
        unfinished = self._unfinished / f"{uuid.uuid4().hex}.part"
        try:
            sha256, size = _write(source, unfinished, limit)
            yield Received(unfinished, sha256, size, self._settle)
        finally:
            unfinished.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        # Also what keeps a made-up "hash" from naming a file elsewhere.
        place = self._place(sha256) if re.fullmatch(r"[0-9a-f]{64}", sha256) else None
        if place is None or not place.is_file():
            raise NotFound("The file of this document is not in the store.")
        return place

    def check(self, sha256: str) -> bool:
        try:
            return _sha256(self.path(sha256)) == sha256
        except (NotFound, OSError):
            return False

    def probe(self) -> None:
        self._unfinished.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._unfinished) as file:
            file.write(b"1")

    def discard_unfinished(self) -> int:
        found = self._unfinished.glob("*.part")
        return sum(_discard_if_left(path) for path in found)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def _settle(self, unfinished: Path, sha256: str) -> None:
        """Give a whole file its name. A copy that is there and whole stays; one that decayed is made good."""
        place = self._place(sha256)
        if not self.check(sha256):
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished.rename(place)
        # Also where the names are there already: whoever made them a moment ago may not have come this far yet.
        for folder in (place.parent, place.parent.parent, self._folder):
            sync_folder(folder)


def _write(source: BinaryIO, path: Path, limit: int) -> tuple[str, int]:
    """Write what `source` gives, whole and on disk; its hash and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        # Held while this process writes, so that tidying up leaves the file alone.
        fcntl.flock(file, fcntl.LOCK_EX)
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise DocumentTooLarge(f"This file is larger than {_megabytes(limit)}, the most this desk accepts.")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fchmod(file.fileno(), 0o444)
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _megabytes(number: int) -> str:
    return f"{number / 1024 / 1024:.3g} MB"


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _discard_if_left(path: Path) -> bool:
    """Remove a file that is old and that nobody is writing."""
    try:
        with path.open("rb") as file:
            if time.time() - os.fstat(file.fileno()).st_mtime < OLD_SECONDS:
                return False
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
