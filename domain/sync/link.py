"""What we know of a record over there since we last wrote or agreed with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class LinkKind(StrEnum):
    """What of ours a record over there stands for."""

    LICENCE = "licence"
    AMENDMENT = "amendment"


class MatchedBy(StrEnum):
    """How the two records were found to be the same."""

    CODE = "code"
    HAND = "hand"
    CREATED = "created"
    PULLED = "pulled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Our licence or amendment, and its record in one target.

    `base` is each field as it stood when both sides last agreed: what differs from it over there was changed there.
    `written` names the fields that we wrote, `files` maps the SHA-256 of files we sent to their names over there.
    `held` has fields whose other value is being reviewed here: ours and theirs at the time.
    """

    target_id: str
    kind: LinkKind
    our_id: str
    remote_code: str
    matched_by: MatchedBy
    base: Mapping[str, str] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    linked_at: dt.datetime
    written_at: dt.datetime | None = None
