"""Names and codes of Alma: tables, default terms and the values they take, as far as they are known.

What a live Alma says of itself always goes before this; the tables are read when a target is connected.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.licence import LicenceStatus
from domain.sync.mapping import TableRow
from domain.values import Unit

REGIONS = {
    "na": "https://api-na.hosted.exlibrisgroup.com",
    "eu": "https://api-eu.hosted.exlibrisgroup.com",
    "ap": "https://api-ap.hosted.exlibrisgroup.com",
    "aps": "https://api-aps.hosted.exlibrisgroup.com",
    "ca": "https://api-ca.hosted.exlibrisgroup.com",
    "cn": "https://api-cn.hosted.exlibrisgroup.com.cn",
}
REGION_NAMES = {
    "ca": "Canada",
    "na": "North America",
    "eu": "Europe",
    "ap": "Asia Pacific",
    "aps": "Singapore",
    "cn": "China",
}
BASE = "/almaws/v1"
NOT_FOUND = frozenset({"403400"})
PERMITTED_PROHIBITED = "LicenseTermsPermittedProhibited"
YES_NO = "LicenseTermsYesNo"
RENEWAL = "LicenseTermsRenewalType"
UNITS = "LicenseTermsUOM"
TYPES = "LicenseTermsAndTypes"
VALUE_TABLES = (PERMITTED_PROHIBITED, YES_NO, RENEWAL, UNITS)
FREE_TEXT = ""

_PP = (
    "DIGCOPY PRINTCOPY SCHOLSHARE DISTANCE ILLPRINTFAX ILLSET ILLELEC COURSERESPRINT COURSERES ELECLINK "
    "COURSEPACKPRINT COURSEPACKELEC"
)
_YN = (
    "FAIRUSE ALLRIGHTS DATAPROTOVERC ILLRKRI REMOTE PERPETUAL ARCHIVE ACCESSIBILITY COMPLETENESSI CONCURPRINTI "
    "IPWARRI CONFUSERI UCITAOVERI CLICKWRAPI PERFWARRIND LEETERMRIGHT LORTERMRIGHT INDEMLORC INDEMLEEC CONFA CONTWARR "
    "LAUTHUSERDEF CONSORTIALAGREEMENT"
)
_UOM = "CUREBREACHUOM LEENOTICEUOM LORNOTICEUOM NONRNOTICEUOM"
DEFAULT_TABLES: Mapping[str, str] = {
    **dict.fromkeys(_PP.split(), PERMITTED_PROHIBITED),
    **dict.fromkeys(_YN.split(), YES_NO),
    **dict.fromkeys(_UOM.split(), UNITS),
    "RENEWTYPE": RENEWAL,
}
"""Default terms that take a value of a table; the other defaults are free text. From an Alma screen of 2026."""

NEAR_CODES: Mapping[str, str] = {"walk_in_access": "WALKIN"}
"""WALKIN is a note: the permission is written into it as a sentence."""

KNOWN_ROWS: Mapping[str, tuple[TableRow, ...]] = {
    PERMITTED_PROHIBITED: (
        TableRow(code="PERMITTED", description="Permitted"),
        TableRow(code="PROHIBITED", description="Prohibited"),
        TableRow(code="SILENT", description="Silent"),
    ),
    YES_NO: (TableRow(code="YES", description="Yes"), TableRow(code="NO", description="No")),
    RENEWAL: (
        TableRow(code="EXPLICIT", description="Explicit"),
        TableRow(code="AUTOMATIC", description="Automatic"),
    ),
    UNITS: (
        TableRow(code="CALENDARDAY", description="Calendar day"),
        TableRow(code="BUSINESSDAY", description="Business day"),
        TableRow(code="WEEK", description="Week"),
    ),
}
"""Codes that two independent sources agree on, for a table that cannot be read."""

STATUS: Mapping[LicenceStatus, str] = {
    LicenceStatus.IN_NEGOTIATION: "DRAFT",
    LicenceStatus.NOT_YET_ACTIVE: "DRAFT",
    LicenceStatus.ACTIVE: "ACTIVE",
    LicenceStatus.EXPIRED: "EXPIRED",
    LicenceStatus.TERMINATED: "EXPIRED",
    LicenceStatus.RETIRED: "RETIRED",
}
STATUS_READ: Mapping[str, LicenceStatus] = {
    "DRAFT": LicenceStatus.IN_NEGOTIATION,
    "ACTIVE": LicenceStatus.ACTIVE,
    "EXPIRED": LicenceStatus.EXPIRED,
    "RETIRED": LicenceStatus.RETIRED,
    "DELETED": LicenceStatus.RETIRED,
}
LABELS: Mapping[str, tuple[str, ...]] = {
    "permitted_explicit": ("permitted (explicit)", "permitted"),
    "permitted_interpreted": ("permitted (interpreted)", "permitted"),
    "prohibited_explicit": ("prohibited (explicit)", "prohibited"),
    "prohibited_interpreted": ("prohibited (interpreted)", "prohibited"),
    "silent": ("silent", "silent (uninterpreted)"),
    "uninterpreted": ("uninterpreted",),
    "not_applicable": ("not applicable",),
}
"""The label of each permission value there, the most exact first."""

PLAIN_LABELS: Mapping[str, tuple[str, ...]] = {
    **LABELS,
    **dict.fromkeys(("permitted_explicit", "permitted_interpreted"), ("permitted",)),
    **dict.fromkeys(("prohibited_explicit", "prohibited_interpreted"), ("prohibited",)),
}
UNIT_LABELS: Mapping[Unit, tuple[str, ...]] = {
    Unit.CALENDAR_DAY: ("calendar day", "calendar days", "calendarday", "day"),
    Unit.BUSINESS_DAY: ("business day", "business days", "businessday"),
    Unit.WEEK: ("week", "weeks"),
    Unit.MONTH: ("month", "months"),
    Unit.YEAR: ("year", "years"),
}


def row_named(rows: tuple[TableRow, ...], labels: tuple[str, ...]) -> TableRow | None:
    """The enabled row with the first of these labels, capitals aside; a row's code counts as a label too."""
    for label in labels:
        for row in rows:
            if row.enabled and label in (row.description.strip().casefold(), row.code.strip().casefold()):
                return row
    return None
