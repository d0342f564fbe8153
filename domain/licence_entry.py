"""From what somebody entered to the fields of a licence or a version, with every mistake at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.errors import FieldError
from domain.fields import Fields, backwards
from domain.licence import (
    LicenceFields,
    LicenceStatus,
    Organisation,
    OrganisationRole,
    RenewalKind,
    Resource,
    Scope,
    code_from,
)
from domain.values import Unit
from domain.version import Signature, VersionFields, VersionKind

LICENCE_FIELDS = (
    "title", "code", "alternative_titles", "status", "scope", "organisations", "start_date", "end_date", "renewal",
    "renewal_period", "notice_period", "resources", "contacts", "tags", "notes", "paper_location", "master",
    "owner", "unit",
)  # fmt: skip
VERSION_FIELDS = ("kind", "label", "effective_from", "effective_to", "signatures", "note")
FIRST_YEAR = 1900
MOST = {Unit.CALENDAR_DAY: 36_500, Unit.BUSINESS_DAY: 25_000, Unit.WEEK: 5_200, Unit.MONTH: 1_200, Unit.YEAR: 100}
"""Limits within which deadlines can be worked out from any date."""
_RESOURCE_FIELDS = ("title", "slug", "url", "issn", "isbn", "alma_collection")
_NOTHING = LicenceFields(title="", code="")


def licence_fields(raw: Mapping[str, Any], current: LicenceFields | None = None) -> LicenceFields:
    """The fields after `raw` was entered over `current`; raises Invalid with every mistake.

    A code that is left out on a new licence is proposed from the title.
    """
    f, old = Fields(raw, LICENCE_FIELDS), current or _NOTHING
    title = f.text("title", old.title, needed="Give the licence a title.")
    fields = LicenceFields(
        title=title,
        code=f.text("code", old.code, limit=60) or code_from(title),
        alternative_titles=f.texts("alternative_titles", old.alternative_titles),
        stated_status=_status(f, raw, old.stated_status),
        scope=f.choice("scope", Scope, old.scope),
        organisations=f.each("organisations", old.organisations, _organisation),
        start_date=f.date("start_date", old.start_date),
        end_date=f.date("end_date", old.end_date),
        renewal=f.choice("renewal", RenewalKind, old.renewal),
        renewal_period=f.duration("renewal_period", old.renewal_period),
        notice_period=f.duration("notice_period", old.notice_period),
        resources=f.each("resources", old.resources, _resource),
        contacts=f.text("contacts", old.contacts, limit=4000),
        tags=f.texts("tags", old.tags, limit=60),
        notes=f.text("notes", old.notes, limit=20_000),
        paper_location=f.text("paper_location", old.paper_location),
        master_id=f.text("master", old.master_id or "", limit=40) or None,
        owner=f.text("owner", old.owner or "", limit=40) or None,
        unit=f.text("unit", old.unit, limit=60),
    )
    _check(f, fields)
    f.finish()
    return fields


def _check(f: Fields, fields: LicenceFields) -> None:
    if not re.fullmatch(r"[\w.:/()+ -]*", fields.code):
        f.wrong("code", "Use letters, digits, spaces and . : / ( ) + - _ in the code.")
    for name in ("start_date", "end_date"):
        day = getattr(fields, name)
        if day is not None and day.year < FIRST_YEAR:
            f.wrong(name, f"Give a year from {FIRST_YEAR} on.")
    for name in ("renewal_period", "notice_period"):
        period = getattr(fields, name)
        if period is not None and period.number > MOST[period.unit]:
            f.wrong(name, "Give a period of at most 100 years.")
    if backwards(fields.start_date, fields.end_date):
        f.wrong("end_date", "The end date is before the start date; correct one of the two.")


def _status(f: Fields, raw: Mapping[str, Any], kept: LicenceStatus | None) -> LicenceStatus | None:
    if "status" not in raw:
        return kept
    if raw["status"] in (None, ""):
        return None
    return f.choice("status", LicenceStatus, LicenceStatus.IN_NEGOTIATION)


def _organisation(raw: Any, prefix: str) -> tuple[Organisation | None, list[FieldError]]:
    if not isinstance(raw, Mapping):
        return None, [FieldError(prefix.rstrip("."), "Give a name and a role.")]
    f = Fields(raw, ("name", "role"), prefix)
    name = " ".join(f.text("name", needed="Give the name of the organisation.").split())
    role = f.choice("role", OrganisationRole, OrganisationRole.LICENSOR)
    return Organisation(name=name, role=role), f.errors


def _resource(raw: Any, prefix: str) -> tuple[Resource | None, list[FieldError]]:
    raw = {"title": raw} if isinstance(raw, str) else raw
    if not isinstance(raw, Mapping):
        return None, [FieldError(prefix.rstrip("."), "Give the title of the resource.")]
    f = Fields(raw, _RESOURCE_FIELDS, prefix)
    title = f.text("title", needed="Give the title of the resource.")
    url = f.text("url", limit=2000) or None
    if url and not re.match(r"https?://[^\s/]+", url):
        f.wrong("url", "Give a web address that begins with https://.")
    found = Resource(
        title=title,
        slug=f.text("slug", limit=80),
        url=url,
        issn=_identifier(f, "issn", r"\d{4}-?\d{3}[\dX]", "Give the ISSN as eight digits, such as 1234-5678."),
        isbn=_identifier(f, "isbn", r"(97[89])?\d{9}[\dX]", "Give the ISBN as 10 or 13 digits."),
        alma_collection=f.text("alma_collection", limit=60) or None,
    )
    return found, f.errors


def _identifier(f: Fields, name: str, pattern: str, message: str) -> str | None:
    value = f.text(name, limit=40).upper().replace(" ", "")
    if name == "isbn":
        value = value.replace("-", "")
    if value and not re.fullmatch(pattern, value):
        f.wrong(name, message)
    if name == "issn" and len(value) == 8:
        value = f"{value[:4]}-{value[4:]}"
    return value or None


def version_fields(raw: Mapping[str, Any], current: VersionFields | None = None) -> VersionFields:
    """The fields of a version after `raw` was entered over `current`; raises Invalid with every mistake."""
    f = Fields(raw, VERSION_FIELDS)
    old = current or VersionFields(kind=VersionKind.AGREEMENT, label="")
    kind = f.choice("kind", VersionKind, old.kind)
    fields = VersionFields(
        kind=kind,
        label=f.text("label", old.label, limit=120) or kind.value.capitalize(),
        effective_from=f.date("effective_from", old.effective_from),
        effective_to=f.date("effective_to", old.effective_to),
        signatures=f.each("signatures", old.signatures, _signature),
        note=f.text("note", old.note, limit=4000),
    )
    if backwards(fields.effective_from, fields.effective_to):
        f.wrong("effective_to", "The last day is before the first; correct one of the two.")
    f.finish()
    return fields


def _signature(raw: Any, prefix: str) -> tuple[Signature | None, list[FieldError]]:
    if not isinstance(raw, Mapping):
        return None, [FieldError(prefix.rstrip("."), "Give the name of who signed.")]
    f = Fields(raw, ("name", "party", "signed_on"), prefix)
    name = f.text("name", needed="Give the name of who signed.")
    return Signature(name=name, party=f.text("party"), signed_on=f.date("signed_on")), f.errors
