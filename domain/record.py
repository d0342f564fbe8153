"""Domain values as plain JSON, for the trail and for telling two editors what differs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from typing import Any


def as_record(value: Any) -> Any:
    """Dataclasses as mappings, dates as ISO 8601, enumerations as their values; anything plain stays as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_record(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): as_record(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_record(item) for item in value]
    return value
