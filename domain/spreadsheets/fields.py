"""Fields of a licence as cells: written for an export, and read over what is there."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from domain.licence import LicenceFields, Organisation, OrganisationRole, Resource, slug
from domain.spreadsheets.columns import tag_of
from domain.spreadsheets.table import same_name
from domain.spreadsheets.values import duration_of, spoken_duration
from domain.values import Duration

ROLES: Mapping[str, OrganisationRole] = {role.value: role for role in OrganisationRole}
_TEXTS = ("code", "title", "contacts", "notes", "paper_location", "unit")
_LISTS = ("alternative_titles", "tags")
_DATES = ("start_date", "end_date")
_PERIODS = ("renewal_period", "notice_period")
_NAMED = {"issn": "ISSN", "isbn": "ISBN", "alma_collection": "Alma", "slug": "Address"}
_STATUS = {"yes": "", "oui": "", "no": "retired", "non": "retired", "inactive": "retired", "deleted": "retired"}
"""A heading “Active” is answered with yes or no."""


def cells_of(fields: LicenceFields) -> dict[str, str]:
    """Each field as the text of a cell; `master` and `owner` are left out, for their ids say nothing to people."""
    cells = {name: getattr(fields, name) for name in _TEXTS}
    cells |= {name: joined(getattr(fields, name)) for name in _LISTS}
    cells |= {name: _day(getattr(fields, name)) for name in _DATES}
    cells |= {name: _period(getattr(fields, name)) for name in _PERIODS}
    cells |= {name: joined(fields.named(role)) for name, role in ROLES.items()}
    cells["status"] = fields.stated_status.value.replace("_", " ") if fields.stated_status else ""
    cells["scope"], cells["renewal"] = fields.scope.value, fields.renewal.value.replace("_", " ")
    cells["resources"] = "\n".join(map(_resource_line, fields.resources))
    return cells


def entered(cells: Mapping[str, str], current: LicenceFields | None) -> dict[str, Any]:
    """What cells that say something enter over `current`, for domain.licence_entry; empty cells change nothing."""
    said = {name: text for name, text in cells.items() if text}
    raw: dict[str, Any] = {name: said[name] for name in (*_TEXTS, *_DATES) if name in said}
    raw |= {name: split(said[name]) for name in _LISTS if name in said}
    raw |= {name: duration_of(said[name]) or said[name] for name in _PERIODS if name in said}
    raw |= {name: _word(said[name]) for name in ("scope", "renewal") if name in said}
    if "status" in said:
        raw["status"] = _STATUS.get(same_name(said["status"]), _word(said["status"]))
    if any(name in said for name in ROLES):
        raw["organisations"] = [asdict(one) for one in _organisations(said, current)]
    if "resources" in said or "our_tag" in said:
        raw["resources"] = [asdict(one) for one in _resources(said, current)]
    return raw


def joined(items: Sequence[str]) -> str:
    """Several names in one cell, with semicolons; a name that has one itself stands in quotation marks."""
    return "; ".join(map(_quoted, items))


def _quoted(item: str) -> str:
    doubled = item.replace('"', '""')
    return f'"{doubled}"' if ";" in item or item.startswith('"') else item


def split(text: str) -> list[str]:
    """The names that `joined` put into one cell; one to a line will do as well."""
    rows = csv.reader(text.split("\n"), delimiter=";", skipinitialspace=True)
    return [part.strip() for row in rows for part in row if part.strip()]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _period(period: Duration | None) -> str:
    return spoken_duration(period.number, period.unit) if period else ""


def _word(text: str) -> str:
    return same_name(text).replace(" ", "_")


def _organisations(said: Mapping[str, str], current: LicenceFields | None) -> tuple[Organisation, ...]:
    """Those of the roles that are said in place of the former; the order of what stays is kept."""
    former = current.organisations if current else ()
    named = {role: split(said[name]) for name, role in ROLES.items() if name in said}
    kept = [one for one in former if one.role not in named]
    same = {role for role, names in named.items() if _alike(names, [one.name for one in former if one.role is role])}
    if same == set(named):
        return former
    return (*kept, *(Organisation(name=name, role=role) for role, names in named.items() for name in names))


def _alike(names: Sequence[str], others: Sequence[str]) -> bool:
    return list(map(same_name, names)) == list(map(same_name, others))


def _resources(said: Mapping[str, str], current: LicenceFields | None) -> tuple[Resource, ...]:
    former = current.resources if current else ()
    lines = said.get("resources", "").split("\n")
    found = [_completed(_resource(line), former) for line in lines if line.strip()]
    tag = tag_of(said.get("our_tag", ""))
    if not found and tag:
        title = said.get("title") or (current.title if current else "")
        found = list(former) or [Resource(title=title)]
    if tag and found and not found[0].slug:
        found[0] = replace(found[0], slug=slug(tag))
    return former if set(found) == set(former) else tuple(found)


def _completed(one: Resource, former: Iterable[Resource]) -> Resource:
    """With what is known of the same resource and not said in the cell."""
    same = next((each for each in former if same_name(each.title) == same_name(one.title)), None)
    if same is None:
        return one
    return Resource(title=same.title, **{name: getattr(one, name) or getattr(same, name) for name in ("url", *_NAMED)})


def _resource_line(one: Resource) -> str:
    said = {name: getattr(one, name) for name in _NAMED} | {"slug": "" if one.slug == slug(one.title) else one.slug}
    numbers = [f"{label} {said[name]}" for name, label in _NAMED.items() if said[name]]
    return " | ".join([one.title, *([one.url] if one.url else []), *numbers])


def _resource(line: str) -> Resource:
    """From `Annals of Chemistry | https://annals.example/ | ISSN 1234-5678`, its parts in any order."""
    title, known = [], dict[str, str]()
    for part in (part.strip() for part in line.split(" | ")):
        number = next((name for name, label in _NAMED.items() if re.match(rf"{label}[:\s]\s*\S+$", part)), None)
        if number:
            known[number] = re.split(r"[:\s]\s*", part, maxsplit=1)[1]
        elif re.match(r"https?://\S+$", part):
            known["url"] = part
        else:
            title.append(part)
    return Resource(title=" | ".join(filter(None, title)), **known)
