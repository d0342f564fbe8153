"""The first page: deadlines on a line and in a table, readings, reviews, and what colleagues did."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from domain.identity import Actor, Role
from domain.usecases.desk import MOST_DEADLINES, Desk, WhoseWork
from domain.work_queue import Deadline, DeadlineKind, RecentReading, WaitingReview
from web.contexts.happenings import Happening, Names, happening_of
from web.contexts.tasks import TaskLine, task_line
from web.contexts.webhooks import WebhookRow, webhook_row
from web.translation import Translator
from web.words import duration_words

SPANS = (30, 90, 365)
LEFT, RIGHT, BASE = 24.0, 936.0, 102.0
MOST_MARKS = 24
_NOW, _SOON = 14, 31
_HIGHEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """A line of the table. `number` is also in the chart; `days` are left."""

    number: int
    kind: str
    day: dt.date
    days: int
    title: str
    href: str
    why: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A numbered shape of the chart, its middle at `x`, `y`."""

    number: int
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A first day of a month on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The line of the coming days; the table under it says the same. `now` and `soon` end two weeks and a month."""

    title: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    now: float
    soon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A version to review, or a document that is or was read."""

    title: str
    label: str
    href: str
    done: int
    total: int
    state: str = ""
    problem: str | None = None
    differently: int = 0
    readings_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Context of desk/desk.html. `spans` are days, address, and whether it is the one shown."""

    heading: str
    summary: str
    spans: tuple[tuple[int, str, bool], ...]
    whose: tuple[tuple[str, str, bool], ...]
    tasks: tuple[TaskLine, ...]
    days: int
    deadlines: tuple[DeadlineRow, ...]
    are_all: bool
    chart: Chart | None
    without_deadline: int
    reviews: tuple[Work, ...]
    readings: tuple[Work, ...]
    entries: tuple[Happening, ...]
    webhooks: tuple[WebhookRow, ...]
    may_edit: bool


def desk_page(
    t: Translator, desk: Desk, actor: Actor, *, today: dt.date, days: int, work: WhoseWork = WhoseWork.ALL
) -> DeskPage:
    """The context for `actor` on `today`."""
    may_review = actor.role.includes(Role.REVIEWER)
    rows = tuple(_row(t, number, each, today, desk.people) for number, each in enumerate(desk.deadlines, start=1))
    names = Names(licences=desk.titles, definitions=desk.definitions, versions=desk.labels)
    return DeskPage(
        heading=t.date_long(today),
        summary=_summary(t, rows, desk),
        spans=tuple((span, _here(span, work), span == days) for span in SPANS),
        whose=tuple((t(label), _here(days, one), one is work) for one, label in _offered(desk)),
        tasks=tuple(task_line(one.task, desk.people, today, licence=one.title) for one in desk.tasks),
        days=days,
        deadlines=rows,
        are_all=len(rows) < MOST_DEADLINES,
        chart=_chart(t, rows, today, days) if rows else None,
        without_deadline=desk.without_deadline,
        reviews=tuple(_review(each, may_review=may_review) for each in desk.reviews),
        readings=tuple(_reading(t, each, desk.seen_differently) for each in desk.readings),
        entries=tuple(happening_of(t, entry, names) for entry in desk.entries),
        webhooks=tuple(webhook_row(t, each) for each in desk.webhooks),
        may_edit=actor.role.includes(Role.EDITOR),
    )


_WHOSE = ((WhoseWork.MINE, "Mine"), (WhoseWork.UNIT, "My team"), (WhoseWork.ALL, "All"))


def _offered(desk: Desk) -> list[tuple[WhoseWork, str]]:
    """Who belongs to no team is not asked for its work."""
    return [(work, label) for work, label in _WHOSE if work is not WhoseWork.UNIT or desk.unit]


def _here(days: int, work: WhoseWork) -> str:
    return f"/?days={days}&work={work.value}"


def _summary(t: Translator, rows: tuple[DeadlineRow, ...], desk: Desk) -> str:
    near = sum(row.days <= _NOW for row in rows)
    left = sum(each.suggestions - each.dealt_with for each in desk.reviews)
    due = t.plural("{count} thing falls due this fortnight.", "{count} things fall due this fortnight.", near)
    waiting = t.plural("{count} suggestion waits for review.", "{count} suggestions wait for review.", left)
    return f"{due if near else t('Nothing falls due this fortnight.')} {waiting if left else ''}".strip()


def _row(t: Translator, number: int, deadline: Deadline, today: dt.date, people: Mapping[str, str]) -> DeadlineRow:
    return DeadlineRow(
        number=number,
        kind=deadline.kind.value,
        day=deadline.day,
        days=(deadline.day - today).days,
        title=deadline.title,
        href=f"/licences/{deadline.licence_id}",
        why=_why(t, deadline),
        owner=people.get(deadline.owner_id or "", ""),
    )


def _why(t: Translator, deadline: Deadline) -> str:
    if deadline.kind is DeadlineKind.END:
        return t("The term ends")
    if deadline.term_ends and deadline.notice_period:
        period = duration_words(t, deadline.notice_period)
        return t("Last day to give notice: {period} before {day}", period=period, day=t.date_iso(deadline.term_ends))
    return t("Last day to give notice")


def _chart(t: Translator, rows: tuple[DeadlineRow, ...], today: dt.date, days: int) -> Chart:
    def place(after: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(after, days) / days, 1)

    stacked: Counter[int] = Counter()
    marks = []
    for row in rows[:MOST_MARKS]:
        x = place(row.days)
        height = min(stacked[int(x // 28)], _HIGHEST)
        stacked[int(x // 28)] += 1
        marks.append(Mark(number=row.number, kind=row.kind, x=x, y=78 - 30.0 * height))
    end = today + dt.timedelta(days=days)
    title = t(
        "Deadlines from {start} to {end}, numbered as in the table below.",
        start=t.date_long(today),
        end=t.date_long(end),
    )
    ticks = tuple(Tick(x=place((day - today).days), label=short_day(t, day)) for day in _firsts(today, end))
    return Chart(title=title, marks=tuple(marks), ticks=ticks, now=place(_NOW), soon=place(_SOON))


def short_day(t: Translator, day: dt.date) -> str:
    """`1 Oct`, `1er oct.`, as there is room for on an axis."""
    month = t.months[day.month - 1]
    return f"1er {month}" if t.language == "fr" else f"1 {month[:3]}"


def _firsts(today: dt.date, end: dt.date) -> list[dt.date]:
    firsts, day = [], today.replace(day=1)
    while (day := (day + dt.timedelta(days=32)).replace(day=1)) <= end:
        firsts.append(day)
    return firsts if len(firsts) < 6 else firsts[::2]


def _review(each: WaitingReview, *, may_review: bool) -> Work:
    there = f"/versions/{each.version_id}"
    return Work(
        title=each.title,
        label=each.label,
        href=f"{there}/review" if may_review else there,
        done=each.dealt_with,
        total=each.suggestions,
        state=each.state.value,
    )


def _reading(t: Translator, each: RecentReading, differently: Mapping[str, int]) -> Work:
    return Work(
        title=each.title,
        label=each.filename,
        href=f"/versions/{each.version_id}#documents",
        done=each.pages_done,
        total=each.pages or 0,
        state=each.state.value,
        problem=t(each.error) if each.error else None,
        differently=differently.get(each.document_id, 0),
        readings_href=f"/documents/{each.document_id}/readings",
    )
