"""A list or matrix as somebody wants to see it again: a name for its address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ViewPage(StrEnum):
    """Which page a view is of."""

    LIST = "list"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """`query` is the query of the page's address. A shared view is offered to everybody; its link works for all."""

    id: str
    name: str
    page: ViewPage
    query: str
    owner_id: str
    owner_name: str
    shared: bool
    created_at: dt.datetime
