"""Pictures of pages, drawn once: drawing takes a process and a second, reading a file back takes neither."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from domain.page import Page
from domain.ports import PageReader
from domain.reading.analysis import Analysis
from domain.reading.own_wordings import OwnWording

log = logging.getLogger(__name__)


class KeptPictures:
    """domain.ports.PageReader over another one, which keeps what that one draws in `folder`.

    Only files that are named by their SHA-256 are known by their name, so only their pictures are kept. Nothing in the
    folder is part of the record: it may be emptied at any time.
    """

    def __init__(self, reader: PageReader, folder: Path) -> None:
        self._reader = reader
        self._folder = folder

    @property
    def name(self) -> str:
        return self._reader.name

    def inspect(self, path: Path) -> int:
        return self._reader.inspect(path)

    def pages(self, path: Path, first: int = 1) -> Iterator[Page]:
        return self._reader.pages(path, first)

    def analyse(self, pages: Iterable[Page], own: Sequence[OwnWording] = ()) -> Analysis:
        return self._reader.analyse(pages, own)

    def picture(self, path: Path, page: int, *, dpi: int = 110, turned: float = 0.0) -> bytes:
        if not re.fullmatch(r"[0-9a-f]{64}", path.name):
            return self._reader.picture(path, page, dpi=dpi, turned=turned)
        kept = self._folder / path.name[:2] / path.name / f"{page}-{dpi}-{turned:g}.png"
        try:
            return kept.read_bytes()
        except OSError:
            drawn = self._reader.picture(path, page, dpi=dpi, turned=turned)
        _keep(kept, drawn)
        return drawn


def _keep(place: Path, content: bytes) -> None:
    """Under a name of its own first, so that nobody reads half a picture; a full disk costs the copy alone."""
    unfinished = place.with_name(f"{uuid.uuid4().hex}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.rename(place)
    except OSError as error:
        log.warning("a picture could not be kept: %s", error)
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
