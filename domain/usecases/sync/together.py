"""Several use cases in one transaction: all of it lasts, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from domain.ports import Services, UnitOfWork


def in_one(s: Services, uow: UnitOfWork) -> Services:
    """Services whose use cases all work within `uow`; only its own commit makes it last."""
    inner = cast(UnitOfWork, _Uncommitted(uow))

    @contextmanager
    def same() -> Iterator[UnitOfWork]:
        yield inner

    return replace(s, unit_of_work=same, reading_only=same)


class _Uncommitted:
    """A unit of work that somebody else will commit."""

    def __init__(self, inner: UnitOfWork) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        """Not yet."""
