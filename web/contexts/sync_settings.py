"""Connecting a system: its form, and which term is which code there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.sync.entry import MEGABYTE
from domain.sync.mapping import TermMapping
from domain.sync.target import FirstMeeting, Options, Target
from domain.values import ValueType
from domain.vocabulary import Category, TermDefinition
from web.forms import Choice, Field, Form, Kind
from web.sent import Values, first
from web.translation import Translator
from web.words import CATEGORIES

_SWITCHES = ("create", "amendments", "documents")
_NUMBERS = ("document_mb", "requests_per_second", "requests_left")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPage:
    """Context of sync/target.html."""

    form: Form
    action: str
    system: str = ""
    home: str = "/sync"
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsPage:
    """Context of sync/targets.html: name, address, link."""

    targets: tuple[tuple[str, str, str], ...]
    may_manage: bool


def target_form(t: Translator, regions: Mapping[str, str], target: Target | None = None) -> Form:
    """Fields of a target; its key is never filled in. `regions` are names by code."""
    options = target.options if target else Options()
    places = (Choice("", t("By address")), *(Choice(code, f"{t(name)} ({code})") for code, name in regions.items()))
    firsts = (
        Choice(FirstMeeting.ASK.value, t("Ask what stands")),
        Choice(FirstMeeting.OURS.value, t("Write ours over it")),
    )
    return Form(
        (
            Field(name="name", label=t("Name"), required=True, maximum=60, hint=t("What people here call it.")),
            Field(name="region", label=t("Region"), kind=Kind.SELECT, choices=places, quiet=True),
            Field(name="address", label=t("Address"), hint=t("Scheme and host, in place of a region.")),
            Field(
                name="key",
                label=t("Key"),
                kind=Kind.PASSWORD,
                required=target is None,
                hint=t("Kept encrypted, never shown again. Leave it empty to keep the one there is.")
                if target
                else t("Made in the other system for licences, to read and to write. Kept encrypted."),
                autocomplete="off",
            ),
            Field(
                name="first_meeting",
                label=t("A record met for the first time says something else"),
                kind=Kind.RADIOS,
                choices=firsts,
                required=True,
            ),
            Field(name="create", label=t("Make what is missing there"), kind=Kind.CHECK),
            Field(name="amendments", label=t("Send amendments as records of their own"), kind=Kind.CHECK),
            Field(name="documents", label=t("Send signed files along"), kind=Kind.CHECK),
            Field(name="document_mb", label=t("Largest file, in MB"), kind=Kind.NUMBER, short=True, quiet=True),
            Field(name="requests_per_second", label=t("Requests a second, at most"), kind=Kind.NUMBER, quiet=True),
            Field(
                name="requests_left",
                label=t("Requests left for others, of the day’s quota"),
                kind=Kind.NUMBER,
                quiet=True,
            ),
        )
    ).filled(_stored(target, options))


def _stored(target: Target | None, options: Options) -> dict[str, str | None]:
    switches = {name: "yes" if getattr(options, name) else None for name in _SWITCHES}
    return {
        "name": target.name if target else "",
        "address": target.address if target else "",
        "first_meeting": options.first_meeting.value,
        **switches,
        "document_mb": str(options.document_bytes // MEGABYTE),
        "requests_per_second": str(options.requests_per_second),
        "requests_left": str(options.requests_left),
    }


def entered_target(sent: Values, old: Target | None = None) -> dict[str, Any]:
    """What the form says, as the use cases read it; a place that did not change is left out."""
    options: dict[str, Any] = {name: bool(first(sent, name)) for name in _SWITCHES}
    options |= {name: first(sent, name) for name in _NUMBERS} | {"first_meeting": first(sent, "first_meeting")}
    raw: dict[str, Any] = {"name": first(sent, "name"), "key": first(sent, "key"), "options": options}
    region, address = first(sent, "region"), first(sent, "address").strip()
    if old is None or region or address != old.address:
        raw |= {"region": region, "address": "" if region else address}
    return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingRow:
    """One term and its codes; `n` numbers the fields of the form."""

    n: int
    key: str
    label: str
    code: str
    code_name: str
    note_code: str
    unit_code: str
    plain: bool
    left_out: bool
    error: str
    is_permission: bool
    is_duration: bool
    values_href: str
    own_values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingPage:
    """Context of sync/mapping.html."""

    system: str
    home: str
    groups: tuple[tuple[str, tuple[MappingRow, ...]], ...]
    codes: tuple[tuple[str, str], ...]
    vendors: str
    doubts: tuple[str, ...]
    read_at: dt.datetime | None
    revision: int
    problem: str


def mapping_page(
    t: Translator,
    target: Target,
    definitions: Mapping[str, TermDefinition],
    *,
    entered: Sequence[Mapping[str, Any]] = (),
    errors: Mapping[str, str] | None = None,
    vendors: str | None = None,
) -> MappingPage:
    """The form, filled with what is stored or with what was entered, each error at its term."""
    wrong = {int(loc.split(".")[1]): message for loc, message in (errors or {}).items() if loc.startswith("terms.")}
    filling = _Filling(target, {str(one["term"]): one for one in entered}, wrong)
    by_category: dict[Category, list[MappingRow]] = {category: [] for category in Category}
    for n, one in enumerate(target.mapping):
        definition = definitions[one.term]
        by_category[definition.category].append(filling.row(n, one, definition, definition.label(t.language)))
    groups = tuple((t(CATEGORIES[category]), tuple(rows)) for category, rows in by_category.items() if rows)
    names = sorted(target.vocabulary.terms.values(), key=lambda one: one.code)
    known = "\n".join(f"{name} | {code}" for name, code in sorted(target.vendors.items()))
    return MappingPage(
        system=target.name,
        home=f"/sync/{target.id}",
        groups=groups,
        codes=tuple((one.code, one.name) for one in names),
        vendors=known if vendors is None else vendors,
        doubts=target.vocabulary.doubts,
        read_at=target.vocabulary.read_at,
        revision=target.revision,
        problem=next(iter((errors or {}).values()), ""),
    )


@dataclass(frozen=True, slots=True)
class _Filling:
    """What a form is filled with: what is stored, over that what was entered, and what is wrong with it."""

    target: Target
    typed: Mapping[str, Mapping[str, Any]]
    wrong: Mapping[int, str]

    def row(self, n: int, stored: TermMapping, definition: TermDefinition, label: str) -> MappingRow:
        """One term."""
        said = self.typed.get(stored.term, {})
        code = str(said.get("code", stored.code))
        known = self.target.vocabulary.terms.get(code)
        values_href = f"/sync-settings/{self.target.id}/mapping/{stored.term}"
        return MappingRow(
            n=n,
            key=stored.term,
            label=label,
            code=code,
            code_name=known.name if known else "",
            note_code=str(said.get("note_code", stored.note_code)),
            unit_code=str(said.get("unit_code", stored.unit_code)),
            plain=bool(said.get("plain", stored.plain)),
            left_out=bool(said.get("left_out", stored.left_out)),
            error=self.wrong.get(n, ""),
            is_permission=definition.value_type is ValueType.PERMISSION,
            is_duration=definition.value_type is ValueType.DURATION,
            values_href=values_href if stored.code and definition.every_value() else "",
            own_values=len(stored.values),
        )


def entered_mapping(sent: Values, target: Target) -> list[dict[str, Any]]:
    """What the form says of each term, in the order of the page; values set elsewhere are kept."""
    return [
        {
            "term": one.term,
            "code": first(sent, f"code.{one.term}"),
            "note_code": first(sent, f"note.{one.term}"),
            "unit_code": first(sent, f"unit.{one.term}"),
            "plain": bool(first(sent, f"plain.{one.term}")),
            "left_out": bool(first(sent, f"out.{one.term}")),
            "values": dict(one.values),
        }
        for one in target.mapping
    ]


def entered_vendors(sent: Values) -> dict[str, str]:
    """One on each line: name | code."""
    pairs = (line.rpartition("|") for line in first(sent, "vendors").splitlines())
    return {name.strip(): code.strip() for name, _, code in pairs if name.strip() and code.strip()}
