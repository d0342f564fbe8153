"""Where somebody is in the review of a version, so that leaving and coming back finds the place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.review import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlace:
    """The term that a person looked at last, and which terms the queue showed."""

    account_id: str
    version_id: str
    term: str
    show: Show
    at: dt.datetime
