"""The form of a licence: what is stored or was typed, as fields; and what was typed, as the domain reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domain.errors import FieldError, Invalid
from domain.licence import Licence, LicenceStatus, OrganisationRole
from web.contexts.entry_fields import main_form, organisation_row, resource_row
from web.contexts.rows import problems_at_rows
from web.forms import Form
from web.sent import Values
from web.translation import Translator

if TYPE_CHECKING:
    from web.contexts.facts import Offers

RESOURCE = ("title", "url", "issn", "isbn", "alma_collection", "slug")
EMPTY_ROWS = 1
_TEXTS = (
    "title",
    "code",
    "status",
    "scope",
    "start_date",
    "end_date",
    "renewal",
    "contacts",
    "notes",
    "paper_location",
    "owner",
    "unit",
)
_NEW_ORGANISATION = {"name": "", "role": OrganisationRole.LICENSEE.value}
_ON_THE_FORM = (OrganisationRole.LICENSOR, OrganisationRole.CONSORTIUM)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Context of entry/form.html. `licence_href` is the record where it exists already; `revision` what was looked at.

    `focus` is the id of the control that a new row begins with. `draft` names the draft that is kept while somebody
    types, `draft_kept` when the one that is shown was kept.
    """

    form: Form
    organisations: tuple[Form, ...]
    resources: tuple[Form, ...]
    action: str
    licence_href: str | None
    heading: str
    revision: int | None
    focus: str | None = None
    may_erase: bool = False
    draft: str = "licence:new"
    draft_kept: dt.datetime | None = None
    offers: Offers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, still as texts. Rows are mappings by field."""

    texts: Mapping[str, str]
    organisations: tuple[Mapping[str, str], ...] = ()
    resources: tuple[Mapping[str, str], ...] = ()


def typed_in(sent: Values) -> Typed:
    """From a sent form; rows whose fields are all blank are left out when it is saved, not here."""
    return Typed(
        texts={name: values[0] for name, values in sent.items() if len(values) > 0},
        organisations=_rows(sent, "organisation", ("name", "role")),
        resources=_rows(sent, "resource", RESOURCE),
    )


def _rows(sent: Values, kind: str, names: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    columns = {name: sent.get(f"{kind}_{name}", ()) for name in names}
    length = len(columns[names[0]])
    return tuple(
        {name: column[at] if at < len(column) else "" for name, column in columns.items()} for at in range(length)
    )


def stored_in(licence: Licence) -> Typed:
    """From what is kept. The first licensor and consortium have fields of their own; the others are rows."""
    f, texts = licence.fields, {}
    rest = list(f.organisations)
    for role in _ON_THE_FORM:
        found = next((one for one in rest if one.role is role), None)
        texts[role.value] = found.name if found else ""
        rest = [one for one in rest if one is not found]
    texts |= {name: getattr(f, name) for name in ("title", "code", "contacts", "notes", "paper_location")}
    texts |= {"owner": f.owner or "", "unit": f.unit}
    texts |= {"status": f.stated_status or "", "scope": f.scope, "renewal": f.renewal, "master": f.master_id or ""}
    texts |= {name: day.isoformat() if (day := getattr(f, name)) else "" for name in ("start_date", "end_date")}
    for name in ("notice_period", "renewal_period"):
        period = getattr(f, name)
        texts |= {name: str(period.number) if period else "", f"{name}_unit": period.unit if period else ""}
    texts |= {"alternative_titles": "\n".join(f.alternative_titles), "tags": ", ".join(f.tags)}
    return Typed(
        texts={name: str(text) for name, text in texts.items()},
        organisations=tuple({"name": one.name, "role": one.role.value} for one in rest),
        resources=tuple({name: getattr(one, name) or "" for name in RESOURCE} for one in f.resources),
    )


def new_typed() -> Typed:
    """A licence that nobody has begun to type."""
    return Typed(texts={"scope": "local", "renewal": "unknown", "notice_period_unit": "calendar_day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """What was typed as `domain.licence_entry` reads it, and for each of its places the control on the form."""

    raw: dict[str, Any]
    places: Mapping[str, str]

    def at_controls(self, error: Invalid) -> Invalid:
        """The same errors, each with the id of its control."""
        return Invalid(error.message, [FieldError(self._control(each.loc), each.message) for each in error.errors])

    def _control(self, loc: str) -> str:
        return next((control for place, control in self.places.items() if loc.startswith(place)), loc)


def sendable(typed: Typed) -> Sendable:
    """Blank rows go; a blank number means that the period is not known."""
    texts = typed.texts
    raw: dict[str, Any] = {name: texts.get(name, "") for name in _TEXTS}
    raw["alternative_titles"] = texts.get("alternative_titles", "").splitlines()
    raw["tags"] = texts.get("tags", "").replace("\n", ",").split(",")
    raw["master"] = texts.get("master", "") or None
    for name in ("notice_period", "renewal_period"):
        number = texts.get(name, "").strip()
        raw[name] = {"number": number, "unit": texts.get(f"{name}_unit") or "calendar_day"} if number else None
    organisations, places = _organisations(typed)
    raw["organisations"] = organisations
    raw["resources"] = []
    for at, row in enumerate(typed.resources):
        if any(row[name].strip() for name in RESOURCE if name != "slug"):
            places |= {f"resources.{len(raw['resources'])}.{name}": f"resource-{at}-{name}" for name in RESOURCE}
            raw["resources"].append(dict(row))
    return Sendable(raw=raw, places=places)


def _organisations(typed: Typed) -> tuple[list[dict[str, str]], dict[str, str]]:
    named = [({"name": typed.texts.get(role, ""), "role": role.value}, role.value) for role in _ON_THE_FORM]
    named += [(dict(row), f"organisation-{at}-name") for at, row in enumerate(typed.organisations)]
    kept = [(row, control) for row, control in named if row["name"].strip()]
    return [row for row, _ in kept], {f"organisations.{at}.": control for at, (_, control) in enumerate(kept)}


def entry_page(
    t: Translator,
    typed: Typed,
    *,
    licence: Licence | None = None,
    revision: int | None = None,
    masters: Sequence[tuple[str, str]] = (),
    people: Sequence[tuple[str, str]] = (),
    errors: Invalid | None = None,
    focus: str | None = None,
) -> EntryPage:
    """The context of the form; `errors` name controls by their ids (see Sendable.at_controls)."""
    form = main_form(t, masters, people).filled(dict(typed.texts))
    organisations = tuple(
        organisation_row(t, at).filled(_prefixed("organisation", row)) for at, row in _spare(typed.organisations, 0)
    )
    resources = tuple(
        resource_row(t, at).filled(_prefixed("resource", row)) for at, row in _spare(typed.resources, EMPTY_ROWS)
    )
    if errors:
        both = (*organisations, *resources)
        form, both = problems_at_rows(form, both, errors)
        organisations, resources = both[: len(organisations)], both[len(organisations) :]
    return EntryPage(
        form=form,
        organisations=organisations,
        resources=resources,
        action=f"/licences/{licence.id}/edit" if licence else "/licences/new",
        licence_href=f"/licences/{licence.id}" if licence else None,
        heading=licence.title if licence else t("New licence"),
        revision=revision,
        focus=focus,
        may_erase=bool(licence),
        draft=f"licence:{licence.id}" if licence else "licence:new",
    )


def _spare(rows: Sequence[Mapping[str, str]], least: int) -> list[tuple[int, Mapping[str, str]]]:
    return list(enumerate(rows or [{}] * least))


def _prefixed(kind: str, row: Mapping[str, str]) -> dict[str, str]:
    return {f"{kind}_{name}": value for name, value in row.items()}


def rows_changed(typed: Typed, order: str) -> tuple[Typed, str | None]:
    """With a row more or less, as the button `add-KIND` or `remove-KIND-NUMBER` asked, and where the focus goes."""
    action, _, which = order.partition("-")
    kind, _, number = which.partition("-")
    if kind == "organisation":
        rows, focus = _changed(typed.organisations, _NEW_ORGANISATION, action, number)
        return replace(typed, organisations=rows), f"organisation-{focus}-name" if focus >= 0 else "add-organisation"
    if kind == "resource":
        rows, focus = _changed(typed.resources, dict.fromkeys(RESOURCE, ""), action, number)
        return replace(typed, resources=rows), f"resource-{focus}-title" if focus >= 0 else "add-resource"
    return typed, None


def _changed(
    rows: Sequence[Mapping[str, str]], new: Mapping[str, str], action: str, number: str
) -> tuple[tuple[Mapping[str, str], ...], int]:
    if action == "add":
        return (*rows, new), len(rows)
    at = int(number) if number.isdecimal() and len(number) < 6 else len(rows)
    return (*rows[:at], *rows[at + 1 :]), -1


def in_words(t: Translator, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a licence as two people can compare them: lists and periods as texts."""
    return {name: _words(t, name, value) for name, value in fields.items()}


def _words(t: Translator, name: str, value: Any) -> Any:
    if name == "organisations":
        return "; ".join(f"{one['name']} ({t(one['role'].capitalize())})" for one in value or ())
    if name == "resources":
        return "; ".join(" · ".join(str(part) for part in one.values() if part) for one in value or ())
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if name == "status":
        return t(LicenceStatus(value).replace("_", " ").capitalize()) if value else ""
    return value.replace("_", " ") if isinstance(value, str) and name in ("scope", "renewal") else value
