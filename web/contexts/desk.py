"""The first page: deadlines on a line and in a table, readings, reviews, and what colleagues did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.identity import Actor, Role
from domain.usecases.desk import MOST_DEADLINES, MOST_TASKS, Desk, WhoseWork
from domain.version import VersionState
from domain.work_queue import DeadlineAt, RecentReading, WaitingReview
from web.contexts.deadlines import DeadlineRow, deadline_href, deadline_row
from web.contexts.due import NOW, Chart, DueRow, TaskRow, charts_of, due_rows
from web.contexts.happenings import Happening, Names, happening_of
from web.contexts.tasks import TaskLine, task_line
from web.contexts.webhooks import WebhookRow, webhook_row
from web.table_file import exports_of
from web.translation import Translator

SPANS = (30, 90, 365)


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
    """Context of desk/desk.html. `spans` are days, address, and whether it is the one shown.

    `due` are deadlines and the tasks that have a day among them; `tasks` are the others. `focus` is the number of the
    line that the focus goes to, 0 for the heading and -1 for none. `charts` are the same line of days in two sizes.
    `again` are versions in force with terms to look at again, `ready` those that can be put in force.
    """

    heading: str
    summary: str
    spans: tuple[tuple[int, str, bool], ...]
    whose: tuple[tuple[str, str, bool], ...]
    tasks: tuple[TaskLine, ...]
    tasks_due: int
    days: int
    due: tuple[DueRow, ...]
    decided: tuple[DeadlineRow, ...]
    focus: int
    work: str
    are_all: bool
    charts: tuple[Chart, ...]
    without_deadline: int
    reviews: tuple[Work, ...]
    again: tuple[Work, ...]
    ready: tuple[Work, ...]
    readings: tuple[Work, ...]
    entries: tuple[Happening, ...]
    webhooks: tuple[WebhookRow, ...]
    deadline_exports: tuple[tuple[str, str], ...]
    task_exports: tuple[tuple[str, str], ...]
    may_edit: bool
    may_review: bool


def desk_page(
    t: Translator, desk: Desk, actor: Actor, *, today: dt.date, days: int, work: WhoseWork = WhoseWork.ALL
) -> DeskPage:
    """The context for `actor` on `today`."""
    may_review = actor.role.includes(Role.REVIEWER)
    rows = due_rows(t, desk, today)
    shown = {row.line.href for row in rows if isinstance(row, TaskRow)}
    tasks = tuple(task_line(one.task, desk.people, today, licence=one.title) for one in desk.tasks)
    names = Names(licences=desk.titles, definitions=desk.definitions, versions=desk.labels)
    waiting, again = _apart(desk.reviews)
    return DeskPage(
        heading=t.date_full(today),
        summary=_summary(t, rows, desk),
        spans=tuple((span, _here(span, work), span == days) for span in SPANS),
        whose=tuple((t(label), _here(days, one), one is work) for one, label in _offered(desk)),
        tasks=tuple(one for one in tasks if one.href not in shown),
        tasks_due=len(shown),
        days=days,
        work=work.value,
        due=rows,
        decided=_decided(t, desk, today),
        focus=-1,
        are_all=len(rows) < MOST_DEADLINES and len(shown) < MOST_TASKS,
        charts=charts_of(t, rows, today, days),
        without_deadline=desk.without_deadline,
        reviews=tuple(_review(each, may_review=may_review) for each in waiting),
        again=tuple(_review(each, may_review=may_review) for each in again),
        ready=tuple(_review(each, may_review=False) for each in desk.ready),
        readings=tuple(_reading(t, each, desk.seen_differently) for each in desk.readings),
        entries=tuple(happening_of(t, entry, names) for entry in desk.entries),
        webhooks=tuple(webhook_row(t, each) for each in desk.webhooks),
        deadline_exports=exports_of("/desk/deadlines", f"days={days}&work={work.value}"),
        task_exports=exports_of("/desk/tasks", f"work={work.value}"),
        may_edit=actor.role.includes(Role.EDITOR),
        may_review=may_review,
    )


def focused(context: DeskPage, *, row: int | None = None, at: DeadlineAt | None = None) -> DeskPage:
    """With the focus on what follows the one which was in line `row`, or on the one `at`."""
    if at is not None:
        there = (one for one in context.due if isinstance(one, DeadlineRow))
        row = next((one.number for one in there if one.decide.href == deadline_href(at)), 0)
    return replace(context, focus=min(row or 0, len(context.due)))


def _decided(t: Translator, desk: Desk, today: dt.date) -> tuple[DeadlineRow, ...]:
    return tuple(
        deadline_row(t, each, desk.said[each.at], number=number, today=today, people=desk.people)
        for number, each in enumerate(desk.decided, start=1)
    )


def _apart(reviews: Iterable[WaitingReview]) -> tuple[list[WaitingReview], list[WaitingReview]]:
    """What was never in force, and what is and was read again or is not wholly decided."""
    held = {each.version_id for each in reviews if each.state is VersionState.IN_FORCE}
    return [e for e in reviews if e.version_id not in held], [e for e in reviews if e.version_id in held]


_WHOSE = ((WhoseWork.MINE, "Mine"), (WhoseWork.UNIT, "My team"), (WhoseWork.ALL, "All"))


def _offered(desk: Desk) -> list[tuple[WhoseWork, str]]:
    """Who belongs to no team is not asked for its work."""
    return [(work, label) for work, label in _WHOSE if work is not WhoseWork.UNIT or desk.unit]


def _here(days: int, work: WhoseWork) -> str:
    return f"/?days={days}&work={work.value}"


def _summary(t: Translator, rows: tuple[DueRow, ...], desk: Desk) -> str:
    near = sum(row.days <= NOW for row in rows)
    left = sum(each.suggestions - each.dealt_with for each in desk.reviews)
    due = t.plural("{count} thing falls due this fortnight.", "{count} things fall due this fortnight.", near)
    waiting = t.plural("{count} suggestion waits for review.", "{count} suggestions wait for review.", left)
    return f"{due if near else t('Nothing falls due this fortnight.')} {waiting if left else ''}".strip()


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
