"""Rows of any table as JSON lines and back, the same for both databases."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Date, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from storage.tables.base import UtcTime
from storage.transaction import AnyRow

_Convert = Callable[[Any], Any]


def row_to_line(row: AnyRow) -> str:
    """A row as one line of JSON: times and dates as ISO 8601, bytes in base64."""
    data = {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def line_to_row(table: Table, line: str) -> dict[str, Any]:
    """The reverse of `row_to_line`; raises ValueError or KeyError for what it did not write."""
    data = json.loads(line)
    return {name: _reader(table.c[name].type)(value) if value is not None else None for name, value in data.items()}


def moment_from_json(text: str | None) -> dt.datetime | None:
    """A moment as ISO 8601, where there is one."""
    return dt.datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _reader(kind: TypeEngine[Any]) -> _Convert:
    if isinstance(kind, UtcTime):
        return dt.datetime.fromisoformat
    if isinstance(kind, Date):
        return dt.date.fromisoformat
    return base64.b64decode if isinstance(kind, LargeBinary) else _as_is


def _as_is(value: Any) -> Any:
    return value
