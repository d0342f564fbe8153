"""The trail of the whole desk, in words, with its filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.audit import Action
from domain.queries import AuditFilter
from domain.usecases.audit_trail import Trail
from web.contexts.happenings import Happening, Names, happening_of
from web.contexts.trail_export import trail_row
from web.forms import Choice, Field, Form, Kind
from web.table_file import exports_of
from web.translation import Translator
from web.workbook import Cell

PAGE = 50
_GROUPS: Mapping[str, str] = {
    "licence": "Licences",
    "version": "Versions",
    "document": "Documents",
    "reading": "Readings",
    "suggestion": "Suggestions",
    "term": "Terms",
    "vocabulary": "Vocabulary",
    "phrase": "Phrases",
    "view": "Saved views",
    "organisation": "Organisations",
    "task": "Tasks",
    "deadline": "Deadlines",
    "target": "Systems",
    "sync": "Sync",
    "webhook": "Webhooks",
    "import": "Imports",
    "account": "Accounts",
    "token": "Tokens",
    "calendar": "Calendars",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Context of audit/list.html."""

    form: Form
    entries: tuple[Happening, ...]
    older_href: str | None
    newest_href: str | None
    is_filtered: bool
    exports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """What the address asks for; `problems` are the fields that cannot be read."""

    which: AuditFilter
    values: Mapping[str, str]
    problems: Mapping[str, str]


def asked_of(t: Translator, query: Mapping[str, str]) -> AuditAsked:
    """The filter in a query."""
    values = {name: query.get(name, "").strip()[:100] for name in ("action", "who", "licence", "since", "until")}
    days: dict[str, dt.date | None] = {}
    problems: dict[str, str] = {}
    for name in ("since", "until"):
        try:
            days[name] = dt.date.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            days[name], problems[name] = None, t("Give a day such as 2026-09-14.")
    last = days["until"]
    which = AuditFilter(
        licence_id=values["licence"] or None,
        actor_id=values["who"] or None,
        action=values["action"] or None,
        since=_midnight(days["since"]),
        until=_midnight(last + dt.timedelta(days=1)) if last and last < dt.date.max else None,
        limit=PAGE,
        cursor=query.get("cursor") or None,
    )
    return AuditAsked(which=which, values=values, problems=problems)


def audit_page(t: Translator, trail: Trail, asked: AuditAsked) -> AuditPage:
    """The context of a page of the trail."""
    names = _names(trail)
    said = {name: value for name, value in asked.values.items() if value}
    older = trail.entries.next_cursor
    return AuditPage(
        form=_form(t, trail, asked),
        entries=tuple(happening_of(t, entry, names) for entry in trail.entries.items),
        older_href=f"/audit?{urlencode({**said, 'cursor': older})}" if older else None,
        newest_href=f"/audit?{urlencode(said)}" if asked.which.cursor else None,
        is_filtered=bool(said),
        exports=exports_of("/audit/export", urlencode(said)),
    )


def _names(trail: Trail) -> Names:
    return Names(
        licences=trail.titles,
        definitions={d.key: d for d in trail.definitions},
        versions=trail.labels,
        others={**trail.people, **trail.tokens, **trail.webhooks},
    )


def exported_trail(t: Translator, pages: Iterable[Trail]) -> Iterator[list[Cell]]:
    """A row for each entry of these pages; the last row says so where older entries are left out."""
    older = None
    for trail in pages:
        names, older = _names(trail), trail.entries.next_cursor
        yield from (trail_row(t, entry, names, trail.titles) for entry in trail.entries.items)
    if older:
        yield [None, None, None, t("Older entries are left out of this file. Choose days to have them.")]


def _form(t: Translator, trail: Trail, asked: AuditAsked) -> Form:
    anything, anybody = Choice("", t("Anything")), Choice("", t("Anybody"))
    actions = (Choice(a.value, f"{t(_GROUPS[a.value.split('.')[0]])}: {_verb(a)}") for a in Action)
    people = (Choice(key, name) for key, name in sorted(trail.people.items(), key=lambda pair: pair[1].casefold()))
    fields = (
        Field(name="action", label=t("What"), kind=Kind.SELECT, quiet=True, choices=(anything, *actions)),
        Field(name="who", label=t("Who"), kind=Kind.SELECT, quiet=True, choices=(anybody, *people)),
        Field(name="since", label=t("From"), kind=Kind.DATE, quiet=True, error=asked.problems.get("since")),
        Field(name="until", label=t("To"), kind=Kind.DATE, quiet=True, error=asked.problems.get("until")),
        Field(name="licence", label="", kind=Kind.HIDDEN),
    )
    return Form(fields).filled(asked.values)


def _verb(action: Action) -> str:
    return action.value.partition(".")[2].replace("_", " ")


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
