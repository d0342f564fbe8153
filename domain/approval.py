"""A second reviewer's approval, where the library asks for one. Only ever added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody who looked at a decision of another person and agrees. A newer decision on the term needs its own."""

    decision_id: str
    by: str
    by_name: str
    at: dt.datetime


def waiting(decisions: Iterable[Decision], approved: Collection[str]) -> tuple[Decision, ...]:
    """Of the decisions of one version those that hold and are not among `approved` (ids of decisions)."""
    last = {one.term: one for one in sorted(decisions, key=lambda one: one.sequence)}
    return tuple(one for one in last.values() if one.value is not None and one.id not in approved)
