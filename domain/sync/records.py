"""What is compared: our licence as facts, theirs as flat fields, and ours as it would look over there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.effective_terms import EffectiveTerm
from domain.licence import LicenceFields, LicenceStatus
from domain.values import Value

TERM = "term."
"""Fields over there whose name begins so hold a term; what follows is its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A signed document that may be sent along."""

    sha256: str
    filename: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one record over there is to say: a licence with what holds today, or an amendment with what it decides.

    `code` is the code over there, or the one that it would get. Internal notes are not part of this.
    """

    our_id: str
    code: str
    name: str
    status: LicenceStatus
    start: dt.date | None
    end: dt.date | None
    terms: Mapping[str, EffectiveTerm]
    fields: LicenceFields
    files: tuple[SignedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRecord:
    """A licence or amendment of the other system.

    `fields` are the ones that we could write, by name; one that is empty over there is left out. `labels` say in words
    what a coded value means. `body` is the whole record as it came, which is sent back with our fields changed.
    """

    code: str
    name: str
    fields: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    licensor: tuple[str, str] | None = None
    amendments: int = 0
    modified: str | None = None
    fingerprint: str = ""
    whole: bool = True
    body: Mapping[str, Any] = field(default_factory=dict)


class LossKind(StrEnum):
    """Why something of ours cannot be written over there; `altered` can, and comes back otherwise."""

    NO_TERM = "no_term"
    NO_SUCH_CODE = "no_such_code"
    NO_VALUE = "no_value"
    NO_NOTE = "no_note"
    NO_UNIT = "no_unit"
    NO_VENDOR = "no_vendor"
    FILE_TOO_LARGE = "file_too_large"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that has no place over there. `what` is a term's key, `licensor`, or the name of a file."""

    kind: LossKind
    what: str
    value: Value | None = None
    conditions: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A field as we would write it. `term` is ours; `basis_lost` where explicit and interpreted become one word."""

    value: str
    label: str = ""
    term: str | None = None
    ours: Value | None = None
    conditions: str | None = None
    basis_lost: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """A record of ours in the other system's fields, and what could not be put there."""

    code: str
    name: str
    fields: Mapping[str, Sent]
    losses: tuple[Loss, ...] = ()
    files: tuple[SignedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadValue:
    """What a field over there says in our words.

    `sure` only where their word means one value of ours; else `value` is the nearest, or None, and a person decides.
    """

    term: str
    value: Value | None
    conditions: str | None
    raw: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inward:
    """A record of theirs in our words. `unread` are their fields that mean nothing to us, in their words.

    `status` is None where theirs is none of ours.
    """

    code: str
    title: str
    licensor: str
    start: dt.date | None
    end: dt.date | None
    status: LicenceStatus | None
    values: tuple[ReadValue, ...]
    unread: Mapping[str, str] = field(default_factory=dict)
