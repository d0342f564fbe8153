"""The reading copy of a licence: each clause as it reads now, with the amendment, page and day that made it so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.comparison import Cause, LaidClause
from domain.usecases.reading_copies import ReadingCopy
from domain.usecases.whole_texts import Layer, WholeText
from domain.version import HELD, Version
from web.contexts.compare_clauses import number_of, page_href
from web.translation import Translator

_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseView:
    """The clause of an amendment that made a change: `cite` names it and its page, `since` the first day it holds."""

    cite: str
    href: str | None
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyClause:
    """A clause of the copy. `state` is same, amended, added or gone; `was` are its words in the agreement."""

    id: str
    number: str
    heading: str
    text: str
    level: int
    state: str
    was: str
    page: str
    href: str | None
    causes: tuple[CauseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartView:
    """A clause of an amendment that is not in the text, and why."""

    cause: CauseView
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerView:
    """What the copy is made of."""

    label: str
    href: str
    since: str
    is_amendment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCopyPage:
    """Context of copies/copy.html. `others` are label, address and whether it is this one."""

    href: str
    title: str
    code: str
    on: dt.date | None
    typed: str
    date_problem: str | None
    problem: str | None
    remarks: tuple[str, ...]
    others: tuple[tuple[str, str, bool], ...]
    days: tuple[tuple[str, str], ...]
    layers: tuple[LayerView, ...]
    clauses: tuple[CopyClause, ...]
    changed: int
    unclear: tuple[ApartView, ...]
    beside: tuple[ApartView, ...]
    framed: int
    compare_href: str | None


def reading_copy_page(
    t: Translator, copy: ReadingCopy, *, typed: str = "", date_problem: str | None = None
) -> ReadingCopyPage:
    """The context; `typed` is the day as somebody wrote it."""
    href, text = f"/licences/{copy.licence.id}", copy.text
    clauses = tuple(_clauses(t, text)) if text else ()
    beside = [cause for cause in text.laid.beside if cause.clause.id not in copy.frame] if text else []
    return ReadingCopyPage(
        href=href,
        title=copy.licence.title,
        code=copy.licence.fields.code,
        on=copy.on,
        typed=typed or (copy.on.isoformat() if copy.on else ""),
        date_problem=date_problem,
        problem=t(copy.problem.sentence, **copy.problem.words) if copy.problem else None,
        remarks=tuple(t(one.sentence, **one.words) for one in copy.remarks),
        others=tuple(_others(copy, href)),
        days=tuple((t.date_iso(day), f"{href}/text?{urlencode({'on': day.isoformat()})}") for day in copy.days),
        layers=tuple(_layer(t, layer) for layer in text.layers) if text else (),
        clauses=clauses,
        changed=sum(clause.state != "same" for clause in clauses),
        unclear=tuple(_apart(t, text, one.cause, one.reason) for one in text.laid.unclear) if text else (),
        beside=tuple(_apart(t, text, cause, "") for cause in beside) if text else (),
        framed=len(text.laid.beside) - len(beside) if text else 0,
        compare_href=_compare(href, text) if text else None,
    )


def _others(copy: ReadingCopy, href: str) -> Iterator[tuple[str, str, bool]]:
    for version in copy.choices:
        here = copy.until is not None and copy.until.id == version.id
        yield version.label, f"{href}/text?{urlencode({'with': version.id})}", here


def _layer(t: Translator, layer: Layer) -> LayerView:
    version = layer.version
    return LayerView(
        label=version.label,
        href=f"/versions/{version.id}",
        since=_since(t, version),
        is_amendment=version.kind.value == "amendment",
    )


def _since(t: Translator, version: Version) -> str:
    day = version.fields.effective_from
    if version.state not in HELD:
        return t("a draft, from {day}", day=t.date_iso(day)) if day else t("a draft")
    return t("from {day}", day=t.date_iso(day)) if day else t("first day not known")


def _clauses(t: Translator, text: WholeText) -> Iterator[CopyClause]:
    for at, one in enumerate(text.laid.clauses):
        clause = one.clause
        heading = clause.heading or ""
        yield CopyClause(
            id=f"r-{at}",
            number=clause.number or "",
            heading=heading,
            text="" if heading and clause.text.strip() == heading.strip() else clause.text,
            level=min(clause.level, _DEEPEST),
            state=_state(one),
            was=one.was.text if one.was is not None and not one.gone else "",
            page=t("p. {page}", page=clause.page_start),
            href=page_href(text, clause),
            causes=tuple(_cause(t, text, cause) for cause in one.by),
        )


def _state(one: LaidClause) -> str:
    if one.gone:
        return "gone"
    if not one.by:
        return "same"
    return "amended" if one.was is not None else "added"


def _cause(t: Translator, text: WholeText, cause: Cause) -> CauseView:
    version = text.layers[cause.layer + 1].version
    named = " ".join(part for part in (version.label, number_of(cause.clause)) if part)
    page = t("p. {page}", page=cause.clause.page_start)
    return CauseView(cite=f"{named}, {page}", href=page_href(text, cause.clause), since=_since(t, version))


def _apart(t: Translator, text: WholeText, cause: Cause, reason: str) -> ApartView:
    return ApartView(cause=_cause(t, text, cause), text=cause.clause.text, reason=t(reason) if reason else "")


def _compare(href: str, text: WholeText) -> str | None:
    if text.over is None:
        return None
    return f"{href}/compare?{urlencode({'from': text.over.id, 'to': text.version.id})}"
