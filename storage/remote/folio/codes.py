"""Names and labels of FOLIO, as mod-licenses loads them; a tenant may have changed any of them.

Labels are written, and FOLIO takes them for the value: `Permitted (explicit)` for `permitted_(explicit)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.licence import LicenceStatus, RenewalKind, Scope
from domain.values import Permission, ValueType


class Kind(StrEnum):
    """What a custom property takes."""

    PERMITTED = "Permitted/Prohibited"
    YES_NO_OTHER = "Yes/No/Other"
    INTEGER = "Integer"
    DECIMAL = "Decimal"
    DATE = "LocalDate"
    TEXT = "Text"


DEFAULT_KINDS: Mapping[str, Kind] = {
    "walkInAccess": Kind.YES_NO_OTHER,
    "remoteAccess": Kind.YES_NO_OTHER,
    "postCancellationAccess": Kind.YES_NO_OTHER,
    "concurrentAccess": Kind.INTEGER,
    "authorisedUsers": Kind.TEXT,
    "metadataUsage": Kind.TEXT,
    "APCAndOffsetting": Kind.TEXT,
    "otherRestrictions": Kind.TEXT,
}
"""Default properties whose kind does not follow from the type of our term, or is fixed whatever ours is."""

USUAL_KINDS: Mapping[ValueType, Kind] = {
    ValueType.PERMISSION: Kind.PERMITTED,
    ValueType.YES_NO: Kind.YES_NO_OTHER,
    ValueType.INTEGER: Kind.INTEGER,
    ValueType.DECIMAL: Kind.DECIMAL,
    ValueType.DATE: Kind.DATE,
}
"""For properties that a library added; every other type is text."""

PERMITTED: Mapping[str, str] = {
    Permission.PERMITTED_EXPLICIT: "Permitted (explicit)",
    Permission.PERMITTED_INTERPRETED: "Permitted (interpreted)",
    Permission.PROHIBITED_EXPLICIT: "Prohibited (explicit)",
    Permission.PROHIBITED_INTERPRETED: "Prohibited (interpreted)",
    Permission.SILENT: "Unmentioned",
    Permission.NOT_APPLICABLE: "Not applicable",
}
UNDER_CONDITIONS = "Permitted (explicit) under conditions"

YES, NO, OTHER = "Yes", "No", "Other (see notes)"
YES_NO: Mapping[str, str] = {
    Permission.PERMITTED_EXPLICIT: YES,
    Permission.PERMITTED_INTERPRETED: YES,
    Permission.PROHIBITED_EXPLICIT: NO,
    Permission.PROHIBITED_INTERPRETED: NO,
    Permission.UNINTERPRETED: OTHER,
    "yes": YES,
    "no": NO,
}
NOTES: Mapping[str, str] = {
    Permission.PERMITTED_INTERPRETED: "Interpreted: the licence does not say so in so many words.",
    Permission.PROHIBITED_INTERPRETED: "Interpreted: the licence does not say so in so many words.",
    Permission.UNINTERPRETED: "Uninterpreted: the words were looked at, and it cannot be decided what they mean.",
}
"""What yes, no and other do not say, for the internal note beside them. Written here; never a note of a person."""

STATUS: Mapping[LicenceStatus, str] = {
    LicenceStatus.IN_NEGOTIATION: "In negotiation",
    LicenceStatus.NOT_YET_ACTIVE: "Not yet active",
    LicenceStatus.ACTIVE: "Active",
    LicenceStatus.EXPIRED: "Expired",
    LicenceStatus.TERMINATED: "Expired",
    LicenceStatus.RETIRED: "Expired",
}
TYPE: Mapping[Scope, str] = {Scope.LOCAL: "Local", Scope.CONSORTIAL: "Consortial"}
OPEN_ENDED = frozenset({RenewalKind.PERPETUAL, RenewalKind.OPEN_ENDED})
