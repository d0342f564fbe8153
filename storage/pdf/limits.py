"""How much one PDF may cost."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from domain.page import MOST_PAGES

try:
    import resource
except ImportError:  # not a POSIX system: only the parent's clock watches over the child
    resource = None  # type: ignore[assignment]

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds for reading one document: bytes, seconds of CPU or of waiting, pixels of a picture, glyphs of a page."""

    max_bytes: int = 100 * _MEBIBYTE
    max_pages: int = MOST_PAGES
    memory: int = 1024 * _MEBIBYTE
    cpu_seconds_per_page: int = 20
    stall_seconds: float = 120.0
    max_glyphs: int = 100_000
    max_pixels: int = 20_000_000
    max_crashes: int = 5


def confine(limits: Limits) -> None:
    """Bind this process, before it touches a PDF: memory, open files, written files, no core dumps."""
    if resource is None:
        return
    _bound(resource.RLIMIT_AS, limits.memory)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, _MEBIBYTE)
    _bound(resource.RLIMIT_NOFILE, 64)


def allow_cpu(seconds: int) -> None:
    """Let this process use `seconds` of CPU time from now on; the system ends it when they are used up."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime) + max(1, seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):  # a lower bound set from outside stays
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _bound(kind: int, value: int) -> None:
    assert resource is not None  # noqa: S101 - for the type checker; the caller has looked
    with contextlib.suppress(ValueError, OSError):  # some systems know the limit and refuse it
        resource.setrlimit(kind, (value, value))
