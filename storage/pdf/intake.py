"""What a file's bytes say at once, before anything interprets them."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from domain.errors import DocumentRejected, DocumentTooLarge
from storage.pdf import sentences

_HEADER_WITHIN = 1024
"""Readers accept a header that stands this far into the file (ISO 32000-1, annex H.3.4.1)."""
_END = re.compile(rb"startxref\s+\d+\s*$")
_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")


def check(path: Path, max_bytes: int) -> None:
    """Raise DocumentRejected for a file that is missing, empty, no PDF or cut off; DocumentTooLarge for a large one."""
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise DocumentTooLarge(sentences.too_large(size, max_bytes))
        if size == 0:
            raise DocumentRejected(sentences.EMPTY)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            _check_bytes(data)
    except OSError as error:
        raise DocumentRejected(sentences.MISSING) from error


def _check_bytes(data: mmap.mmap) -> None:
    if data.find(b"%PDF-", 0, _HEADER_WITHIN) < 0:
        raise DocumentRejected(sentences.NOT_A_PDF)
    if not _is_whole(data):
        raise DocumentRejected(sentences.CUT_OFF)


def _is_whole(data: mmap.mmap) -> bool:
    """Whether the file ends as a PDF does: an end mark, and no object after the last one."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        return bool(_END.search(data[-256:]))
    return not _OBJECT.search(data, end)
