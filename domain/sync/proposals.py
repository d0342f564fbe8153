"""Values that another system has for our terms, for a person to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.values import Value


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What another system says of one term of one version. `value` None: its words must be read by a person.

    `origin` names system, record and day, and stays with the decision.
    """

    id: str
    target_id: str
    licence_id: str
    version_id: str
    term: str
    value: Value | None
    conditions: str | None
    raw: str
    origin: str
    made_at: dt.datetime
    state: ProposalState = ProposalState.OPEN
    settled_by_name: str | None = None
    settled_at: dt.datetime | None = None
    decision_id: str | None = None
