"""A new licence like one that is there: what is taken over, and moved on to the next term."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.licence import Licence
from web.contexts.entry import Typed, new_typed, stored_in
from web.translation import Translator

PARTS = {
    "title": "Title, its years moved on",
    "parties": "Licensor, consortium and other organisations",
    "dates": "Dates, moved on to the next term",
    "renewal": "Renewal and notice",
    "resources": "Resources covered",
    "keeping": "Tags, contacts, team and where the paper is",
    "notes": "Internal notes",
}
USUAL = ("title", "parties", "dates", "renewal", "resources", "keeping")
_TEXTS = {
    "parties": ("licensor", "consortium", "scope", "master"),
    "renewal": ("renewal", "renewal_period", "renewal_period_unit", "notice_period", "notice_period_unit"),
    "keeping": ("tags", "contacts", "paper_location", "owner", "unit"),
    "notes": ("notes",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that can be taken over."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LikePage:
    """Context of entry/like.html: licences to begin from, or the parts of the one that was chosen."""

    q: str
    found: tuple[tuple[str, str, str], ...]
    chosen: tuple[str, str] | None
    parts: tuple[Part, ...]


def parts_of(t: Translator) -> tuple[Part, ...]:
    """What can be taken over, with what usually is."""
    return tuple(Part(key=key, label=t(label), chosen=key in USUAL) for key, label in PARTS.items())


def taken_over(licence: Licence, take: Sequence[str]) -> Typed:
    """The form of a new licence with these parts of another. Its code, status and decisions stay behind."""
    there, years = stored_in(licence), _years(licence)
    texts = dict(new_typed().texts)
    for part, names in _TEXTS.items():
        if part in take:
            texts |= {name: there.texts.get(name, "") for name in names}
    if "title" in take:
        texts["title"] = _moved_on(licence.title, years)
    if "dates" in take:
        texts |= _next_term(licence, years)
    return replace(
        there,
        texts=texts,
        organisations=there.organisations if "parties" in take else (),
        resources=there.resources if "resources" in take else (),
    )


def _years(licence: Licence) -> int:
    start, end = licence.fields.start_date, licence.fields.end_date
    return max(1, round(((end - start).days + 1) / 365.25)) if start and end else 1


def _moved_on(title: str, years: int) -> str:
    """`Journals 2024–2026` gives `Journals 2027–2029`."""
    return re.sub(r"\b(19|20)\d\d\b", lambda year: str(int(year.group()) + years), title)


def _next_term(licence: Licence, years: int) -> dict[str, str]:
    """From the day after the end, for as long as before; unknown stays unknown."""
    end = licence.fields.end_date
    if end is None:
        return {}
    start = end + dt.timedelta(days=1)
    last = _years_later(start, years) - dt.timedelta(days=1)
    return {"start_date": start.isoformat(), "end_date": last.isoformat()}


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
