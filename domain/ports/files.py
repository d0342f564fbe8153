"""Bytes under their SHA-256."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol


class ReceivedFile(Protocol):
    """A file that has come in whole and is not kept yet, so that it can be looked at first."""

    @property
    def path(self) -> Path:
        """Where it is for now."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""

    @property
    def bytes(self) -> int:
        """Its size."""

    def keep(self) -> None:
        """Keep it under its SHA-256, on disk before this returns; the same bytes twice are kept once."""


class DocumentStore(Protocol):
    """Bytes under their SHA-256: written once, never changed."""

    def receive(self, source: BinaryIO, limit: int) -> AbstractContextManager[ReceivedFile]:
        """Take in everything that `source` gives, under a temporary name; gone again at the end unless it was kept.

        Raises DocumentTooLarge past `limit` bytes.
        """

    def path(self, sha256: str) -> Path:
        """A local file with these bytes, not to be changed; raises NotFound."""

    def check(self, sha256: str) -> bool:
        """Whether the bytes are there and still have this hash."""

    def probe(self) -> None:
        """Raises OSError where the store cannot be written to."""

    def discard_unfinished(self) -> int:
        """Remove what an interrupted upload left behind; how many files that was."""
